/* Attempts, allocations, batches and their postings: what a release writes. */
#include "app/release.h"

#include <stdlib.h>

#include "ledger/txn.h"
#include "payment/end_to_end.h"
#include "payment/state.h"
#include "store/ledger_store.h"
#include "sys/digest.h"

enum { SLOT_MAX = 256, NOT_AFTER_DAYS = 25 };

struct ReleaseSlot {
    int64_t provider_id;
    int64_t channel;
    int64_t chunk_rows;
    int64_t batch_id; /* 0 = none open */
    int64_t txn_id;
    int64_t line_count;
    int64_t total_dong;
    DigestState digest;
    PostingSet postings;
};

Status release_out_open(Ctx *ctx, App *app, const ReleasePayroll *payroll, int64_t change_seq,
                        ReleaseOut **ret_out) {
    ReleaseOut *out = calloc(1, sizeof *out);
    if (out == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "%zu bytes", sizeof *out);
    }
    *out = (ReleaseOut){.app = app,
                        .payroll = payroll,
                        .change_seq = change_seq,
                        .made_seq = payroll->made_seq,
                        .expected_count = payroll->line_count};
    *ret_out = out;
    out->slots = calloc(SLOT_MAX, sizeof *out->slots);
    if (out->slots == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "%zu bytes", SLOT_MAX * sizeof *out->slots);
    }
    TRY(db_bulk_open(ctx, app->db, SQL_ATTEMPT_INSERT, &out->attempts));
    return db_bulk_open(ctx, app->db, SQL_ALLOCATION_INSERT, &out->allocations);
}

void release_out_discard(ReleaseOut **out) {
    if (*out) {
        db_bulk_discard(&(*out)->attempts);
        db_bulk_discard(&(*out)->allocations);
        free((*out)->slots);
        free(*out);
        *out = NULL;
    }
}

static Status slot_find(Ctx *ctx, ReleaseOut *out, const ReleaseAttempt *attempt,
                        size_t *ret_index) {
    for (size_t i = 0; i < out->slot_count; i++) {
        const ReleaseSlot *slot = &out->slots[i];
        if (slot->provider_id == attempt->provider_id && slot->channel == attempt->channel) {
            *ret_index = i;
            return OK;
        }
    }
    if (out->slot_count == SLOT_MAX) {
        return ctx_fail(ctx, E_BUG, "more than %d providers and channels", SLOT_MAX);
    }
    ReleaseSlot *slot = &out->slots[out->slot_count];
    TRY(db_query_int64(ctx, out->app->db, SQL_PROVIDER_CHUNK_ROWS,
                       DB_PARAMS(DB_I(attempt->provider_id)), 0, &slot->chunk_rows));
    slot->provider_id = attempt->provider_id;
    slot->channel = attempt->channel;
    *ret_index = out->slot_count++;
    return OK;
}

static Status slot_begin_batch(Ctx *ctx, ReleaseOut *out, ReleaseSlot *slot) {
    TRY(db_take_ids(ctx, out->app->db, STR("batch"), 1, &slot->batch_id));
    TRY(ledger_take_txn_id(ctx, out->app->db, &slot->txn_id));
    slot->line_count = 0;
    slot->total_dong = 0;
    digest_init(&slot->digest);
    posting_set_init(&slot->postings);
    return OK;
}

static Status slot_end_batch(Ctx *ctx, ReleaseOut *out, ReleaseSlot *slot) {
    uint8_t digest[DIGEST_BYTES];
    Db *db = out->app->db;
    digest_final(&slot->digest, digest);
    LedgerTxn txn = {.kind = TXN_RELEASE,
                     .programme_id = out->payroll->programme_id,
                     .fiscal_period = out->payroll->fiscal_period,
                     .payroll_id = out->payroll->payroll_id,
                     .batch_id = slot->batch_id};
    TRY(ledger_post_as(ctx, db, slot->txn_id, &txn, &slot->postings, out->change_seq));
    int64_t not_after = clock_day_plus(ctx_today(ctx), NOT_AFTER_DAYS);
    TRY(db_exec(ctx, db, SQL_BATCH_INSERT,
                DB_PARAMS(DB_I(slot->batch_id), DB_I(out->payroll->payroll_id),
                          DB_I(slot->provider_id), DB_I(slot->channel), DB_I(out->payroll->period),
                          DB_I(slot->line_count), DB_I(slot->total_dong),
                          DB_B(((Str){(char *)digest, sizeof digest})), DB_I(not_after),
                          DB_I(ATTEMPT_RELEASED), DB_I(slot->txn_id), DB_I(out->change_seq)),
                NULL));
    TRY(db_exec(ctx, db, SQL_BATCH_EVENT_INSERT,
                DB_PARAMS(DB_I(slot->batch_id), DB_I(1), DB_I(EVENT_RELEASE), DB_I(ATTEMPT_CREATED),
                          DB_I(ATTEMPT_RELEASED), DB_N, DB_I(out->change_seq)),
                NULL));
    out->batch_count++;
    slot->batch_id = 0;
    return OK;
}

