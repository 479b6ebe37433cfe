/*
 * register.h -- use cases of the register: intake of lists, and what officers enter by hand.
 *
 * Floor 4. Every one of them leaves a movement with a reason and its evidence.
 */
#ifndef APP_REGISTER_H
#define APP_REGISTER_H

#include "app/app.h"
#include "app/table.h"

typedef struct IntakeLoad {
    Str path;        /* .xlsx or .csv */
    int64_t area_id; /* the commune or province whose list it is; rows of other areas are refused */
    int64_t programme_id;
    Str annotated_path; /* where the workbook with the reasons goes; empty = do not write one */
} IntakeLoad;

/*
 * ansinh intake load FILE: good rows go in, bad rows come back in the same workbook with the reason
 * beside the cell. The original is kept by its SHA-256; the same bytes again change nothing.
 *
 * Reply: intake_id, row_count, accepted_count, refused_count, warned_count, new_count,
 * updated_count, unchanged_count, annotated_path (text), repeated (1 = the same file came before).
 * E_FILE_KIND  E_INTAKE_NO_HEADER  E_INTAKE_COLUMN_MISSING  E_XLSX_...  E_CSV_SYNTAX: nothing went
 * in
 */
Status intake_load(Ctx *ctx, App *app, const IntakeLoad *load, Reply *ret_reply) MUST_CHECK;
/* Which lists were taken in, and what became of their rows. */
Status intake_list(Ctx *ctx, App *app, const TableOut *out) MUST_CHECK;
/* Issues of an intake: row, column, severity, code, sentence, found, remedy. */
Status intake_list_issues(Ctx *ctx, App *app, int64_t intake_id, const TableOut *out) MUST_CHECK;

/* Finds persons by folded name, or a full identity number, or a person id; at most `limit`. */
Status beneficiary_find(Ctx *ctx, App *app, Str text, int64_t area_id, int64_t limit,
                        const TableOut *out) MUST_CHECK;
/* ansinh beneficiary show: five tables in turn: person, enrolments, mandates, accounts, payments.
 */
Status beneficiary_show(Ctx *ctx, App *app, int64_t person_id, const TableOut *out) MUST_CHECK;

typedef struct EnrolmentAdd {
    int64_t person_id;
    int64_t programme_id;
    Str category; /* nd20/5.1.a ... */
    int64_t degree;
    int64_t child_count;
    Str decision_no;
    int64_t decision_date;
    int64_t from_date; /* 0 = by the start rule of the law in force on the decision date */
} EnrolmentAdd;
Status enrolment_add(Ctx *ctx, App *app, const EnrolmentAdd *add, Reply *ret_reply) MUST_CHECK;

typedef struct EnrolmentChange {
    int64_t person_id;
    int64_t enrolment_id; /* 0 = all live ones (death) */
    int64_t on_date;      /* day of death, of the stop, of the suspension or resumption */
    Str reason_code;
} EnrolmentChange;
/* Last day of the right = on_date; a death also sets person.death_date. The month is still paid. */
Status enrolment_stop(Ctx *ctx, App *app, const EnrolmentChange *change,
                      Reply *ret_reply) MUST_CHECK;
Status enrolment_suspend(Ctx *ctx, App *app, const EnrolmentChange *change,
                         Reply *ret_reply) MUST_CHECK;
/* The months of the pause are owed as arrears (nd20 circ. 02/2021 art. 6.1.b: when so decided). */
Status enrolment_resume(Ctx *ctx, App *app, const EnrolmentChange *change,
                        Reply *ret_reply) MUST_CHECK;

typedef struct PersonMove {
    int64_t person_id;
    int64_t to_area_id;
    int64_t on_date;
} PersonMove;
Status person_move(Ctx *ctx, App *app, const PersonMove *move, Reply *ret_reply) MUST_CHECK;

typedef struct MandateAdd {
    int64_t person_id;
    int64_t kind; /* 1 authorised recipient 2 guardian 3 legal representative */
    Str recipient_name;
    Str relation;
    Str recipient_id; /* in clear; stored as hash, ciphertext, mask; may be empty */
    Str certifier;
    int64_t certified_on;
    int64_t valid_from;
    int64_t valid_to; /* 0 = open */
    int64_t cap_dong; /* 0 = none */
} MandateAdd;
Status mandate_add(Ctx *ctx, App *app, const MandateAdd *add, Reply *ret_reply) MUST_CHECK;
/* Accounts under it are closed with it; payments then need another account. */
Status mandate_revoke(Ctx *ctx, App *app, int64_t person_id, int64_t mandate_id, int64_t on_date,
                      Reply *ret_reply) MUST_CHECK;

typedef struct AccountSet {
    int64_t person_id;
    Str provider_code;
    int64_t channel; /* 1 bank 2 wallet 3 cash at a point 4 cash at home */
    Str number;      /* in clear; empty for cash */
    Str holder_name;
    int64_t mandate_id; /* 0 = the person's own */
} AccountSet;
/* Closes the live account and opens this one. */
Status account_set(Ctx *ctx, App *app, const AccountSet *set, Reply *ret_reply) MUST_CHECK;

typedef struct HoldSet {
    int64_t person_id;
    Str reason_code;
} HoldSet;
Status hold_place(Ctx *ctx, App *app, const HoldSet *set, Reply *ret_reply) MUST_CHECK;
/* A1: who lifts must not have placed it, when a person placed it. */
Status hold_lift(Ctx *ctx, App *app, const HoldSet *set, Reply *ret_reply) MUST_CHECK;

#endif
