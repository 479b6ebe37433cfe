#include "fate.h"

#include <string.h>

#include "base/rng.h"

enum {
    OF_100000 = 100000,
    OUTAGE_DAYS_MAX = 4,
    RETURN_DAYS_MAX = 60,
    PAY_OUT_DAYS = 10,  /* of the post office */
    HAND_BACK_DAYS = 15 /* after which what was not collected is handed back */
};

/* ---- the mix ---- */

typedef struct MixField {
    const char *name;
    size_t offset;
    uint32_t standard;
    uint32_t harsh;
} MixField;

#define FIELD(name, standard, harsh) {#name, offsetof(FaultMix, name), (standard), (harsh)}

static const MixField MIX_FIELDS[] = {
    FIELD(timeout_paid, 3000, 6000),
    FIELD(timeout_unpaid, 2000, 4000),
    FIELD(rejected, 5000, 10000),
    FIELD(returned, 2000, 8000),
    FIELD(paid_after_rejected, 500, 3000),
    FIELD(wrong_amount, 300, 2000),
    FIELD(wrong_id, 200, 2000),
    FIELD(unclaimed, 10000, 20000),
    FIELD(row_twice, 1000, 5000),
    FIELD(settled_later, 10000, 20000),
    FIELD(file_twice_same, 500, 15000),
    FIELD(file_twice_changed, 500, 15000),
    FIELD(file_cut, 500, 15000),
    FIELD(down, 100, 10000),
};

enum { MIX_FIELD_COUNT = sizeof MIX_FIELDS / sizeof MIX_FIELDS[0] };

static uint32_t mix_get(const FaultMix *mix, size_t i) {
    uint32_t parts = 0;
    memcpy(&parts, (const char *)mix + MIX_FIELDS[i].offset, sizeof parts);
    return parts;
}

static void mix_set(FaultMix *mix, size_t i, uint32_t parts) {
    memcpy((char *)mix + MIX_FIELDS[i].offset, &parts, sizeof parts);
}

bool fault_mix_by_name(Str name, FaultMix *ret_mix) {
    bool is_standard = str_equal(name, STR("standard"));
    bool is_harsh = str_equal(name, STR("harsh"));
    if (!is_standard && !is_harsh && !str_equal(name, STR("none"))) {
        return false;
    }
    for (size_t i = 0; i < MIX_FIELD_COUNT; i++) {
        mix_set(ret_mix, i,
                is_standard ? MIX_FIELDS[i].standard
                : is_harsh  ? MIX_FIELDS[i].harsh
                            : 0);
    }
    return true;
}

static Status mix_line_parse(Ctx *ctx, Str line, FaultMix *mix) {
    Str rest = line;
    Str name;
    int64_t parts = 0;
    if (!str_split_next(&rest, '=', &name) || !str_to_int64(str_trim(rest), &parts) || parts < 0 ||
        parts > OF_100000) {
        return ctx_fail(ctx, E_ARGUMENT, "fault mix: \"%.*s\" is not name = 0..100000",
                        STR_ARG(line));
    }
    for (size_t i = 0; i < MIX_FIELD_COUNT; i++) {
        if (str_equal(str_trim(name), str_of(MIX_FIELDS[i].name))) {
            mix_set(mix, i, (uint32_t)parts);
            return OK;
        }
    }
    return ctx_fail(ctx, E_ARGUMENT, "fault mix: \"%.*s\" is not known", STR_ARG(str_trim(name)));
}

Status fault_mix_parse(Ctx *ctx, Str text, FaultMix *ret_mix) {
    FaultMix mix = {0};
    Str line;
    while (str_split_next(&text, '\n', &line)) { /* ends: the text is used up */
        size_t comment = str_find(line, STR("#"), 0);
        line = str_trim(comment == SIZE_MAX ? line : str_part(line, 0, comment));
        if (!str_is_empty(line)) {
            TRY(mix_line_parse(ctx, line, &mix));
        }
    }
    *ret_mix = mix;
    return OK;
}

