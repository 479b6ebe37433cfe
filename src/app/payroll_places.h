/*
 * payroll_places.h -- where a person lived in which month, as the law asks it: by area codes.
 *
 * Floor 4, friends only. Provinces may pay more than the nation (Decree 20/2021/NĐ-CP Article 4.3);
 * a standard belongs to a territory, so a commune carries its own code, its province's, and those
 * of the provinces that it came from in 2025.
 */
#ifndef APP_PAYROLL_PLACES_H
#define APP_PAYROLL_PLACES_H

#include "db/db.h"
#include "law/law.h"

enum { PLACE_MOVE_MAX = 15 };

/* Codes by area_id; memory is the arena's. */
typedef struct AreaPlaces {
    LawPlaceOfLife *by_area; /* [area_id]; code_count 0 where there is none */
    size_t area_size;
} AreaPlaces;

/* The moves of everybody, in order of person; and those of the person at hand. */
typedef struct MoveReader {
    DbCursor *cursor;
    bool has_row;
    LawPlaceOfLife places[PLACE_MOVE_MAX + 1];
} MoveReader;

Status area_places_read(Ctx *ctx, Db *db, AreaPlaces *ret_places) MUST_CHECK;
Status move_reader_open(Ctx *ctx, Db *db, MoveReader *reader) MUST_CHECK;
void move_reader_close(MoveReader *reader);
/* Sets person->places: where the person lives now, or the whole way there. Persons in order. */
Status move_reader_take(Ctx *ctx, MoveReader *reader, const AreaPlaces *areas, int64_t person_id,
                        int64_t area_id, LawPerson *person) MUST_CHECK;

#endif
