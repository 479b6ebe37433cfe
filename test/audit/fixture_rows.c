/*
 * The rows. Every person is a road of its own:
 *
 *   101, 102  paid in May and June (102 dies in June: that month is paid)
 *   103       rejected in May, paid with June's
 *   104       paid, return noticed, returned in May; paid again with June's
 *   105       cash at the post: unclaimed in May, on its way in June
 *   106       unknown in May; June's own obligation is paid
 *   107       held at listing, both months
 *   108       return noticed in May, not yet back
 *   109       rejected in May, then paid: a conflict with an open case
 *   110       collected by 101 under a mandate, on the same account number
 *   111       enrolment ended in May; nothing in June
 *   112       suspended from June
 *   113       a hold placed after listing: never released
 *   114       500,000 in May, raised: arrears of 250,000 for May in June
 *   115       new in June, with two enrolments (the highest only)
 */
#include "fixture.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "end_to_end.h"
#include "fixture_world.h"

FixtureWorld world;

static int area_of(int person) {
    return person % 2 ? 2 : 3;
}

static int provider_of(int person) {
    return person == 105 ? 2 : 1;
}

/* ---- who, where, what for ---- */

static void make_changes(void) {
    /* seq: 3 allot, 4 compute, 5 approve, 6 prefund, 7 release, 8 seal, 9 send, 10-12 results, 13
     * silence, 14 close; 15 movements, 16 compute, 17 allot, 18 approve, 19 prefund, 20 release, 21
     * send, 22 result, 23 death. User 1 is the officer, 2 the leader, 3 the accountant. */
    static const struct {
        int user;
        const char *use_case;
    } changes[CHANGE_COUNT] = {
        {1, "init"},
        {1, "intake_load"},
        {3, "books_allot"},
        {1, "payroll_compute"},
        {2, "payroll_approve"},
        {3, "books_prefund"},
        {3, "payment_release"},
        {3, "payment_seal"},
        {3, "payment_send"},
        {3, "result_load"},
        {3, "result_load"},
        {3, "result_load"},
        {3, "payment_mark_silent"},
        {3, "period_close"},
        {1, "enrolment_end"},
        {1, "payroll_compute"},
        {3, "books_allot"},
        {2, "payroll_approve"},
        {3, "books_prefund"},
        {3, "payment_release"},
        {3, "payment_send"},
        {3, "result_load"},
        {1, "person_died"},
    };
    unsigned char previous[32] = {0};
    for (int i = 0; i < CHANGE_COUNT; i++) {
        const int64_t at_us = INT64_C(1777600000000000) + (int64_t)i * 3600000000;
        crypto_generichash_state state;
        char before[65];
        char after[65];
        crypto_generichash_init(&state, NULL, 0, 32);
        hash_number(&state, i + 1);
        hash_number(&state, at_us);
        hash_number(&state, changes[i].user);
        hash_text(&state, changes[i].use_case);
        hash_number(&state, i % 3 ? 1 : 0);
        hash_text(&state, "[]");
        crypto_generichash_update(&state, previous, 32);
        hex_of(previous, 32, before);
        crypto_generichash_final(&state, previous, 32);
        hex_of(previous, 32, after);
        target_run(world.target,
                   "INSERT INTO change VALUES (%d, %lld, %d, '%s', %s, '[]', {%s}, {%s})", i + 1,
                   (long long)at_us, changes[i].user, changes[i].use_case, i % 3 ? "1" : "NULL",
                   before, after);
    }
}

