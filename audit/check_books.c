/*
 * The books in one scan, transaction by transaction: balance, budget, locks, account balances, and
 * each line against what the rows behind it said (lines.c). Settlement is summed up on the way.
 */
#include "check_books.h"

#include <stdlib.h>

static void txn_check_balance(Books *books) {
    Report *report = &books->audit->report;
    int64_t sum_dong = 0;
    for (size_t i = 0; i < books->lines.count; i++) {
        const Posting *line = &books->lines.items[i];
        sum_dong += line->amount_dong;
        if (line->amount_dong == 0) {
            FOUND(report, CHECK_ZERO, WHAT_POSTING_ZERO, NUM("txn_id", books->txn_id),
                  NUM("line_no", line->line_no), NUM("ledger_account", line->account));
        }
    }
    if (sum_dong != 0) {
        FOUND(report, CHECK_BALANCE, WHAT_TXN_SUM, NUM("txn_id", books->txn_id),
              NUM("sum_dong", sum_dong));
    }
    if (books->lines.count < 2) {
        FOUND(report, CHECK_BALANCE, WHAT_TXN_LINES, NUM("txn_id", books->txn_id),
              NUM("count", (int64_t)books->lines.count));
    }
    if (!books->txn_exists) {
        FOUND(report, CHECK_BALANCE, WHAT_TXN_MISSING, NUM("txn_id", books->txn_id));
    }
    books->total_dong += sum_dong;
}

/* Available may not fall below zero, in any province, after any transaction. */
static void txn_check_budget(Books *books) {
    for (size_t i = 0; i < books->lines.count; i++) {
        const Posting *line = &books->lines.items[i];
        if (line->account == ACCOUNT_AVAILABLE) {
            sum_map_add(&books->available, SUM_KEY_OF(line->programme_id, line->province_id, 0, 0),
                        line->amount_dong);
        }
    }
    int64_t province_id = NULL_ID;
    for (size_t i = 0; i < books->lines.count; i++) {
        const Posting *line = &books->lines.items[i];
        if (line->account != ACCOUNT_AVAILABLE || line->province_id == province_id) {
            continue;
        }
        province_id = line->province_id;
        const int64_t available_dong =
            sum_map_get(&books->available, SUM_KEY_OF(line->programme_id, province_id, 0, 0));
        if (available_dong < 0) {
            FOUND(&books->audit->report, CHECK_BUDGET, WHAT_AVAILABLE_BELOW_ZERO,
                  NUM("txn_id", books->txn_id), NUM("area_id", province_id),
                  NUM("available_dong", available_dong));
        }
    }
}

static void txn_check_lock(Books *books) {
    for (size_t i = 0; i < books->lines.count; i++) {
        const Posting *line = &books->lines.items[i];
        if (!books->period || books->period->programme_id != line->programme_id ||
            books->period->period != books->fiscal_period) {
            books->period =
                world_period(&books->audit->world, line->programme_id, books->fiscal_period);
        }
        ClosedPeriod *period = books->period;
        if (!period || period->state != 3 || period->closed_seq == NULL_ID) {
            continue;
        }
        if (books->recorded_seq > period->closed_seq) {
            FOUND(&books->audit->report, CHECK_LOCKED, WHAT_POSTED_LATE,
                  NUM("txn_id", books->txn_id), NUM("line_no", line->line_no),
                  NUM("fiscal_period", books->fiscal_period), NUM("amount_dong", line->amount_dong),
                  NUM("recorded_seq", books->recorded_seq));
        } else {
            period->counted++;
        }
    }
}

/* Accounts on which nothing may be booked but by the rows behind it. */
static bool account_needs_rows(int64_t account) {
    return account == ACCOUNT_IN_TRANSIT || account == ACCOUNT_RETURNS ||
           account == ACCOUNT_UNCLAIMED || account == ACCOUNT_COMMITTED;
}

static bool account_needs_case(int64_t account) {
    return account == ACCOUNT_EXPENSE || account == ACCOUNT_OVERPAYMENT;
}

