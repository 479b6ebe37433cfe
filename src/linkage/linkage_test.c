/* A small list through the whole of the folder; what must never depend on machine or order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "linkage/link_decide.h"
#include "linkage/link_kernel.h"

typedef struct Test {
    Ctx ctx;
    const LinkSpec *spec;
    LinkTable *table;
    LinkLevels levels[LINK_COMPARISON_MAX];
    LinkBlocks blocks[LINK_RULE_MAX];
    LinkModel model;
    LinkJob job;
} Test;

static const char SPEC[] =
    "id: id\n"
    "columns:\n  born: {kind: date}\n  card: {kind: digits}\n"
    "comparisons:\n"
    "  - {name: name, column: name, frequency: true, levels: [exact, {levenshtein: 1}]}\n"
    "  - {name: born, column: born, levels: [equal, [swapped, year_month], year]}\n"
    "  - {name: card, column: card, levels: [equal, [one_digit, swapped]]}\n"
    "  - {name: place, column: place, levels: [exact], implied_by: card}\n"
    "blocks:\n  - [name]\n  - [born]\n  - [name first 2, born year]\n  - [card last 4]\n";

static int setup(void **state) {
    static Test test;
    memset(&test, 0, sizeof test);
    test.ctx.arena = arena_new((size_t)256 << 20);
    *state = &test;
    return test.ctx.arena ? 0 : -1;
}

static int teardown(void **state) {
    arena_free(&((Test *)*state)->ctx.arena);
    return 0;
}

static void must(Test *test, Status status) {
    if (status != OK) {
        fail_msg("%s: %s", status_name(status), test->ctx.failure.detail);
    }
}

static void spec_is(Test *test, const char *text) {
    must(test, link_spec_read(&test->ctx, "t.yaml", str_of(text), &test->spec));
}

static void row(Test *test, const char *id, const char *const cells[4]) {
    Str of_spec[LINK_COLUMN_MAX];
    /* columns of SPEC stand in the order born, card, name, place */
    for (int i = 0; i < 4; i++) {
        of_spec[i] = str_of(cells[i]);
    }
    must(test, link_table_add(&test->ctx, test->table, str_of(id), of_spec));
}

/* 2,000 records of 700 persons, some with errors. */
static void people(Test *test, uint32_t left_count) {
    static const char *const NAMES[] = {"an",    "bình", "cường", "dung",
                                        "giang", "hà",   "hạnh",  "khánh"};
    Rng rng;
    rng_seed(&rng, 7);
    must(test, link_table_new(&test->ctx, test->spec, 2000, &test->table));
    for (int i = 0; i < 2000; i++) {
        char id[16];
        char name[32];
        char born[48];
        char card[32];
        char place[16];
        uint64_t person = rng_below(&rng, 700);
        Rng own;
        rng_seed(&own, person + 1);
        const char *given = NAMES[rng_below(&own, 8)];
        snprintf(id, sizeof id, "r%04d", i);
        snprintf(name, sizeof name, "%s %s%s", NAMES[rng_below(&own, 8)], given,
                 rng_below(&rng, 10) == 0 ? "h" : "");
        snprintf(born, sizeof born, "19%02d-%02d-%02d", (int)rng_below(&own, 90) + 10,
                 (int)rng_below(&own, 12) + 1, (int)rng_below(&own, 28) + 1);
        snprintf(card, sizeof card, "%012llu",
                 (unsigned long long)(rng_below(&own, 1000000000) * 7));
        snprintf(place, sizeof place, "%d", (int)rng_below(&own, 20));
        if (rng_below(&rng, 8) == 0) {
            card[11] = (char)('0' + rng_below(&rng, 10));
        }
        if (rng_below(&rng, 8) == 0) {
            born[4] = '\0';
        }
        row(test, id, (const char *const[]){born, rng_below(&rng, 6) ? card : "", name, place});
    }
    if (left_count) {
        test->table->left_count = left_count;
    }
}

static void job_is(Test *test, int kernel) {
    Ctx *ctx = &test->ctx;
    must(test, link_levels_new(ctx, test->table, test->levels));
    for (int32_t rule = 0; rule < test->spec->rule_count; rule++) {
        must(test, link_blocks_new(ctx, test->table, rule, &test->blocks[rule]));
    }
    must(test, link_model_new(ctx, test->table, test->levels, &test->model));
    must(test, link_job_new(ctx, test->table, test->levels, test->blocks, &test->job));
    test->job.model = &test->model;
    test->job.kernel = kernel;
}

