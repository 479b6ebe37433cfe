/*
 * One merge in the order of attempts: attempts with the account they used, allocations with their
 * obligations, events, and cases. Every attempt passes by once; per batch the count, sum, digest
 * and line numbers are folded, per transaction what the books must say.
 */
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "canon.h"

enum { LINE_BITS = 20, LINE_MASK = (1 << LINE_BITS) - 1 };

typedef struct Share {
    int64_t obligation_id, amount_dong, obligation_dong, area_id, programme_id;
    bool case_is_open; /* a double payment is a question for each obligation by itself */
    bool settled_as_paid;
} Share;

typedef struct Attempt {
    int64_t attempt_id, person_id, account_id, amount_dong;
} Attempt;

typedef struct Merge {
    Audit *audit;
    Feed attempts;
    Feed events;
    Feed shares;
    Feed cases;
    Attempt attempt;
    Batch *batch; /* NULL while the attempt's batch does not exist */
    const Payroll *payroll;
    Canon canon;
    int64_t batch_id;
    int64_t line_count;
    int64_t total_dong;
    int64_t next_line;
    TABLE(Share) own; /* shares of this attempt */
    int64_t event_count;
    int64_t last_result_id; /* row of the event before, of this attempt */
    int64_t last_row_no;
    int64_t looked;
} Merge;

#define ATTEMPT_FACTS(merge)                                                                       \
    NUM("attempt_id", (merge)->attempt.attempt_id), NUM("person_id", (merge)->attempt.person_id)

static void batch_close(Merge *merge) {
    Report *report = &merge->audit->report;
    const Batch *batch = merge->batch;
    unsigned char digest[DIGEST_SIZE];

    if (!batch || db_why(merge->audit->db)) {
        return;
    }
    canon_final(&merge->canon, digest);
    if (merge->line_count != batch->line_count) {
        FOUND(report, CHECK_BATCH_DIGEST, WHAT_COUNT_DIFFERS, NUM("batch_id", batch->batch_id),
              NUM("line_count", batch->line_count), NUM("rows", merge->line_count));
    }
    if (merge->total_dong != batch->total_dong) {
        FOUND(report, CHECK_BATCH_DIGEST, WHAT_TOTAL_DIFFERS, NUM("batch_id", batch->batch_id),
              NUM("total_dong", batch->total_dong), NUM("rows_dong", merge->total_dong));
    }
    if (batch->digest_size != DIGEST_SIZE || memcmp(digest, batch->digest, DIGEST_SIZE) != 0) {
        FOUND(report, CHECK_BATCH_DIGEST, WHAT_DIGEST_DIFFERS, NUM("batch_id", batch->batch_id),
              NUM("rows", merge->line_count), NUM("rows_dong", merge->total_dong));
    }
}

static void batch_begin(Merge *merge, int64_t batch_id) {
    batch_close(merge);
    merge->batch_id = batch_id;
    merge->batch = world_batch(&merge->audit->world, batch_id);
    merge->payroll =
        merge->batch ? world_payroll(&merge->audit->world, merge->batch->payroll_id) : NULL;
    merge->line_count = 0;
    merge->total_dong = 0;
    merge->next_line = 1;
    canon_init(&merge->canon);
}

static void attempt_check_line(Merge *merge) {
    Report *report = &merge->audit->report;
    const Attempt *attempt = &merge->attempt;
    const int64_t line_no = attempt->attempt_id & LINE_MASK;

    if (!merge->batch) {
        FOUND(report, CHECK_LINE_NUMBERS, WHAT_NO_BATCH, ATTEMPT_FACTS(merge),
              NUM("amount_dong", attempt->amount_dong));
        return;
    }
    if (line_no != merge->next_line) {
        FOUND(report, CHECK_LINE_NUMBERS, WHAT_LINE_GAP, NUM("batch_id", merge->batch_id),
              ATTEMPT_FACTS(merge), NUM("line_no", line_no), NUM("expected", merge->next_line));
    }
    merge->next_line = line_no + 1;
    merge->line_count++;
    merge->total_dong += attempt->amount_dong;
    canon_numbers(&merge->canon,
                  (const int64_t[]){attempt->attempt_id, attempt->person_id, attempt->account_id,
                                    attempt->amount_dong},
                  4);
}

