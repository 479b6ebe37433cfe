/*
 * payment.h -- use cases of paying: release, seal, send, results, cases.
 *
 * Floor 4. P1, P2, R1 and R2 are made here.
 */
#ifndef APP_PAYMENT_H
#define APP_PAYMENT_H

#include "app/app.h"
#include "app/lists.h"
#include "app/table.h"

/*
 * ansinh payment release: attempts with their end-to-end ids and batches by provider and size, and
 * the release postings. Also takes along earlier obligations of the area and programme that are
 * open again (rejected, returned, held before). Holds, deaths and live accounts are checked again.
 * Reply: payroll_id, batch_count, attempt_count, allocation_count, total_dong, held_count.
 * E_PAYROLL_NOT_APPROVED  E_PAYROLL_ALREADY_RELEASED  E_PAYMENT_NO_FUNDS  E_PAYMENT_FENCE
 * E_PAYROLL_DIGEST: the rows are no longer those that were approved.
 */
Status payment_release(Ctx *ctx, App *app, int64_t payroll_id, Reply *ret_reply) MUST_CHECK;

/*
 * Second step of releasing: writes the file of each batch that has none (the same bytes at each
 * try), validates it (XSD for pain.001), keeps it by its hash. Goes on where it was interrupted.
 * Reply: batch_count, file_count, byte_count.
 */
Status payment_seal(Ctx *ctx, App *app, int64_t payroll_id, Reply *ret_reply) MUST_CHECK;

typedef struct PaymentSend {
    int64_t payroll_id;
    Str out_dir; /* OUT_DIR/<provider_code>/<file>; the intent is stored before the first byte
                    leaves */
} PaymentSend;
/*
 * Reply: sent_count; file paths are listed by payment_list_batches.
 * E_FILE_DAMAGED: the kept file is no longer the one that was sealed; nothing of its batch leaves.
 */
Status payment_send(Ctx *ctx, App *app, const PaymentSend *send, Reply *ret_reply) MUST_CHECK;

/*
 * Batches found SENDING at start: SENT when the file lies in the exchange folder, sent now when it
 * still lies there staged (it never left), else UNKNOWN.
 */
Status payment_recover(Ctx *ctx, App *app, Str out_dir, Reply *ret_reply) MUST_CHECK;

/* After answer_days of silence the lines of a batch without an event become UNKNOWN. */
Status payment_mark_silent(Ctx *ctx, App *app, Reply *ret_reply) MUST_CHECK;

/* By provider and state: count and sum. */
Status payment_show_status(Ctx *ctx, App *app, int64_t payroll_id, const TableOut *out) MUST_CHECK;
Status payment_list_batches(Ctx *ctx, App *app, int64_t payroll_id, const TableOut *out) MUST_CHECK;
/* Attempts in a state (0 = all of the worklist: UNKNOWN, REJECTED, RETURNED, CONFLICT, UNCLAIMED).
 */
Status payment_list_work(Ctx *ctx, App *app, int64_t payroll_id, int64_t state, const Page *page,
                         const TableOut *out) MUST_CHECK;

typedef struct ResultLoad {
    Str provider_code;
    Str path; /* pain.002, camt.053, camt.054, CSV, XLSX */
} ResultLoad;
/*
 * ansinh result load FILE: each row is final alone. A match is end-to-end id and amount and
 * provider; a wrong amount is a case; the same event again is counted; what matches nothing goes to
 * suspense. Reply: result_id, row_count, applied_count, repeated_count, suspended_count,
 * paid_count, paid_dong, rejected_count, returned_count, case_count, repeated_file (1 = the same
 * bytes came before). E_RESULT_QUARANTINED (the file is kept)  E_RESULT_FORMAT  E_XML_SYNTAX
 * E_XML_SCHEMA
 */
Status result_load(Ctx *ctx, App *app, const ResultLoad *load, Reply *ret_reply) MUST_CHECK;
/* The same, handed in by somebody who speaks for that provider (provider_require). */
Status result_load_by_provider(Ctx *ctx, App *app, const ResultLoad *load,
                               Reply *ret_reply) MUST_CHECK;
Status result_list_files(Ctx *ctx, App *app, const Page *page, const TableOut *out) MUST_CHECK;
/* The first column is its key: file and row in one number. */
Status result_list_suspense(Ctx *ctx, App *app, const Page *page, const TableOut *out) MUST_CHECK;

/* A provider's signed word "not received and will be refused", entered by a person with its file.
 */
typedef struct FencedNegative {
    Str end_to_end_id;
    Str evidence_path;
} FencedNegative;
Status payment_fenced_negative(Ctx *ctx, App *app, const FencedNegative *negative,
                               Reply *ret_reply) MUST_CHECK;

Status case_list(Ctx *ctx, App *app, const Page *page, const TableOut *out) MUST_CHECK;
/* closed_as: 1 recovered 2 waived 3 settled as paid 4 nothing owed; books what follows from it. */
Status case_close(Ctx *ctx, App *app, int64_t case_id, int64_t closed_as,
                  Reply *ret_reply) MUST_CHECK;

#endif
