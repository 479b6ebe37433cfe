/*
 * answer.h -- a day's work of a provider: take in what was sent, tell what is due.
 *
 * Outside the floors: the simulator.
 *
 * Invariants: an order is paid at most once, however often it is sent; the same seed, files and
 * days give the same bytes; all that is told follows from the books, which truth_print() shows.
 */
#ifndef PROVIDER_ANSWER_H
#define PROVIDER_ANSWER_H

#include <stdio.h>

#include "books.h"

typedef struct AnswerDay {
    Str provider_code; /* at most 16 letters and digits */
    Str in_dir;        /* what we are sent */
    Str out_dir;       /* answers; the books lie there too */
    uint64_t seed;
    int64_t day;
    FaultMix mix;
    int64_t opening_dong; /* of the sender's account, on the first day */
    bool without_statement;
    FILE *out; /* one line for each thing done */
} AnswerDay;

/*
 * E_ARGUMENT   another seed or mix than before, or a day before the last one
 * and what reading and writing files can say. A file that cannot be read is refused as a whole
 * (reason FF01) and does not stop the day.
 */
Status answer_day(Ctx *ctx, const AnswerDay *work) MUST_CHECK;

/* All orders of the books in `dir`, with what truly became of each by their last day, as TSV. */
Status truth_print(Ctx *ctx, Str dir, FILE *out) MUST_CHECK;

#endif