static void make_reference(void) {
    Target *t = world.target;
    target_run(t, "INSERT INTO app_user VALUES (1, 'officer', 'A', 1, 1), (2, 'leader', 'B', 1, 1),"
                  "(3, 'accountant', 'C', 1, 1)");
    target_run(t, "INSERT INTO user_grant VALUES (1, 3, 1, 20260101, NULL, 1),"
                  "(2, 4, 1, 20260101, 20261231, 1), (3, 4, 1, 20260101, NULL, 1)");
    target_run(
        t, "INSERT INTO area VALUES (1, 1, '14', 'province', 'P', 'p', NULL, 0, 99991231, 1, 3),"
           "(2, 3, '00001', 'commune', 'X', 'x', 1, 0, 99991231, 2, 2),"
           "(3, 3, '00002', 'commune', 'Y', 'y', 1, 0, 99991231, 3, 3),"
           "(4, 1, '15', 'province', 'Q', 'q', NULL, 0, 99991231, 4, 4)");
    target_run(t, "INSERT INTO programme VALUES (1, 'btxh', 'BTXH')");
    target_run(t, "INSERT INTO clause VALUES (4, 'nd20/6.1.d', 'd'), (6, 'nd20/6.1.e', 'e'),"
                  "(5, 'nd20/6.1.đ', 'dd')");
    target_run(
        t, "INSERT INTO provider VALUES (1, 'bank', 'Bank', 1, NULL, NULL, 'pain001', 'pain002',"
           "1000, 3, 'D', '1', 1), (2, 'post', 'Post', 3, NULL, NULL, 'post_csv', 'csv', 1000, 3,"
           "'D', '2', 1)");
    target_run(t, "INSERT INTO reason VALUES ('NEW', 'm', 'n', 'commune', '-'),"
                  "('ENDED', 'm', 'e', 'commune', '-'), ('RAISED', 'm', 'r', 'system', '-'),"
                  "('HELD', 'm', 'h', 'commune', '-'), ('DUPLICATE', 'm', 'd', 'finance', '-'),"
                  "('NO_MATCH', 'm', 'u', 'finance', '-')");
    target_run(
        t, "INSERT INTO ledger_account SELECT v.n, CAST(v.n AS TEXT), 'v', 'e' FROM ("
           "SELECT 10 AS n UNION SELECT 11 UNION SELECT 12 UNION SELECT 20 UNION SELECT 30 UNION "
           "SELECT 40 UNION SELECT 50 UNION SELECT 60 UNION SELECT 61 UNION SELECT 63 UNION "
           "SELECT 70) AS v");
    target_run(t,
               "INSERT INTO attempt_transition VALUES (1, 1, 2), (2, 3, 3), (3, 4, 4), (4, 5, 6),"
               "(4, 6, 5), (6, 6, 5), (4, 7, 11), (5, 7, 11), (6, 7, 11), (4, 8, 12), (6, 8, 12),"
               "(4, 9, 9), (5, 9, 9), (6, 9, 9), (7, 9, 9), (5, 10, 7), (9, 11, 8), (8, 12, 10),"
               "(7, 12, 10), (11, 9, 14), (10, 9, 14), (12, 9, 14)");
}

static void make_person(int person) {
    Target *t = world.target;
    const int number = person == 110 ? 101 : person; /* 110 is paid to 101's account */
    target_run(
        t,
        "INSERT INTO person (person_id, area_id, full_name, name_fold, name_sort, sex, birth_date,"
        "birth_precision, citizen_id_kind, citizen_id_hash, recorded_seq)"
        " VALUES (%d, %d, 'N', 'n', 'n', 1, 19500000, 1, 12, {aa%06d}, 2)",
        person, area_of(person), person);
    target_run(t, "INSERT INTO identity VALUES ({aa%06d}, %d, 2)", person, person);
    target_run(
        t,
        "INSERT INTO enrolment VALUES (%d, %d, 1, 'nd20/5.6', 1, 0, 'QD%d', 20250101, %d, NULL,"
        "NULL, %d, %s)",
        person, person, person, person == 115 ? 20260601 : 20250101, person == 115 ? 15 : 2,
        person == 111 ? "15" : "NULL");
    if (person == 110) {
        target_run(
            t, "INSERT INTO mandate (person_id, mandate_id, kind, recipient_name, certifier,"
               "certified_on, valid_from, recorded_seq) VALUES (110, 1, 1, 'N', 'UBND', 20250101,"
               "20250101, 2)");
    }
    if (person == 105) {
        target_run(t,
                   "INSERT INTO account VALUES (105, 1050, 2, 3, 'N', NULL, NULL, NULL, NULL, NULL,"
                   "20250101, 2, NULL)");
    } else {
        target_run(t,
                   "INSERT INTO account VALUES (%d, %d, 1, 1, 'N', {bb%06d}, {00}, '***', %s, NULL,"
                   "20250101, 2, NULL)",
                   person, person * 10, number, person == 110 ? "1" : "NULL");
    }
}

