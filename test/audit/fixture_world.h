/*
 * fixture_world.h -- what the makers of the fixture's rows share while they make them.
 */
#ifndef AUDIT_FIXTURE_WORLD_H
#define AUDIT_FIXTURE_WORLD_H

#include <stddef.h>

#include "fixture.h"

enum {
    FIRST = 101,
    LAST = 115,
    MAY = 202605,
    JUNE = 202606,
    USUAL = 750000,
    STANDARD = 500000,
    STRAY = 999000,
    POSTING_MAX = 512,
    CHANGE_COUNT = 23
};

typedef struct Owed {
    int id, person, payroll, period, component, coefficient, amount;
    int clause;
} Owed;

typedef struct Post {
    int txn, account, area, provider, batch;
    int64_t amount;
} Post;

typedef struct FixtureWorld {
    Target *target;
    const char *files_dir;
    Owed owed[64];
    size_t owed_count;
    Post posts[POSTING_MAX];
    size_t post_count;
} FixtureWorld;

extern FixtureWorld world;

/* Transactions, postings in the order of periods, closing and settlement of May. */
void make_books(void);
void post(int txn, int account, int person, int batch, int64_t amount);

#endif
