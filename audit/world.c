#include "world.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

#define TABLE_ADD(table, ...)                                                                      \
    do {                                                                                           \
        (table).items =                                                                            \
            memory_grow((table).items, (table).count, &(table).capacity, sizeof(*(table).items));  \
        (table).items[(table).count++] = (__VA_ARGS__);                                            \
    } while (0)

static int64_t id_or_null(const Rows *rows, int column) {
    return rows_is_null(rows, column) ? NULL_ID : rows_int(rows, column);
}

static size_t digest_copy(unsigned char digest[DIGEST_SIZE], Bytes bytes) {
    if (bytes.size == DIGEST_SIZE) {
        memcpy(digest, bytes.data, DIGEST_SIZE);
    }
    return bytes.size;
}

static void load_payrolls(World *world, Db *db) {
    ROWS(rows) = rows_open(db, "payrolls", NULL, 0);
    while (rows_next(rows)) {
        Payroll payroll = {
            .payroll_id = rows_int(rows, 0),
            .programme_id = rows_int(rows, 1),
            .area_id = rows_int(rows, 2),
            .period = rows_int(rows, 3),
            .kind = rows_int(rows, 4),
            .state = rows_int(rows, 5),
            .eligible_count = rows_int(rows, 7),
            .obligated_count = rows_int(rows, 8),
            .held_count = rows_int(rows, 9),
            .line_count = rows_int(rows, 10),
            .total_dong = rows_int(rows, 11),
            .previous_dong = rows_int(rows, 12),
            .previous_payroll_id = id_or_null(rows, 13),
            .made_by = rows_int(rows, 14),
            .made_seq = rows_int(rows, 15),
            .approved_by = id_or_null(rows, 16),
            .approved_seq = id_or_null(rows, 17),
            .released_seq = id_or_null(rows, 18),
            .commit_txn_id = id_or_null(rows, 19),
            .difference_count = rows_int(rows, 20),
        };
        payroll.digest_size = digest_copy(payroll.digest, rows_bytes(rows, 6));
        TABLE_ADD(world->payrolls, payroll);
    }
}

static void load_batches(World *world, Db *db) {
    ROWS(rows) = rows_open(db, "batches", NULL, 0);
    while (rows_next(rows)) {
        Batch batch = {
            .batch_id = rows_int(rows, 0),
            .payroll_id = rows_int(rows, 1),
            .provider_id = rows_int(rows, 2),
            .channel = rows_int(rows, 3),
            .period = rows_int(rows, 4),
            .line_count = rows_int(rows, 5),
            .total_dong = rows_int(rows, 6),
            .state = rows_int(rows, 8),
            .file_id = id_or_null(rows, 9),
            .txn_id = rows_int(rows, 10),
            .recorded_seq = rows_int(rows, 11),
        };
        batch.digest_size = digest_copy(batch.digest, rows_bytes(rows, 7));
        TABLE_ADD(world->batches, batch);
    }
}

static void load_changes(World *world, Db *db) {
    ROWS(rows) = rows_open(db, "changes", NULL, 0);
    while (rows_next(rows)) {
        TABLE_ADD(world->changes, (Change){.change_seq = rows_int(rows, 0),
                                           .user_id = rows_int(rows, 1),
                                           .at_us = rows_int(rows, 2)});
    }
}

static void load_areas(World *world, Db *db) {
    ROWS(rows) = rows_open(db, "areas", NULL, 0);
    while (rows_next(rows)) {
        TABLE_ADD(world->areas, (Area){.area_id = rows_int(rows, 0),
                                       .level = rows_int(rows, 1),
                                       .parent_area_id = id_or_null(rows, 2),
                                       .tree_from = rows_int(rows, 3),
                                       .tree_to = rows_int(rows, 4)});
    }
}

static void load_clauses(World *world, Db *db) {
    ROWS(rows) = rows_open(db, "clauses", NULL, 0);
    while (rows_next(rows)) {
        Clause clause = {.clause_id = rows_int(rows, 0)};
        const Bytes code = rows_bytes(rows, 1);
        memcpy(clause.code, code.data,
               code.size < CLAUSE_CODE_MAX ? code.size : CLAUSE_CODE_MAX - 1);
        TABLE_ADD(world->clauses, clause);
    }
}

static void load_grants(World *world, Db *db) {
    ROWS(rows) = rows_open(db, "grants", NULL, 0);
    while (rows_next(rows)) {
        TABLE_ADD(world->grants, (Grant){.user_id = rows_int(rows, 0),
                                         .area_id = rows_int(rows, 1),
                                         .valid_from = rows_int(rows, 2),
                                         .valid_to = id_or_null(rows, 3),
                                         .recorded_seq = rows_int(rows, 4),
                                         .role = rows_int(rows, 5)});
    }
}