static void make_register(void) {
    Target *t = world.target;
    for (int person = FIRST; person <= LAST; person++) {
        make_person(person);
    }
    target_run(t,
               "INSERT INTO enrolment VALUES (111, 1110, 1, 'nd20/5.6', 1, 0, 'QD111', 20250101,"
               "20250101, 20260520, 'moved', 15, NULL), (115, 1150, 1, 'nd20/5.8', 0, 0, 'QD115b',"
               "20260601, 20260601, NULL, NULL, 15, NULL)");
    target_run(t, "INSERT INTO enrolment_pause VALUES (112, 112, 202606, NULL, 'HELD', 15, NULL)");
    target_run(t, "INSERT INTO hold VALUES (107, 1, 'HELD', 3, NULL), (113, 1, 'HELD', 6, NULL)");
    target_run(t, "UPDATE person SET death_date = 20260610 WHERE person_id = 102");
    target_run(
        t, "INSERT INTO movement VALUES (102, 1, 6, 'DIED', 20260610, 102, NULL, NULL, NULL, NULL,"
           "23)");
}

/* ---- lists ---- */

static void owe(int payroll, int period, int person, int component, int coefficient, int amount) {
    const int id = (payroll == 1 ? 500 : 600) + person - 100 + (component == 2 ? 50 : 0);
    world.owed[world.owed_count++] = (Owed){
        id, person, payroll, period, component, coefficient, amount, coefficient == 100 ? 4 : 6};
}

static int owed_compare(const void *left, const void *right) {
    const Owed *a = left;
    const Owed *b = right;
    return a->person != b->person ? (a->person > b->person) - (a->person < b->person)
                                  : (a->id > b->id) - (a->id < b->id);
}

static int64_t make_payroll(int payroll, int eligible, int held, int64_t previous) {
    crypto_generichash_state state;
    unsigned char digest[32];
    char hex[65];
    int64_t total = 0;
    int64_t lines = 0;

    crypto_generichash_init(&state, NULL, 0, 32);
    for (size_t i = 0; i < world.owed_count; i++) {
        const Owed *o = &world.owed[i];
        const int64_t row[] = {o->id,    o->person,      o->period,          o->component,
                               1,        o->person,      area_of(o->person), o->clause,
                               STANDARD, o->coefficient, o->amount};
        if (o->payroll != payroll) {
            continue;
        }
        for (size_t j = 0; j < sizeof(row) / sizeof(*row); j++) {
            hash_number(&state, row[j]);
        }
        total += o->amount;
        lines++;
    }
    hash_number(&state, lines);
    hash_number(&state, total);
    crypto_generichash_final(&state, digest, 32);
    hex_of(digest, 32, hex);
    target_run(
        world.target,
        "INSERT INTO payroll VALUES (%d, 1, 1, %d, 1, 3, {00}, {00}, {%s}, %d, %d, %d, %lld, %lld,"
        "%lld, %s, 1, %d, 2, %d, %d)",
        payroll, payroll == 1 ? MAY : JUNE, hex, eligible, eligible - held, held, (long long)lines,
        (long long)total, (long long)previous, payroll == 1 ? "NULL" : "1", payroll == 1 ? 4 : 16,
        payroll == 1 ? 5 : 18, payroll == 1 ? 7 : 20);
    for (size_t i = 0; i < world.owed_count; i++) {
        const Owed *o = &world.owed[i];
        if (o->payroll == payroll) {
            target_run(
                world.target,
                "INSERT INTO obligation VALUES (%d, %d, %d, 1, %d, %d, 1, NULL, %d, %d, %d, %d, %d,"
                "%d, 0)",
                o->id, o->person, payroll, o->period, o->component, o->person, area_of(o->person),
                o->clause, STANDARD, o->coefficient, o->amount);
        }
    }
    target_run(world.target, "INSERT INTO payroll_held VALUES (%d, 107, 'HELD', %d, 2)", payroll,
               USUAL);
    return total;
}

