/*
 * The books of the fixture: every sum posted once, aggregated as the schema says, and May settled.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_world.h"

typedef struct Txn {
    int txn, kind, period;
    const char *payroll, *batch, *result;
    int seq;
} Txn;

static void make_txn(Txn t) {
    target_run(world.target,
               "INSERT INTO ledger_txn VALUES (%d, %d, %d, %s, %s, %s, NULL, NULL, %d)", t.txn,
               t.kind, t.period, t.payroll, t.batch, t.result, t.seq);
}

static void make_txns(void) {
    make_txn((Txn){1, 1, MAY, "NULL", "NULL", "NULL", 3});
    make_txn((Txn){2, 2, MAY, "1", "NULL", "NULL", 5});
    make_txn((Txn){3, 3, MAY, "1", "NULL", "NULL", 6});
    make_txn((Txn){5, 1, JUNE, "NULL", "NULL", "NULL", 17});
    make_txn((Txn){6, 2, JUNE, "2", "NULL", "NULL", 18});
    make_txn((Txn){7, 3, JUNE, "2", "NULL", "NULL", 19});
    for (int batch = 1; batch <= 5; batch++) {
        char id[16];
        snprintf(id, sizeof(id), "%d", batch);
        make_txn((Txn){10 + batch, 4, batch <= 3 ? MAY : JUNE, batch <= 3 ? "1" : "2", id, "NULL",
                       batch <= 3 ? 7 : 20});
    }
    for (int result = 1; result <= 4; result++) {
        char id[16];
        snprintf(id, sizeof(id), "%d", result);
        make_txn((Txn){20 + result, 5, result <= 3 ? MAY : JUNE, "NULL", "NULL", id,
                       result == 4 ? 22 : 9 + result});
    }
    for (size_t i = 0; i < world.owed_count; i++) {
        const Owed *o = &world.owed[i];
        const int step = o->payroll == 1 ? 0 : 4;
        post(1 + step, 11, o->person, 0, o->amount);
        post(1 + step, 10, o->person, 0, -o->amount);
        post(2 + step, 12, o->person, 0, o->amount);
        post(2 + step, 11, o->person, 0, -o->amount);
        post(3 + step, 30, o->person, 0, o->amount);
        post(3 + step, 20, o->person, 0, -o->amount);
    }
}

static bool post_same(const Post *a, const Post *b) {
    return a->txn == b->txn && a->account == b->account && a->area == b->area &&
           a->provider == b->provider && a->batch == b->batch;
}

static int post_period(const Post *p) {
    return p->txn <= 3 || (p->txn > 10 && p->txn <= 13) || (p->txn > 20 && p->txn <= 23) ? MAY
                                                                                         : JUNE;
}

static int make_postings(int period) {
    int line_no = 0;
    int count = 0;
    for (size_t i = 0; i < world.post_count; i++) {
        Post *p = &world.posts[i];
        if (post_period(p) != period) {
            continue;
        }
        for (size_t j = i + 1; j < world.post_count; j++) {
            if (post_same(p, &world.posts[j])) {
                p->amount += world.posts[j].amount;
                world.posts[j].amount = 0;
            }
        }
        if (p->amount != 0) {
            target_run(world.target,
                       "INSERT INTO posting VALUES (%d, %d, %d, %d, 1, %d, %d, %d, %lld)", p->txn,
                       ++line_no, p->area, p->account, period, p->provider, p->batch,
                       (long long)p->amount);
            count++;
        }
    }
    return count;
}

static void make_settlement(int area, int provider) {
    int64_t funded = 0;
    int64_t held = 0;
    for (size_t i = 0; i < world.post_count; i++) {
        const Post *p = &world.posts[i];
        const bool money =
            p->account == 30 || p->account == 40 || p->account == 60 || p->account == 61;
        if (!money || p->area != area || p->provider != provider || post_period(p) != MAY) {
            continue;
        }
        held += p->amount;
        funded += p->txn == 3 ? p->amount : 0;
    }
    if (funded != 0) {
        target_run(world.target,
                   "INSERT INTO settlement VALUES (1, %d, %d, %d, 0, %lld, %lld, %d, 0, %lld)", MAY,
                   area, provider, (long long)funded, (long long)(funded - held + USUAL), USUAL,
                   (long long)held);
    }
}

void make_books(void) {
    make_txns();
    const int count = make_postings(MAY);
    make_postings(JUNE);
    target_run(world.target,
               "INSERT INTO fiscal_period VALUES (1, %d, 3, {00}, %d, 14), (1, %d, 1, NULL,"
               "NULL, NULL)",
               MAY, count, JUNE);
    for (int area = 2; area <= 3; area++) {
        for (int provider = 1; provider <= 2; provider++) {
            make_settlement(area, provider);
        }
    }
}
