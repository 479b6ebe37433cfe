/* Six records and four links, small enough to be counted by hand; the counting stands beside each
 * case. */
#include "eval.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Records a b c are one person, d e another, f a third: 3 + 1 + 0 = 4 true pairs. a and d are old.
 */
static const char PEOPLE[] = "id,entity,old\na,E1,1\nb,E1,0\nc,E1,\nd,E2,1\ne,E2,0\nf,E3,0\n";
static const char PAIRS[] = "id_l,id_r,probability\n"
                            "a,b,0.9\nb,a,0.8\na,d,0.7\ne,d,0.6\nc,f,0.3\n";
/* Rows 1 2 4 of the list are x y z of the register; 3 is nobody. */
static const char LIST[] = "beneficiary_id,person_id,minority\n1,x,0\n2,y,1\n3,,1\n4,z,0\n";
static const char LINKS[] =
    "id_l,id_r,probability\n1,x,0.99\n1,q,0.6\n2,q,0.97\n3,y,0.4\n4,z,0.9\n";

typedef struct Given {
    Truth truth;
    Pairs pairs;
    char log[512];
} Given;

static void file_make(char path[32], const char *text) {
    strcpy(path, "/tmp/evaluate_test.XXXXXX");
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
}

static int give_truth(Given *given, const char *text, const char *id, const char *entity) {
    char path[32];
    FILE *log = fmemopen(given->log, sizeof given->log, "w");
    file_make(path, text);
    int bad = truth_read(&given->truth, path, id, entity, log);
    fclose(log);
    unlink(path);
    return bad;
}

static int give_pairs(Given *given, const char *text) {
    char path[32];
    FILE *log = fmemopen(given->log, sizeof given->log, "w");
    file_make(path, text);
    int bad = pairs_read(&given->pairs, &given->truth, path, log);
    fclose(log);
    unlink(path);
    pairs_prepare(&given->pairs);
    return bad;
}

static void take_back(Given *given) {
    free(given->pairs.row);
    truth_done(&given->truth);
}

static void give_people(Given *given) {
    *given = (Given){.truth = {.group_names = {"old"}, .group_count = 1}};
    assert_int_equal(give_truth(given, PEOPLE, "id", "entity"), 0);
    assert_int_equal(give_pairs(given, PAIRS), 0);
}

static void give_list(Given *given) {
    *given = (Given){.truth = {.group_names = {"minority"}, .group_count = 1, .links = true}};
    assert_int_equal(give_truth(given, LIST, "beneficiary_id", "person_id"), 0);
    assert_int_equal(give_pairs(given, LINKS), 0);
}

static void assert_score(Score score, uint64_t found, uint64_t predicted, uint64_t actual) {
    assert_int_equal(score.found, found);
    assert_int_equal(score.predicted, predicted);
    assert_int_equal(score.actual, actual);
}

static void assert_near(double is, double should) {
    assert_true(is - should < 1e-9 && should - is < 1e-9);
}

static void recall_counts_pairs_that_nobody_looked_at(void **state) {
    (void)state;
    Given given;
    give_people(&given);
    Score score = score_pairs(&given.truth, &given.pairs, 0.5, -1);
    assert_score(score, 2, 3, 4); /* ab, ad, de; of ab, ac, bc, de */
    assert_near(precision_of(score), 2.0 / 3);
    assert_near(recall_of(score), 0.5);
    assert_near(f1_of(score), 4.0 / 7);
    take_back(&given);
}

static void a_pair_given_twice_counts_once_with_its_higher_probability(void **state) {
    (void)state;
    Given given;
    give_people(&given);
    assert_int_equal(given.pairs.count, 4);
    assert_score(score_pairs(&given.truth, &given.pairs, 0.85, -1), 1, 1, 4);
    take_back(&given);
}

static void a_group_has_the_pairs_of_its_records(void **state) {
    (void)state;
    Given given;
    give_people(&given);
    /* true pairs with a or d: ab, ac, de; predicted at 0.2 also cf, which is none of theirs */
    assert_score(score_pairs(&given.truth, &given.pairs, 0.2, 0), 2, 3, 3);
    assert_int_equal(give_pairs(&given, "id_l,id_r,probability\nb,d,0.4\n"), 0);
    assert_score(score_pairs(&given.truth, &given.pairs, 0.2, 0), 2, 4,
                 3); /* d is the second of bd */
    take_back(&given);
}

static void the_best_threshold_is_found_by_going_through_all(void **state) {
    (void)state;
    Given given;
    double threshold = 0;
    give_people(&given);
    /* 0.9: 2/5, 0.7: 2/6, 0.6: 4/7, 0.3: 4/8 */
    assert_score(score_best(&given.truth, &given.pairs, &threshold), 2, 3, 4);
    assert_near(threshold, 0.6);
    take_back(&given);
}

