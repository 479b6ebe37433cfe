/*
 * Loads both maps of Vietnam from the facts inside the program. A unit is (level, code,
 * valid_from), since codes were used again in 2025. Units are numbered in the order of the facts;
 * the tree order comes from a walk down from each province, so that a subtree is an interval.
 *
 * On the old map the parent of a commune is a district code (3 digits), on the new one a province.
 */
#include "app/setup.h"

#include <stdlib.h>
#include <string.h>

#include "text/fold.h"

extern const char data_areas[];
extern const char data_areas_end[];
extern const char data_successors[];
extern const char data_successors_end[];

enum { UNIT_MAX = 20000, LEVEL_PROVINCE = 1, LEVEL_DISTRICT = 2, LEVEL_COMMUNE = 3 };

typedef struct Unit {
    int64_t level;
    Str code;
    Str kind;
    Str name;
    Str parent_code;
    int64_t valid_from;
    int64_t valid_to;
    size_t parent; /* index + 1; 0 = none */
    size_t first_child;
    size_t next_sibling;
    int64_t tree_from;
    int64_t tree_to;
} Unit;

typedef struct UnitTable {
    Unit *units;
    size_t count;
    size_t *by_code; /* indices ordered by (level, code, valid_from) */
} UnitTable;

static int64_t level_parse(Str level) {
    if (str_equal(level, STR("province"))) {
        return LEVEL_PROVINCE;
    }
    return str_equal(level, STR("district")) ? LEVEL_DISTRICT : LEVEL_COMMUNE;
}

static Status unit_parse(Ctx *ctx, Str line, Unit *ret_unit) {
    Str field[7];
    size_t count = 0;
    while (count < 7 && str_split_next(&line, '\t', &field[count])) {
        count++;
    }
    Unit unit = {.level = level_parse(field[0])};
    if (count != 7 || !str_to_int64(field[5], &unit.valid_from) ||
        !str_to_int64(field[6], &unit.valid_to)) {
        return ctx_fail(ctx, E_BUG, "facts of areas: a line with %zu fields", count);
    }
    unit.code = field[1];
    unit.kind = field[2];
    unit.name = field[3];
    unit.parent_code = field[4];
    *ret_unit = unit;
    return OK;
}

static int unit_compare(const void *a, const void *b, void *units) {
    const Unit *x = (const Unit *)units + *(const size_t *)a;
    const Unit *y = (const Unit *)units + *(const size_t *)b;
    if (x->level != y->level) {
        return x->level < y->level ? -1 : 1;
    }
    int order = str_compare(x->code, y->code);
    if (order != 0) {
        return order;
    }
    return (x->valid_from > y->valid_from) - (x->valid_from < y->valid_from);
}

static Status units_read(Ctx *ctx, UnitTable *ret_table) {
    UnitTable table = {.count = 0};
    TRY(ctx_alloc(ctx, UNIT_MAX * sizeof(Unit), (void **)&table.units));
    TRY(ctx_alloc(ctx, UNIT_MAX * sizeof(size_t), (void **)&table.by_code));
    Str rest = {data_areas, (size_t)(data_areas_end - data_areas)};
    Str line;
    while (str_split_next(&rest, '\n', &line)) {
        if (line.len == 0 || line.ptr[0] == '#') {
            continue;
        }
        if (table.count == UNIT_MAX) {
            return ctx_fail(ctx, E_BUG, "more than %d areas", UNIT_MAX);
        }
        TRY(unit_parse(ctx, line, &table.units[table.count]));
        table.by_code[table.count] = table.count;
        table.count++;
    }
    qsort_r(table.by_code, table.count, sizeof(size_t), unit_compare, table.units);
    *ret_table = table;
    return OK;
}