static uint64_t *counts_new(Test *test) {
    void *memory = NULL;
    must(test, ctx_alloc(&test->ctx, test->model.pattern_count * sizeof(uint64_t), &memory));
    return memory;
}

static uint64_t *counts_of(Test *test) {
    uint64_t *once = counts_new(test);
    for (size_t slice = 0; slice < test->job.slice_count; slice++) {
        must(test, link_job_count(&test->ctx, &test->job, slice, NULL, once));
    }
    return once;
}

/* Each pair of records that agree on some rule, once: counted the slow way. */
static void every_pair_is_looked_at_once(void **state) {
    Test *test = *state;
    spec_is(test, SPEC);
    people(test, 0);
    job_is(test, LINK_KERNEL_SCALAR);
    uint64_t *slow = counts_new(test);
    for (uint32_t a = 0; a < test->table->record_count; a++) {
        for (uint32_t b = a + 1; b < test->table->record_count; b++) {
            bool meets = false;
            for (int32_t rule = 0; rule < test->spec->rule_count; rule++) {
                uint32_t block = test->blocks[rule].block_of[a];
                meets = meets || (block != 0 && block == test->blocks[rule].block_of[b]);
            }
            if (meets) {
                slow[link_pattern_of(&test->job, a, b)]++;
            }
        }
    }
    assert_memory_equal(counts_of(test), slow, test->model.pattern_count * sizeof(uint64_t));
}

static void every_kernel_counts_the_same(void **state) {
    Test *test = *state;
    spec_is(test, SPEC);
    people(test, 0);
    job_is(test, LINK_KERNEL_SCALAR);
    uint64_t *plain = counts_of(test);
    for (int kernel = 1; kernel <= link_kernel_widest(); kernel++) {
        test->job.kernel = kernel;
        assert_memory_equal(counts_of(test), plain, test->model.pattern_count * sizeof(uint64_t));
    }
}

/* The card as text: too many values for a whole table, short and of few letters. */
static void every_kernel_counts_the_same_where_words_are_narrow(void **state) {
    Test *test = *state;
    spec_is(test, "id: id\ncolumns:\n  born: {clean: none}\n  card: {clean: none}\n"
                  "comparisons:\n"
                  "  - {column: born, levels: [exact, {jaro_winkler: 0.95}]}\n"
                  "  - {column: card, levels: [exact, {jaro_winkler: 0.9}, {jaro_winkler: 0.7}]}\n"
                  "  - {column: name, levels: [exact]}\n"
                  "  - {column: place, levels: [exact]}\n"
                  "blocks:\n  - [place]\n  - [name]\n");
    people(test, 0);
    job_is(test, LINK_KERNEL_SCALAR);
    uint64_t *plain = counts_of(test);
    must(test, link_narrow_new(&test->ctx, test->levels[1].values, test->levels[1].comparison,
                               &test->levels[1].narrow));
    assert_non_null(test->levels[1].narrow);
    test->levels[1].is_whole = false;
    test->levels[1].width = 0;
    test->levels[2].is_whole = false;
    test->levels[2].is_equality = true;
    for (int kernel = 0; kernel <= link_kernel_widest(); kernel++) {
        test->job.kernel = kernel;
        assert_memory_equal(counts_of(test), plain, test->model.pattern_count * sizeof(uint64_t));
    }
}

static void two_files_meet_across_only(void **state) {
    Test *test = *state;
    spec_is(test, SPEC);
    people(test, 900);
    job_is(test, link_kernel_widest());
    LinkPairs pairs;
    must(test, link_model_finish(&test->ctx, &test->model, counts_of(test)));
    for (size_t slice = 0; slice < test->job.slice_count; slice++) {
        must(test, link_job_score(&test->ctx, &test->job, slice, NULL, &pairs));
        for (size_t i = 0; i < pairs.count; i++) {
            assert_true(pairs.pairs[i].a < 900 && pairs.pairs[i].b >= 900);
        }
    }
}

