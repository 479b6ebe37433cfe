/*
 * Batches and result files: their steps, their approval, and the rows they account for.
 */
#include "audit.h"

static void batch_check_approval(Audit *audit, const Batch *batch) {
    const Payroll *payroll = world_payroll(&audit->world, batch->payroll_id);
    report_looked(&audit->report, CHECK_FOUR_EYES, 1);
    if (!payroll || payroll->state != 3 || payroll->approved_seq == NULL_ID ||
        payroll->approved_seq >= batch->recorded_seq) {
        FOUND(&audit->report, CHECK_FOUR_EYES, WHAT_NOT_APPROVED, NUM("batch_id", batch->batch_id),
              NUM("payroll_id", batch->payroll_id), NUM("total_dong", batch->total_dong));
    }
}

static void step_check(Audit *audit, Batch *batch, const Rows *rows, int64_t expected_no) {
    Report *report = &audit->report;
    const int64_t event = rows_int(rows, 2);
    const int64_t from = rows_int(rows, 3);
    const int64_t to = rows_int(rows, 4);
    const bool in_table = from > 0 && from < 16 && event >= 0 && event < 16 && to > 0 && to < 16;

    if (rows_int(rows, 1) != expected_no || (batch->to_state != 0 && from != batch->to_state)) {
        FOUND(report, CHECK_BATCH_STATE, WHAT_STEP_NOT_FOLLOWING, NUM("batch_id", batch->batch_id),
              NUM("event_no", rows_int(rows, 1)), NUM("expected_no", expected_no),
              NUM("from_state", from), NUM("state_before", batch->to_state));
    }
    if (!in_table || !audit->world.legal[from][event][to] || !step_is_sane(from, to)) {
        FOUND(report, CHECK_BATCH_STATE, WHAT_STEP_ILLEGAL, NUM("batch_id", batch->batch_id),
              NUM("event_no", rows_int(rows, 1)), NUM("from_state", from), NUM("event", event),
              NUM("to_state", to));
        return;
    }
    batch->reached |= 1U << to;
    batch->to_state = to;
}

/* The table of legal steps is data, and data can be edited. */
static void table_check(Audit *audit) {
    for (int64_t from = 0; from < 16; from++) {
        for (int64_t event = 0; event < 16; event++) {
            for (int64_t to = 0; to < 16; to++) {
                if (audit->world.legal[from][event][to] && !step_is_sane(from, to)) {
                    FOUND(&audit->report, CHECK_FOLD, WHAT_STEP_TABLE, NUM("from_state", from),
                          NUM("event", event), NUM("to_state", to));
                }
            }
        }
    }
}

void pass_batch(Audit *audit) {
    World *world = &audit->world;
    int64_t batch_id = NULL_ID;
    int64_t expected_no = 1;

    table_check(audit);
    ROWS(rows) = rows_open(audit->db, "batch_steps", NULL, 0);
    while (rows_next(rows)) {
        if (rows_int(rows, 0) != batch_id) {
            batch_id = rows_int(rows, 0);
            expected_no = 1;
        }
        Batch *batch = world_batch(world, batch_id);
        if (batch) {
            step_check(audit, batch, rows, expected_no);
        }
        expected_no = rows_int(rows, 1) + 1;
        report_looked(&audit->report, CHECK_BATCH_STATE, 1);
    }
    for (size_t i = 0; i < world->batches.count && !db_why(audit->db); i++) {
        Batch *batch = &world->batches.items[i];
        if (batch->to_state == 0) {
            FOUND(&audit->report, CHECK_BATCH_STATE, WHAT_BATCH_NO_EVENT,
                  NUM("batch_id", batch->batch_id), NUM("state", batch->state));
        } else if (batch->state != batch->to_state) {
            FOUND(&audit->report, CHECK_BATCH_STATE, WHAT_BATCH_STATE_NOT_EVENT,
                  NUM("batch_id", batch->batch_id), NUM("state", batch->state),
                  NUM("to_state", batch->to_state));
        }
        batch_check_approval(audit, batch);
    }
}

static void result_check(Audit *audit, const ResultFile *result, int64_t suspended) {
    Report *report = &audit->report;
    if (result->row_count !=
        result->applied_count + result->repeated_count + result->suspended_count) {
        FOUND(report, CHECK_RESULT, WHAT_RESULT_ROWS, NUM("result_id", result->result_id),
              NUM("row_count", result->row_count), NUM("applied", result->applied_count),
              NUM("repeated", result->repeated_count), NUM("suspended", result->suspended_count));
    }
    if (result->suspended_count != suspended) {
        FOUND(report, CHECK_RESULT, WHAT_RESULT_SUSPENDED, NUM("result_id", result->result_id),
              NUM("suspended", result->suspended_count), NUM("rows", suspended));
    }
    if (result->quarantine_no > 0 && (result->event_count > 0 || result->applied_count > 0)) {
        FOUND(report, CHECK_RESULT, WHAT_RESULT_QUARANTINED, NUM("result_id", result->result_id),
              NUM("events", result->event_count));
    }
    /* Events of other periods were not read when one period was asked for. */
    if (audit->options->period == 0 && (audit->passes_done & PASS_ATTEMPT) != 0 &&
        (result->applied_count != result->event_count ||
         result->applied_dong != result->event_dong)) {
        FOUND(report, CHECK_RESULT, WHAT_RESULT_APPLIED, NUM("result_id", result->result_id),
              NUM("applied", result->applied_count), NUM("events", result->event_count),
              NUM("applied_dong", result->applied_dong), NUM("events_dong", result->event_dong));
    }
}

void pass_result(Audit *audit) {
    World *world = &audit->world;
    FEED(suspended);

    feed_open(&suspended, audit->db, "result_suspended", NULL, 0);
    for (size_t i = 0; i < world->results.count && !db_why(audit->db); i++) {
        const ResultFile *result = &world->results.items[i];
        int64_t count = 0;
        while (suspended.live && suspended.key1 <= result->result_id) {
            count = suspended.key1 == result->result_id ? suspended.key2 : 0;
            feed_step(&suspended);
        }
        result_check(audit, result, count);
        report_looked(&audit->report, CHECK_RESULT, result->row_count);
    }
    ROWS(rows) = rows_open(audit->db, "result_twice", NULL, 0);
    while (rows_next(rows)) {
        FOUND(&audit->report, CHECK_RESULT, WHAT_RESULT_TWICE,
              NUM("provider_id", rows_int(rows, 0)), NUM("result_id", rows_int(rows, 1)),
              NUM("count", rows_int(rows, 2)));
    }
}
