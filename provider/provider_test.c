/* The simulator against itself and against our readers: what it tells must be what it did. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "answer.h"
#include "codec/iso/out_file.h"
#include "codec/iso/result_reader.h"
#include "sys/digest.h"
#include "sys/file.h"

enum { ARENA_CAP = 64 * 1024 * 1024, ORDERS = 400, FIRST_DAY = 20260605, DAYS = 80, FILES = 5000 };

static Ctx ctx;
static char folder[64];

static int set_up(void **state) {
    (void)state;
    ctx = (Ctx){.arena = arena_new(ARENA_CAP), .clock = clock_system()};
    (void)snprintf(folder, sizeof folder, "/tmp/ansinh-provider-XXXXXX");
    return ctx.arena && mkdtemp(folder) ? 0 : -1;
}

static void folder_remove(const char *path) {
    pid_t child = fork();
    if (child == 0) {
        (void)execlp("rm", "rm", "-rf", "--", path, (char *)NULL);
        _exit(127);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static int tear_down(void **state) {
    (void)state;
    folder_remove(folder);
    arena_free(&ctx.arena);
    return 0;
}

static Str path_of(const char *name) {
    Str path;
    assert_int_equal(ctx_print(&ctx, &path, "%s/%s", folder, name), OK);
    return path;
}

static Str id_of(int i) {
    Str id;
    assert_int_equal(ctx_print(&ctx, &id, "VN%015d", i), OK);
    return id;
}

static int64_t amount_of(int i) {
    return 540000 + 1000 * (i % 7);
}

/* A file of orders first..first+count-1, as a release makes it. */
static void send_file(const char *template_name, const char *in_name, const char *file_name,
                      int first, int count) {
    const ProviderTemplate *template = NULL;
    Str path;
    int64_t sum_dong = 0;
    for (int i = first; i < first + count; i++) {
        sum_dong += amount_of(i);
    }
    assert_int_equal(file_make_folders(&ctx, path_of(in_name)), OK);
    assert_int_equal(provider_template_load(&ctx, str_of(template_name), &template), OK);
    assert_int_equal(
        ctx_print(&ctx, &path, "%s/%s/%s%s", folder, in_name, file_name, out_file_suffix(template)),
        OK);
    OutFileHeader header = {.batch_ref = str_of(file_name),
                            .period = 202606,
                            .count = count,
                            .sum_dong = sum_dong,
                            .execution_day = FIRST_DAY,
                            .debtor_name = STR("Sở Y tế tỉnh Sơn La"),
                            .debtor_account = STR("0711000123456"),
                            .debtor_agent = STR("970436")};
    CLEANUP(out_file_close) OutFile *file = NULL;
    assert_int_equal(out_file_open(&ctx, template, &header, path.ptr, &file), OK);
    for (int i = first; i < first + count; i++) {
        ArenaMark mark = arena_mark(ctx.arena);
        OutLine line = {.line_no = i - first + 1,
                        .end_to_end_id = id_of(i),
                        .amount_dong = amount_of(i),
                        .account_number = STR("7900205123456"),
                        .holder_name = STR("Giàng A Chư"),
                        .person_name = STR("Giàng A Chư"),
                        .agent = STR("970405"),
                        .remittance = STR("Trợ cấp 06/2026")};
        assert_int_equal(out_file_add(&ctx, file, &line), OK);
        arena_rewind(ctx.arena, mark);
    }
    assert_int_equal(out_file_finish(&ctx, file), OK);
}

static AnswerDay day_of(const char *in_name, const char *out_name, const char *mix, int64_t day) {
    static FILE *nowhere;
    if (!nowhere) {
        nowhere = fopen("/dev/null", "we");
    }
    AnswerDay work = {.provider_code = STR("vietbank"),
                      .in_dir = path_of(in_name),
                      .out_dir = path_of(out_name),
                      .seed = 7,
                      .day = day,
                      .opening_dong = 1000000000,
                      .out = nowhere};
    assert_non_null(nowhere);
    assert_true(fault_mix_by_name(str_of(mix), &work.mix));
    return work;
}

