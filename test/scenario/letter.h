/*
 * letter.h -- what providers write: real bytes in their own format, in a file, to be loaded.
 *
 * Tests only. BANK answers in pain.002 and tells of money in camt.054; LIST_BANK writes CSV, WALLET
 * and POST write workbooks. The bytes are made here, not by the product's own writers (but for the
 * workbook). An order is known to its provider by the end-to-end id in the file that was sent.
 */
#ifndef TEST_SCENARIO_LETTER_H
#define TEST_SCENARIO_LETTER_H

#include "codec/result_row.h"
#include "world.h"

/* One row: what became of an order. */
typedef struct Told {
    int64_t person_id; /* whose order of the letter's month; 0 = `id` says which */
    ResultOutcome outcome;
    const char *reason;  /* ISO code; NULL = none */
    int64_t amount_dong; /* 0 = as ordered */
    const char *id;      /* instead of the order's own */
} Told;

Told paid(int64_t person_id);
Told accepted(int64_t person_id);
Told rejected(int64_t person_id, const char *reason);
Told never_received(int64_t person_id);
Told unclaimed(int64_t person_id);
Told return_noticed(int64_t person_id, const char *reason);
Told money_back(int64_t person_id, const char *reason);

enum { TOLD_MAX = 8 };

typedef struct Letter {
    Payer from;
    int64_t month;       /* in which the orders went out */
    const char *ref;     /* the provider's name of it; NULL = a new one */
    Told told[TOLD_MAX]; /* until a row without person and id */
} Letter;

/* The end-to-end id of the person's order that went out in a month; it stands in the sent file. */
Str order_id(World *w, int64_t person_id, int64_t month);

/* Writes the file; its path. */
Str provider_writes(World *w, const Letter *letter);
/* The first `bytes` of a file (below zero: all but the last ones), under a name of its own. */
Str file_is_cut(World *w, Str path, int64_t bytes);
/* The same bytes under another name. */
Str file_is_copied(World *w, Str path);

Status try_load(World *w, int64_t user_id, Payer from, Str path);
/* Writes and loads as the accountant; the reply stands in w->reply. */
void provider_answers(World *w, const Letter *letter);
/* The same of one row. */
void provider_reports(World *w, Payer from, int64_t month, Told told);

/* BANK refuses our whole file of a month in the head of its answer, without rows. */
void bank_refuses_file(World *w, int64_t month, const char *reason);

/* A signed paper "never received and will be refused", scanned, entered by the accountant. */
Status try_fenced_paper(World *w, Str end_to_end_id);

#endif