static void attempt_check_account(Merge *merge) {
    Report *report = &merge->audit->report;
    const Rows *rows = merge->attempts.rows;
    const Batch *batch = merge->batch;

    if (rows_is_null(rows, 6)) {
        FOUND(report, CHECK_DESTINATION, WHAT_ACCOUNT_NOT_THEIRS, ATTEMPT_FACTS(merge),
              NUM("account_id", merge->attempt.account_id),
              NUM("amount_dong", merge->attempt.amount_dong));
        return;
    }
    if (!batch) {
        return;
    }
    const int64_t recorded_seq = rows_int(rows, 6);
    if (recorded_seq > batch->recorded_seq ||
        (!rows_is_null(rows, 7) && rows_int(rows, 7) <= batch->recorded_seq)) {
        FOUND(report, CHECK_DESTINATION, WHAT_ACCOUNT_NOT_IN_FORCE, ATTEMPT_FACTS(merge),
              NUM("account_id", merge->attempt.account_id),
              NUM("amount_dong", merge->attempt.amount_dong),
              NUM("released_seq", batch->recorded_seq));
    }
    if (rows_int(rows, 4) != batch->provider_id || rows_int(rows, 5) != batch->channel) {
        FOUND(report, CHECK_DESTINATION, WHAT_ACCOUNT_OTHER_PROVIDER, ATTEMPT_FACTS(merge),
              NUM("account_id", merge->attempt.account_id), NUM("provider_id", rows_int(rows, 4)),
              NUM("batch_provider_id", batch->provider_id));
    }
    const Payroll *payroll = merge->payroll;
    if (payroll && payroll->approved_by != NULL_ID) {
        const Change *edit = world_change(&merge->audit->world, recorded_seq);
        if (edit && edit->user_id == payroll->approved_by) {
            FOUND(report, CHECK_FOUR_EYES, WHAT_PAYEE_BY_APPROVER, ATTEMPT_FACTS(merge),
                  NUM("account_id", merge->attempt.account_id),
                  NUM("user_id", payroll->approved_by));
        }
    }
}

static void share_orphan(Merge *merge) {
    FOUND(&merge->audit->report, CHECK_AMOUNT_CHAIN, WHAT_ALLOCATION_ORPHAN,
          NUM("attempt_id", merge->shares.key1), NUM("person_id", merge->shares.key2),
          NUM("obligation_id", rows_int(merge->shares.rows, 2)),
          NUM("amount_dong", rows_int(merge->shares.rows, 3)));
}

static void attempt_take_shares(Merge *merge) {
    const Attempt *attempt = &merge->attempt;
    int64_t sum_dong = 0;

    while (feed_compare(&merge->shares, attempt->attempt_id, attempt->person_id) < 0) {
        share_orphan(merge);
        feed_step(&merge->shares);
    }
    merge->own.count = 0;
    while (feed_compare(&merge->shares, attempt->attempt_id, attempt->person_id) == 0) {
        const Rows *rows = merge->shares.rows;
        if (rows_is_null(rows, 4)) {
            share_orphan(merge);
        }
        merge->own.items =
            memory_grow(merge->own.items, merge->own.count, &merge->own.capacity, sizeof(Share));
        merge->own.items[merge->own.count++] = (Share){.obligation_id = rows_int(rows, 2),
                                                       .amount_dong = rows_int(rows, 3),
                                                       .obligation_dong = rows_int(rows, 4),
                                                       .area_id = rows_int(rows, 5),
                                                       .programme_id = rows_int(rows, 6)};
        sum_dong += rows_int(rows, 3);
        feed_step(&merge->shares);
    }
    if (sum_dong != attempt->amount_dong) {
        FOUND(&merge->audit->report, CHECK_AMOUNT_CHAIN, WHAT_ATTEMPT_NOT_ALLOCATIONS,
              ATTEMPT_FACTS(merge), NUM("amount_dong", attempt->amount_dong),
              NUM("allocated_dong", sum_dong));
    }
}

/* Debit the account of `to`, credit that of `from`, each allocation in its own area. */
static void attempt_expect(Merge *merge, int64_t txn_id, enum Account from, enum Account to) {
    const int64_t provider_id = merge->batch->provider_id;
    for (size_t i = 0; i < merge->own.count; i++) {
        const Share *share = &merge->own.items[i];
        const Place place = {txn_id, provider_id, share->programme_id, share->area_id,
                             merge->batch_id};
        expect_move(merge->audit, &place, to, from, share->amount_dong);
    }
}

