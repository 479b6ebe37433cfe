/*
 * The law over the register, on both engines: a replay says of books that were just made that
 * nothing is missing, of a month not made yet what it will be, and of late news what was too much;
 * a simulation changes sums and writes nothing.
 */
#include "app/law_register.h"
#include "payroll_fixture.h"

#include <string.h>

#include "law/law.h"

enum { ROW_MAX = 256, CELL_MAX = 8 };

/* The numbers of a table as it was given. */
typedef struct Rows {
    int64_t cells[ROW_MAX][CELL_MAX];
    char reason[ROW_MAX][24];
    size_t count;
} Rows;

static Status rows_begin(Ctx *ctx, void *arg, const char *name, const TableColumn *columns,
                         size_t count) {
    Rows *rows = arg;
    (void)ctx;
    (void)name;
    (void)columns;
    assert_true(count <= CELL_MAX);
    rows->count = 0;
    return OK;
}

static Status rows_row(Ctx *ctx, void *arg, const TableCell *cells, size_t count) {
    Rows *rows = arg;
    (void)ctx;
    assert_true(rows->count < ROW_MAX);
    for (size_t i = 0; i < count; i++) {
        rows->cells[rows->count][i] = cells[i].number;
        if (cells[i].text.len > 0 && cells[i].text.len < sizeof rows->reason[0]) {
            memcpy(rows->reason[rows->count], cells[i].text.ptr, cells[i].text.len);
            rows->reason[rows->count][cells[i].text.len] = '\0';
        }
    }
    rows->count++;
    return OK;
}

static Status rows_end(Ctx *ctx, void *arg) {
    (void)ctx;
    (void)arg;
    return OK;
}

static void replay(Province *p, int64_t from, int64_t to, int64_t known_at, Rows *rows) {
    LawReplay ask = {
        .area_id = p->area_id, .from = {from}, .to = {to}, .known_at = known_at, .persons = true};
    TableOut out = {rows, rows_begin, rows_row, rows_end};
    p->h->ctx.user_id = p->maker;
    ASSERT_OK(&p->h->ctx, law_replay_register(&p->h->ctx, &p->app, &ask, &out));
}

static int64_t difference(const Rows *rows) {
    int64_t sum = 0;
    for (size_t i = 0; i < rows->count; i++) {
        sum += rows->cells[i][4];
    }
    return sum;
}

static void replay_equals_the_books_and_finds_what_they_do_not_know(DbEngine engine) {
    Province p;
    Reply reply;
    Rows rows = {.count = 0};
    province_open(&p, engine);
    Ctx *ctx = &p.h->ctx;
    ASSERT_OK(ctx, province_compute(&p, JUNE, 1, &reply));
    replay(&p, JUNE, JUNE, LAW_ALL_KNOWN, &rows);
    assert_int_equal(rows.count, 0);
    replay(&p, JULY, JULY, LAW_ALL_KNOWN, &rows);
    int64_t july_dong = difference(&rows);
    assert_string_equal(rows.reason[0], "ARREARS_UNPAID");
    ASSERT_OK(ctx, province_compute(&p, JULY, 1, &reply));
    assert_int_equal(july_dong, reply_int(&reply, "total_dong"));
    replay(&p, JUNE, JULY, LAW_ALL_KNOWN, &rows);
    assert_int_equal(rows.count, 0);
    /* By the knowledge of September, July was paid at a standard that nobody knew: 40,000 x 1.5. */
    replay(&p, JULY, JULY, 20260930, &rows);
    assert_int_equal(rows.cells[0][0], 1);
    assert_int_equal(rows.cells[0][4], -60000);
    assert_string_equal(rows.reason[0], "OVERPAID");
    EnrolmentChange late_stop = {2, 0, 20260515, STR("CONDITION_ENDED")};
    ASSERT_OK(ctx, enrolment_stop(ctx, &p.app, &late_stop, &reply));
    replay(&p, JUNE, JULY, LAW_ALL_KNOWN, &rows);
    assert_int_equal(rows.count, 2);
    assert_int_equal(difference(&rows), -750000 - 810000);
    assert_string_equal(rows.reason[0], "NOT_OWED");
    province_close(&p);
}
BOTH_ENGINES(replay_equals_the_books_and_finds_what_they_do_not_know)

