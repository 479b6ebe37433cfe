/*
 * Rows beside the register and beside one another. A number that was seen before in the file is
 * refused; a known number with another name and birth is refused; a row without a number is
 * recognised by name, birth, sex and commune, with a warning.
 */
#include "app/intake.h"

#include <stdlib.h>
#include <string.h>

/* In-file repeats: rows ordered by what identifies them; equal neighbours repeat. */
typedef struct Identified {
    uint8_t key[DIGEST_BYTES];
    size_t row;
} Identified;

static int identified_compare(const void *a, const void *b) {
    const Identified *x = a;
    const Identified *y = b;
    int order = memcmp(x->key, y->key, sizeof x->key);
    return order != 0 ? order : (x->row > y->row) - (x->row < y->row);
}

static void identify(const IntakeRow *row, uint8_t ret_key[DIGEST_BYTES]) {
    if (row->row.person.citizen_id_kind != 0) {
        memcpy(ret_key, row->identity_hash, DIGEST_BYTES);
        return;
    }
    DigestState state;
    digest_init(&state);
    digest_add_text(&state, row->row.person.name_fold);
    digest_add_int64(&state, row->row.person.birth.number);
    digest_add_int64(&state, (int64_t)row->row.person.sex);
    digest_add_int64(&state, row->row.person.area_id);
    digest_final(&state, ret_key);
}

static Status mark_repeats(Ctx *ctx, const IntakeFile *file, IntakeDecision *decisions) {
    Identified *list = malloc((file->row_count + 1) * sizeof *list);
    size_t count = 0;
    if (list == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "%zu rows", file->row_count);
    }
    for (size_t i = 0; i < file->row_count; i++) {
        if (!file->rows[i].refused) {
            identify(&file->rows[i], list[count].key);
            list[count++].row = i;
        }
    }
    qsort(list, count, sizeof *list, identified_compare);
    for (size_t i = 1; i < count; i++) {
        const RegisterRow *row = &file->rows[list[i].row].row;
        if (memcmp(list[i - 1].key, list[i].key, DIGEST_BYTES) == 0) {
            decisions[list[i].row].outcome = INTAKE_REFUSED;
            decisions[list[i].row].issue = row->person.citizen_id_kind != 0
                                               ? ISSUE_CITIZEN_ID_REPEATED
                                               : ISSUE_PERSON_REPEATED;
        }
    }
    free(list);
    return OK;
}

typedef struct Known {
    int64_t person_id; /* 0 = not known */
    Str name_fold;
    int64_t birth_date;
    int64_t area_id;
    bool dead;
} Known;

static Status known_find(Ctx *ctx, Db *db, const IntakeRow *row, Known *ret_known) {
    const Person *person = &row->row.person;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    bool has_row = false;
    *ret_known = (Known){.person_id = 0};
    if (person->citizen_id_kind != 0) {
        Str hash = {(const char *)row->identity_hash, KEYS_HASH_BYTES};
        TRY(db_query(ctx, db, SQL_PERSON_BY_IDENTITY, DB_PARAMS(DB_B(hash)), &cursor));
    } else {
        TRY(db_query(ctx, db, SQL_PERSON_BY_NAME,
                     DB_PARAMS(DB_T(person->name_fold), DB_I(person->birth.number),
                               DB_I((int64_t)person->sex), DB_I(person->area_id)),
                     &cursor));
    }
    TRY(db_next(ctx, cursor, &has_row));
    if (has_row) {
        ret_known->person_id = db_int64(cursor, 0);
        ret_known->birth_date = db_int64(cursor, 2);
        ret_known->area_id = db_int64(cursor, 3);
        ret_known->dead = !db_is_null(cursor, 4);
        return ctx_copy_str(ctx, db_str(cursor, 1), &ret_known->name_fold);
    }
    return OK;
}

static IssueCode known_refusal(const IntakeRow *row, const Known *known) {
    const Person *person = &row->row.person;
    if (known->dead) {
        return ISSUE_PERSON_DEAD;
    }
    if (!str_equal(known->name_fold, person->name_fold) &&
        known->birth_date != person->birth.number) {
        return ISSUE_PERSON_IDENTITY_TAKEN;
    }
    return known->area_id != person->area_id ? ISSUE_PERSON_ELSEWHERE : ISSUE_NONE;
}

