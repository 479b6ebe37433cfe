/*
 * Stories of persons who stand in the register twice: found, decided, held, let go. The register is
 * large enough for the linkage to learn from: some hundreds of invented persons in two communes,
 * and among them known pairs, enrolled again elsewhere with one wrong digit in their number.
 */
#include <stdio.h>

#include "app/dedupe.h"
#include "app/payment.h"
#include "app/register.h"
#include "check.h"
#include "month.h"

enum {
    PERSONS = 300,
    DOUBLES = 12,
    SEED = 20260220,
    HALF_PPM = 500000,
    MEMORY_BYTES = 256 << 20,
    NEVER_BELOW = 400
};

static uint32_t next_of(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Person i, as whoever writes the list of their commune has them. */
static void row_print(FILE *out, int i, bool again) {
    static const char *const FAMILIES[] = {"Lò",    "Quàng", "Cà",     "Lường", "Tòng", "Hoàng",
                                           "Giàng", "Vừ",    "Nguyễn", "Trần",  "Bạc",  "Đinh"};
    static const char *const MIDDLES[] = {"Văn", "Xuân", "Minh", "Đức", "Quang", "Ngọc", "Thanh"};
    static const char *const GIVENS[] = {"An",    "Bình",  "Cường", "Dũng", "Giang", "Hải",  "Hùng",
                                         "Khánh", "Lâm",   "Long",  "Nam",  "Phúc",  "Quân", "Sơn",
                                         "Tâm",   "Thắng", "Tiến",  "Toàn", "Trung", "Vinh"};
    uint32_t seed = SEED + (uint32_t)i * 7919u;
    unsigned family = next_of(&seed) % 12;
    unsigned middle = next_of(&seed) % 7;
    unsigned given = next_of(&seed) % 20;
    unsigned year = 1940 + next_of(&seed) % 55;
    unsigned month = 1 + next_of(&seed) % 12;
    unsigned day = 1 + next_of(&seed) % 28;
    unsigned number = next_of(&seed) % 1000000;
    number = again ? (number + 5) % 1000000 : number; /* the clerk's slip */
    fprintf(out, "%s %s %s,%02u/%02u/%04u,Nam,0140%02u%06u,5.6,Nặng,%d%s/QĐ-UBND,10/01/2022,%s,",
            FAMILIES[family], MIDDLES[middle], GIVENS[given], day, month, year, year % 100, number,
            i, again ? "b" : "", again ? "03/2023" : "01/2022");
    fputs("Tiền mặt,buudien1\n", out);
}

static void list_is_taken_in(World *w, int commune, int from, int to, bool again) {
    Str path;
    Reply reply;
    ASSERT_OK(w->ctx, ctx_print(w->ctx, &path, "%s/list-%d-%d.csv", w->h->folder, from, again));
    FILE *out = fopen(path.ptr, "w");
    assert_non_null(out);
    fputs("Họ và tên,Ngày sinh,Giới tính,Số CCCD,Mã đối tượng,Mức độ khuyết tật,Số quyết định,"
          "Ngày quyết định,Hưởng từ,Hình thức chi trả,Ngân hàng\n",
          out);
    for (int i = from; i < to; i++) {
        row_print(out, i, again);
    }
    assert_int_equal(fclose(out), 0);
    IntakeLoad load = {path, w->communes[commune], PROGRAMME, {"", 0}};
    w->ctx->user_id = w->officer;
    ASSERT_OK(w->ctx, intake_load(w->ctx, &w->app, &load, &reply));
    assert_int_equal(reply_int(&reply, "new_count"), to - from);
}

/* The first DOUBLES of commune 0 are enrolled again in commune 1. Ids go from 1 in order of rows.
 */
static World *register_with_doubles(DbEngine engine) {
    World *w = world_open(engine);
    list_is_taken_in(w, 0, 0, PERSONS, false);
    list_is_taken_in(w, 1, PERSONS, PERSONS + PERSONS / 3, false);
    list_is_taken_in(w, 1, 0, DOUBLES, true);
    return w;
}

static Status try_search(World *w, int64_t user_id) {
    DedupeRun run = {
        .area_id = w->province, .review_ppm = HALF_PPM, .threads = 2, .memory_bytes = MEMORY_BYTES};
    w->ctx->user_id = user_id;
    return dedupe_run(w->ctx, &w->app, &run, &w->reply);
}

static void duplicates_are_searched(World *w) {
    ASSERT_OK(w->ctx, try_search(w, w->officer));
}

static Status try_decide(World *w, int64_t user_id, int64_t a, int64_t b, PairState verdict) {
    DedupeVerdict decision = {a, b, verdict, STR("đối chiếu hồ sơ gốc tại xã")};
    w->ctx->user_id = user_id;
    return dedupe_verdict(w->ctx, &w->app, &decision, &w->reply);
}

static void decided(World *w, int64_t a, int64_t b, PairState verdict) {
    ASSERT_OK(w->ctx, try_decide(w, w->officer, a, b, verdict));
}

static int64_t pairs_in(World *w, PairState state) {
    return ask(w, "SELECT COUNT(*) FROM dedupe_pair WHERE state = %d", (int)state);
}

/* The k-th known pair: the record of commune 0, and that of commune 1. */
static void double_find(World *w, int k, int64_t *ret_first, int64_t *ret_second) {
    *ret_first = ask(w, "SELECT MIN(person_id) FROM enrolment WHERE decision_no = '%d/QĐ-UBND'", k);
    *ret_second =
        ask(w, "SELECT MIN(person_id) FROM enrolment WHERE decision_no = '%db/QĐ-UBND'", k);
    assert_true(*ret_first != 0 && *ret_second > *ret_first);
}

static int64_t state_of(World *w, int64_t a, int64_t b) {
    return ask(w,
               "SELECT COALESCE(MAX(state), -1) FROM dedupe_pair WHERE person_id = %lld "
               "AND other_person_id = %lld",
               (long long)(a < b ? a : b), (long long)(a < b ? b : a));
}

static void known_doubles_are_found_once(DbEngine engine) {
    World *w = register_with_doubles(engine);
    duplicates_are_searched(w);
    reply_should_be(w, "record_count", PERSONS + PERSONS / 3 + DOUBLES);
    for (int k = 0; k < DOUBLES; k++) {
        int64_t first = 0;
        int64_t second = 0;
        double_find(w, k, &first, &second);
        assert_int_equal(state_of(w, first, second), PAIR_WAITING);
    }
    /* Namesakes are no duplicates. */
    assert_int_equal(pairs_in(w, PAIR_WAITING), DOUBLES);
    reply_should_be(w, "new_count", DOUBLES);
    assert_int_equal(ask(w, "SELECT COUNT(*) FROM dedupe_pair WHERE reasons = ''"), 0);

    w->ctx->request_key = STR("search-again"); /* and the same request again has the same answer */
    duplicates_are_searched(w);
    duplicates_are_searched(w);
    assert_true(w->reply.replayed);
    reply_should_be(w, "record_count", PERSONS + PERSONS / 3 + DOUBLES);
    w->ctx->request_key = STR("");
    int64_t changes = ask(w, "SELECT COUNT(*) FROM change");
    duplicates_are_searched(w);
    reply_should_be(w, "repeated", 1);
    reply_should_be(w, "new_count", 0);
    assert_int_equal(pairs_in(w, PAIR_WAITING), DOUBLES);
    assert_int_equal(ask(w, "SELECT COUNT(*) FROM dedupe_run"), 1);
    assert_int_equal(ask(w, "SELECT COUNT(*) FROM change"), changes + 1); /* that it was asked */
    story_ends(&w);
}
BOTH_ENGINES(known_doubles_are_found_once)

static void a_confirmed_duplicate_waits_and_is_let_go(DbEngine engine) {
    World *w = register_with_doubles(engine);
    int64_t first = 0;
    int64_t second = 0;
    double_find(w, 0, &first, &second);
    duplicates_are_searched(w);
    decided(w, second, first, PAIR_SAME); /* in either order */
    reply_should_be(w, "held_person_id", second);
    reply_should_be(w, "hold_placed", 1);
    REFUSED(w, E_DEDUPE_BY_VERDICT,
            try_lift_hold(w, w->second_officer, second, "DUPLICATE_CONFIRMED"));
    month_is_listed(w, MARCH);
    held_should_be(w, second, MARCH, "DUPLICATE_CONFIRMED");
    held_should_be(w, first, MARCH, NULL);
    month_is_approved_and_sent(w, MARCH);
    orders_should_number(w, second, 0);
    orders_should_number(w, first, 1);
    assert_int_equal(
        ask(w, "SELECT COUNT(*) FROM person WHERE person_id = %lld", (long long)second),
        1); /* nobody is deleted */
    auditor_should_be_clean(w);

    decided(w, first, second, PAIR_DIFFERENT);
    reply_should_be(w, "hold_lifted", 1);
    on_day(w, 20260320);
    month_goes_out(w, APRIL);
    held_should_be(w, second, APRIL, NULL);
    orders_should_number(w, second, 1);
    assert_int_equal(ask(w, "SELECT COUNT(*) FROM dedupe_verdict"), 2); /* both verdicts stay */
    story_ends(&w);
}
BOTH_ENGINES(a_confirmed_duplicate_waits_and_is_let_go)

static void a_verdict_outranks_the_next_search(DbEngine engine) {
    World *w = register_with_doubles(engine);
    int64_t first = 0;
    int64_t second = 0;
    int64_t same_first = 0;
    int64_t same_second = 0;
    double_find(w, 1, &first, &second);
    double_find(w, 2, &same_first, &same_second);
    duplicates_are_searched(w);
    decided(w, first, second, PAIR_DIFFERENT);
    decided(w, same_first, same_second, PAIR_SAME);
    /* One more person: the search is another one. */
    list_is_taken_in(w, 0, NEVER_BELOW, NEVER_BELOW + 1, false);
    duplicates_are_searched(w);
    reply_should_be(w, "repeated", 0);
    reply_should_be(w, "new_count", 0);
    assert_int_equal(state_of(w, first, second), PAIR_DIFFERENT);
    assert_int_equal(state_of(w, same_first, same_second), PAIR_SAME);
    assert_int_equal(pairs_in(w, PAIR_WAITING), DOUBLES - 2);
    assert_int_equal(ask(w, "SELECT COUNT(*) FROM hold WHERE lifted_seq IS NULL"), 1);
    story_ends(&w);
}
BOTH_ENGINES(a_verdict_outranks_the_next_search)

/* Before the engine has seen them: "same" with the one, "different" from the other, is enough. */
static void what_follows_from_verdicts_is_not_asked(DbEngine engine) {
    World *w = register_with_doubles(engine);
    int64_t first = 0;
    int64_t second = 0;
    int64_t third = 0;
    int64_t other = 0;
    double_find(w, 3, &first, &second);
    double_find(w, 4, &third, &other);
    decided(w, first, third, PAIR_SAME);
    decided(w, third, second, PAIR_DIFFERENT);
    duplicates_are_searched(w);
    reply_should_be(w, "implied_count", 1);
    assert_int_equal(state_of(w, first, second), -1);
    story_ends(&w);
}
BOTH_ENGINES(what_follows_from_verdicts_is_not_asked)

static void a_person_held_twice_needs_two_verdicts_to_go_on(DbEngine engine) {
    World *w = register_with_doubles(engine);
    int64_t first = 0;
    int64_t second = 0;
    int64_t third = 0;
    int64_t unused = 0;
    double_find(w, 0, &first, &second);
    double_find(w, 5, &third, &unused);
    decided(w, first, second, PAIR_SAME);
    decided(w, third, second, PAIR_SAME);
    reply_should_be(w, "hold_placed", 0);
    decided(w, first, second, PAIR_DIFFERENT);
    reply_should_be(w, "hold_lifted", 0);
    assert_int_equal(ask(w, "SELECT COUNT(*) FROM hold WHERE lifted_seq IS NULL"), 1);
    decided(w, third, second, PAIR_UNDECIDED);
    reply_should_be(w, "hold_lifted", 1);
    assert_int_equal(ask(w, "SELECT COUNT(*) FROM hold WHERE lifted_seq IS NULL"), 0);
    story_ends(&w);
}
BOTH_ENGINES(a_person_held_twice_needs_two_verdicts_to_go_on)

static void who_may_not_write_may_not_decide(DbEngine engine) {
    World *w = register_with_doubles(engine);
    int64_t first = 0;
    int64_t second = 0;
    double_find(w, 0, &first, &second);
    REFUSED(w, E_RIGHT_MISSING, try_search(w, w->accountant));
    REFUSED(w, E_RIGHT_MISSING, try_search(w, w->other_officer));
    REFUSED(w, E_RIGHT_MISSING, try_decide(w, w->accountant, first, second, PAIR_SAME));
    REFUSED(w, E_RIGHT_MISSING, try_decide(w, w->other_officer, first, second, PAIR_SAME));
    REFUSED(w, E_DEDUPE_ONE_PERSON, try_decide(w, w->officer, first, first, PAIR_SAME));
    REFUSED(w, E_PERSON_UNKNOWN, try_decide(w, w->officer, first, 987654, PAIR_SAME));
    REFUSED(w, E_ARGUMENT, try_decide(w, w->officer, first, second, PAIR_GONE));
    assert_int_equal(ask(w, "SELECT COUNT(*) FROM dedupe_verdict"), 0);
    story_ends(&w);
}
BOTH_ENGINES(who_may_not_write_may_not_decide)

/* Whichever statement fails, there is no half search. */
static void a_search_that_dies_leaves_nothing(DbEngine engine) {
    World *w = register_with_doubles(engine);
    for (int64_t nth = 1;; nth++) { /* ends: a search has some tens of statements */
        db_fail_nth(w->app.db, nth);
        Status status = try_search(w, w->officer);
        db_fail_nth(w->app.db, 0);
        if (status == OK) {
            assert_true(nth > 10);
            break;
        }
        assert_int_equal(ask(w, "SELECT COUNT(*) FROM dedupe_run"), 0);
        assert_int_equal(ask(w, "SELECT COUNT(*) FROM dedupe_pair"), 0);
    }
    assert_int_equal(pairs_in(w, PAIR_WAITING), DOUBLES);
    story_ends(&w);
}
BOTH_ENGINES(a_search_that_dies_leaves_nothing)

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH_TESTS(known_doubles_are_found_once),
        BOTH_TESTS(a_confirmed_duplicate_waits_and_is_let_go),
        BOTH_TESTS(a_verdict_outranks_the_next_search),
        BOTH_TESTS(what_follows_from_verdicts_is_not_asked),
        BOTH_TESTS(a_person_held_twice_needs_two_verdicts_to_go_on),
        BOTH_TESTS(who_may_not_write_may_not_decide),
        BOTH_TESTS(a_search_that_dies_leaves_nothing),
    };
    return HARNESS_RUN(tests);
}
