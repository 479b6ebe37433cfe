/* What goes in, table by table, so that every row finds what it rests on: person before right,
 * mandate before account. Personal numbers are kept as hash, ciphertext and mask. */
#include "app/intake.h"

#include "app/register_values.h"
#include "law/law.h"
#include "registry/movement.h"

typedef struct Writing {
    App *app;
    const IntakeLoad *load;
    const IntakeFile *file;
    const IntakeDecision *decisions;
    int64_t file_id;
    int64_t change_seq;
    int64_t today;
    int64_t next_movement_id;
    DbBulk *bulk;
} Writing;

typedef Status (*WriteRow)(Ctx *ctx, Writing *writing, const IntakeRow *row,
                           const IntakeDecision *decision);

/* One pass over the rows into one table. */
static Status write_table(Ctx *ctx, Writing *writing, SqlId sql, WriteRow write_row) {
    TRY(db_bulk_open(ctx, writing->app->db, sql, &writing->bulk));
    for (size_t i = 0; i < writing->file->row_count; i++) {
        ArenaMark mark = arena_mark(ctx->arena);
        if (writing->decisions[i].outcome != INTAKE_REFUSED) {
            TRY(write_row(ctx, writing, &writing->file->rows[i], &writing->decisions[i]));
        }
        arena_rewind(ctx->arena, mark);
    }
    return db_bulk_finish(ctx, &writing->bulk, NULL);
}

static Status household_row(Ctx *ctx, Writing *writing, const IntakeRow *row,
                            const IntakeDecision *decision) {
    if (decision->household_id == 0) {
        return OK;
    }
    return db_bulk_add(ctx, writing->bulk,
                       DB_PARAMS(DB_I(decision->household_id), DB_I(row->row.person.area_id),
                                 DB_I(writing->change_seq)));
}

static Status poverty_row(Ctx *ctx, Writing *writing, const IntakeRow *row,
                          const IntakeDecision *decision) {
    if (decision->household_id == 0) {
        return OK;
    }
    return db_bulk_add(ctx, writing->bulk,
                       DB_PARAMS(DB_I(decision->household_id), DB_I(writing->today / 10000),
                                 DB_I(row->row.poverty_class), DB_I(writing->change_seq)));
}

static Status person_row(Ctx *ctx, Writing *writing, const IntakeRow *row,
                         const IntakeDecision *decision) {
    const Person *person = &row->row.person;
    ProtectedNumber id;
    ProtectedNumber phone;
    if (decision->outcome != INTAKE_NEW) {
        return OK;
    }
    TRY(protect_number(
        ctx, writing->app->keys,
        &(Cell){FIELD_CITIZEN_ID, "person", "citizen_id_cipher", decision->person_id},
        str_of(person->citizen_id), &id));
    TRY(protect_number(ctx, writing->app->keys,
                       &(Cell){FIELD_PHONE, "person", "phone_cipher", decision->person_id},
                       str_of(person->phone), &phone));
    return db_bulk_add(
        ctx, writing->bulk,
        DB_PARAMS(DB_I(decision->person_id),
                  db_int_or_null(decision->household_id != 0, decision->household_id),
                  DB_I(person->area_id), DB_T(person->full_name), DB_T(person->name_fold),
                  DB_T(person->name_sort), DB_I((int64_t)person->sex), DB_I(person->birth.number),
                  DB_I((int64_t)person->birth.precision), db_text_or_null(person->ethnicity),
                  db_text_or_null(person->hamlet), DB_I(person->citizen_id_kind),
                  db_bytes_or_null(id.hash), db_bytes_or_null(id.cipher), db_text_or_null(id.mask),
                  db_bytes_or_null(phone.hash), db_bytes_or_null(phone.cipher),
                  db_text_or_null(phone.mask), DB_I(writing->change_seq)));
}

static Status identity_row(Ctx *ctx, Writing *writing, const IntakeRow *row,
                           const IntakeDecision *decision) {
    if (decision->outcome != INTAKE_NEW || row->row.person.citizen_id_kind == 0) {
        return OK;
    }
    Str hash = {(const char *)row->identity_hash, KEYS_HASH_BYTES};
    return db_bulk_add(ctx, writing->bulk,
                       DB_PARAMS(DB_B(hash), DB_I(decision->person_id), DB_I(writing->change_seq)));
}

static Status enrolment_from(Ctx *ctx, const App *app, const RegisterRow *row,
                             int64_t *ret_from_date) {
    Period period;
    LawStart start = {.category_no = law_category_no(app->law, row->enrolment.category),
                      .decision_date = row->enrolment.decision_date,
                      .birth_date = row->person.birth.number};
    if (row->enrolment.from_date != 0) {
        *ret_from_date = row->enrolment.from_date;
        return OK;
    }
    TRY(law_start_period(ctx, app->law, &start, &period));
    *ret_from_date = period.number * 100 + 1;
    return OK;
}

