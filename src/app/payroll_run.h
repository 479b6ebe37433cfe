/*
 * payroll_run.h -- inside of payroll_compute: ordered streams read side by side, one person at a
 * time.
 *
 * Floor 4, friends only.
 *
 *   payroll_compute.c   the use case: head, loop over persons, totals, digest
 *   payroll_person.c    one person: rights, amounts, holds, difference
 *   payroll_lookback.c  what is owed from earlier months, and what was paid too much
 *   payroll_recovery.c  instalments of claims, withheld from the month
 */
#ifndef APP_PAYROLL_RUN_H
#define APP_PAYROLL_RUN_H

#include "app/app.h"
#include "app/payroll.h"
#include "law/law.h"
#include "law/law_recovery.h"
#include "payment/difference.h"
#include "payment/payroll_digest.h"
#include "sys/digest.h"

enum { RUN_LINE_MAX = 512, RUN_PAUSE_MAX = 32, RUN_RECOVERY_MAX = 8 };

/* A cursor and whether it stands on a row. */
typedef struct Stream {
    DbCursor *cursor;
    bool has_row;
} Stream;

typedef struct Pause {
    int64_t enrolment_id;
    int64_t from_period;
    int64_t to_period; /* 0 = open */
} Pause;

/* A claim that is being recovered from the person at hand. */
typedef struct RunRecovery {
    int64_t case_id;
    int64_t decision_no;
    int64_t share_percent; /* of what the month pays */
    LawRecovery law;       /* its cap is 0 when the share alone limits */
} RunRecovery;

/* All that the streams say of one person. */
typedef struct RunPerson {
    int64_t person_id; /* INT64_MAX = no more */
    int64_t area_id;   /* 0 = only in the payroll before */
    LawPerson law;
    Pause pauses[RUN_PAUSE_MAX];
    size_t pause_count;
    bool has_place;
    bool has_mandate;
    bool mandate_ended;
    int64_t cap_dong; /* 0 = none */
    Reason hold;
    bool changed; /* something happened since the payroll before */
    bool moved_in;
    bool resumed;
    bool undecided_before;
    bool covered; /* what stands of this month in another payroll; found by looking back */
    RunRecovery recoveries[RUN_RECOVERY_MAX];
    size_t recovery_count;
    Obligation before[RUN_LINE_MAX];
    size_t before_count;
} RunPerson;

typedef struct PayrollRun {
    App *app;
    const PayrollKey *key;
    int64_t payroll_id;
    int64_t change_seq;
    int64_t today;
    int64_t tree_from;
    int64_t tree_to;
    int64_t first_period;        /* nothing is owed for months before it */
    int64_t previous_payroll_id; /* 0 = none */
    int64_t previous_seq;
    int64_t previous_dong;
    bool law_changed;
    uint8_t law_hash[DIGEST_BYTES]; /* of the rules, and of how much of them is known today */
    Stream enrolled;
    Stream pauses;
    Stream places;
    Stream holds;
    Stream movements;
    Stream before;
    Stream held_before;
    Stream earlier; /* obligations of all months before; open when the law has changed */
    Stream recoveries;
    DbBulk *obligations;
    DbBulk *differences;
    DbBulk *held;
    DbBulk *cases;
    DbBulk *claim_months;
    DbBulk *deductions;
    PayrollDigest digest;
    DigestState inputs;
    int64_t next_obligation_id;
    int64_t last_obligation_id;
    int64_t eligible_count;
    int64_t held_count;
    int64_t withheld_dong;
    /* lines of the person at hand */
    Obligation lines[RUN_LINE_MAX];
    size_t line_count;
} PayrollRun;

/* Reads the next person of all streams. */
Status run_next_person(Ctx *ctx, PayrollRun *run, RunPerson *person) MUST_CHECK;
Status run_streams_open(Ctx *ctx, PayrollRun *run) MUST_CHECK;
void run_streams_close(PayrollRun *run);
/* Passes over rows of persons before this one; true when it stands on one of this person. */
Status run_stream_reach(Ctx *ctx, Stream *stream, int64_t person_id, bool *ret_here) MUST_CHECK;

/* Amounts, holds and difference of one person; writes what comes of it. */
Status run_person(Ctx *ctx, PayrollRun *run, RunPerson *person) MUST_CHECK;
/* What the law gives for a month, with what is known on the day of the run. */
Status run_amounts(Ctx *ctx, const PayrollRun *run, const RunPerson *person, int64_t period,
                   LawAnswer *ret_answer) MUST_CHECK;
/* Sets the pauses of a month in the law's view of the person. */
void run_set_pauses(RunPerson *person, int64_t period);
/* A line for the person at hand; what the law says, and how it is owed. */
typedef struct LineSpec {
    const LawAmount *amount;
    int64_t period;
    int64_t component;
    int64_t revision;
    int64_t amount_dong;
    int64_t withheld_dong; /* of the law's amount; amount_dong is what is left */
} LineSpec;
Status run_add_line(Ctx *ctx, PayrollRun *run, const RunPerson *person, LineSpec spec) MUST_CHECK;
/* What is withheld from each line of a month: by claim, as the law's amounts stand in order. */
typedef struct Cuts {
    int64_t dong[RUN_RECOVERY_MAX][LAW_AMOUNT_MAX];
    int64_t line_dong[LAW_AMOUNT_MAX];
} Cuts;
/*
 * Instalments from the month's amounts: claims in their order, each at most its rest, its cap and
 * its share of the month; all together at most half of the month, so that every line still pays.
 */
void run_plan_cuts(RunPerson *person, const LawAnswer *answer, Cuts *ret_cuts);
/* The rows of the i-th amount's instalments; its line was the last one added. */
Status run_add_cuts(Ctx *ctx, PayrollRun *run, const RunPerson *person, const Cuts *cuts,
                    size_t i) MUST_CHECK;
/*
 * Lines for earlier months that are owed and not obligated yet; cases for what was too much.
 * `whole`: the month of the run is looked at in the same way, beside what another payroll has of
 * it.
 */
Status run_look_back(Ctx *ctx, PayrollRun *run, RunPerson *person, bool whole) MUST_CHECK;

#endif