static void make_payrolls(void) {
    for (int person = FIRST; person <= 114; person++) {
        if (person != 107) {
            const bool low = person == 114;
            owe(1, MAY, person, 1, low ? 100 : 150, low ? STANDARD : USUAL);
        }
    }
    for (int person = FIRST; person <= LAST; person++) {
        if (person != 107 && person != 111 && person != 112) {
            owe(2, JUNE, person, 1, 150, USUAL);
        }
    }
    owe(2, MAY, 114, 2, 150, USUAL - STANDARD);
    qsort(world.owed, world.owed_count, sizeof(*world.owed), owed_compare);
    const int64_t may = make_payroll(1, 14, 1, 0);
    make_payroll(2, 13, 1, may);
    target_run(
        world.target,
        "INSERT INTO payroll_difference VALUES (2, 111, 'ENDED', %d, 0), (2, 112, 'ENDED', %d, 0),"
        "(2, 114, 'RAISED', %d, %d), (2, 115, 'NEW', 0, %d)",
        USUAL, USUAL, STANDARD, USUAL + USUAL - STANDARD, USUAL);
}

/* ---- payment ---- */

void post(int txn, int account, int person, int batch, int64_t amount) {
    const int area = area_of(person);
    const bool budget = account < 20;
    world.posts[world.post_count++] = (Post){
        txn,   account, area, budget ? 0 : provider_of(person), budget || account == 20 ? 0 : batch,
        amount};
}

static int64_t attempt_id(int batch, int line) {
    return ((int64_t)batch << 20) + line;
}

typedef struct Line {
    int person;
    int obligations[2]; /* 0 = none */
    int tries[2];
    int amounts[2];
} Line;

static void file_write(const char *name, const char *text, int64_t file_id, int kind, int seq) {
    char path[1024];
    unsigned char sha[32];
    char hex[65];
    snprintf(path, sizeof(path), "%s/%s", world.files_dir, name);
    FILE *out = fopen(path, "wb");
    if (!out || fputs(text, out) < 0 || fclose(out) != 0) {
        abort();
    }
    crypto_hash_sha256(sha, (const unsigned char *)text, strlen(text));
    hex_of(sha, 32, hex);
    target_run(world.target, "INSERT INTO source_file VALUES (%lld, {%s}, '%s', %zu, %d, '%s', %d)",
               (long long)file_id, hex, name, strlen(text), kind, name, seq);
}

static void batch_file(int batch, const Line *lines, int count, int64_t total, bool xml) {
    static char text[16384];
    char name[32];
    char *end = text;
    if (xml) {
        end +=
            sprintf(end,
                    "<?xml version=\"1.0\"?>\n<Document><GrpHdr><NbOfTxs>%d</NbOfTxs><CtrlSum>%lld"
                    ".00</CtrlSum></GrpHdr>\n",
                    count, (long long)total);
    }
    for (int i = 0; i < count; i++) {
        char id[END_TO_END_SIZE + 1];
        const int64_t amount = lines[i].amounts[0] + lines[i].amounts[1];
        end_to_end_write(&(EndToEnd){lines[i].person % END_TO_END_SHARDS, batch, i + 1}, id);
        end +=
            sprintf(end,
                    xml ? "<CdtTrfTxInf><PmtId><EndToEndId>%s</EndToEndId></PmtId><Amt><InstdAmt "
                          "Ccy=\"VND\">%lld</InstdAmt></Amt></CdtTrfTxInf>\n"
                        : "%s;%lld;N\n",
                    id, (long long)amount);
    }
    snprintf(name, sizeof(name), "batch%d.%s", batch, xml ? "xml" : "csv");
    file_write(name, text, 100 + batch, 2, batch <= 3 ? 8 : 21);
}