Status fault_mix_print(Ctx *ctx, const FaultMix *mix, Str *ret_text) {
    Str text = {"", 0};
    for (size_t i = 0; i < MIX_FIELD_COUNT; i++) {
        TRY(ctx_print(ctx, &text, "%.*s%s%s=%u", STR_ARG(text), i ? " " : "", MIX_FIELDS[i].name,
                      mix_get(mix, i)));
    }
    *ret_text = text;
    return OK;
}

/* ---- drawing ---- */

int64_t day_add(int64_t day, int64_t days) {
    return clock_day(clock_at_day(day, 12) + days * 24 * 3600 * INT64_C(1000000));
}

/* FNV-1a over the words, with the seed in front. */
static void rng_for(Rng *rng, uint64_t seed, Str word) {
    uint64_t hash = UINT64_C(14695981039346656037) ^ seed;
    for (size_t i = 0; i < word.len; i++) {
        hash = (hash ^ (unsigned char)word.ptr[i]) * UINT64_C(1099511628211);
    }
    rng_seed(rng, hash);
}

typedef enum Fate {
    FATE_PLAIN,
    FATE_TIMEOUT_PAID,
    FATE_TIMEOUT_UNPAID,
    FATE_REJECTED,
    FATE_RETURNED,
    FATE_PAID_AFTER_REJECTED,
    FATE_WRONG_AMOUNT,
    FATE_WRONG_ID,
    FATE_UNCLAIMED
} Fate;

static Fate fate_draw(Rng *rng, const FaultMix *mix, ProviderKind kind) {
    const uint32_t parts[] = {
        [FATE_TIMEOUT_PAID] = mix->timeout_paid,
        [FATE_TIMEOUT_UNPAID] = mix->timeout_unpaid,
        [FATE_REJECTED] = mix->rejected,
        [FATE_RETURNED] = kind == PROVIDER_POST ? 0 : mix->returned,
        [FATE_PAID_AFTER_REJECTED] = mix->paid_after_rejected,
        [FATE_WRONG_AMOUNT] = mix->wrong_amount,
        [FATE_WRONG_ID] = mix->wrong_id,
        [FATE_UNCLAIMED] = kind == PROVIDER_POST ? mix->unclaimed : 0,
    };
    uint64_t drawn = rng_below(rng, OF_100000);
    for (size_t fate = FATE_TIMEOUT_PAID; fate < sizeof parts / sizeof parts[0]; fate++) {
        if (drawn < parts[fate]) {
            return (Fate)fate;
        }
        drawn -= parts[fate];
    }
    return FATE_PLAIN;
}

/* As often as banks use them, roughly; ISO external codes. */
static const char *reject_reason(Rng *rng, ProviderKind kind) {
    static const char *const account[] = {"AC01", "AC01", "AC04", "AC04", "AC06",
                                          "AG01", "BE01", "BE01", "BE01", "MD07"};
    static const char *const cash[] = {"MD07", "BE01", "MS03"};
    return kind == PROVIDER_POST ? cash[rng_below(rng, 3)] : account[rng_below(rng, 10)];
}

/* ---- plans ---- */

static AnswerEvent *plan_add(Plan *plan, int64_t day, AnswerForm form, ResultOutcome outcome,
                             const char *reason_code) {
    AnswerEvent *event = &plan->events[plan->count++];
    *event = (AnswerEvent){.due_day = day,
                           .booking_day = day,
                           .form = form,
                           .outcome = outcome,
                           .reason_code = reason_code};
    return event;
}

/* What is booked on a day stands in the statement that comes the day after. */
static void plan_add_booking(Plan *plan, int64_t day, ResultOutcome outcome,
                             const char *reason_code) {
    AnswerEvent *event = plan_add(plan, day, ANSWER_STATEMENT, outcome, reason_code);
    event->due_day = day_add(day, 1);
}