static void load_results(World *world, Db *db) {
    ROWS(rows) = rows_open(db, "results", NULL, 0);
    while (rows_next(rows)) {
        TABLE_ADD(world->results, (ResultFile){.result_id = rows_int(rows, 0),
                                               .provider_id = rows_int(rows, 1),
                                               .quarantine_no = rows_int(rows, 2),
                                               .row_count = rows_int(rows, 3),
                                               .applied_count = rows_int(rows, 4),
                                               .repeated_count = rows_int(rows, 5),
                                               .suspended_count = rows_int(rows, 6),
                                               .applied_dong = rows_int(rows, 7)});
    }
}

static void load_periods(World *world, Db *db) {
    ROWS(rows) = rows_open(db, "fiscal_periods", NULL, 0);
    while (rows_next(rows)) {
        TABLE_ADD(world->periods, (ClosedPeriod){.programme_id = rows_int(rows, 0),
                                                 .period = rows_int(rows, 1),
                                                 .state = rows_int(rows, 2),
                                                 .has_checkpoint = !rows_is_null(rows, 3),
                                                 .posting_count = id_or_null(rows, 4),
                                                 .closed_seq = id_or_null(rows, 5)});
    }
}

static void load_transitions(World *world, Db *db) {
    ROWS(rows) = rows_open(db, "transitions", NULL, 0);
    while (rows_next(rows)) {
        const int64_t from = rows_int(rows, 0);
        const int64_t event = rows_int(rows, 1);
        const int64_t to = rows_int(rows, 2);
        if (from >= 0 && from < 16 && event >= 0 && event < 16 && to >= 0 && to < 16) {
            world->legal[from][event][to] = true;
        }
    }
}

void world_load(World *world, Db *db) {
    load_changes(world, db);
    load_areas(world, db);
    load_payrolls(world, db);
    load_batches(world, db);
    load_clauses(world, db);
    load_grants(world, db);
    load_results(world, db);
    load_periods(world, db);
    load_transitions(world, db);
}

void world_done(World *world) {
    free(world->changes.items);
    free(world->areas.items);
    free(world->payrolls.items);
    free(world->batches.items);
    free(world->clauses.items);
    free(world->grants.items);
    free(world->results.items);
    free(world->periods.items);
    *world = (World){0};
}

/* All tables but payrolls and periods begin with their id and are sorted by it. */
static void *item_by_id(void *items, size_t count, size_t size, int64_t id) {
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        char *item = (char *)items + middle * size;
        int64_t item_id;
        memcpy(&item_id, item, sizeof(item_id));
        if (item_id == id) {
            return item;
        }
        if (item_id < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

#define BY_ID(table, id) item_by_id((table).items, (table).count, sizeof(*(table).items), (id))

const Change *world_change(const World *world, int64_t change_seq) {
    return BY_ID(world->changes, change_seq);
}

const Area *world_area(const World *world, int64_t area_id) {
    return BY_ID(world->areas, area_id);
}

Batch *world_batch(const World *world, int64_t batch_id) {
    return BY_ID(world->batches, batch_id);
}

const Clause *world_clause(const World *world, int64_t clause_id) {
    return BY_ID(world->clauses, clause_id);
}

ResultFile *world_result(const World *world, int64_t result_id) {
    return BY_ID(world->results, result_id);
}

Payroll *world_payroll(const World *world, int64_t payroll_id) {
    for (size_t i = 0; i < world->payrolls.count; i++) {
        if (world->payrolls.items[i].payroll_id == payroll_id) {
            return &world->payrolls.items[i];
        }
    }
    return NULL;
}

ClosedPeriod *world_period(const World *world, int64_t programme_id, int64_t period) {
    for (size_t i = 0; i < world->periods.count; i++) {
        ClosedPeriod *closed = &world->periods.items[i];
        if (closed->programme_id == programme_id && closed->period == period) {
            return closed;
        }
    }
    return NULL;
}

int64_t world_province(const World *world, int64_t area_id) {
    /* Ends: four levels at most. */
    for (int i = 0; i < 4; i++) {
        const Area *area = world_area(world, area_id);
        if (!area || area->level <= 1 || area->parent_area_id == NULL_ID) {
            return area_id;
        }
        area_id = area->parent_area_id;
    }
    return area_id;
}

bool world_area_covers(const World *world, int64_t area_id, int64_t inner_area_id) {
    const Area *outer = world_area(world, area_id);
    const Area *inner = world_area(world, inner_area_id);
    if (area_id == 0 || area_id == inner_area_id || (outer && outer->level == 0)) {
        return true;
    }
    return outer && inner && outer->tree_from <= inner->tree_from &&
           inner->tree_from <= outer->tree_to;
}

int64_t day_of_us(int64_t at_us) {
    static const int64_t DAY_US = INT64_C(86400000000);
    static const int64_t HANOI_US = INT64_C(7) * 3600000000;
    int64_t shifted = at_us + HANOI_US;
    int64_t days = shifted / DAY_US - (shifted % DAY_US < 0 ? 1 : 0);
    /* Days to a civil date of the Gregorian calendar, years beginning in March. */
    days += 719468;
    const int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const int64_t day_of_era = days - era * 146097;
    const int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int64_t month_from_march = (5 * day_of_year + 2) / 153;
    const int64_t day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    const int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    const int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
    return year * 10000 + month * 100 + day;
}