static Status enrolment_row(Ctx *ctx, Writing *writing, const IntakeRow *row,
                            const IntakeDecision *decision) {
    const Enrolment *enrolment = &row->row.enrolment;
    int64_t from_date = 0;
    if (decision->enrolment_id == 0) {
        return OK;
    }
    TRY(enrolment_from(ctx, writing->app, &row->row, &from_date));
    return db_bulk_add(ctx, writing->bulk,
                       DB_PARAMS(DB_I(decision->person_id), DB_I(decision->enrolment_id),
                                 DB_I(writing->load->programme_id), DB_T(enrolment->category),
                                 DB_I(enrolment->degree), DB_I(enrolment->child_count),
                                 DB_T(enrolment->decision_no), DB_I(enrolment->decision_date),
                                 DB_I(from_date), DB_N, DB_N, DB_I(writing->change_seq)));
}

static Status mandate_row(Ctx *ctx, Writing *writing, const IntakeRow *row,
                          const IntakeDecision *decision) {
    if (decision->mandate_id == 0) {
        return OK;
    }
    Mandate mandate = row->row.mandate;
    mandate.person_id = decision->person_id;
    mandate.mandate_id = decision->mandate_id;
    return mandate_add_bulk(ctx, writing->app->keys, writing->bulk, &mandate, writing->change_seq);
}

static Status account_row(Ctx *ctx, Writing *writing, const IntakeRow *row,
                          const IntakeDecision *decision) {
    if (decision->account_id == 0) {
        return OK;
    }
    Account account = row->row.account;
    account.account_id = decision->account_id;
    account.person_id = decision->person_id;
    account.mandate_id = row->row.account_is_recipients ? decision->mandate_id : 0;
    if (account.valid_from == 0) {
        account.valid_from = writing->today;
    }
    return account_add_bulk(ctx, writing->app->keys, writing->bulk, &account, writing->change_seq);
}

static Status movement_row(Ctx *ctx, Writing *writing, const IntakeRow *row,
                           const IntakeDecision *decision) {
    bool added = decision->enrolment_id != 0;
    if (!added && decision->account_id == 0) {
        return OK;
    }
    return db_bulk_add(ctx, writing->bulk,
                       DB_PARAMS(DB_I(decision->person_id), DB_I(writing->next_movement_id++),
                                 DB_I(added ? MOVEMENT_ADDED : MOVEMENT_ACCOUNT_CHANGED),
                                 DB_T(STR("DECISION")),
                                 DB_I(added ? row->row.enrolment.decision_date : writing->today),
                                 db_int_or_null(added, decision->enrolment_id), DB_N,
                                 DB_I(row->row.person.area_id), DB_I(writing->file_id),
                                 DB_I(row->row_no), DB_I(writing->change_seq)));
}

static Status accounts_close(Ctx *ctx, const Writing *writing) {
    for (size_t i = 0; i < writing->file->row_count; i++) {
        if (writing->decisions[i].close_account) {
            TRY(db_exec(ctx, writing->app->db, SQL_ACCOUNT_CLOSE,
                        DB_PARAMS(DB_I(writing->decisions[i].person_id), DB_I(writing->change_seq)),
                        NULL));
        }
    }
    return OK;
}

static Status write_all(Ctx *ctx, Writing *writing) {
    TRY(write_table(ctx, writing, SQL_HOUSEHOLD_INSERT, household_row));
    TRY(write_table(ctx, writing, SQL_HOUSEHOLD_POVERTY_INSERT, poverty_row));
    TRY(write_table(ctx, writing, SQL_PERSON_INSERT, person_row));
    TRY(write_table(ctx, writing, SQL_IDENTITY_INSERT, identity_row));
    TRY(write_table(ctx, writing, SQL_ENROLMENT_INSERT, enrolment_row));
    TRY(write_table(ctx, writing, SQL_MANDATE_INSERT, mandate_row));
    TRY(accounts_close(ctx, writing));
    TRY(write_table(ctx, writing, SQL_ACCOUNT_INSERT, account_row));
    TRY(db_take_ids(ctx, writing->app->db, STR("movement"), (int64_t)writing->file->row_count + 1,
                    &writing->next_movement_id));
    return write_table(ctx, writing, SQL_MOVEMENT_INSERT, movement_row);
}

Status intake_write(Ctx *ctx, App *app, const IntakeWrite *write) {
    Writing writing = {.app = app,
                       .load = write->load,
                       .file = write->file,
                       .decisions = write->decisions,
                       .file_id = write->file_id,
                       .change_seq = write->change_seq,
                       .today = ctx_today(ctx)};
    Status status = write_all(ctx, &writing);
    db_bulk_discard(&writing.bulk);
    return status;
}