static void u_is_the_share_of_all_pairs(void **state) {
    Test *test = *state;
    spec_is(test, SPEC);
    people(test, 0);
    job_is(test, LINK_KERNEL_SCALAR);
    double equal = 0;
    double known = 0;
    const uint32_t *codes = test->levels[0].values->codes;
    for (uint32_t a = 0; a < test->table->record_count; a++) {
        for (uint32_t b = a + 1; b < test->table->record_count; b++) {
            known += codes[a] != 0 && codes[b] != 0;
            equal += codes[a] != 0 && codes[a] == codes[b];
        }
    }
    double off = test->model.u[0][1] / (equal / known) - 1;
    assert_true(off < 0.001 && off > -0.001);
}

static void missing_says_nothing(void **state) {
    Test *test = *state;
    spec_is(test, SPEC);
    people(test, 0);
    job_is(test, LINK_KERNEL_SCALAR);
    must(test, link_model_finish(&test->ctx, &test->model, counts_of(test)));
    double off = test->model.weight[0] - test->model.prior_bits;
    assert_true(off < 1e-9 && off > -1e-9);
    /* card at its first level implies place, whatever it is */
    uint32_t card = test->model.stride[2];
    uint32_t place = test->model.stride[3];
    double apart = test->model.weight[card + place * 2] - test->model.weight[card];
    assert_true(apart < 1e-9 && apart > -1e-9);
}

/* a - b - c: a and b alike, b and c alike, a and c strangers with other dates and cards. */
static void a_chain_is_not_a_person(void **state) {
    Test *test = *state;
    spec_is(test,
            "id: id\ncolumns:\n  born: {kind: date}\n  card: {kind: digits}\n"
            "comparisons:\n"
            "  - {name: name, column: name, levels: [exact], m: [0.95, 0.05], u: [0.01, 0.99]}\n"
            "  - {name: born, column: born, levels: [equal], m: [0.95, 0.05], u: [0.001, 0.999]}\n"
            "  - {name: card, column: card, levels: [equal], m: [0.95, 0.05], u: [0.001, 0.999]}\n"
            "  - {name: place, column: place, levels: [exact], m: [0.9, 0.1], u: [0.5, 0.5]}\n"
            "blocks:\n  - [name]\nprior: 0.01\nmatch: 0.5\n");
    must(test, link_table_new(&test->ctx, test->spec, 5, &test->table));
    row(test, "a", (const char *const[]){"1950-01-01", "111111111111", "hà", "1"});
    row(test, "b", (const char *const[]){"1950-01-01", "222222222222", "hà", "1"});
    row(test, "c", (const char *const[]){"1980-12-31", "222222222222", "hà", "1"});
    row(test, "d", (const char *const[]){"1980-12-31", "222222222222", "hà", "1"});
    row(test, "e", (const char *const[]){"1920-05-05", "555555555555", "hà", "2"});
    job_is(test, LINK_KERNEL_SCALAR);
    must(test, link_model_finish(&test->ctx, &test->model, counts_of(test)));
    LinkPairs pairs;
    LinkClusters clusters;
    assert_int_equal(test->job.slice_count, 1);
    must(test, link_job_score(&test->ctx, &test->job, 0, NULL, &pairs));
    must(test, link_cluster(&test->ctx, &test->job, &pairs, &clusters));
    assert_int_equal(clusters.of[2], clusters.of[3]);
    assert_int_not_equal(clusters.of[0], clusters.of[2]);
    assert_int_not_equal(clusters.of[0], clusters.of[4]);
    assert_int_equal(clusters.of[4], 4);
}

static void the_second_best_decides_whether_a_person_looks(void **state) {
    Test *test = *state;
    spec_is(test, SPEC);
    must(test, link_table_new(&test->ctx, test->spec, 6, &test->table));
    row(test, "l1", (const char *const[]){"1950-01-01", "111111111111", "hà thu", "1"});
    row(test, "l2", (const char *const[]){"1960-02-02", "222222222222", "an nam", "2"});
    row(test, "r1", (const char *const[]){"1950-01-01", "111111111111", "hà thu", "1"});
    row(test, "r2", (const char *const[]){"1950-01-01", "111111111111", "hà thu", "1"});
    row(test, "r3", (const char *const[]){"1960-02-02", "222222222222", "an nam", "2"});
    row(test, "r4", (const char *const[]){"1970-03-03", "333333333333", "bình", "3"});
    test->table->left_count = 2;
    job_is(test, LINK_KERNEL_SCALAR);
    must(test, link_model_finish(&test->ctx, &test->model, counts_of(test)));
    LinkPairs all = {.count = 0};
    LinkPair kept[8];
    LinkChoice *choices = NULL;
    for (size_t slice = 0; slice < test->job.slice_count; slice++) {
        LinkPairs pairs;
        must(test, link_job_score(&test->ctx, &test->job, slice, NULL, &pairs));
        for (size_t i = 0; i < pairs.count; i++) {
            assert_true(all.count < 8);
            kept[all.count++] = pairs.pairs[i];
        }
    }
    all.pairs = kept;
    must(test, link_choose(&test->ctx, &test->job, &all, &choices));
    assert_int_equal(choices[0].outcome, LINK_NEAR_TIE);
    assert_int_equal(choices[1].outcome, LINK_MATCHED);
    assert_int_equal(kept[choices[1].best].b, 4);
}

