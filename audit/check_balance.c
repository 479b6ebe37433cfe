/*
 * Balances of the books against the rows they stand for, and the settlement statement against the
 * books.
 */
#include "check_books.h"

/* Two maps over the same keys must agree; names tell what the first two numbers of a key are. */
static void maps_compare(Report *report, CheckId check, const SumMap *books, const SumMap *rows,
                         const char *first, const char *second) {
    for (size_t i = 0; i < books->capacity; i++) {
        const SumItem *item = &books->items[i];
        const int64_t rows_dong = item->used ? sum_map_get(rows, item->key) : 0;
        if (item->used && item->dong != rows_dong) {
            FOUND(report, check, WHAT_BALANCE_NOT_ROWS, NUM(first, item->key[0]),
                  NUM(second, item->key[1]), NUM("balance_dong", item->dong),
                  NUM("rows_dong", rows_dong));
        }
    }
    for (size_t i = 0; i < rows->capacity; i++) {
        const SumItem *item = &rows->items[i];
        /* A balance that is not zero was compared above. */
        if (item->used && item->dong != 0 && !sum_map_has(books, item->key)) {
            FOUND(report, check, WHAT_BALANCE_NOT_ROWS, NUM(first, item->key[0]),
                  NUM(second, item->key[1]), NUM("balance_dong", 0), NUM("rows_dong", item->dong));
        }
    }
}

static void transit_check(Books *books) {
    const World *world = &books->audit->world;
    for (size_t i = 0; i < world->batches.count; i++) {
        const Batch *batch = &world->batches.items[i];
        const int64_t balance_dong =
            sum_map_get(&books->transit, SUM_KEY_OF(batch->batch_id, 0, 0, 0));
        if (batch->in_scope && balance_dong != batch->transit_dong) {
            FOUND(&books->audit->report, CHECK_IN_TRANSIT, WHAT_BALANCE_NOT_ROWS,
                  NUM("batch_id", batch->batch_id), NUM("balance_dong", balance_dong),
                  NUM("rows_dong", batch->transit_dong));
        }
    }
    for (size_t i = 0; i < books->transit.capacity; i++) {
        const SumItem *item = &books->transit.items[i];
        if (item->used && item->dong != 0 && !world_batch(world, item->key[0])) {
            FOUND(&books->audit->report, CHECK_IN_TRANSIT, WHAT_BALANCE_NOT_ROWS,
                  NUM("batch_id", item->key[0]), NUM("balance_dong", item->dong),
                  NUM("rows_dong", 0));
        }
    }
}

void balances_check(Books *books) {
    Audit *audit = books->audit;
    Report *report = &audit->report;

    for (size_t i = 0; i < books->committed.capacity; i++) {
        const SumItem *item = &books->committed.items[i];
        report_looked(report, CHECK_BUDGET, item->used ? 1 : 0);
        if (item->used && item->dong > 0) {
            FOUND(report, CHECK_BUDGET, WHAT_COMMITTED_ABOVE_ALLOTTED,
                  NUM("programme_id", item->key[0]), NUM("area_id", item->key[1]),
                  NUM("above_dong", item->dong));
        }
    }
    if ((audit->passes_done & PASS_ATTEMPT) == 0) {
        return;
    }
    transit_check(books);
    if (audit->options->period != 0) {
        return; /* the balances below are over all periods */
    }
    maps_compare(report, CHECK_EXPENSE, &books->expense, &audit->expense, "programme_id",
                 "area_id");
    maps_compare(report, CHECK_RETURNS, &books->returns, &audit->returns, "provider_id", "_");
    maps_compare(report, CHECK_UNCLAIMED, &books->unclaimed, &audit->unclaimed, "provider_id", "_");
    maps_compare(report, CHECK_OVERPAYMENT, &books->overpayment, &audit->overpayment, "_", "_");
    report_looked(report, CHECK_EXPENSE, (int64_t)books->expense.count);
    report_looked(report, CHECK_RETURNS, (int64_t)books->returns.count);
    report_looked(report, CHECK_UNCLAIMED, (int64_t)books->unclaimed.count);
    report_looked(report, CHECK_OVERPAYMENT, (int64_t)audit->overpayment.count);
}

typedef struct Statement {
    int64_t key[SUM_KEY]; /* programme, area, provider, period */
    int64_t opening_dong, allotted_dong, paid_dong, returned_dong, written_back_dong, closing_dong;
} Statement;

