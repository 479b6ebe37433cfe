/*
 * P1 and P2 along the chain of tries: obligations and allocations merged in the order of
 * obligations; what was freed, and by which evidence; those tried more than once, try by try.
 */
#include "audit.h"

static bool state_frees(int64_t state) {
    return state == STATE_CANCELLED || state == STATE_REJECTED || state == STATE_NEVER_RECEIVED ||
           state == STATE_RETURNED;
}

static void allocations_check(Audit *audit) {
    Report *report = &audit->report;
    int64_t count = 0;
    FEED(obligations);
    FEED(allocations);

    feed_open(&obligations, audit->db, "obligations", NULL, 0);
    feed_open(&allocations, audit->db, "allocations", NULL, 0);
    for (; allocations.live; feed_step(&allocations)) {
        const Rows *rows = allocations.rows;
        while (feed_compare(&obligations, allocations.key1, allocations.key2) < 0) {
            feed_step(&obligations);
        }
        count++;
        if (feed_compare(&obligations, allocations.key1, allocations.key2) != 0) {
            FOUND(report, CHECK_AMOUNT_CHAIN, WHAT_ALLOCATION_ORPHAN,
                  NUM("obligation_id", allocations.key1), NUM("person_id", allocations.key2),
                  NUM("attempt_id", rows_int(rows, 3)), NUM("amount_dong", rows_int(rows, 4)));
        } else if (rows_int(obligations.rows, 2) != rows_int(rows, 4)) {
            FOUND(report, CHECK_AMOUNT_CHAIN, WHAT_ALLOCATION_NOT_OBLIGATION,
                  NUM("obligation_id", allocations.key1), NUM("person_id", allocations.key2),
                  NUM("attempt_id", rows_int(rows, 3)), NUM("amount_dong", rows_int(rows, 4)),
                  NUM("obligation_dong", rows_int(obligations.rows, 2)));
        }
    }
    report_looked(report, CHECK_ONE_BLOCKING, count);
    report_looked(report, CHECK_NET_PAID, count);
    report_looked(report, CHECK_UNKNOWN, count);
}

/* P2: only evidence of CANCELLED, REJECTED, NEVER_RECEIVED or RETURNED frees an obligation. */
static void freed_check(Audit *audit) {
    ROWS(rows) = rows_open(audit->db, "freed", NULL, 0);
    while (rows_next(rows)) {
        const bool evidence = !rows_is_null(rows, 5) && state_frees(rows_int(rows, 5));
        const bool same = !rows_is_null(rows, 6) && rows_int(rows, 6) == rows_int(rows, 3);
        if (!evidence || !same) {
            FOUND(&audit->report, CHECK_UNKNOWN, WHAT_FREED_WRONGLY,
                  NUM("obligation_id", rows_int(rows, 0)), NUM("person_id", rows_int(rows, 1)),
                  NUM("attempt_no", rows_int(rows, 2)), NUM("attempt_id", rows_int(rows, 3)),
                  NUM("to_state", rows_int(rows, 5)));
        }
    }
}

typedef struct Tries {
    int64_t obligation_id, person_id, amount_dong;
    int64_t blocking_count; /* not freed; CONFLICT is a case and blocks nothing */
    int64_t paid_count;
    int64_t case_count;
    int64_t last_state; /* of the try before this one */
    int64_t last_attempt_id;
} Tries;

static void tries_close(Audit *audit, const Tries *tries) {
    if (tries->obligation_id == NULL_ID) {
        return;
    }
    if (tries->blocking_count > 1) {
        FOUND(&audit->report, CHECK_ONE_BLOCKING, WHAT_TWO_BLOCKING,
              NUM("obligation_id", tries->obligation_id), NUM("person_id", tries->person_id),
              NUM("count", tries->blocking_count), NUM("amount_dong", tries->amount_dong));
    }
    if (tries->paid_count > 1 && tries->case_count == 0) {
        FOUND(&audit->report, CHECK_NET_PAID, WHAT_PAID_TWICE,
              NUM("obligation_id", tries->obligation_id), NUM("person_id", tries->person_id),
              NUM("count", tries->paid_count),
              NUM("net_paid_dong", tries->paid_count * tries->amount_dong));
    }
}

static void tries_check(Audit *audit) {
    Tries tries = {.obligation_id = NULL_ID};
    ROWS(rows) = rows_open(audit->db, "tries", NULL, 0);

    while (rows_next(rows)) {
        const int64_t state = rows_int(rows, 5);
        if (rows_int(rows, 0) != tries.obligation_id || rows_int(rows, 1) != tries.person_id) {
            tries_close(audit, &tries);
            tries = (Tries){.obligation_id = rows_int(rows, 0),
                            .person_id = rows_int(rows, 1),
                            .amount_dong = rows_int(rows, 4)};
        } else if (!state_frees(tries.last_state) && tries.last_state != STATE_CONFLICT) {
            FOUND(&audit->report, CHECK_UNKNOWN, WHAT_NOT_FREED,
                  NUM("obligation_id", tries.obligation_id), NUM("person_id", tries.person_id),
                  NUM("attempt_id", rows_int(rows, 3)),
                  NUM("after_attempt_id", tries.last_attempt_id),
                  NUM("after_state", tries.last_state), NUM("amount_dong", rows_int(rows, 4)));
        }
        tries.blocking_count += !state_frees(state) && state != STATE_CONFLICT ? 1 : 0;
        tries.paid_count += state == STATE_PAID || state == STATE_CONFLICT ? 1 : 0;
        tries.case_count = rows_int(rows, 6);
        tries.last_state = state;
        tries.last_attempt_id = rows_int(rows, 3);
    }
    tries_close(audit, &tries);
}

static void live_check(Audit *audit) {
    ROWS(rows) = rows_open(audit->db, "live_twice", NULL, 0);
    while (rows_next(rows)) {
        FOUND(&audit->report, CHECK_ONE_LIVE, WHAT_TWO_LIVE, NUM("person_id", rows_int(rows, 0)),
              NUM("period", rows_int(rows, 1)), NUM("programme_id", rows_int(rows, 2)),
              NUM("component", rows_int(rows, 3)), NUM("count", rows_int(rows, 4)),
              NUM("amount_dong", rows_int(rows, 5)));
    }
}

static void left_out_check(Audit *audit) {
    ROWS(rows) = rows_open(audit->db, "left_out", &audit->options->period, 1);
    while (rows_next(rows)) {
        FOUND(&audit->report, CHECK_LEFT_OUT, WHAT_LEFT_OUT,
              NUM("obligation_id", rows_int(rows, 0)), NUM("person_id", rows_int(rows, 1)),
              NUM("payroll_id", rows_int(rows, 2)), NUM("amount_dong", rows_int(rows, 3)));
    }
}

/* Cancel or write back before release: Dr available, Cr committed. */
static void ended_expect(Audit *audit) {
    ROWS(rows) = rows_open(audit->db, "ended", NULL, 0);
    while (rows_next(rows)) {
        if (rows_is_null(rows, 2) || rows_is_null(rows, 3)) {
            continue;
        }
        const Place place = {
            .txn_id = rows_int(rows, 2),
            .programme_id = rows_int(rows, 5),
            .area_id = rows_int(rows, 4),
        };
        expect_move(audit, &place, ACCOUNT_AVAILABLE, ACCOUNT_COMMITTED, rows_int(rows, 3));
    }
}

void pass_chain(Audit *audit) {
    allocations_check(audit);
    freed_check(audit);
    tries_check(audit);
    live_check(audit);
    left_out_check(audit);
    ended_expect(audit);
}