static void make_batch(int batch, int payroll, const Line *lines, int count, int last_state) {
    const int provider = provider_of(lines[0].person);
    const int seq = payroll == 1 ? 7 : 20;
    const int txn = 10 + batch;
    crypto_generichash_state state;
    unsigned char digest[32];
    char hex[65];
    int64_t total = 0;

    crypto_generichash_init(&state, NULL, 0, 32);
    for (int i = 0; i < count; i++) {
        const int64_t amount = lines[i].amounts[0] + lines[i].amounts[1];
        hash_number(&state, attempt_id(batch, i + 1));
        hash_number(&state, lines[i].person);
        hash_number(&state, lines[i].person * 10);
        hash_number(&state, amount);
        total += amount;
    }
    crypto_generichash_final(&state, digest, 32);
    hex_of(digest, 32, hex);
    batch_file(batch, lines, count, total, provider == 1);
    target_run(
        world.target,
        "INSERT INTO batch VALUES (%d, %d, %d, %d, %d, %d, %lld, {%s}, 20261231, %d, %d, %d, %d)",
        batch, payroll, provider, provider == 1 ? 1 : 3, payroll == 1 ? MAY : JUNE, count,
        (long long)total, hex, last_state, 100 + batch, txn, seq);
    target_run(
        world.target,
        "INSERT INTO batch_event VALUES (%d, 1, 1, 1, 2, NULL, %d), (%d, 2, 3, 2, 3, %d, %d),"
        "(%d, 3, 4, 3, 4, NULL, %d)",
        batch, seq, batch, 100 + batch, seq + (payroll == 1 ? 2 : 1), batch,
        seq + (payroll == 1 ? 2 : 1));
    if (last_state == 6) {
        target_run(world.target, "INSERT INTO batch_event VALUES (%d, 4, 5, 4, 6, NULL, 13)",
                   batch);
    }
    for (int i = 0; i < count; i++) {
        const Line *line = &lines[i];
        target_run(world.target, "INSERT INTO attempt VALUES (%lld, %d, %d, %d)",
                   (long long)attempt_id(batch, i + 1), line->person, line->person * 10,
                   line->amounts[0] + line->amounts[1]);
        for (int j = 0; j < 2 && line->obligations[j]; j++) {
            target_run(world.target, "INSERT INTO allocation VALUES (%d, %d, %d, %s, %lld, %d)",
                       line->obligations[j], line->person, line->tries[j],
                       line->tries[j] > 1 ? "1" : "NULL", (long long)attempt_id(batch, i + 1),
                       line->amounts[j]);
            post(txn, 40, line->person, batch, line->amounts[j]);
            post(txn, 30, line->person, batch, -line->amounts[j]);
        }
    }
}

static int account_of(int state) {
    static const int accounts[] = {[2] = 40, [4] = 40, [5] = 40,  [6] = 40,  [7] = 61,
                                   [8] = 60, [9] = 50, [10] = 30, [11] = 30, [14] = 70};
    return accounts[state];
}

typedef struct Event {
    int batch, line, person, event_no, event, from, to, result, row;
    int64_t amount;
} Event;

/* One event of a result file, and its postings. */
static void happen(Event e) {
    const bool moves = account_of(e.from) != account_of(e.to);
    const int seq = e.result == 4 ? 22 : 9 + e.result;
    char txn[16];
    snprintf(txn, sizeof(txn), moves ? "%d" : "NULL", 20 + e.result);
    target_run(
        world.target,
        "INSERT INTO attempt_event VALUES (%lld, %d, %d, %d, %d, %d, %lld, NULL, %d, %d, %s, %d)",
        (long long)attempt_id(e.batch, e.line), e.person, e.event_no, e.event, e.from, e.to,
        (long long)e.amount, e.result, e.row, txn, seq);
    if (moves) {
        post(20 + e.result, account_of(e.to), e.person, e.batch, e.amount);
        post(20 + e.result, account_of(e.from), e.person, e.batch, -e.amount);
    }
}

typedef struct Result {
    int result, provider, rows, applied, repeated, suspended;
    int64_t dong;
} Result;

static void make_result(Result r) {
    char name[32];
    char text[32];
    const int seq = r.result == 4 ? 22 : 9 + r.result;
    snprintf(name, sizeof(name), "result%d.xml", r.result);
    snprintf(text, sizeof(text), "result %d\n", r.result);
    file_write(name, text, 200 + r.result, 3, seq);
    target_run(
        world.target,
        "INSERT INTO result_file VALUES (%d, %d, 'REF%d', 0, %d, 'pain.002', NULL, %d, %d, %d, %d,"
        "%lld, %d)",
        r.result, r.provider, r.result, 200 + r.result, r.rows, r.applied, r.repeated, r.suspended,
        (long long)r.dong, seq);
}

