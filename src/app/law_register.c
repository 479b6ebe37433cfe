#include "app/law_register.h"

enum { WHOLE_TREE = INT32_MAX };

typedef struct ReaderQuery {
    SqlId rights;
    SqlId pauses;
    const DbValue *params;
    size_t rights_count; /* how many of the parameters each takes */
    size_t pauses_count;
} ReaderQuery;

/* Two queries, each on its first row. */
static Status reader_start(Ctx *ctx, App *app, const ReaderQuery *query,
                           RegisterReader *ret_reader) {
    RegisterReader reader = {.has_right = false};
    Status status =
        db_query(ctx, app->db, query->rights, query->params, query->rights_count, &reader.rights);
    if (status == OK) {
        status = db_next(ctx, reader.rights, &reader.has_right);
    }
    if (status == OK) {
        status = db_query(ctx, app->db, query->pauses, query->params, query->pauses_count,
                          &reader.pauses);
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

Status register_reader_open(Ctx *ctx, App *app, int64_t area_id, RegisterReader *ret_reader) {
    int64_t tree_from = 0;
    int64_t tree_to = WHOLE_TREE;
    if (area_id != 0) {
        CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
        TRY(db_query_one(ctx, app->db, SQL_AREA_BY_ID, DB_PARAMS(DB_I(area_id)), &cursor));
        tree_from = db_int64(cursor, 3);
        tree_to = db_int64(cursor, 4);
    }
    DbValue params[] = {DB_I(tree_from), DB_I(tree_to)};
    ReaderQuery query = {SQL_LAW_LIST_RIGHTS, SQL_PAYROLL_LIST_PAUSES, params, 2, 0};
    return reader_start(ctx, app, &query, ret_reader);
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

typedef struct PersonAsk {
    int64_t person_id;
    RegisterPerson *person;
} PersonAsk;

static Status person_in_read(Ctx *ctx, App *app, const void *arg) {
    const PersonAsk *ask = arg;
    DbValue params[] = {DB_I(ask->person_id)};
    ReaderQuery query = {SQL_LAW_RIGHTS_OF_PERSON, SQL_LAW_PAUSES_OF_PERSON, params, 1, 1};
    RegisterReader reader;
    TRY(reader_start(ctx, app, &query, &reader));
    Status status = register_reader_next(ctx, app->law, &reader, ask->person);
    register_reader_close(&reader);
    return status;
}

static Status nothing_in_read(Ctx *ctx, App *app, const void *arg) {
    (void)ctx;
    (void)app;
    (void)arg;
    return OK;
}

Status law_register_person(Ctx *ctx, App *app, int64_t person_id, const LawPerson **ret_person) {
    RegisterPerson *person = NULL;
    TRY(ctx_alloc(ctx, sizeof *person, (void **)&person));
    PersonAsk ask = {person_id, person};
    /* Where the person lives says which right is needed: nothing is shown before it is checked. */
    TRY(app_read(ctx, app, RIGHT_NONE, 0, person_in_read, &ask));
    if (person->person_id == INT64_MAX) {
        return ctx_fail(ctx, E_PERSON_UNKNOWN, "%lld", (long long)person_id);
    }
    TRY(app_read(ctx, app, RIGHT_REGISTER_READ, person->area_id, nothing_in_read, &ask));
    *ret_person = &person->law;
    return OK;
}