/* Index + 1 of the unit with that level and code valid on `day`; 0 when there is none. */
static size_t unit_find(const UnitTable *table, int64_t level, Str code, int64_t day) {
    size_t low = 0;
    size_t high = table->count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const Unit *unit = &table->units[table->by_code[mid]];
        bool below = unit->level != level ? unit->level < level : str_compare(unit->code, code) < 0;
        if (below) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    for (; low < table->count; low++) {
        const Unit *unit = &table->units[table->by_code[low]];
        if (unit->level != level || !str_equal(unit->code, code)) {
            break;
        }
        if (unit->valid_from <= day && day <= unit->valid_to) {
            return table->by_code[low] + 1;
        }
    }
    return 0;
}

static Status units_link(Ctx *ctx, UnitTable *table) {
    for (size_t i = table->count; i-- > 0;) { /* backwards, so that children end in order */
        Unit *unit = &table->units[i];
        if (unit->level == LEVEL_PROVINCE) {
            continue;
        }
        int64_t parent_level = unit->parent_code.len == 3 ? LEVEL_DISTRICT : LEVEL_PROVINCE;
        unit->parent = unit_find(table, parent_level, unit->parent_code, unit->valid_to);
        if (unit->parent == 0) {
            return ctx_fail(ctx, E_BUG, "area %.*s has no parent", STR_ARG(unit->code));
        }
        Unit *parent = &table->units[unit->parent - 1];
        unit->next_sibling = parent->first_child;
        parent->first_child = i + 1;
    }
    return OK;
}

static int64_t unit_number_tree(UnitTable *table, size_t index, int64_t next) {
    Unit *unit = &table->units[index];
    unit->tree_from = next++;
    for (size_t child = unit->first_child; child != 0;
         child = table->units[child - 1].next_sibling) {
        next = unit_number_tree(table, child - 1, next); /* depth is three at most */
    }
    unit->tree_to = next - 1;
    return next;
}

static Status units_insert(Ctx *ctx, Db *db, const UnitTable *table) {
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    TRY(db_bulk_open(ctx, db, SQL_AREA_INSERT, &bulk));
    TRY(db_bulk_add(ctx, bulk, /* number 0 is the country: everything lies below it */
                    DB_PARAMS(DB_I(0), DB_I(0), DB_T(STR("VN")), DB_T(STR("country")),
                              DB_T(STR("Việt Nam")), DB_T(STR("viet nam")), DB_N, DB_I(0),
                              DB_I(99991231), DB_I(0), DB_I(INT32_MAX))));
    for (size_t i = 0; i < table->count; i++) {
        const Unit *unit = &table->units[i];
        Str fold;
        TRY(text_fold(ctx, unit->name, &fold));
        TRY(db_bulk_add(ctx, bulk,
                        DB_PARAMS(DB_I((int64_t)i + 1), DB_I(unit->level), DB_T(unit->code),
                                  DB_T(unit->kind), DB_T(unit->name), DB_T(fold),
                                  db_int_or_null(unit->parent != 0, (int64_t)unit->parent),
                                  DB_I(unit->valid_from), DB_I(unit->valid_to),
                                  DB_I(unit->tree_from), DB_I(unit->tree_to))));
    }
    return db_bulk_finish(ctx, &bulk, NULL);
}

enum { LAST_DAY_OLD_MAP = 20250630, FIRST_DAY_NEW_MAP = 20250701 };

static Status successors_insert(Ctx *ctx, Db *db, const UnitTable *table, int64_t *ret_count,
                                int64_t *ret_unknown) {
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    TRY(db_bulk_open(ctx, db, SQL_AREA_SUCCESSOR_INSERT, &bulk));
    Str rest = {data_successors, (size_t)(data_successors_end - data_successors)};
    Str line;
    int64_t count = 0;
    int64_t unknown = 0;
    while (str_split_next(&rest, '\n', &line)) {
        Str old_code;
        Str new_code;
        if (line.len == 0 || line.ptr[0] == '#' || !str_split_next(&line, '\t', &old_code) ||
            !str_split_next(&line, '\t', &new_code)) {
            continue;
        }
        size_t old_unit = unit_find(table, LEVEL_COMMUNE, old_code, LAST_DAY_OLD_MAP);
        size_t new_unit = unit_find(table, LEVEL_COMMUNE, new_code, FIRST_DAY_NEW_MAP);
        if (old_unit == 0 || new_unit == 0) {
            unknown++; /* a defect of the source tables, reported and passed over */
            continue;
        }
        TRY(db_bulk_add(ctx, bulk,
                        DB_PARAMS(DB_I((int64_t)old_unit), DB_I((int64_t)new_unit),
                                  DB_T(line.ptr ? line : STR("")))));
        count++;
    }
    *ret_count = count;
    *ret_unknown = unknown;
    return db_bulk_finish(ctx, &bulk, NULL);
}

