#include "app/payroll_places.h"

enum { AREA_ID_MAX = 1 << 24 };

typedef struct AreaRow {
    Str code;
    int64_t parent_area_id;
    int64_t level;
} AreaRow;

static void place_add_code(LawPlaceOfLife *place, Str code) {
    for (size_t i = 0; i < place->code_count; i++) {
        if (str_equal(place->codes[i], code)) {
            return;
        }
    }
    if (place->code_count < LAW_AREA_CODE_MAX) {
        place->codes[place->code_count++] = code;
    }
}

/* The highest id comes last: one pass for the size, one for the rows. */
static Status rows_read(Ctx *ctx, Db *db, AreaRow **ret_rows, size_t *ret_size) {
    AreaRow *rows = NULL;
    size_t size = 0;
    for (int pass = 0; pass < 2; pass++) {
        CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
        bool has_row = false;
        TRY(db_query(ctx, db, SQL_LAW_LIST_AREAS, DB_NO_PARAMS, &cursor));
        for (;;) { /* ends: the cursor only moves forward */
            TRY(db_next(ctx, cursor, &has_row));
            if (!has_row) {
                break;
            }
            int64_t area_id = db_int64(cursor, 0);
            if (area_id < 0 || area_id > AREA_ID_MAX) {
                return ctx_fail(ctx, E_BUG, "area %lld", (long long)area_id);
            }
            if (pass == 0) {
                size = (size_t)area_id + 1;
                continue;
            }
            AreaRow *row = &rows[area_id];
            TRY(ctx_copy_str(ctx, db_str(cursor, 1), &row->code));
            row->level = db_int64(cursor, 2);
            row->parent_area_id = db_int64(cursor, 3);
        }
        if (pass == 0) {
            TRY(ctx_alloc(ctx, (size + 1) * sizeof *rows, (void **)&rows));
        }
    }
    *ret_rows = rows;
    *ret_size = size;
    return OK;
}

/* Own code, then those of what it lies in, up to the province. */
static void places_fill(const AreaRow *rows, const AreaPlaces *places) {
    for (size_t i = 0; i < places->area_size; i++) {
        const AreaRow *at = &rows[i];
        for (int up = 0; up < 3 && at->level >= 1; up++) {
            if (at->level != 2) {
                place_add_code(&places->by_area[i], at->code);
            }
            at = &rows[(size_t)at->parent_area_id < places->area_size ? at->parent_area_id : 0];
        }
    }
}

Status area_places_read(Ctx *ctx, Db *db, AreaPlaces *ret_places) {
    AreaRow *rows = NULL;
    AreaPlaces places = {.area_size = 0};
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    bool has_row = false;
    TRY(rows_read(ctx, db, &rows, &places.area_size));
    TRY(ctx_alloc(ctx, (places.area_size + 1) * sizeof places.by_area[0],
                  (void **)&places.by_area));
    places_fill(rows, &places);
    TRY(db_query(ctx, db, SQL_LAW_LIST_OLD_PROVINCES, DB_NO_PARAMS, &cursor));
    for (;;) { /* ends: the cursor only moves forward */
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            break;
        }
        size_t area_id = (size_t)db_int64(cursor, 0);
        if (area_id < places.area_size) {
            Str code;
            TRY(ctx_copy_str(ctx, db_str(cursor, 1), &code));
            place_add_code(&places.by_area[area_id], code);
        }
    }
    *ret_places = places;
    return OK;
}

Status move_reader_open(Ctx *ctx, Db *db, MoveReader *reader) {
    TRY(db_query(ctx, db, SQL_LAW_LIST_MOVES, DB_NO_PARAMS, &reader->cursor));
    return db_next(ctx, reader->cursor, &reader->has_row);
}

void move_reader_close(MoveReader *reader) {
    db_cursor_close(&reader->cursor);
}

static LawPlaceOfLife place_of(const AreaPlaces *areas, int64_t area_id, int64_t from) {
    LawPlaceOfLife place = {.code_count = 0};
    if (area_id >= 0 && (size_t)area_id < areas->area_size) {
        place = areas->by_area[area_id];
    }
    place.from = from;
    return place;
}

Status move_reader_take(Ctx *ctx, MoveReader *reader, const AreaPlaces *areas, int64_t person_id,
                        int64_t area_id, LawPerson *person) {
    size_t count = 0;
    while (reader->has_row && db_int64(reader->cursor, 0) <= person_id) {
        if (db_int64(reader->cursor, 0) == person_id) {
            if (count == 0) {
                reader->places[count++] = place_of(areas, db_int64(reader->cursor, 2), 0);
            }
            /* Of more moves than anybody makes the latest ones count. */
            size_t at = count <= PLACE_MOVE_MAX ? count++ : PLACE_MOVE_MAX;
            reader->places[at] =
                place_of(areas, db_int64(reader->cursor, 3), db_int64(reader->cursor, 1));
        }
        TRY(db_next(ctx, reader->cursor, &reader->has_row));
    }
    person->places = reader->places;
    person->place_count = count;
    if (count == 0 && area_id > 0 && (size_t)area_id < areas->area_size) {
        person->places = &areas->by_area[area_id];
        person->place_count = 1;
    }
    return OK;
}