/* What a spec may not say is found, with its line. */
static void a_bad_spec_is_refused_with_its_line(void **state) {
    Test *test = *state;
    static const struct {
        const char *text;
        const char *told;
    } ROWS[] = {
        {"comparisons:\n", "t.yaml:1"},
        {"id: id\nblocks:\n  - [a]\n", "comparisons and blocks"},
        {"id: id\ncomparisons:\n  - {column: a, levels: [exakt]}\nblocks:\n  - [a]\n", "t.yaml:3"},
        {"id: id\ncomparisons:\n  - {column: a, levels: [{jaro_winkler: 1,5}]}\nblocks:\n  - [a]\n",
         "t.yaml:3"},
        {"id: id\ncolumns:\n  a: {kind: dat}\ncomparisons:\n  - {column: a, levels: [exact]}\n"
         "blocks:\n  - [a]\n",
         "t.yaml:3"},
        {"id: id\ncomparisons:\n  - {column: a, levels: [exact]}\nblocks:\n  - [a first 0]\n",
         "t.yaml:5"},
        {"id: id\ncomparisons:\n  - {column: a, levels: [exact], m: [0.9]}\nblocks:\n  - [a]\n",
         "t.yaml:3"},
        {"id: id\ncomparisons:\n  - {column: a, levels: [exact]}\nblocks:\n  - [a]\ntraining: "
         "[2]\n",
         "t.yaml:6"},
        {"id: id\ncomparisons:\n  - {column: a, levels: [exact]}\nblocks:\n  - [a]\nmacth: 0.5\n",
         "t.yaml:6"},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        Status status = link_spec_read(&test->ctx, "t.yaml", str_of(ROWS[i].text), &test->spec);
        assert_true(status == E_LINK_SPEC || status == E_YAML_SYNTAX);
        assert_non_null(strstr(test->ctx.failure.detail, ROWS[i].told));
    }
}

static void what_cannot_be_read_is_missing_and_counted(void **state) {
    Test *test = *state;
    spec_is(test, SPEC);
    must(test, link_table_new(&test->ctx, test->spec, 2, &test->table));
    row(test, "a", (const char *const[]){"31/02", "12A4", "", "1"});
    row(test, "b", (const char *const[]){"31/02", "", "hà", "1"});
    assert_int_equal(test->table->columns[0].unreadable, 2);
    assert_int_equal(test->table->columns[1].unreadable, 1);
    assert_int_equal(test->table->columns[0].codes[0], 0);
    assert_int_equal(test->table->columns[2].frequency[0], 1);
    Str cells[LINK_COLUMN_MAX] = {STR("1950"), STR("1"), STR("H\xC3"), STR("1")};
    test->table->capacity = 3;
    assert_int_equal(link_table_add(&test->ctx, test->table, STR("c"), cells), E_TEXT_ENCODING);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_pair_is_looked_at_once, setup, teardown),
        cmocka_unit_test_setup_teardown(every_kernel_counts_the_same, setup, teardown),
        cmocka_unit_test_setup_teardown(every_kernel_counts_the_same_where_words_are_narrow, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(two_files_meet_across_only, setup, teardown),
        cmocka_unit_test_setup_teardown(u_is_the_share_of_all_pairs, setup, teardown),
        cmocka_unit_test_setup_teardown(missing_says_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(a_chain_is_not_a_person, setup, teardown),
        cmocka_unit_test_setup_teardown(the_second_best_decides_whether_a_person_looks, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_bad_spec_is_refused_with_its_line, setup, teardown),
        cmocka_unit_test_setup_teardown(what_cannot_be_read_is_missing_and_counted, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