static Status load_areas_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg,
                               Reply *reply) {
    const Str *home_code = arg;
    (void)change_seq;
    int64_t there = 0;
    int64_t successor_count = 0;
    int64_t unknown_count = 0;
    TRY(db_query_int64(ctx, app->db, SQL_AREA_COUNT, DB_NO_PARAMS, 0, &there));
    UnitTable table = {.count = 0};
    if (there == 0) {
        TRY(units_read(ctx, &table));
        TRY(units_link(ctx, &table));
        int64_t next = 1;
        for (size_t i = 0; i < table.count; i++) {
            if (table.units[i].level == LEVEL_PROVINCE) {
                next = unit_number_tree(&table, i, next);
            }
        }
        TRY(units_insert(ctx, app->db, &table));
        TRY(successors_insert(ctx, app->db, &table, &successor_count, &unknown_count));
    }
    int64_t home_area_id = 0;
    if (!str_is_empty(*home_code)) {
        TRY(db_query_int64(ctx, app->db, SQL_AREA_BY_CODE,
                           DB_PARAMS(DB_I(LEVEL_PROVINCE), DB_T(*home_code), DB_I(ctx_today(ctx))),
                           0, &home_area_id));
        if (home_area_id == 0) {
            return ctx_fail(ctx, E_AREA_UNKNOWN, "%.*s", STR_ARG(*home_code));
        }
    }
    Str home_text;
    TRY(ctx_print(ctx, &home_text, "%lld", (long long)home_area_id));
    TRY(db_exec(ctx, app->db, SQL_SETTING_PUT, DB_PARAMS(DB_T(STR("home_area")), DB_T(home_text)),
                NULL));
    reply_add_int(reply, "home_area_id", home_area_id);
    reply_add_int(reply, "already_count", there);
    reply_add_int(reply, "area_count", (int64_t)table.count);
    reply_add_int(reply, "successor_count", successor_count);
    reply_add_int(reply, "unknown_code_count", unknown_count);
    return OK;
}

Status setup_load_areas(Ctx *ctx, App *app, Str home_code, Reply *ret_reply) {
    UseCase use_case = {"area_load", RIGHT_ADMINISTER, 0, home_code};
    return app_write(ctx, app, &use_case, load_areas_in_tx, &home_code, ret_reply);
}

typedef struct AreaFind {
    int64_t level;
    Str code;
    int64_t day;
    int64_t *area_id;
} AreaFind;

static Status find_area_in_tx(Ctx *ctx, App *app, const void *arg) {
    const AreaFind *find = arg;
    TRY(db_query_int64(ctx, app->db, SQL_AREA_BY_CODE,
                       DB_PARAMS(DB_I(find->level), DB_T(find->code), DB_I(find->day)), 0,
                       find->area_id));
    if (*find->area_id == 0) {
        return ctx_fail(ctx, E_AREA_UNKNOWN, "%.*s (%lld)", STR_ARG(find->code),
                        (long long)find->day);
    }
    return OK;
}

Status setup_find_area(Ctx *ctx, App *app, Str area_code, int64_t day, int64_t *ret_area_id) {
    int64_t level = area_code.len == 2   ? LEVEL_PROVINCE
                    : area_code.len == 3 ? LEVEL_DISTRICT
                                         : LEVEL_COMMUNE;
    int64_t area_id = 0;
    AreaFind find = {level, area_code, day, &area_id};
    TRY(app_read(ctx, app, RIGHT_NONE, 0, find_area_in_tx, &find));
    *ret_area_id = area_id;
    return OK;
}