static void equal_probabilities_stand_or_fall_together(void **state) {
    (void)state;
    Given given = {.truth = {.links = false}};
    double threshold = 0;
    assert_int_equal(give_truth(&given, PEOPLE, "id", "entity"), 0);
    assert_int_equal(
        give_pairs(&given, "id_l,id_r,probability\na,b,0.5\na,f,0.5\nb,f,0.5\nd,f,0.5\n"), 0);
    assert_score(score_best(&given.truth, &given.pairs, &threshold), 1, 4, 4);
    take_back(&given);
}

static void clusters_count_all_pairs_inside_them(void **state) {
    (void)state;
    Given given;
    char path[32];
    uint32_t *cluster = NULL;
    give_people(&given);
    file_make(path, "id,cluster\na,1\nb,1\nd,1\nc,2\nf,3\n"); /* e is left out: alone */
    assert_int_equal(clusters_read(&cluster, &given.truth, path, stderr), 0);
    assert_score(score_clusters(&given.truth, cluster, -1), 1, 3, 4); /* ab ad bd; right: ab */
    assert_score(score_clusters(&given.truth, cluster, 0), 1, 3, 3);
    unlink(path);
    free(cluster);
    take_back(&given);
}

static void a_cluster_file_that_names_a_record_twice_is_refused(void **state) {
    (void)state;
    Given given;
    char path[32];
    char text[256] = "";
    uint32_t *cluster = NULL;
    FILE *log = fmemopen(text, sizeof text, "w");
    give_people(&given);
    file_make(path, "unique_id,cluster_id\na,1\na,2\n");
    assert_int_equal(clusters_read(&cluster, &given.truth, path, log), 1);
    fclose(log);
    assert_non_null(strstr(text, "line 3"));
    assert_null(cluster);
    unlink(path);
    take_back(&given);
}

static void each_row_of_the_list_has_one_link_the_best(void **state) {
    (void)state;
    Given given;
    give_list(&given);
    assert_score(score_links(&given.truth, &given.pairs, 0.5, -1), 2, 3, 3); /* 1x, 2q, 4z */
    assert_score(score_links(&given.truth, &given.pairs, 0.95, -1), 1, 2, 3);
    assert_score(score_links(&given.truth, &given.pairs, 0.3, 0), 0, 2, 1); /* 2q, 3y; true: 2y */
    take_back(&given);
}

static void the_register_may_stand_on_the_left(void **state) {
    (void)state;
    Given given = {.truth = {.links = true}};
    assert_int_equal(give_truth(&given, LIST, "beneficiary_id", "person_id"), 0);
    assert_int_equal(
        give_pairs(&given, "unique_id_l,unique_id_r,match_probability\nx,1,0.9\nq,4,1\n"), 0);
    assert_score(score_links(&given.truth, &given.pairs, 0.5, -1), 1, 2, 3);
    take_back(&given);
}

static void the_automatic_share_leaves_reviews_out(void **state) {
    (void)state;
    Given given;
    give_list(&given);
    Automatic sum = score_automatic(&given.truth, &given.pairs, 0.95, 0.5, -1);
    assert_int_equal(sum.rows, 4);
    assert_int_equal(sum.linked, 2);
    assert_int_equal(sum.linked_right, 1);
    assert_int_equal(sum.reviewed, 1); /* 4z at 0.9 */
    assert_int_equal(sum.refused, 1);
    assert_int_equal(sum.refused_wrongly, 0); /* 3 is nobody */
    sum = score_automatic(&given.truth, &given.pairs, 0.98, 0.98, -1);
    assert_int_equal(sum.refused_wrongly, 2); /* 2 and 4 are somebody */
    take_back(&given);
}

static void a_decision_outranks_the_thresholds(void **state) {
    (void)state;
    Given given = {.truth = {.links = true}};
    assert_int_equal(give_truth(&given, LIST, "beneficiary_id", "person_id"), 0);
    assert_int_equal(give_pairs(&given, "id_l,id_r,probability,decision\n1,x,0.99,review\n"
                                        "2,y,0.5,link\n4,z,0.99,no\n"),
                     0);
    Automatic sum = score_automatic(&given.truth, &given.pairs, 0.9, 0.1, -1);
    assert_int_equal(sum.linked_right, 1);
    assert_int_equal(sum.reviewed, 1);
    assert_int_equal(sum.refused, 2); /* 3 without a link, 4 by decision */
    assert_int_equal(sum.refused_wrongly, 1);
    take_back(&given);
}