static Status slot_post_line(Ctx *ctx, ReleaseOut *out, ReleaseSlot *slot,
                             const ReleaseLine *line) {
    PostingPlace place = {.area_id = line->area_id,
                          .programme_id = out->payroll->programme_id,
                          .provider_id = slot->provider_id,
                          .batch_id = slot->batch_id};
    return posting_set_move(ctx, &slot->postings, MOVE_RELEASE, place, line->amount_dong);
}

Status release_out_add(Ctx *ctx, ReleaseOut *out, const ReleaseAttempt *attempt) {
    size_t index = 0;
    TRY(slot_find(ctx, out, attempt, &index));
    ReleaseSlot *slot = &out->slots[index];
    if (slot->batch_id == 0) {
        TRY(slot_begin_batch(ctx, out, slot));
    }
    int64_t attempt_id = attempt_id_of(slot->batch_id, ++slot->line_count);
    TRY(db_bulk_add(ctx, out->attempts,
                    DB_PARAMS(DB_I(attempt_id), DB_I(attempt->person_id), DB_I(attempt->account_id),
                              DB_I(attempt->amount_dong))));
    digest_add_int64(&slot->digest, attempt_id);
    digest_add_int64(&slot->digest, attempt->person_id);
    digest_add_int64(&slot->digest, attempt->account_id);
    digest_add_int64(&slot->digest, attempt->amount_dong);
    slot->total_dong += attempt->amount_dong;
    for (size_t i = 0; i < attempt->line_count; i++) {
        const ReleaseLine *line = &attempt->lines[i];
        TRY(db_bulk_add(ctx, out->allocations,
                        DB_PARAMS(DB_I(line->obligation_id), DB_I(attempt->person_id),
                                  DB_I(line->attempt_no),
                                  db_int_or_null(line->attempt_no > 1, line->attempt_no - 1),
                                  DB_I(attempt_id), DB_I(line->amount_dong))));
        TRY(slot_post_line(ctx, out, slot, line));
    }
    out->attempt_count++;
    out->allocation_count += (int64_t)attempt->line_count;
    out->total_dong += attempt->amount_dong;
    return slot->line_count >= slot->chunk_rows ? slot_end_batch(ctx, out, slot) : OK;
}

static Status release_check_funds(Ctx *ctx, const ReleaseOut *out) {
    for (size_t i = 0; i < out->slot_count; i++) {
        int64_t float_dong = 0;
        TRY(db_query_int64(
            ctx, out->app->db, SQL_FLOAT_OF_PROVIDER,
            DB_PARAMS(DB_I(out->payroll->programme_id), DB_I(out->slots[i].provider_id)), 0,
            &float_dong));
        if (float_dong < 0) {
            return ctx_fail(ctx, E_PAYMENT_NO_FUNDS, "%s %lld: %s %lld đ",
                            ctx_say(ctx, "tổ chức chi trả", "provider"),
                            (long long)out->slots[i].provider_id, ctx_say(ctx, "thiếu", "lacking"),
                            (long long)-float_dong);
        }
    }
    return OK;
}

Status release_out_finish(Ctx *ctx, ReleaseOut *out) {
    for (size_t i = 0; i < out->slot_count; i++) {
        if (out->slots[i].batch_id != 0) {
            TRY(slot_end_batch(ctx, out, &out->slots[i]));
        }
    }
    TRY(db_bulk_finish(ctx, &out->attempts, NULL));
    TRY(db_bulk_finish(ctx, &out->allocations, NULL));
    return release_check_funds(ctx, out);
}