/* In one period's audit only rows of its batches and commitments were gathered. */
static bool line_is_compared(const Books *books, const Posting *line, bool has_rows) {
    if (books->audit->options->period == 0) {
        return true;
    }
    if (line->account == ACCOUNT_IN_TRANSIT) {
        const Batch *batch = world_batch(&books->audit->world, line->batch_id);
        return batch && batch->in_scope;
    }
    return has_rows && (line->account == ACCOUNT_COMMITTED || line->account == ACCOUNT_AVAILABLE);
}

static void txn_take_expected(Books *books) {
    Audit *audit = books->audit;
    const bool has_rows = sum_map_get(&books->with_rows, SUM_KEY_OF(books->txn_id, 0, 0, 0)) != 0;
    const bool has_suspense =
        sum_map_get(&books->with_suspense, SUM_KEY_OF(books->txn_id, 0, 0, 0)) != 0;
    const bool has_case =
        sum_map_get(&books->case_seqs, SUM_KEY_OF(books->recorded_seq, 0, 0, 0)) != 0;

    for (size_t i = 0; i < books->lines.count; i++) {
        const Posting *line = &books->lines.items[i];
        if (!line_is_compared(books, line, has_rows)) {
            continue;
        }
        const Place place = {books->txn_id, line->provider_id, line->programme_id, line->area_id,
                             line->batch_id};
        if (has_rows || has_suspense) {
            expect_posting(audit, &place, line->account, -line->amount_dong);
        } else if (account_needs_rows(line->account) ||
                   (account_needs_case(line->account) && !has_case)) {
            FOUND(&audit->report, CHECK_LINES, WHAT_POSTING_NOT_LINES, NUM("txn_id", books->txn_id),
                  NUM("ledger_account", line->account), NUM("area_id", line->area_id),
                  NUM("batch_id", line->batch_id), NUM("amount_dong", line->amount_dong),
                  NUM("expected_dong", 0));
        }
        if (has_suspense && line->account == ACCOUNT_UNIDENTIFIED) {
            /* A row that matches nothing has no area of its own: that of the posting stands. */
            expect_move(audit, &place, ACCOUNT_UNIDENTIFIED, ACCOUNT_FLOAT, line->amount_dong);
        }
    }
}

/* What the rows of suspense say was booked, against what was. */
static void txn_take_suspense(Books *books) {
    if (sum_map_get(&books->with_suspense, SUM_KEY_OF(books->txn_id, 0, 0, 0)) == 0) {
        return;
    }
    for (size_t i = 0; i < books->lines.count; i++) {
        const Posting *line = &books->lines.items[i];
        if (line->account == ACCOUNT_UNIDENTIFIED) {
            sum_map_add(&books->suspense, SUM_KEY_OF(books->txn_id, line->provider_id, 0, 0),
                        line->amount_dong);
        }
    }
}

static void line_add_balance(Books *books, const Posting *line) {
    const int64_t dong = line->amount_dong;
    switch (line->account) {
    case ACCOUNT_IN_TRANSIT:
        sum_map_add(&books->transit, SUM_KEY_OF(line->batch_id, 0, 0, 0), dong);
        break;
    case ACCOUNT_EXPENSE:
        sum_map_add(&books->expense, SUM_KEY_OF(line->programme_id, line->area_id, 0, 0), dong);
        break;
    case ACCOUNT_RETURNS:
        sum_map_add(&books->returns, SUM_KEY_OF(line->provider_id, 0, 0, 0), dong);
        break;
    case ACCOUNT_UNCLAIMED:
        sum_map_add(&books->unclaimed, SUM_KEY_OF(line->provider_id, 0, 0, 0), dong);
        break;
    case ACCOUNT_OVERPAYMENT:
    case ACCOUNT_CLAIM:
        sum_map_add(&books->overpayment, SUM_KEY_OF(0, 0, 0, 0), dong);
        break;
    case ACCOUNT_UNIDENTIFIED:
        sum_map_add(&books->unidentified, SUM_KEY_OF(line->provider_id, 0, 0, 0), dong);
        break;
    case ACCOUNT_COMMITTED:
    case ACCOUNT_ALLOTMENT: /* a credit balance: what is left over is free to commit */
        sum_map_add(&books->committed, SUM_KEY_OF(line->programme_id, line->province_id, 0, 0),
                    dong);
        break;
    default:
        break;
    }
}