static void a_paused_month_is_not_owed(DbEngine engine) {
    Province p;
    Reply reply;
    Rows rows = {.count = 0};
    province_open(&p, engine);
    Ctx *ctx = &p.h->ctx;
    ctx->user_id = p.maker;
    ASSERT_OK(ctx, province_compute(&p, JUNE, 1, &reply));
    EnrolmentChange pause = {3, 3, 20260601, STR("ABSENT")};
    ASSERT_OK(ctx, enrolment_suspend(ctx, &p.app, &pause, &reply));
    replay(&p, JUNE, JUNE, LAW_ALL_KNOWN, &rows);
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows.cells[0][0], 3);
    assert_int_equal(rows.cells[0][4], -750000);
    province_close(&p);
}
BOTH_ENGINES(a_paused_month_is_not_owed)

static const LawBook *reform(Ctx *ctx) {
    LawFile files[LAW_FILE_MAX];
    const LawBook *book = NULL;
    size_t count = law_files_embedded(files);
    files[count++] = (LawFile){"reform.yaml", STR("reform: r\ntitle: R\ndefaults: {pays_from: "
                                                  "2026-01-01, known_from: 2026-01-01, mark: r}\n"
                                                  "parameters:\n  - adds_to: social_standard\n    "
                                                  "values: [{value: 600000, article: A}]\n")};
    ASSERT_OK(ctx, law_book_load(ctx, files, count, STR(""), &book));
    return book;
}

static void a_reform_is_counted_and_nothing_is_written(DbEngine engine) {
    Province p;
    Reply reply;
    Rows rows = {.count = 0};
    int64_t changes = 0;
    int64_t changes_after = 0;
    province_open(&p, engine);
    Ctx *ctx = &p.h->ctx;
    ASSERT_OK(ctx, province_compute(&p, JUNE, 1, &reply));
    LawSimulation ask = {.area_id = p.area_id, .from = {JUNE}, .to = {JUNE}, .reform = reform(ctx)};
    TableOut out = {&rows, rows_begin, rows_row, rows_end};
    harness_begin(p.h);
    ASSERT_OK(ctx, db_query_int64(ctx, p.app.db, SQL_LAW_COUNT_RIGHTS, DB_NO_PARAMS, 0, &changes));
    harness_rollback(p.h);
    ctx->user_id = p.maker;
    ASSERT_OK(ctx, law_simulate_register(ctx, &p.app, &ask, &out));
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows.cells[0][3], 27); /* winners: all who are owed something */
    assert_int_equal(rows.cells[0][4], 0);
    assert_int_equal(rows.cells[0][5], 20750000);
    assert_int_equal(rows.cells[0][6], 20750000 / 5 * 6); /* 600,000 for 500,000 */
    harness_begin(p.h);
    ASSERT_OK(ctx,
              db_query_int64(ctx, p.app.db, SQL_LAW_COUNT_RIGHTS, DB_NO_PARAMS, 0, &changes_after));
    harness_rollback(p.h);
    assert_int_equal(changes, changes_after);
    replay(&p, JUNE, JUNE, LAW_ALL_KNOWN, &rows);
    assert_int_equal(rows.count, 0);
    province_close(&p);
}
BOTH_ENGINES(a_reform_is_counted_and_nothing_is_written)

static void a_person_is_explained_to_whoever_may_see_them(DbEngine engine) {
    Province p;
    LawTrace *trace = NULL;
    const LawPerson *person = NULL;
    LawAnswer answer;
    province_open(&p, engine);
    Ctx *ctx = &p.h->ctx;
    ASSERT_OK(ctx, ctx_alloc(ctx, sizeof *trace, (void **)&trace));
    ctx->user_id = p.maker;
    ASSERT_OK(ctx, law_register_person(ctx, &p.app, 30, &person));
    LawQuestion question = {.person = person, .period = {JUNE}, .trace = trace};
    ASSERT_OK(ctx, law_answer(ctx, p.app.law, &question, &answer));
    assert_int_equal(answer.amounts[0].amount_dong, 1000000); /* exceptionally severe: 2.0 */
    const LawStep *last = &trace->steps[trace->count - 1];
    assert_int_equal(last->kind, LAW_STEP_RESULT);
    assert_int_equal(last->numbers[0], 1000000);
    ASSERT_STATUS(ctx, law_register_person(ctx, &p.app, 999, &person), E_PERSON_UNKNOWN);
    ctx->user_id = 424242;
    ASSERT_STATUS(ctx, law_register_person(ctx, &p.app, 30, &person), E_RIGHT_MISSING);
    province_close(&p);
}
BOTH_ENGINES(a_person_is_explained_to_whoever_may_see_them)

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH_TESTS(replay_equals_the_books_and_finds_what_they_do_not_know),
        BOTH_TESTS(a_paused_month_is_not_owed),
        BOTH_TESTS(a_reform_is_counted_and_nothing_is_written),
        BOTH_TESTS(a_person_is_explained_to_whoever_may_see_them),
    };
    return HARNESS_RUN(tests);
}