static void make_may_results(void) {
    static const int paid[] = {101, 102, 104, 108, 110, 111, 112};
    static const int lines[] = {1, 2, 4, 5, 7, 8, 9};
    make_result((Result){1, 1, 10, 10, 0, 0, INT64_C(9) * USUAL + STANDARD});
    for (int i = 0; i < 7; i++) {
        happen((Event){1, lines[i], paid[i], 1, 9, 4, 9, 1, i + 1, USUAL});
    }
    happen((Event){1, 3, 103, 1, 7, 4, 11, 1, 8, USUAL});
    happen((Event){1, 6, 109, 1, 7, 4, 11, 1, 9, USUAL});
    happen((Event){1, 10, 114, 1, 6, 4, 5, 1, 10, STANDARD});

    make_result((Result){2, 2, 2, 2, 0, 0, INT64_C(2) * USUAL});
    happen((Event){2, 1, 105, 1, 6, 4, 5, 2, 1, USUAL});
    happen((Event){2, 1, 105, 2, 10, 5, 7, 2, 2, USUAL});

    make_result((Result){3, 1, 7, 5, 1, 1, INT64_C(4) * USUAL + STANDARD});
    happen((Event){1, 4, 104, 2, 11, 9, 8, 3, 1, USUAL});
    happen((Event){1, 4, 104, 3, 12, 8, 10, 3, 2, USUAL});
    happen((Event){1, 5, 108, 2, 11, 9, 8, 3, 3, USUAL});
    happen((Event){1, 6, 109, 2, 9, 11, 14, 3, 4, USUAL});
    happen((Event){1, 10, 114, 2, 9, 5, 9, 3, 5, STANDARD});
    target_run(world.target,
               "INSERT INTO suspense VALUES (3, 7, 'XX1', %d, 1, 'NO_MATCH', '?', 23,"
               "'finance', NULL)",
               STRAY);
    post(23, 30, 101, 0, STRAY);
    post(23, 63, 101, 0, -STRAY);
    target_run(world.target,
               "INSERT INTO payment_case VALUES (1, 109, 1, %lld, 509, %d, 'DUPLICATE', 'finance', "
               "20260701,"
               "12, NULL, NULL)",
               (long long)attempt_id(1, 6), USUAL);
    target_run(world.target,
               "INSERT INTO allocation_freed VALUES (503, 103, 1, %lld, 1), (504, 104, 1, %lld, 3),"
               "(509, 109, 1, %lld, 1)",
               (long long)attempt_id(1, 3), (long long)attempt_id(1, 4),
               (long long)attempt_id(1, 6));
}

static void make_payments(void) {
    static const int may[] = {101, 102, 103, 104, 108, 109, 110, 111, 112, 114};
    static const int june[] = {101, 102, 103, 104, 106, 108, 109, 110, 114, 115};
    Line lines[10] = {0};

    for (int i = 0; i < 10; i++) {
        lines[i] = (Line){may[i], {400 + may[i], 0}, {1, 0}, {may[i] == 114 ? STANDARD : USUAL, 0}};
    }
    make_batch(1, 1, lines, 10, 4);
    make_batch(2, 1, &(Line){105, {505, 0}, {1, 0}, {USUAL, 0}}, 1, 4);
    make_batch(3, 1, &(Line){106, {506, 0}, {1, 0}, {USUAL, 0}}, 1, 6);
    make_may_results();

    for (int i = 0; i < 10; i++) {
        lines[i] = (Line){june[i], {500 + june[i], 0}, {1, 0}, {USUAL, 0}};
    }
    lines[2] = (Line){103, {503, 603}, {2, 1}, {USUAL, USUAL}};
    lines[3] = (Line){104, {504, 604}, {2, 1}, {USUAL, USUAL}};
    lines[8] = (Line){114, {614, 664}, {1, 1}, {USUAL, USUAL - STANDARD}};
    make_batch(4, 2, lines, 10, 4);
    make_batch(5, 2, &(Line){105, {605, 0}, {1, 0}, {USUAL, 0}}, 1, 4);
    int64_t dong = 0;
    for (int i = 0; i < 10; i++) {
        dong += lines[i].amounts[0] + lines[i].amounts[1];
    }
    make_result((Result){4, 1, 10, 10, 0, 0, dong});
    for (int i = 0; i < 10; i++) {
        happen((Event){4, i + 1, lines[i].person, 1, 9, 4, 9, 4, i + 1,
                       lines[i].amounts[0] + lines[i].amounts[1]});
    }
}

void fixture_make_rows(Target *target, const char *files_dir) {
    memset(&world, 0, sizeof(world));
    world.target = target;
    world.files_dir = files_dir;
    target_run(target, "BEGIN");
    make_changes();
    make_reference();
    make_register();
    make_payrolls();
    make_payments();
    make_books();
    target_run(target, "COMMIT");
}
