#include "app/law_register.h"

enum { WHOLE_TREE = INT32_MAX };

Status register_reader_open(Ctx *ctx, App *app, int64_t area_id, RegisterReader *ret_reader) {
    RegisterReader reader = {.has_right = false};
    int64_t tree_from = 0;
    int64_t tree_to = WHOLE_TREE;
    if (area_id != 0) {
        CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
        TRY(db_query_one(ctx, app->db, SQL_AREA_BY_ID, DB_PARAMS(DB_I(area_id)), &cursor));
        tree_from = db_int64(cursor, 3);
        tree_to = db_int64(cursor, 4);
    }
    Status status = db_query(ctx, app->db, SQL_LAW_LIST_RIGHTS,
                             DB_PARAMS(DB_I(tree_from), DB_I(tree_to)), &reader.rights);
    if (status == OK) {
        status = db_next(ctx, reader.rights, &reader.has_right);
    }
    if (status == OK) {
        status = db_query(ctx, app->db, SQL_PAYROLL_LIST_PAUSES, DB_NO_PARAMS, &reader.pauses);
    }
    if (status == OK) {
        status = db_next(ctx, reader.pauses, &reader.has_pause);
    }
    if (status != OK) {
        register_reader_close(&reader);
        return status;
    }
    *ret_reader = reader;
    return OK;
}

void register_reader_close(RegisterReader *reader) {
    db_cursor_close(&reader->rights);
    db_cursor_close(&reader->pauses);
}

static Status take_right(Ctx *ctx, const LawBook *book, const DbCursor *row,
                         RegisterPerson *person) {
    LawPerson *law = &person->law;
    if (law->enrolment_count == LAW_ENROLMENT_MAX) {
        return ctx_fail(ctx, E_BUG, "person %lld has more than %d rights",
                        (long long)person->person_id, LAW_ENROLMENT_MAX);
    }
    law->birth_date = db_int64(row, 1);
    law->death_date = db_int64(row, 2);
    person->area_id = db_int64(row, 3);
    law->enrolments[law->enrolment_count++] = (LawEnrolment){
        .enrolment_id = db_int64(row, 4),
        .category_no = law_category_no(book, db_str(row, 5)),
        .degree = (int32_t)db_int64(row, 6),
        .child_count = (int32_t)db_int64(row, 7),
        .from_period = {db_int64(row, 8) / 100},
        .to_period = {db_is_null(row, 9) ? 0 : db_int64(row, 9) / 100},
        .decision_date = db_int64(row, 10),
    };
    return OK;
}

/* Pauses come in order of person and enrolment, like the rights. */
static Status take_pauses(Ctx *ctx, RegisterReader *reader, RegisterPerson *person) {
    size_t count = 0;
    while (reader->has_pause && db_int64(reader->pauses, 0) <= person->person_id) {
        int64_t enrolment_id = db_int64(reader->pauses, 1);
        bool own = db_int64(reader->pauses, 0) == person->person_id;
        for (size_t i = 0; own && i < person->law.enrolment_count; i++) {
            LawEnrolment *enrolment = &person->law.enrolments[i];
            if (enrolment->enrolment_id != enrolment_id) {
                continue;
            }
            if (count == REGISTER_PAUSE_MAX) {
                return ctx_fail(ctx, E_BUG, "person %lld has too many pauses",
                                (long long)person->person_id);
            }
            person->pauses[count] =
                (LawPause){db_int64(reader->pauses, 2), db_int64(reader->pauses, 3), false};
            if (enrolment->pause_count++ == 0) {
                enrolment->pauses = &person->pauses[count];
            }
            count++;
        }
        TRY(db_next(ctx, reader->pauses, &reader->has_pause));
    }
    return OK;
}

Status register_reader_next(Ctx *ctx, const LawBook *book, RegisterReader *reader,
                            RegisterPerson *person) {
    person->person_id = reader->has_right ? db_int64(reader->rights, 0) : INT64_MAX;
    person->law.enrolment_count = 0;
    if (person->person_id == INT64_MAX) {
        return OK;
    }
    while (reader->has_right && db_int64(reader->rights, 0) == person->person_id) {
        TRY(take_right(ctx, book, reader->rights, person));
        TRY(db_next(ctx, reader->rights, &reader->has_right));
    }
    return take_pauses(ctx, reader, person);
}