static void live_through(const char *in_name, const char *out_name, const char *mix, int days) {
    for (int i = 0; i < days; i++) {
        ArenaMark mark = arena_mark(ctx.arena);
        AnswerDay work = day_of(in_name, out_name, mix, day_add(FIRST_DAY, i));
        assert_int_equal(answer_day(&ctx, &work), OK);
        arena_rewind(ctx.arena, mark);
    }
}

/* ---- what the answers say, and what is true ---- */

typedef struct Told {
    int paid;
    int back;
    int refused;
    int unclaimed;
} Told;

typedef struct Tale {
    Told told[ORDERS];
    int stranger_count; /* ids that are none of ours */
    int wrong_amount_count;
    int broken_count; /* files that are not whole */
    int row_count;
    int duplicate_count; /* reason DUPL, of rows or of a file */
} Tale;

static void row_hear(Tale *tale, const ResultRow *row) {
    int64_t number = -1;
    tale->row_count++;
    assert_int_equal(row->problem, OK);
    if (!str_starts_with(row->end_to_end_id, STR("VN")) ||
        !str_to_int64(str_part(row->end_to_end_id, 2, 99), &number) || number >= ORDERS) {
        tale->stranger_count++;
        return;
    }
    Told *told = &tale->told[number];
    if (row->amount_dong != amount_of((int)number)) {
        tale->wrong_amount_count++;
        return;
    }
    told->paid += row->outcome == RESULT_PAID;
    told->back += row->outcome == RESULT_MONEY_BACK;
    told->unclaimed += row->outcome == RESULT_UNCLAIMED;
    told->refused += row->outcome == RESULT_REJECTED || row->outcome == RESULT_NEVER_RECEIVED;
    tale->duplicate_count += str_equal(row->reason_code, STR("DUPL"));
}

/* False when the file is not whole: then nothing of it counts. */
static bool file_hear(Tale *tale, const char *path, const ProviderTemplate *template) {
    static Tale heard;
    CLEANUP(result_reader_close) ResultReader *reader = NULL;
    heard = *tale;
    if (result_reader_open(&ctx, path, template, &reader) != OK) {
        return false;
    }
    heard.duplicate_count +=
        str_equal(result_reader_header(reader)->group_reason_code, STR("DUPL"));
    for (;;) { /* ends with the rows */
        const ResultRow *row = NULL;
        if (result_reader_next(&ctx, reader, &row) != OK) {
            return false;
        }
        if (!row) {
            break;
        }
        row_hear(&heard, row);
    }
    if (!result_reader_totals(reader)->as_declared) {
        return false;
    }
    *tale = heard;
    return true;
}

static void tale_hear(Tale *tale, const char *out_name, const char *template_name) {
    const ProviderTemplate *template = NULL;
    const Str suffixes[] = {STR(".xml"), STR(".csv"), STR(".xlsx")};
    assert_int_equal(provider_template_load(&ctx, str_of(template_name), &template), OK);
    *tale = (Tale){.row_count = 0};
    for (size_t s = 0; s < 3; s++) {
        Str *names = NULL;
        size_t count = 0;
        assert_int_equal(file_list(&ctx, path_of(out_name), suffixes[s], FILES, &names, &count),
                         OK);
        for (size_t i = 0; i < count; i++) {
            Str path;
            ArenaMark mark = arena_mark(ctx.arena);
            assert_int_equal(file_join(&ctx, path_of(out_name), names[i], &path), OK);
            tale->broken_count += !file_hear(tale, path.ptr, template);
            arena_rewind(ctx.arena, mark);
        }
    }
}

typedef struct Truth {
    bool is_known[ORDERS];
    bool is_paid[ORDERS];
    bool is_back[ORDERS];
    int paid_count;
    int back_count;
    int count;
} Truth;