static void txn_close(Books *books) {
    bool with_treasury = false;
    if (books->lines.count == 0) {
        return;
    }
    for (size_t i = 0; i < books->lines.count; i++) {
        with_treasury |= books->lines.items[i].account == ACCOUNT_TREASURY;
    }
    for (size_t i = 0; i < books->lines.count; i++) {
        const Posting *line = &books->lines.items[i];
        line_add_balance(books, line);
        const int64_t account = line->account;
        if (account == ACCOUNT_FLOAT || account == ACCOUNT_IN_TRANSIT ||
            account == ACCOUNT_UNCLAIMED || account == ACCOUNT_RETURNS ||
            account == ACCOUNT_FOCAL) {
            const int64_t key[SUM_KEY] = {line->programme_id, line->area_id, line->provider_id,
                                          books->fiscal_period};
            sum_map_add(&books->held, key, line->amount_dong);
            if (with_treasury) {
                sum_map_add(&books->funded, key, line->amount_dong);
            }
        }
    }
    txn_check_balance(books);
    txn_check_budget(books);
    txn_check_lock(books);
    txn_take_expected(books);
    txn_take_suspense(books);
    report_looked(&books->audit->report, CHECK_BALANCE, 1);
    report_looked(&books->audit->report, CHECK_LINES, (int64_t)books->lines.count);
    report_looked(&books->audit->report, CHECK_ZERO, (int64_t)books->lines.count);
    books->lines.count = 0;
}

static void posting_take(Books *books, const Rows *rows) {
    const int64_t txn_id = rows_int(rows, 0);
    if (txn_id != books->txn_id) {
        txn_close(books);
        books->txn_id = txn_id;
        books->txn_exists = !rows_is_null(rows, 9);
        books->fiscal_period = rows_int(rows, 9);
        books->recorded_seq = rows_int(rows, 10);
    }
    const int64_t area_id = rows_int(rows, 2);
    if (area_id != books->area_id) {
        books->area_id = area_id;
        books->province_id = world_province(&books->audit->world, area_id);
    }
    books->lines.items = memory_grow(books->lines.items, books->lines.count, &books->lines.capacity,
                                     sizeof(Posting));
    books->lines.items[books->lines.count++] = (Posting){
        .line_no = rows_int(rows, 1),
        .area_id = area_id,
        .province_id = books->province_id,
        .account = rows_int(rows, 3),
        .programme_id = rows_int(rows, 4),
        .provider_id = rows_int(rows, 6),
        .batch_id = rows_int(rows, 7),
        .amount_dong = rows_int(rows, 8),
    };
}

static void expected_close(Books *books) {
    Audit *audit = books->audit;
    for (size_t i = 0; i < audit->expected.capacity; i++) {
        const SumItem *item = &audit->expected.items[i];
        if (!item->used || item->dong == 0) {
            continue;
        }
        const int64_t account = item->key[1] >> 32;
        const bool compared = audit->options->period == 0 || account == ACCOUNT_IN_TRANSIT ||
                              account == ACCOUNT_COMMITTED || account == ACCOUNT_AVAILABLE;
        if (compared) {
            FOUND(&audit->report, CHECK_LINES, WHAT_POSTING_NOT_LINES, NUM("txn_id", item->key[0]),
                  NUM("ledger_account", account),
                  NUM("provider_id", item->key[1] & INT64_C(0xFFFFFFFF)),
                  NUM("area_id", item->key[2] & ((INT64_C(1) << 40) - 1)),
                  NUM("batch_id", item->key[3]), NUM("missing_dong", item->dong));
        }
    }
}

/* Every transaction that rows stand behind, before the postings are subtracted. */
static void expected_note_txns(Books *books) {
    const SumMap *expected = &books->audit->expected;
    for (size_t i = 0; i < expected->capacity; i++) {
        if (expected->items[i].used &&
            sum_map_get(&books->with_rows, SUM_KEY_OF(expected->items[i].key[0], 0, 0, 0)) == 0) {
            sum_map_add(&books->with_rows, SUM_KEY_OF(expected->items[i].key[0], 0, 0, 0), 1);
        }
    }
}

