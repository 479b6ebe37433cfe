/*
 * eval.h -- how true is a linkage: precision, recall and F1 over ALL true pairs.
 *
 * Outside the floors. One evaluator for every engine. A pair that blocking never looked at counts
 * as missed; a pair given twice counts once, with its higher probability.
 */
#ifndef BENCH_LINKAGE_EVAL_H
#define BENCH_LINKAGE_EVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { EVAL_GROUPS = 8, EVAL_BINS = 9 };
#define EVAL_NONE UINT32_MAX /* more than an enumerator may hold */

/* Strings to numbers 0, 1, 2 ... in order of appearance. */
typedef struct Names {
    char **text;
    uint32_t *slot;
    uint32_t count;
    uint32_t size; /* of slot: a power of two */
} Names;

typedef struct Truth {
    Names ids;
    Names entities;
    uint32_t *entity; /* by id; EVAL_NONE: in no other file */
    uint8_t *groups;  /* by id, one bit per group column */
    const char *group_names[EVAL_GROUPS];
    int group_count;
    const char *id_column;
    const char *entity_column;
    bool links; /* entity is the id of a record of the other file, not a common label */
} Truth;

typedef enum Decision { DECISION_UNKNOWN, DECISION_LINK, DECISION_REVIEW, DECISION_NO } Decision;

/* Dedupe: a and b are ids. Links: a is an id, b an entity; EVAL_NONE for one that is nobody's
 * truth. */
typedef struct Pair {
    uint32_t a;
    uint32_t b;
    double probability;
    uint64_t other; /* links to nobody's truth: hash of the id, so that different ones stay apart */
    Decision decision;
    bool is_true;
} Pair;

typedef struct Pairs {
    Pair *row;
    size_t count;
    size_t size;
} Pairs;

typedef struct Score {
    uint64_t found; /* true pairs among the predicted */
    uint64_t predicted;
    uint64_t actual; /* all true pairs */
} Score;

typedef struct Bin {
    uint64_t count;
    uint64_t true_count;
    double probability_sum;
} Bin;

/* What happened to the rows of a list when only sure links and sure refusals are taken. */
typedef struct Automatic {
    uint64_t rows, linked, linked_right, reviewed, refused, refused_wrongly;
} Automatic;

uint32_t names_add(Names *names, const char *text);
uint32_t names_find(const Names *names, const char *text); /* EVAL_NONE: unknown */

/* Each reader: 0, or a message on `log` and 1. Columns are found by their names. */
int truth_read(Truth *truth, const char *path, const char *id_column, const char *entity_column,
               FILE *log);
int pairs_read(Pairs *pairs, const Truth *truth, const char *path, FILE *log);
/* Cluster number by id; ids that the file leaves out are alone. */
int clusters_read(uint32_t **ret_cluster, const Truth *truth, const char *path, FILE *log);
void truth_done(Truth *truth);

/* Sorts by falling probability and drops repeated pairs. */
void pairs_prepare(Pairs *pairs);
/* Group -1: everything. A pair is in a group when one of its records is. */
uint64_t true_pairs(const Truth *truth, int group);
Score score_pairs(const Truth *truth, const Pairs *pairs, double threshold, int group);
Score score_best(const Truth *truth, const Pairs *pairs, double *ret_threshold);
Score score_clusters(const Truth *truth, const uint32_t *cluster, int group);
/* The best pair of each id of the list, at or above the threshold, is its link. */
Score score_links(const Truth *truth, const Pairs *links, double threshold, int group);
Automatic score_automatic(const Truth *truth, const Pairs *links, double accept, double reject,
                          int group);
void calibrate(const Pairs *pairs, double from, Bin ret_bins[EVAL_BINS]);
double calibration_error(const Bin bins[EVAL_BINS]);
extern const double EVAL_BIN_FROM[EVAL_BINS + 1];

double precision_of(Score score);
double recall_of(Score score);
double f1_of(Score score);

#endif