static void truth_read(Truth *truth, const char *out_name) {
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    assert_non_null(out);
    assert_int_equal(truth_print(&ctx, path_of(out_name), out), OK);
    assert_int_equal(fclose(out), 0);
    *truth = (Truth){.count = 0};
    Str rest = {text, len};
    Str line;
    (void)str_split_next(&rest, '\n', &line); /* the titles */
    while (str_split_next(&rest, '\n', &line) && line.len > 0) {
        Str word[8];
        int64_t number = 0;
        for (int i = 0; i < 8; i++) {
            assert_true(str_split_next(&line, '\t', &word[i]));
        }
        assert_true(str_to_int64(str_part(word[1], 2, 99), &number));
        assert_false(truth->is_known[number]); /* one order per id */
        truth->is_known[number] = true;
        truth->is_paid[number] = str_equal(word[4], STR("1"));
        truth->is_back[number] = !str_equal(word[6], STR("0"));
        truth->paid_count += truth->is_paid[number];
        truth->back_count += truth->is_back[number];
        truth->count++;
    }
    free(text);
}

/* When all is told, each order's evidence is the truth about it. */
static void tale_is_true(const Tale *tale, const Truth *truth) {
    for (int i = 0; i < ORDERS; i++) {
        if (!truth->is_known[i]) {
            continue;
        }
        assert_int_equal(tale->told[i].paid > 0, truth->is_paid[i]);
        assert_int_equal(tale->told[i].back > 0, truth->is_back[i]);
        if (!truth->is_paid[i]) {
            assert_true(tale->told[i].refused > 0 || tale->told[i].unclaimed > 0);
        }
    }
}

static void story_of(const char *template_name, const char *mix, Tale *tale, Truth *truth) {
    send_file(template_name, "in", "AS-1", 0, ORDERS / 2);
    send_file(template_name, "in", "AS-2", ORDERS / 2, ORDERS - ORDERS / 2);
    live_through("in", "out", mix, DAYS);
    tale_hear(tale, "out", template_name);
    truth_read(truth, "out");
    assert_int_equal(truth->count, ORDERS);
    tale_is_true(tale, truth);
}

static Tale tale;
static Truth truth;

static void bank_tells_the_truth_in_the_end(void **state) {
    (void)state;
    story_of("pain001", "harsh", &tale, &truth);
    assert_in_range(truth.paid_count, ORDERS / 2, ORDERS - 1); /* faults did happen */
    assert_true(truth.back_count > 0 && tale.stranger_count > 0 && tale.wrong_amount_count > 0);
    assert_true(tale.broken_count > 0);
}

static void bank_of_lists_tells_the_truth_in_the_end(void **state) {
    (void)state;
    story_of("bank_csv", "harsh", &tale, &truth);
    assert_in_range(truth.paid_count, ORDERS / 2, ORDERS - 1);
}

static void wallet_tells_the_truth_in_the_end(void **state) {
    (void)state;
    story_of("wallet_xlsx", "harsh", &tale, &truth);
    assert_in_range(truth.paid_count, ORDERS / 2, ORDERS - 1);
    assert_true(truth.back_count > 0 && tale.stranger_count > 0);
}

static void post_tells_what_was_not_collected_and_hands_it_back(void **state) {
    (void)state;
    story_of("post_list_xlsx", "harsh", &tale, &truth);
    int unclaimed = 0;
    for (int i = 0; i < ORDERS; i++) {
        unclaimed += tale.told[i].unclaimed > 0;
        if (tale.told[i].unclaimed > 0) {
            assert_false(truth.is_paid[i]);
            assert_true(truth.is_back[i]);
        }
    }
    assert_in_range(unclaimed, ORDERS / 10, ORDERS / 2);
    assert_int_equal(truth.back_count, unclaimed);
}

static void without_faults_everybody_is_paid_and_told_once(void **state) {
    (void)state;
    story_of("pain001", "none", &tale, &truth);
    assert_int_equal(truth.paid_count, ORDERS);
    assert_int_equal(truth.back_count, 0);
    assert_int_equal(tale.broken_count + tale.stranger_count + tale.wrong_amount_count, 0);
    assert_int_equal(tale.row_count, 2 * ORDERS); /* the report and the statement */
}

