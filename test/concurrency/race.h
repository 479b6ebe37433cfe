/*
 * race.h -- two calls of a month at once, over two connections, in a chosen or a random
 * interleaving.
 *
 * Tests only, PostgreSQL. First both orders are lived one after the other; then the calls meet.
 * What they leave must be what one of the two orders leaves, row by row, with the same answers:
 * nothing is done twice, nothing is lost, and whoever came late is told so or changes nothing.
 */
#ifndef TEST_CONCURRENCY_RACE_H
#define TEST_CONCURRENCY_RACE_H

#include "month_fixture.h"

/* One of the two. */
typedef struct Side {
    Call call;
    const char *request_key;
} Side;

typedef struct Race {
    Month *month;
    size_t moment; /* the call before which both begin */
    Side sides[2];
    bool loosely;    /* calls of many parts: not one order of two, but whole, once, and clean */
    uint64_t random; /* state of the round's numbers */
    Picture orders[2];
    Status order_status[2][2]; /* of both sides, in both orders */
    long points;               /* of the first side */
} Race;

/* Lives both orders, then `rounds` meetings; prints the seed of one that goes wrong. */
void race_run(Race *race, int rounds, uint64_t seed);

#endif