static void event_check_evidence(Merge *merge, const Rows *rows) {
    Report *report = &merge->audit->report;
    const int64_t event_no = rows_int(rows, 2);
    const bool has_file = !rows_is_null(rows, 7);
    const bool has_row = !rows_is_null(rows, 8);
    const Change *change = world_change(&merge->audit->world, rows_int(rows, 10));

    if (!change || has_file != has_row ||
        (merge->batch && rows_int(rows, 10) < merge->batch->recorded_seq)) {
        FOUND(report, CHECK_EVIDENCE, WHAT_NO_EVIDENCE, ATTEMPT_FACTS(merge),
              NUM("event_no", event_no), NUM("recorded_seq", rows_int(rows, 10)));
        return;
    }
    if (!has_file) {
        if (change->user_id <= 0) {
            FOUND(report, CHECK_EVIDENCE, WHAT_NO_PERSON, ATTEMPT_FACTS(merge),
                  NUM("event_no", event_no), NUM("recorded_seq", change->change_seq));
        }
        return;
    }
    ResultFile *result = world_result(&merge->audit->world, rows_int(rows, 7));
    if (!result || rows_int(rows, 8) < 1) {
        FOUND(report, CHECK_EVIDENCE, WHAT_NO_EVIDENCE, ATTEMPT_FACTS(merge),
              NUM("event_no", event_no), NUM("result_id", rows_int(rows, 7)),
              NUM("row_no", rows_int(rows, 8)));
        return;
    }
    /* One row may tell of two steps: money that comes back without a notice is both. */
    if (result->result_id != merge->last_result_id || rows_int(rows, 8) != merge->last_row_no) {
        merge->last_result_id = result->result_id;
        merge->last_row_no = rows_int(rows, 8);
        result->event_count++;
        result->event_dong += rows_int(rows, 6);
    }
    if (merge->batch && result->provider_id != merge->batch->provider_id) {
        FOUND(report, CHECK_EVIDENCE, WHAT_OTHER_PROVIDER, ATTEMPT_FACTS(merge),
              NUM("event_no", event_no), NUM("result_id", result->result_id),
              NUM("provider_id", result->provider_id));
    }
}

/* What an event books, and whether it books anything at all. */
static void event_check_money(Merge *merge, const Rows *rows) {
    Report *report = &merge->audit->report;
    const enum Account from = account_of_state(rows_int(rows, 4));
    const enum Account to = account_of_state(rows_int(rows, 5));
    const bool moves = from != to && from != ACCOUNT_NONE && to != ACCOUNT_NONE;
    const bool booked = !rows_is_null(rows, 9);

    if (moves && rows_int(rows, 6) != merge->attempt.amount_dong) {
        FOUND(report, CHECK_AMOUNT_CHAIN, WHAT_EVENT_AMOUNT, ATTEMPT_FACTS(merge),
              NUM("event_no", rows_int(rows, 2)), NUM("amount_dong", merge->attempt.amount_dong),
              NUM("evidence_dong", rows_int(rows, 6)));
    }
    if (moves && !booked) {
        FOUND(report, CHECK_LINES, WHAT_EVENT_NOT_BOOKED, ATTEMPT_FACTS(merge),
              NUM("event_no", rows_int(rows, 2)), NUM("amount_dong", rows_int(rows, 6)));
    }
    if (!moves && booked) {
        FOUND(report, CHECK_LINES, WHAT_EVENT_BOOKED_FOR_NOTHING, ATTEMPT_FACTS(merge),
              NUM("event_no", rows_int(rows, 2)), NUM("txn_id", rows_int(rows, 9)));
    }
    if (moves && booked && merge->batch) {
        attempt_expect(merge, rows_int(rows, 9), from, to);
    }
}