static void plan_bank(Plan *plan, Rng *rng, Fate fate, const FaultMix *mix, int64_t day) {
    bool is_later = rng_chance(rng, mix->settled_later);
    if (fate == FATE_TIMEOUT_UNPAID) {
        int64_t late_day = day_add(day, 5 + (int64_t)rng_below(rng, 3));
        (void)plan_add(plan, late_day, ANSWER_REPORT, RESULT_NEVER_RECEIVED, "NOOR");
        return;
    }
    if (fate == FATE_REJECTED || fate == FATE_PAID_AFTER_REJECTED) {
        const char *reason = reject_reason(rng, PROVIDER_BANK);
        (void)plan_add(plan, day, ANSWER_REPORT, RESULT_REJECTED, reason);
        if (fate == FATE_REJECTED) {
            return;
        }
        plan->paid_day = day_add(day, 2);
        (void)plan_add(plan, plan->paid_day, ANSWER_NOTICE, RESULT_PAID, "");
        plan_add_booking(plan, plan->paid_day, RESULT_PAID, "");
        return;
    }
    plan->paid_day = day;
    if (fate == FATE_PLAIN && is_later) {
        (void)plan_add(plan, day, ANSWER_REPORT, RESULT_ACCEPTED, "");
        plan->paid_day = day_add(day, 1);
        (void)plan_add(plan, plan->paid_day, ANSWER_NOTICE, RESULT_PAID, "");
    } else if (fate != FATE_TIMEOUT_PAID) {
        AnswerEvent *told = plan_add(plan, day, ANSWER_REPORT, RESULT_PAID, "");
        told->is_wrong_amount = fate == FATE_WRONG_AMOUNT;
        told->is_wrong_id = fate == FATE_WRONG_ID;
    }
    plan_add_booking(plan, plan->paid_day, RESULT_PAID, "");
    if (fate == FATE_RETURNED) {
        int64_t notice_day = day_add(day, 1 + (int64_t)rng_below(rng, RETURN_DAYS_MAX));
        const char *reason = reject_reason(rng, PROVIDER_BANK);
        plan->return_day = day_add(notice_day, 1);
        (void)plan_add(plan, notice_day, ANSWER_NOTICE, RESULT_RETURN_NOTICE, reason);
        plan_add_booking(plan, plan->return_day, RESULT_MONEY_BACK, reason);
    }
}

/* A wallet and a post office tell everything in lists; the post pays within a window. */
static void plan_list(Plan *plan, Rng *rng, Fate fate, ProviderKind kind, int64_t day) {
    bool is_post = kind == PROVIDER_POST;
    int64_t pay_day = is_post ? day_add(day, PAY_OUT_DAYS) : day;
    const char *reason = reject_reason(rng, kind);
    if (fate == FATE_TIMEOUT_UNPAID) {
        (void)plan_add(plan, day_add(pay_day, 3), ANSWER_REPORT, RESULT_NEVER_RECEIVED, "NOOR");
        return;
    }
    if (fate == FATE_REJECTED || fate == FATE_PAID_AFTER_REJECTED) {
        (void)plan_add(plan, day, ANSWER_REPORT, RESULT_REJECTED, reason);
        if (fate == FATE_PAID_AFTER_REJECTED) {
            plan->paid_day = day_add(pay_day, 2);
            (void)plan_add(plan, plan->paid_day, ANSWER_REPORT, RESULT_PAID, "");
        }
        return;
    }
    if (is_post && fate != FATE_TIMEOUT_PAID) {
        (void)plan_add(plan, day, ANSWER_REPORT, RESULT_ACCEPTED, "");
    }
    if (fate == FATE_UNCLAIMED) {
        AnswerEvent *unclaimed = plan_add(plan, pay_day, ANSWER_REPORT, RESULT_UNCLAIMED, "");
        unclaimed->is_stop = rng_below(rng, 10) < 3;
        int64_t back_day = day_add(day, HAND_BACK_DAYS);
        (void)plan_add(plan, back_day, ANSWER_REPORT, RESULT_MONEY_BACK, "");
        plan->return_day = back_day;
        return;
    }
    plan->paid_day = pay_day;
    int64_t told_day = fate == FATE_TIMEOUT_PAID ? day_add(pay_day, 3) : pay_day;
    AnswerEvent *told = plan_add(plan, told_day, ANSWER_REPORT, RESULT_PAID, "");
    told->booking_day = pay_day;
    told->is_wrong_amount = fate == FATE_WRONG_AMOUNT;
    told->is_wrong_id = fate == FATE_WRONG_ID;
    if (told->is_wrong_amount || told->is_wrong_id) {
        AnswerEvent *corrected =
            plan_add(plan, day_add(pay_day, 2), ANSWER_REPORT, RESULT_PAID, "");
        corrected->booking_day = pay_day;
    }
    if (fate == FATE_RETURNED) {
        int64_t notice_day = day_add(day, 1 + (int64_t)rng_below(rng, RETURN_DAYS_MAX));
        plan->return_day = day_add(notice_day, 1);
        (void)plan_add(plan, notice_day, ANSWER_REPORT, RESULT_RETURN_NOTICE, reason);
        (void)plan_add(plan, plan->return_day, ANSWER_REPORT, RESULT_MONEY_BACK, reason);
    }
}

