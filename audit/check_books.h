/*
 * check_books.h -- sums of the books, shared by the scan and by what is derived from it.
 */
#ifndef AUDIT_CHECK_BOOKS_H
#define AUDIT_CHECK_BOOKS_H

#include "audit.h"

typedef struct Posting {
    int64_t line_no, area_id, province_id, account, programme_id, provider_id, batch_id;
    int64_t amount_dong;
} Posting;

typedef struct Books {
    Audit *audit;
    int64_t txn_id; /* the transaction being read */
    bool txn_exists;
    int64_t fiscal_period;
    int64_t recorded_seq;
    TABLE(Posting) lines;
    int64_t area_id; /* of the last look-up of a province */
    int64_t province_id;
    ClosedPeriod *period; /* of the last look-up */
    int64_t total_dong;
    SumMap with_rows;     /* (txn) known from rows behind it */
    SumMap with_suspense; /* (txn) */
    SumMap case_seqs;     /* (change) in which a case was closed */
    SumMap suspense;      /* (txn, provider) rows plus postings = 0 */
    SumMap available;     /* (programme, province) */
    SumMap committed;     /* (programme, province) committed less allotted */
    SumMap transit;       /* (batch) */
    SumMap expense;       /* (programme, area) */
    SumMap returns;       /* (provider) */
    SumMap unclaimed;     /* (provider) */
    SumMap overpayment;   /* (0) */
    SumMap unidentified;  /* (provider) open rows plus balance = 0 */
    SumMap held;          /* (programme, area, provider, period) movement of provider-held money */
    SumMap funded;        /* the same, of transactions with the treasury */
} Books;

void balances_check(Books *books);   /* numbers 8, 10, 11, 13, 14, 15 */
void settlement_check(Books *books); /* number 28 */
void books_done(Books *books);

#endif