static void event_check_step(Merge *merge, const Rows *rows, int64_t expected_no, int64_t state) {
    Report *report = &merge->audit->report;
    const int64_t from = rows_int(rows, 4);
    const int64_t event = rows_int(rows, 3);
    const int64_t to = rows_int(rows, 5);
    const bool in_table = from > 0 && from < 16 && event >= 0 && event < 16 && to > 0 && to < 16;
    const bool legal =
        in_table && merge->audit->world.legal[from][event][to] && step_is_sane(from, to);
    const bool follows = state == 0
                             ? in_table && merge->batch && (merge->batch->reached >> from & 1) != 0
                             : from == state;

    if (rows_int(rows, 2) != expected_no) {
        FOUND(report, CHECK_FOLD, WHAT_EVENT_GAP, ATTEMPT_FACTS(merge),
              NUM("event_no", rows_int(rows, 2)), NUM("expected", expected_no));
    }
    if (!follows) {
        FOUND(report, CHECK_FOLD, WHAT_STEP_NOT_FOLLOWING, ATTEMPT_FACTS(merge),
              NUM("event_no", rows_int(rows, 2)), NUM("from_state", from),
              NUM("state_before", state));
    }
    if (!legal) {
        FOUND(report, CHECK_FOLD, WHAT_STEP_ILLEGAL, ATTEMPT_FACTS(merge),
              NUM("event_no", rows_int(rows, 2)), NUM("from_state", from), NUM("event", event),
              NUM("to_state", to));
    }
}

/* Folds the events; returns the state in which the attempt stands. */
static int64_t attempt_take_events(Merge *merge) {
    const Attempt *attempt = &merge->attempt;
    int64_t state = 0;
    int64_t expected_no = 1;

    merge->last_result_id = NULL_ID;
    while (feed_compare(&merge->events, attempt->attempt_id, attempt->person_id) < 0) {
        FOUND(&merge->audit->report, CHECK_FOLD, WHAT_EVENT_ORPHAN,
              NUM("attempt_id", merge->events.key1), NUM("person_id", merge->events.key2),
              NUM("event_no", rows_int(merge->events.rows, 2)));
        feed_step(&merge->events);
    }
    while (feed_compare(&merge->events, attempt->attempt_id, attempt->person_id) == 0) {
        const Rows *rows = merge->events.rows;
        event_check_step(merge, rows, expected_no, state);
        event_check_evidence(merge, rows);
        event_check_money(merge, rows);
        expected_no = rows_int(rows, 2) + 1;
        state = rows_int(rows, 5);
        merge->event_count++;
        feed_step(&merge->events);
    }
    if (state == 0 && merge->batch) {
        state = merge->batch->state;
    }
    return state;
}

/* Notes at each share what its case says; true when the attempt has any case. */
static bool attempt_take_cases(Merge *merge) {
    enum { SETTLED_AS_PAID = 3 };
    const Attempt *attempt = &merge->attempt;
    bool any = false;

    while (feed_compare(&merge->cases, attempt->attempt_id, attempt->person_id) < 0) {
        feed_step(&merge->cases);
    }
    while (feed_compare(&merge->cases, attempt->attempt_id, attempt->person_id) == 0) {
        const Rows *rows = merge->cases.rows;
        any = true;
        for (size_t i = 0; i < merge->own.count && !rows_is_null(rows, 4); i++) {
            Share *share = &merge->own.items[i];
            if (share->obligation_id == rows_int(rows, 4)) {
                share->case_is_open |= rows_is_null(rows, 2);
                share->settled_as_paid |= rows_int(rows, 3) == SETTLED_AS_PAID;
            }
        }
        feed_step(&merge->cases);
    }
    return any;
}

static void expense_add(Merge *merge, const Share *share) {
    sum_map_add(&merge->audit->expense, SUM_KEY_OF(share->programme_id, share->area_id, 0, 0),
                share->amount_dong);
}

static void conflict_add(Merge *merge) {
    for (size_t i = 0; i < merge->own.count; i++) {
        const Share *share = &merge->own.items[i];
        if (share->case_is_open) {
            sum_map_add(&merge->audit->overpayment, SUM_KEY_OF(0, 0, 0, 0), share->amount_dong);
        } else if (share->settled_as_paid) {
            expense_add(merge, share);
        }
    }
}