static void calibration_compares_what_was_said_with_what_is(void **state) {
    (void)state;
    Given given;
    Bin bins[EVAL_BINS];
    give_people(&given);
    /* 0.9 right | 0.7 wrong and 0.6 right | 0.3 wrong: off by 0.1, 0.3 and 0.3 over 4 pairs */
    calibrate(&given.pairs, 0, bins);
    assert_near(calibration_error(bins), 0.7 / 4);
    calibrate(&given.pairs, 0.5, bins);
    assert_near(calibration_error(bins), 0.4 / 3);
    take_back(&given);
}

static void nothing_predicted_is_precise_and_finds_nothing(void **state) {
    (void)state;
    Given given = {.truth = {.links = false}};
    assert_int_equal(give_truth(&given, PEOPLE, "id", "entity"), 0);
    assert_int_equal(give_pairs(&given, "id_l,id_r,probability\n"), 0);
    Score score = score_pairs(&given.truth, &given.pairs, 0.5, -1);
    assert_score(score, 0, 0, 4);
    assert_near(precision_of(score), 1);
    assert_near(f1_of(score), 0);
    take_back(&given);
}

static void quotes_marks_and_line_ends_of_windows_are_read(void **state) {
    (void)state;
    Given given = {.truth = {.links = false}};
    assert_int_equal(
        give_truth(&given,
                   "\xEF\xBB\xBF\"id\",note,entity\r\n\"a,\"\"1\"\"\",\"x,y\",E\r\nb,,E\r\n", "id",
                   "entity"),
        0);
    assert_int_equal(names_find(&given.truth.ids, "a,\"1\""), 0);
    assert_int_equal(true_pairs(&given.truth, -1), 1);
    take_back(&given);
}

static void what_cannot_be_read_is_refused_with_its_line(void **state) {
    (void)state;
    static const char *const BAD[] = {
        "id_l,id_r,probability\na,b,0.5\na,stranger,0.5\n",
        "id_l,id_r,probability\na,b,1\na,c,1.2\n", "id_l,id_r,probability\na,b,1\na,c,nan\n",
        "id_l,id_r,probability\na,b,1\na\n", "id_l,id_r,probability\na,b,1\nc,c,0.5\n"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        Given given = {.truth = {.links = false}};
        assert_int_equal(give_truth(&given, PEOPLE, "id", "entity"), 0);
        assert_int_equal(give_pairs(&given, BAD[i]), 1);
        assert_non_null(strstr(given.log, "line 3"));
        take_back(&given);
    }
    Given given = {.truth = {.links = false}};
    assert_int_equal(give_truth(&given, "id,entity\na,E\na,E\n", "id", "entity"), 1);
    take_back(&given);
    assert_int_equal(give_truth(&given, "id,entity\na,\n", "id", "entity"), 1);
    take_back(&given);
    assert_int_equal(give_truth(&given, "id,other\na,E\n", "id", "entity"), 1);
    take_back(&given);
}

static void many_records_keep_their_numbers(void **state) {
    (void)state;
    Names names = {.count = 0};
    char text[16];
    for (uint32_t i = 0; i < 5000; i++) {
        snprintf(text, sizeof text, "r%u", i);
        assert_int_equal(names_add(&names, text), i);
    }
    assert_int_equal(names_find(&names, "r4321"), 4321);
    assert_int_equal(names_find(&names, "r5000"), EVAL_NONE);
    for (uint32_t i = 0; i < names.count; i++) {
        free(names.text[i]);
    }
    free(names.text);
    free(names.slot);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recall_counts_pairs_that_nobody_looked_at),
        cmocka_unit_test(a_pair_given_twice_counts_once_with_its_higher_probability),
        cmocka_unit_test(a_group_has_the_pairs_of_its_records),
        cmocka_unit_test(the_best_threshold_is_found_by_going_through_all),
        cmocka_unit_test(equal_probabilities_stand_or_fall_together),
        cmocka_unit_test(clusters_count_all_pairs_inside_them),
        cmocka_unit_test(a_cluster_file_that_names_a_record_twice_is_refused),
        cmocka_unit_test(each_row_of_the_list_has_one_link_the_best),
        cmocka_unit_test(the_register_may_stand_on_the_left),
        cmocka_unit_test(the_automatic_share_leaves_reviews_out),
        cmocka_unit_test(a_decision_outranks_the_thresholds),
        cmocka_unit_test(calibration_compares_what_was_said_with_what_is),
        cmocka_unit_test(nothing_predicted_is_precise_and_finds_nothing),
        cmocka_unit_test(quotes_marks_and_line_ends_of_windows_are_read),
        cmocka_unit_test(what_cannot_be_read_is_refused_with_its_line),
        cmocka_unit_test(many_records_keep_their_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
