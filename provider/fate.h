/*
 * fate.h -- what happens to one order, decided by the seed and its end-to-end id alone.
 *
 * Outside the floors: the simulator. The fault mix is that of the field; each order's fate does not
 * depend on when or in which file it came, so that a run can be repeated and checked.
 *
 * Invariants: a plan's events ascend by due day; an order is truly paid at most once; every order
 * ends in a final word sooner or later, unless the mix says that answers are lost for good.
 */
#ifndef PROVIDER_FATE_H
#define PROVIDER_FATE_H

#include "base/ctx.h"
#include "codec/result_row.h"

/* How a provider of this kind works. */
typedef enum ProviderKind {
    PROVIDER_BANK = 1,   /* status report, notifications, a statement a day */
    PROVIDER_WALLET = 2, /* lists of results */
    PROVIDER_POST = 3    /* an accepted list, and one at the end of the pay-out */
} ProviderKind;

/* Parts of 100,000; of orders, unless said otherwise. */
typedef struct FaultMix {
    uint32_t timeout_paid;
    uint32_t timeout_unpaid;
    uint32_t rejected;
    uint32_t returned;
    uint32_t paid_after_rejected;
    uint32_t wrong_amount;
    uint32_t wrong_id;
    uint32_t unclaimed; /* cash only */
    uint32_t row_twice;
    uint32_t settled_later;      /* accepted today, credited tomorrow; banks */
    uint32_t file_twice_same;    /* of files */
    uint32_t file_twice_changed; /* of files */
    uint32_t file_cut;           /* of files */
    uint32_t down;               /* of days: an outage of 1 to 4 days begins */
} FaultMix;

/* "standard" (the field), "none", "harsh" (file faults at every turn); false for another name. */
bool fault_mix_by_name(Str name, FaultMix *ret_mix);
/* Lines "name = parts"; "#" begins a comment. Starts from "none". */
Status fault_mix_parse(Ctx *ctx, Str text, FaultMix *ret_mix) MUST_CHECK;
/* All of it on one line, to be stored and compared. */
Status fault_mix_print(Ctx *ctx, const FaultMix *mix, Str *ret_text) MUST_CHECK;

/* In which kind of file an event is told. */
typedef enum AnswerForm {
    ANSWER_REPORT = 1,   /* pain.002, or a list of results */
    ANSWER_NOTICE = 2,   /* camt.054 */
    ANSWER_STATEMENT = 3 /* camt.053 */
} AnswerForm;

typedef struct AnswerEvent {
    int64_t due_day;     /* in the answers of that day, or of the next one on which we work */
    int64_t booking_day; /* when it happened */
    AnswerForm form;
    ResultOutcome outcome;
    const char *reason_code; /* ISO; "" when there is none */
    bool is_wrong_amount;
    bool is_wrong_id;
    bool is_stop; /* of UNCLAIMED: unpaid, and to be stopped */
    bool is_twice;
} AnswerEvent;

enum { PLAN_EVENT_MAX = 6 };

typedef struct Plan {
    AnswerEvent events[PLAN_EVENT_MAX];
    size_t count;
    int64_t paid_day;   /* when the person truly got it; 0 = never */
    int64_t return_day; /* when it truly came back to us; 0 = never */
} Plan;

/* The life of an order that came on `day`. */
void plan_make(const FaultMix *mix, uint64_t seed, ProviderKind kind, Str end_to_end_id,
               int64_t day, Plan *ret_plan);

typedef enum FileFault {
    FILE_FAULT_NONE = 0,
    FILE_FAULT_TWICE_SAME = 1,
    FILE_FAULT_TWICE_CHANGED = 2,
    FILE_FAULT_CUT = 3
} FileFault;

FileFault file_fault(const FaultMix *mix, uint64_t seed, Str file_ref);
/* Nobody works at that provider on that day. */
bool provider_is_down(const FaultMix *mix, uint64_t seed, Str provider_code, int64_t day);

int64_t day_add(int64_t day, int64_t days);

#endif
