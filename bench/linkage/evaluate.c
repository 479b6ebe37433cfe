/*
 * evaluate -- precision, recall and F1 of a linkage against the truth, for any engine.
 *
 * evaluate dedupe --truth T --id COLUMN --entity COLUMN [--pairs P] [--clusters C] [...]
 * evaluate link   --truth T --id COLUMN --entity COLUMN [--pairs P] [--links L] [...]
 *     link: the entity column holds the id of the other file, or nothing
 *     --threshold P   repeated; 0.5 and 0.95 when left out
 *     --group COLUMN  repeated, at most 6: figures for the records that have it
 *     --accept P --reject P   what is decided without a person, when the links have no column
 * "decision"
 *
 * Pairs and links: id_l, id_r, probability (or Splink's unique_id_l, match_probability ...);
 * clusters: id, cluster (or unique_id, cluster_id). The answer is a table of tabs on standard
 * output.
 */
#include "eval.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum { THRESHOLDS = 16, GROUPS_MAX = 6 };

typedef struct Asked {
    const char *truth, *id, *entity, *pairs, *clusters, *links;
    double thresholds[THRESHOLDS];
    int threshold_count;
    double accept, reject;
} Asked;

static void print_score(const char *kind, const char *subset, const char *at, Score score) {
    printf("%s\t%s\t%s\t%llu\t%llu\t%llu\t%.6f\t%.6f\t%.6f\n", kind, subset, at,
           (unsigned long long)score.found, (unsigned long long)score.predicted,
           (unsigned long long)score.actual, precision_of(score), recall_of(score), f1_of(score));
}

static const char *group_name(const Truth *truth, int group) {
    return group < 0 ? "all" : truth->group_names[group];
}

static void print_calibration(const char *kind, const Pairs *pairs) {
    static const double FROM[2] = {0, 0.2};
    for (int i = 0; i < 2; i++) {
        Bin bins[EVAL_BINS];
        calibrate(pairs, FROM[i], bins);
        for (int b = 0; b < EVAL_BINS && i == 0; b++) {
            if (bins[b].count > 0) {
                printf("calibration\t%s\t%g..%g\t%llu\tsaid %.6f\tis %.6f\n", kind,
                       EVAL_BIN_FROM[b], b + 1 == EVAL_BINS ? 1 : EVAL_BIN_FROM[b + 1],
                       (unsigned long long)bins[b].count,
                       bins[b].probability_sum / (double)bins[b].count,
                       (double)bins[b].true_count / (double)bins[b].count);
            }
        }
        printf("calibration_error\t%s\tfrom %g\t%.6f\n", kind, FROM[i], calibration_error(bins));
    }
}

static void print_automatic(const Truth *truth, const Pairs *links, const Asked *asked) {
    printf(
        "# automatic\tsubset\trows\tlinked\tright\treviewed\trefused\twrongly\tprecision\tshare\n");
    for (int group = -1; group < truth->group_count; group++) {
        Automatic sum = score_automatic(truth, links, asked->accept, asked->reject, group);
        double rows = sum.rows == 0 ? 1 : (double)sum.rows;
        double linked = sum.linked == 0 ? 1 : (double)sum.linked;
        printf("automatic\t%s\t%llu\t%llu\t%llu\t%llu\t%llu\t%llu\t%.6f\t%.6f\n",
               group_name(truth, group), (unsigned long long)sum.rows,
               (unsigned long long)sum.linked, (unsigned long long)sum.linked_right,
               (unsigned long long)sum.reviewed, (unsigned long long)sum.refused,
               (unsigned long long)sum.refused_wrongly, (double)sum.linked_right / linked,
               1 - (double)sum.reviewed / rows);
    }
}

static int print_pairs(const Truth *truth, const Asked *asked) {
    Pairs pairs = {.count = 0};
    int bad = pairs_read(&pairs, truth, asked->pairs, stderr);
    if (bad == 0) {
        double best_at = 0;
        char at[32];
        pairs_prepare(&pairs);
        for (int group = -1; group < truth->group_count; group++) {
            for (int i = 0; i < asked->threshold_count; i++) {
                snprintf(at, sizeof at, "%g", asked->thresholds[i]);
                print_score("pairs", group_name(truth, group), at,
                            score_pairs(truth, &pairs, asked->thresholds[i], group));
            }
        }
        Score best = score_best(truth, &pairs, &best_at);
        snprintf(at, sizeof at, "best %.6g", best_at);
        print_score("pairs", "all", at, best);
        print_calibration("pairs", &pairs);
    }
    free(pairs.row);
    return bad;
}