static void file_sent_again_pays_nobody_again(void **state) {
    (void)state;
    send_file("pain001", "in", "AS-1", 0, ORDERS);
    live_through("in", "out", "none", 2);
    truth_read(&truth, "out");
    assert_int_equal(truth.count, ORDERS);
    send_file("pain001", "in", "AS-1-again", 0, ORDERS); /* another file, the same orders */
    AnswerDay work = day_of("in", "out", "none", day_add(FIRST_DAY, 3));
    assert_int_equal(answer_day(&ctx, &work), OK);
    truth_read(&truth, "out");
    assert_int_equal(truth.count, ORDERS); /* truth_read() refuses a second order of an id */
    tale_hear(&tale, "out", "pain001");
    assert_int_equal(tale.duplicate_count, 1); /* the file as a whole */
    assert_int_equal(answer_day(&ctx, &work), OK);
    tale_hear(&tale, "out", "pain001");
    assert_int_equal(tale.duplicate_count, 1); /* the day's work done twice tells nothing new */
}

static void known_order_among_new_ones_is_reported_as_duplicate(void **state) {
    (void)state;
    send_file("pain001", "in", "AS-1", 0, 10);
    live_through("in", "out", "none", 1);
    send_file("pain001", "in", "AS-2", 8, 10); /* 8 and 9 again */
    AnswerDay work = day_of("in", "out", "none", day_add(FIRST_DAY, 1));
    assert_int_equal(answer_day(&ctx, &work), OK);
    truth_read(&truth, "out");
    assert_int_equal(truth.count, 18);
    tale_hear(&tale, "out", "pain001");
    assert_int_equal(tale.duplicate_count, 2);
    assert_int_equal(tale.told[8].refused, 0); /* a duplicate is no final reject */
}

static void damaged_file_is_refused_as_a_whole(void **state) {
    (void)state;
    send_file("pain001", "in", "AS-1", 0, 50);
    char path[FILE_PATH_MAX];
    assert_int_equal(file_path(&ctx, path_of("in/AS-1.xml"), path), OK);
    assert_int_equal(truncate(path, 5000), 0);
    live_through("in", "out", "none", 1);
    truth_read(&truth, "out");
    assert_int_equal(truth.count, 0);
}

static void folder_digest(const char *name, char hex[DIGEST_HEX_CHARS + 1]) {
    const Str suffixes[] = {STR(".xml"), STR(".csv"), STR(".xlsx"), STR(".txt")};
    uint8_t hash[DIGEST_BYTES];
    DigestState all;
    digest_init(&all);
    for (size_t s = 0; s < 4; s++) {
        Str *names = NULL;
        size_t count = 0;
        assert_int_equal(file_list(&ctx, path_of(name), suffixes[s], FILES, &names, &count), OK);
        digest_add_int64(&all, (int64_t)count);
        for (size_t i = 0; i < count; i++) {
            Str path;
            assert_int_equal(file_join(&ctx, path_of(name), names[i], &path), OK);
            assert_int_equal(sha256_file(&ctx, path, hash), OK);
            digest_add_text(&all, names[i]);
            digest_add(&all, (Str){(const char *)hash, sizeof hash});
        }
    }
    digest_final(&all, hash);
    hex_write(hash, sizeof hash, hex);
}

static void same_seed_gives_the_same_bytes(void **state) {
    (void)state;
    const char *const templates[] = {"pain001", "bank_csv", "wallet_xlsx", "post_list_xlsx"};
    for (int i = 0; i < 4; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "AS-%d", i);
        send_file(templates[i], "in", name, i * 100, 100);
    }
    char one[DIGEST_HEX_CHARS + 1];
    char two[DIGEST_HEX_CHARS + 1];
    live_through("in", "one", "harsh", 30);
    live_through("in", "two", "harsh", 30);
    folder_digest("one", one);
    folder_digest("two", two);
    assert_string_equal(one, two);
    AnswerDay work = day_of("in", "one", "harsh", day_add(FIRST_DAY, 30));
    work.seed++;
    assert_int_equal(answer_day(&ctx, &work), E_ARGUMENT);
    work.out_dir = path_of("three");
    assert_int_equal(answer_day(&ctx, &work), OK);
    folder_digest("three", two);
    assert_string_not_equal(one, two);
}