static Status match_account(Ctx *ctx, App *app, const IntakeRow *row, IntakeDecision *decision) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    bool has_row = false;
    uint8_t hash[KEYS_HASH_BYTES];
    const Account *account = &row->row.account;
    if (!row->row.has_account) {
        return OK;
    }
    TRY(db_query(ctx, app->db, SQL_ACCOUNT_LIVE, DB_PARAMS(DB_I(decision->person_id)), &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    if (has_row) {
        Str number_hash = {"", 0};
        if (account->number[0] != '\0') {
            keys_hash(app->keys, FIELD_ACCOUNT_NUMBER, str_of(account->number), hash);
            number_hash = (Str){(const char *)hash, sizeof hash};
        }
        bool same = db_int64(cursor, 1) == account->provider_id &&
                    db_int64(cursor, 2) == (int64_t)account->channel &&
                    str_equal(db_str(cursor, 3), number_hash) &&
                    str_equal(db_str(cursor, 4), account->holder_name);
        if (same) {
            return OK;
        }
        decision->close_account = true;
    }
    decision->account_id = -1; /* a new one, numbered later */
    return OK;
}

static Status match_known(Ctx *ctx, App *app, const IntakeLoad *load, const IntakeRow *row,
                          IntakeDecision *decision) {
    int64_t enrolment_id = 0;
    const Enrolment *enrolment = &row->row.enrolment;
    TRY(db_query_int64(ctx, app->db, SQL_ENROLMENT_LIVE_SAME,
                       DB_PARAMS(DB_I(decision->person_id), DB_I(load->programme_id),
                                 DB_T(enrolment->category), DB_T(enrolment->decision_no)),
                       0, &enrolment_id));
    decision->enrolment_id = enrolment_id == 0 ? -1 : 0;
    TRY(match_account(ctx, app, row, decision));
    if (decision->account_id != 0 && row->row.has_mandate && row->row.account_is_recipients) {
        decision->mandate_id = -1;
    }
    decision->outcome =
        decision->enrolment_id || decision->account_id ? INTAKE_UPDATED : INTAKE_UNCHANGED;
    return OK;
}

static Status match_row(Ctx *ctx, App *app, const IntakeLoad *load, const IntakeRow *row,
                        IntakeDecision *decision) {
    Known known;
    TRY(known_find(ctx, app->db, row, &known));
    if (known.person_id == 0) {
        decision->outcome = INTAKE_NEW;
        decision->enrolment_id = -1;
        decision->mandate_id = row->row.has_mandate ? -1 : 0;
        decision->account_id = row->row.has_account ? -1 : 0;
        return OK;
    }
    decision->issue = known_refusal(row, &known);
    if (decision->issue != ISSUE_NONE) {
        decision->outcome = INTAKE_REFUSED;
        return OK;
    }
    decision->person_id = known.person_id;
    if (row->row.person.citizen_id_kind == 0) {
        decision->issue = ISSUE_PERSON_MATCHED_BY_NAME;
    }
    return match_known(ctx, app, load, row, decision);
}

typedef int64_t *(*DecisionId)(IntakeDecision *decision);

static int64_t *id_of_person(IntakeDecision *decision) {
    return &decision->person_id;
}

static int64_t *id_of_household(IntakeDecision *decision) {
    return &decision->household_id;
}

static int64_t *id_of_enrolment(IntakeDecision *decision) {
    return &decision->enrolment_id;
}

static int64_t *id_of_mandate(IntakeDecision *decision) {
    return &decision->mandate_id;
}

static int64_t *id_of_account(IntakeDecision *decision) {
    return &decision->account_id;
}

/* Gives numbers, in the order of the rows, wherever one is wanted (-1). */
static Status number_decisions(Ctx *ctx, Db *db, Str kind, IntakeDecision *decisions, size_t count,
                               DecisionId id_of) {
    int64_t needed = 0;
    int64_t next = 0;
    for (size_t i = 0; i < count; i++) {
        needed += *id_of(&decisions[i]) == -1;
    }
    if (needed == 0) {
        return OK;
    }
    TRY(db_take_ids(ctx, db, kind, needed, &next));
    for (size_t i = 0; i < count; i++) {
        int64_t *id = id_of(&decisions[i]);
        if (*id == -1) {
            *id = next++;
        }
    }
    return OK;
}

Status intake_match(Ctx *ctx, App *app, const IntakeLoad *load, const IntakeFile *file,
                    IntakeDecision *decisions) {
    TRY(mark_repeats(ctx, file, decisions));
    for (size_t i = 0; i < file->row_count; i++) {
        ArenaMark mark = arena_mark(ctx->arena);
        if (file->rows[i].refused) {
            decisions[i].outcome = INTAKE_REFUSED;
        }
        if (decisions[i].outcome != INTAKE_REFUSED) {
            TRY(match_row(ctx, app, load, &file->rows[i], &decisions[i]));
            if (decisions[i].outcome == INTAKE_NEW) {
                decisions[i].person_id = -1;
                bool poor = file->rows[i].row.poverty_class != 0;
                decisions[i].household_id = poor ? -1 : 0;
            }
        }
        arena_rewind(ctx->arena, mark);
        if (i % 4096 == 0) {
            ctx_progress(ctx, "intake_match", (int64_t)i, (int64_t)file->row_count);
        }
    }
    TRY(number_decisions(ctx, app->db, STR("person"), decisions, file->row_count, id_of_person));
    TRY(number_decisions(ctx, app->db, STR("household"), decisions, file->row_count,
                         id_of_household));
    TRY(number_decisions(ctx, app->db, STR("enrolment"), decisions, file->row_count,
                         id_of_enrolment));
    TRY(number_decisions(ctx, app->db, STR("mandate"), decisions, file->row_count, id_of_mandate));
    return number_decisions(ctx, app->db, STR("account"), decisions, file->row_count,
                            id_of_account);
}