/* By due day, stable: a handful of events. */
static void plan_sort(Plan *plan) {
    for (size_t i = 1; i < plan->count; i++) {
        AnswerEvent event = plan->events[i];
        size_t at = i;
        while (at > 0 && plan->events[at - 1].due_day > event.due_day) {
            plan->events[at] = plan->events[at - 1];
            at--;
        }
        plan->events[at] = event;
    }
}

void plan_make(const FaultMix *mix, uint64_t seed, ProviderKind kind, Str end_to_end_id,
               int64_t day, Plan *ret_plan) {
    Rng rng;
    rng_for(&rng, seed, end_to_end_id);
    *ret_plan = (Plan){.count = 0};
    Fate fate = fate_draw(&rng, mix, kind);
    bool is_twice = rng_chance(&rng, mix->row_twice);
    if (kind == PROVIDER_BANK) {
        plan_bank(ret_plan, &rng, fate, mix, day);
    } else {
        plan_list(ret_plan, &rng, fate, kind, day);
    }
    plan_sort(ret_plan);
    for (size_t i = 0; is_twice && i < ret_plan->count; i++) {
        if (ret_plan->events[i].form == ANSWER_REPORT) {
            ret_plan->events[i].is_twice = true;
            break;
        }
    }
}

FileFault file_fault(const FaultMix *mix, uint64_t seed, Str file_ref) {
    Rng rng;
    rng_for(&rng, seed + 1, file_ref);
    uint64_t drawn = rng_below(&rng, OF_100000);
    if (drawn < mix->file_twice_same) {
        return FILE_FAULT_TWICE_SAME;
    }
    drawn -= mix->file_twice_same;
    if (drawn < mix->file_twice_changed) {
        return FILE_FAULT_TWICE_CHANGED;
    }
    drawn -= mix->file_twice_changed;
    return drawn < mix->file_cut ? FILE_FAULT_CUT : FILE_FAULT_NONE;
}

bool provider_is_down(const FaultMix *mix, uint64_t seed, Str provider_code, int64_t day) {
    for (int64_t ago = 0; ago < OUTAGE_DAYS_MAX; ago++) {
        Rng rng;
        rng_for(&rng, seed + 2 + (uint64_t)day_add(day, -ago), provider_code);
        if (rng_chance(&rng, mix->down) && (int64_t)rng_below(&rng, OUTAGE_DAYS_MAX) >= ago) {
            return true;
        }
    }
    return false;
}