static void suspense_load(Books *books) {
    Audit *audit = books->audit;
    ROWS(rows) = rows_open(audit->db, "suspense_booked", NULL, 0);
    while (rows_next(rows)) {
        const int64_t txn_id = rows_int(rows, 0);
        const int64_t provider_id = rows_int(rows, 1);
        const int64_t amount_dong = rows_int(rows, 2);
        sum_map_add(&books->with_suspense, SUM_KEY_OF(txn_id, 0, 0, 0), 1);
        /* Cr unidentified: with the postings' credit this sums to zero. */
        sum_map_add(&books->suspense, SUM_KEY_OF(txn_id, provider_id, 0, 0), amount_dong);
        if (rows_is_null(rows, 3)) {
            sum_map_add(&books->unidentified, SUM_KEY_OF(provider_id, 0, 0, 0), amount_dong);
        }
        report_looked(&audit->report, CHECK_UNIDENTIFIED, 1);
    }
}

static void cases_load(Books *books) {
    ROWS(rows) = rows_open(books->audit->db, "cases_closed", NULL, 0);
    while (rows_next(rows)) {
        sum_map_add(&books->case_seqs, SUM_KEY_OF(rows_int(rows, 0), 0, 0, 0), 1);
    }
}

static void suspense_check(Books *books) {
    Report *report = &books->audit->report;
    for (size_t i = 0; i < books->suspense.capacity; i++) {
        const SumItem *item = &books->suspense.items[i];
        if (item->used && item->dong != 0) {
            FOUND(report, CHECK_UNIDENTIFIED, WHAT_BALANCE_NOT_ROWS, NUM("txn_id", item->key[0]),
                  NUM("provider_id", item->key[1]), NUM("difference_dong", item->dong));
        }
    }
    for (size_t i = 0; i < books->unidentified.capacity; i++) {
        const SumItem *item = &books->unidentified.items[i];
        if (item->used && item->dong != 0) {
            FOUND(report, CHECK_UNIDENTIFIED, WHAT_BALANCE_NOT_ROWS,
                  NUM("provider_id", item->key[0]), NUM("difference_dong", item->dong));
        }
    }
    ROWS(rows) = rows_open(books->audit->db, "suspense_ownerless", NULL, 0);
    while (rows_next(rows)) {
        FOUND(report, CHECK_UNIDENTIFIED, WHAT_SUSPENSE_NO_OWNER,
              NUM("result_id", rows_int(rows, 0)), NUM("row_no", rows_int(rows, 1)),
              NUM("amount_dong", rows_int(rows, 2)));
    }
}

static void empty_txns_check(Books *books) {
    ROWS(rows) = rows_open(books->audit->db, "empty_txns", NULL, 0);
    while (rows_next(rows)) {
        FOUND(&books->audit->report, CHECK_BALANCE, WHAT_TXN_EMPTY,
              NUM("txn_id", rows_int(rows, 0)), NUM("kind", rows_int(rows, 1)));
    }
}

void pass_books(Audit *audit) {
    const unsigned gathered = PASS_ATTEMPT | PASS_PAYROLL | PASS_CHAIN;
    Books books = {.audit = audit, .txn_id = NULL_ID, .area_id = NULL_ID};

    expected_note_txns(&books);
    suspense_load(&books);
    cases_load(&books);
    {
        ROWS(rows) = rows_open(audit->db, "postings", NULL, 0);
        while (rows_next(rows)) {
            posting_take(&books, rows);
        }
        txn_close(&books);
    }
    empty_txns_check(&books);
    if (!db_why(audit->db)) {
        if (books.total_dong != 0) {
            FOUND(&audit->report, CHECK_ZERO, WHAT_BOOKS_SUM, NUM("sum_dong", books.total_dong));
        }
        if ((audit->passes_done & gathered) == gathered) {
            expected_close(&books);
        }
        suspense_check(&books);
        balances_check(&books);
        settlement_check(&books);
    }
    books_done(&books);
}

void books_done(Books *books) {
    SumMap *maps[] = {&books->with_rows, &books->with_suspense, &books->case_seqs,
                      &books->suspense,  &books->available,     &books->committed,
                      &books->transit,   &books->expense,       &books->returns,
                      &books->unclaimed, &books->overpayment,   &books->unidentified,
                      &books->held,      &books->funded};
    for (size_t i = 0; i < sizeof(maps) / sizeof(*maps); i++) {
        sum_map_done(maps[i]);
    }
    free(books->lines.items);
}
