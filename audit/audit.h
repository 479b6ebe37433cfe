/*
 * audit.h -- one audit: the database, what is known of its small tables, sums gathered on the way,
 * and the report. Each pass reads one or a few ordered streams once and feeds several checks.
 */
#ifndef AUDIT_AUDIT_H
#define AUDIT_AUDIT_H

#include "db.h"
#include "memory.h"
#include "report.h"
#include "world.h"

/* The audit's own reading of the contract: numbers as the schema's comments and the books name
 * them. */
enum State {
    STATE_CREATED = 1,
    STATE_RELEASED,
    STATE_SENDING,
    STATE_SENT,
    STATE_ACCEPTED,
    STATE_UNKNOWN,
    STATE_UNCLAIMED,
    STATE_RETURN_NOTICED,
    STATE_PAID,
    STATE_RETURNED,
    STATE_REJECTED,
    STATE_NEVER_RECEIVED,
    STATE_CANCELLED,
    STATE_CONFLICT,
    STATE_END
};

enum Account {
    ACCOUNT_NONE = 0,
    ACCOUNT_ALLOTMENT = 10,
    ACCOUNT_AVAILABLE = 11,
    ACCOUNT_COMMITTED = 12,
    ACCOUNT_TREASURY = 20,
    ACCOUNT_FLOAT = 30,
    ACCOUNT_IN_TRANSIT = 40,
    ACCOUNT_EXPENSE = 50,
    ACCOUNT_RETURNS = 60,
    ACCOUNT_UNCLAIMED = 61,
    ACCOUNT_FOCAL = 62,
    ACCOUNT_UNIDENTIFIED = 63,
    ACCOUNT_OVERPAYMENT = 70,
    ACCOUNT_CLAIM = 71,
    ACCOUNT_PRIOR = 73,
};

enum Component { COMPONENT_ALLOWANCE = 1, COMPONENT_ARREARS = 2 };

typedef struct Options {
    const char *db_url;
    const char *files_dir; /* NULL = bytes of files are not read */
    int64_t period;        /* 0 = all */
    bool full;
    bool json;
    bool quiet;
    size_t row_limit;
    Lang lang;
    const char *only; /* names or numbers with commas; NULL = all */
} Options;

typedef struct Audit {
    const Options *options;
    Db *db;
    Report report;
    World world;
    /* (txn, account and provider, programme and area, batch) -> what the rows behind it say. */
    SumMap expected;
    SumMap expense;     /* (programme, area) -> attempts PAID, and conflicts settled as paid */
    SumMap returns;     /* (provider) -> attempts RETURN_NOTICED */
    SumMap unclaimed;   /* (provider) -> attempts UNCLAIMED */
    SumMap overpayment; /* (0) -> attempts in CONFLICT whose case is open, and claims decided */
    unsigned passes_done;
} Audit;

/* Whether payrolls and batches of a period are looked at row by row. */
static inline bool audit_in_scope(const Audit *audit, int64_t period) {
    return audit->options->period == 0 || audit->options->period == period;
}

/* The account in which a state keeps the money of its attempt; ACCOUNT_NONE for no state. */
enum Account account_of_state(int64_t state);
bool step_is_sane(int64_t from, int64_t to);

/* Where a sum of money stands in the books; 0 where there is no provider or batch. */
typedef struct Place {
    int64_t txn_id, provider_id, programme_id, area_id, batch_id;
} Place;

/* Adds to what is expected on one account; a credit is negative. */
void expect_posting(Audit *audit, const Place *place, int64_t account, int64_t amount_dong);
/* Debit of the one and credit of the other account. */
void expect_move(Audit *audit, const Place *place, int64_t debit, int64_t credit,
                 int64_t amount_dong);

void pass_schema(Audit *audit);
void pass_engine(Audit *audit);
void pass_log(Audit *audit);
void pass_payroll(Audit *audit);
/* Part of pass_payroll: claims, decisions and instalments. */
void recovery_check(Audit *audit);
void pass_batch(Audit *audit);
void pass_attempt(Audit *audit);
void pass_chain(Audit *audit);
void pass_result(Audit *audit);
void pass_books(Audit *audit);
void pass_register(Audit *audit);
void pass_files(Audit *audit);

#endif