static void attempt_add_state(Merge *merge, int64_t state, bool has_case) {
    Audit *audit = merge->audit;
    const int64_t amount_dong = merge->attempt.amount_dong;
    const int64_t provider_id = merge->batch->provider_id;
    const enum Account account = account_of_state(state);

    if (account == ACCOUNT_IN_TRANSIT) {
        merge->batch->transit_dong += amount_dong;
    } else if (account == ACCOUNT_EXPENSE) {
        for (size_t i = 0; i < merge->own.count; i++) {
            expense_add(merge, &merge->own.items[i]);
        }
    } else if (account == ACCOUNT_RETURNS) {
        sum_map_add(&audit->returns, SUM_KEY_OF(provider_id, 0, 0, 0), amount_dong);
    } else if (account == ACCOUNT_UNCLAIMED) {
        sum_map_add(&audit->unclaimed, SUM_KEY_OF(provider_id, 0, 0, 0), amount_dong);
    } else if (account == ACCOUNT_OVERPAYMENT) {
        if (!has_case) {
            FOUND(&audit->report, CHECK_OVERPAYMENT, WHAT_CONFLICT_NO_CASE, ATTEMPT_FACTS(merge),
                  NUM("amount_dong", amount_dong));
        }
        conflict_add(merge);
    }
}

static void attempt_take(Merge *merge) {
    const Rows *rows = merge->attempts.rows;
    merge->attempt =
        (Attempt){merge->attempts.key1, merge->attempts.key2, rows_int(rows, 2), rows_int(rows, 3)};
    if (merge->attempt.attempt_id >> LINE_BITS != merge->batch_id) {
        batch_begin(merge, merge->attempt.attempt_id >> LINE_BITS);
    }
    attempt_check_line(merge);
    attempt_check_account(merge);
    attempt_take_shares(merge);
    if (merge->batch) {
        attempt_expect(merge, merge->batch->txn_id, ACCOUNT_FLOAT, ACCOUNT_IN_TRANSIT);
    }
    const int64_t state = attempt_take_events(merge);
    const bool has_case = attempt_take_cases(merge);
    if (merge->batch) {
        attempt_add_state(merge, state, has_case);
    }
    merge->looked++;
}

static void merge_range(Audit *audit, int64_t from_id, int64_t to_id) {
    const int64_t range[] = {from_id, to_id};
    Merge merge = {.audit = audit, .batch_id = NULL_ID};

    feed_open(&merge.attempts, audit->db, "attempts", range, 2);
    feed_open(&merge.events, audit->db, "events", range, 2);
    feed_open(&merge.shares, audit->db, "shares", range, 2);
    feed_open(&merge.cases, audit->db, "attempt_cases", range, 2);
    while (merge.attempts.live) {
        attempt_take(&merge);
        feed_step(&merge.attempts);
    }
    batch_close(&merge);
    /* What is left points to attempts that are not there. */
    for (; merge.shares.live; feed_step(&merge.shares)) {
        share_orphan(&merge);
    }
    for (; merge.events.live; feed_step(&merge.events)) {
        FOUND(&audit->report, CHECK_FOLD, WHAT_EVENT_ORPHAN, NUM("attempt_id", merge.events.key1),
              NUM("person_id", merge.events.key2), NUM("event_no", rows_int(merge.events.rows, 2)));
    }
    static const CheckId LOOKED[] = {CHECK_LINE_NUMBERS, CHECK_BATCH_DIGEST, CHECK_DESTINATION,
                                     CHECK_AMOUNT_CHAIN};
    for (size_t i = 0; i < sizeof(LOOKED) / sizeof(*LOOKED); i++) {
        report_looked(&audit->report, LOOKED[i], merge.looked);
    }
    report_looked(&audit->report, CHECK_FOLD, merge.event_count);
    report_looked(&audit->report, CHECK_EVIDENCE, merge.event_count);
    feed_close(&merge.attempts);
    feed_close(&merge.events);
    feed_close(&merge.shares);
    feed_close(&merge.cases);
    free(merge.own.items);
}

void pass_attempt(Audit *audit) {
    const World *world = &audit->world;
    int64_t with_rows = 0;

    if (audit->options->period == 0) {
        merge_range(audit, INT64_MIN, INT64_MAX);
    } else {
        /* Runs of batches that follow one another and belong to the period share one merge. */
        for (size_t i = 0; i < world->batches.count; i++) {
            if (!world->batches.items[i].in_scope) {
                continue;
            }
            const size_t first = i;
            while (i + 1 < world->batches.count && world->batches.items[i + 1].in_scope) {
                i++;
            }
            merge_range(audit, world->batches.items[first].batch_id << LINE_BITS,
                        (world->batches.items[i].batch_id + 1) << LINE_BITS);
        }
    }
    for (size_t i = 0; i < world->batches.count; i++) {
        with_rows += world->batches.items[i].in_scope ? 1 : 0;
    }
    report_looked(&audit->report, CHECK_IN_TRANSIT, with_rows);
}