static void statement_check(Books *books, const Statement *row, int64_t opening_dong,
                            int64_t moved_dong) {
    Report *report = &books->audit->report;
    const int64_t funded_dong = sum_map_get(&books->funded, row->key);
    const struct {
        What what;
        int64_t stated_dong;
        int64_t books_dong;
    } sums[] = {
        {WHAT_SETTLEMENT_OPENING, row->opening_dong, opening_dong},
        {WHAT_SETTLEMENT_ALLOTTED, row->allotted_dong - row->written_back_dong, funded_dong},
        {WHAT_SETTLEMENT_PAID, row->paid_dong - row->returned_dong, funded_dong - moved_dong},
        {WHAT_SETTLEMENT_CLOSING, row->closing_dong, opening_dong + moved_dong},
    };
    for (size_t i = 0; i < sizeof(sums) / sizeof(*sums); i++) {
        if (sums[i].stated_dong != sums[i].books_dong) {
            FOUND(report, CHECK_SETTLEMENT, sums[i].what, NUM("programme_id", row->key[0]),
                  NUM("period", row->key[3]), NUM("area_id", row->key[1]),
                  NUM("provider_id", row->key[2]), NUM("stated_dong", sums[i].stated_dong),
                  NUM("books_dong", sums[i].books_dong));
        }
    }
    report_looked(report, CHECK_SETTLEMENT, 1);
}

static int compare_group(const SumItem *item, const int64_t key[SUM_KEY]) {
    for (int i = 0; i < 3; i++) {
        if (item->key[i] != key[i]) {
            return item->key[i] < key[i] ? -1 : 1;
        }
    }
    return 0;
}

static bool group_is_new(const int64_t a[SUM_KEY], const int64_t b[SUM_KEY]) {
    return a[0] != b[0] || a[1] != b[1] || a[2] != b[2];
}

static void statements_missing(Books *books, const SumMap *stated) {
    const World *world = &books->audit->world;
    for (size_t i = 0; i < books->held.count; i++) {
        const SumItem *item = &books->held.items[i];
        const ClosedPeriod *period = world_period(world, item->key[0], item->key[3]);
        if (period && period->state == 3 && item->dong != 0 &&
            sum_map_get(stated, item->key) == 0) {
            FOUND(&books->audit->report, CHECK_SETTLEMENT, WHAT_SETTLEMENT_MISSING,
                  NUM("programme_id", item->key[0]), NUM("period", item->key[3]),
                  NUM("area_id", item->key[1]), NUM("provider_id", item->key[2]),
                  NUM("books_dong", item->dong));
        }
    }
}

static void periods_check(Books *books) {
    const World *world = &books->audit->world;
    for (size_t i = 0; i < world->periods.count; i++) {
        const ClosedPeriod *period = &world->periods.items[i];
        report_looked(&books->audit->report, CHECK_LOCKED, 1);
        if (period->state != 3) {
            continue;
        }
        if (!period->has_checkpoint || period->closed_seq == NULL_ID) {
            FOUND(&books->audit->report, CHECK_LOCKED, WHAT_NOT_CLOSED,
                  NUM("programme_id", period->programme_id), NUM("period", period->period));
        } else if (period->posting_count != period->counted) {
            FOUND(&books->audit->report, CHECK_LOCKED, WHAT_COUNT_DIFFERS,
                  NUM("programme_id", period->programme_id), NUM("period", period->period),
                  NUM("posting_count", period->posting_count), NUM("rows", period->counted));
        }
    }
}

/*
 * Provider-held money is float + in transit + unclaimed + returns suspense. Statements and
 * movements come in the same order, so opening is what the group has moved before the period.
 */
void settlement_check(Books *books) {
    Statement last = {.key = {NULL_ID, NULL_ID, NULL_ID, NULL_ID}};
    SumMap stated = {0};
    size_t next = 0;
    int64_t opening_dong = 0;

    periods_check(books);
    sum_map_sort(&books->held);
    ROWS(rows) = rows_open(books->audit->db, "settlements", NULL, 0);
    while (rows_next(rows)) {
        const Statement row = {
            {rows_int(rows, 0), rows_int(rows, 1), rows_int(rows, 2), rows_int(rows, 3)},
            rows_int(rows, 4),
            rows_int(rows, 5),
            rows_int(rows, 6),
            rows_int(rows, 7),
            rows_int(rows, 8),
            rows_int(rows, 9)};
        const SumItem *items = books->held.items;
        opening_dong = group_is_new(row.key, last.key) ? 0 : opening_dong;
        while (next < books->held.count && compare_group(&items[next], row.key) < 0) {
            next++;
        }
        while (next < books->held.count && compare_group(&items[next], row.key) == 0 &&
               items[next].key[3] < row.key[3]) {
            opening_dong += items[next++].dong;
        }
        int64_t moved_dong = 0;
        if (next < books->held.count && compare_group(&items[next], row.key) == 0 &&
            items[next].key[3] == row.key[3]) {
            moved_dong = items[next++].dong;
        }
        statement_check(books, &row, opening_dong, moved_dong);
        opening_dong += moved_dong;
        sum_map_add(&stated, row.key, 1);
        last = row;
    }
    statements_missing(books, &stated);
    sum_map_done(&stated);
}