static int print_links(const Truth *truth, const Asked *asked) {
    Pairs links = {.count = 0};
    int bad = pairs_read(&links, truth, asked->links, stderr);
    if (bad == 0) {
        char at[32];
        pairs_prepare(&links);
        for (int group = -1; group < truth->group_count; group++) {
            for (int i = 0; i < asked->threshold_count; i++) {
                snprintf(at, sizeof at, "%g", asked->thresholds[i]);
                print_score("links", group_name(truth, group), at,
                            score_links(truth, &links, asked->thresholds[i], group));
            }
        }
        print_automatic(truth, &links, asked);
        print_calibration("links", &links);
    }
    free(links.row);
    return bad;
}

static int print_clusters(const Truth *truth, const Asked *asked) {
    uint32_t *cluster = NULL;
    int bad = clusters_read(&cluster, truth, asked->clusters, stderr);
    for (int group = -1; bad == 0 && group < truth->group_count; group++) {
        print_score("clusters", group_name(truth, group), "-",
                    score_clusters(truth, cluster, group));
    }
    free(cluster);
    return bad;
}

static int usage(void) {
    fprintf(stderr,
            "usage: evaluate dedupe|link --truth T --id COLUMN --entity COLUMN\n"
            "       [--pairs P] [--clusters C] [--links L] [--threshold P]... [--group COLUMN]...\n"
            "       [--accept P] [--reject P]\n");
    return 2;
}

/* False when something is not understood. */
static bool option_set(Asked *asked, Truth *truth, const char *name, const char *value) {
    const struct {
        const char *name;
        const char **place;
    } places[] = {{"truth", &asked->truth},       {"id", &asked->id},
                  {"entity", &asked->entity},     {"pairs", &asked->pairs},
                  {"clusters", &asked->clusters}, {"links", &asked->links}};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        if (strcmp(places[i].name, name) == 0) {
            *places[i].place = value;
            return true;
        }
    }
    if (strcmp(name, "group") == 0) {
        if (truth->group_count == GROUPS_MAX) {
            return false;
        }
        truth->group_names[truth->group_count++] = value;
        return true;
    }
    char *end;
    double number = strtod(value, &end);
    if (*end != '\0' || end == value || !(number >= 0 && number <= 1)) {
        return false;
    }
    if (strcmp(name, "accept") == 0) {
        asked->accept = number;
    } else if (strcmp(name, "reject") == 0) {
        asked->reject = number;
    } else if (asked->threshold_count < THRESHOLDS) {
        asked->thresholds[asked->threshold_count++] = number;
    }
    return true;
}

static bool options_read(int argc, char **argv, Asked *asked, Truth *truth) {
    static const char *const OPTIONS[] = {"truth",    "id",     "entity",    "pairs",
                                          "clusters", "links",  "threshold", "group",
                                          "accept",   "reject", NULL};
    struct option options[12] = {{NULL, 0, NULL, 0}};
    int which = 0;
    int got;
    for (int i = 0; OPTIONS[i] != NULL; i++) {
        options[i] = (struct option){OPTIONS[i], required_argument, NULL, 1};
    }
    while ((got = getopt_long(argc, argv, "", options, &which)) != -1) {
        if (got != 1 || !option_set(asked, truth, OPTIONS[which], optarg)) {
            return false;
        }
    }
    bool what = asked->pairs || asked->clusters || asked->links;
    return optind == argc && asked->truth && asked->id && asked->entity && what;
}

int main(int argc, char **argv) {
    Asked asked = {.accept = 0.999, .reject = 0.2};
    Truth truth = {.links = argc > 1 && strcmp(argv[1], "link") == 0};
    if (argc < 2 || (!truth.links && strcmp(argv[1], "dedupe") != 0) ||
        !options_read(argc - 1, argv + 1, &asked, &truth)) {
        return usage();
    }
    if (asked.threshold_count == 0) {
        asked.thresholds[0] = 0.5;
        asked.thresholds[1] = 0.95;
        asked.threshold_count = 2;
    }
    int bad = truth_read(&truth, asked.truth, asked.id, asked.entity, stderr);
    printf("# kind\tsubset\tthreshold\ttrue\tpredicted\tall_true\tprecision\trecall\tf1\n");
    if (bad == 0 && asked.pairs != NULL) {
        bad = print_pairs(&truth, &asked);
    }
    if (bad == 0 && asked.clusters != NULL) {
        bad = truth.links ? usage() : print_clusters(&truth, &asked);
    }
    if (bad == 0 && asked.links != NULL) {
        bad = truth.links ? print_links(&truth, &asked) : usage();
    }
    truth_done(&truth);
    return bad;
}