static void day_that_is_over_is_refused(void **state) {
    (void)state;
    send_file("pain001", "in", "AS-1", 0, 10);
    live_through("in", "out", "none", 3);
    AnswerDay work = day_of("in", "out", "none", FIRST_DAY);
    assert_int_equal(answer_day(&ctx, &work), E_ARGUMENT);
    work = day_of("in", "out", "harsh", day_add(FIRST_DAY, 5));
    assert_int_equal(answer_day(&ctx, &work), E_ARGUMENT);
    work = day_of("in", "out", "none", day_add(FIRST_DAY, 5));
    work.provider_code = STR("../evil");
    assert_int_equal(answer_day(&ctx, &work), E_ARGUMENT);
}

static void standard_mix_is_that_of_the_field(void **state) {
    (void)state;
    enum { DRAWN = 200000 };
    FaultMix mix;
    assert_true(fault_mix_by_name(STR("standard"), &mix));
    int never = 0;
    int back = 0;
    int twice = 0;
    for (int i = 0; i < DRAWN; i++) {
        char id[32];
        Plan plan;
        (void)snprintf(id, sizeof id, "VN%015d", i);
        plan_make(&mix, 11, PROVIDER_BANK, str_of(id), FIRST_DAY, &plan);
        assert_in_range(plan.count, 1, PLAN_EVENT_MAX);
        never += plan.paid_day == 0;
        back += plan.return_day != 0;
        for (size_t e = 0; e < plan.count; e++) {
            twice += plan.events[e].is_twice;
            assert_true(e == 0 || plan.events[e].due_day >= plan.events[e - 1].due_day);
        }
    }
    assert_in_range(never, DRAWN * 65 / 1000, DRAWN * 75 / 1000); /* 5 % rejected, 2 % lost */
    assert_in_range(back, DRAWN * 17 / 1000, DRAWN * 23 / 1000);
    assert_in_range(twice, DRAWN * 8 / 1000, DRAWN * 12 / 1000);
}

static void mix_file_is_read_strictly(void **state) {
    (void)state;
    FaultMix mix = {.rejected = 5};
    assert_int_equal(fault_mix_parse(&ctx, STR("# mine\nrejected = 100000\n\n"), &mix), OK);
    assert_int_equal(mix.rejected, 100000);
    assert_int_equal(mix.returned, 0);
    assert_int_equal(fault_mix_parse(&ctx, STR("rejectd = 1"), &mix), E_ARGUMENT);
    assert_int_equal(fault_mix_parse(&ctx, STR("rejected = 100001"), &mix), E_ARGUMENT);
    assert_int_equal(fault_mix_parse(&ctx, STR("rejected"), &mix), E_ARGUMENT);
    assert_int_equal(mix.rejected, 100000); /* untouched */
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(bank_tells_the_truth_in_the_end),
        IN_FOLDER(bank_of_lists_tells_the_truth_in_the_end),
        IN_FOLDER(wallet_tells_the_truth_in_the_end),
        IN_FOLDER(post_tells_what_was_not_collected_and_hands_it_back),
        IN_FOLDER(without_faults_everybody_is_paid_and_told_once),
        IN_FOLDER(file_sent_again_pays_nobody_again),
        IN_FOLDER(known_order_among_new_ones_is_reported_as_duplicate),
        IN_FOLDER(damaged_file_is_refused_as_a_whole),
        IN_FOLDER(same_seed_gives_the_same_bytes),
        IN_FOLDER(day_that_is_over_is_refused),
        IN_FOLDER(standard_mix_is_that_of_the_field),
        IN_FOLDER(mix_file_is_read_strictly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
