/*
 * Money claimed back. Nothing is withheld without a claim and a decision that ran when the list was
 * made; no month gives more than its cap, its share, or half of a line; instalments never sum to
 * more than the claim. What decisions and instalments must have booked is expected here, and so is
 * the receivable that they leave (L1-lines, L1-overpayment).
 */
#include "audit.h"

enum { DECIDED_RECOVER = 1, DECIDED_CLOSE = 3, CLAIM_OVERPAID = 4, CLAIM_LATE_DEATH = 5 };

/* Of the last decision of each claim, by claim and step: what instalments are held against. */
typedef struct Decisions {
    SumMap kind; /* (case, step) -> kind */
    SumMap payer;
    SumMap first_period;
    SumMap area;
    SumMap programme;
    SumMap booked; /* (case) -> what stands in the books before instalments */
} Decisions;

static void decisions_read(Audit *audit, Decisions *decisions) {
    Report *report = &audit->report;
    ROWS(rows) = rows_open(audit->db, "recovery_decisions", NULL, 0);
    while (rows_next(rows)) {
        const int64_t case_id = rows_int(rows, 0);
        const int64_t step = rows_int(rows, 1);
        const int64_t kind = rows_int(rows, 2);
        const int64_t amount_dong = rows_int(rows, 9);
        const int64_t key[SUM_KEY] = {case_id, step};
        const int64_t claim[SUM_KEY] = {case_id};
        const bool is_claim = !rows_is_null(rows, 12) && (rows_int(rows, 12) == CLAIM_OVERPAID ||
                                                          rows_int(rows, 12) == CLAIM_LATE_DEATH);
        const bool books_claim = kind == DECIDED_RECOVER && step == 1;

        report_looked(report, CHECK_RECOVERY, 1);
        if (!is_claim) {
            FOUND(report, CHECK_RECOVERY, WHAT_DEDUCTION_NO_CLAIM, NUM("case_id", case_id),
                  NUM("decision_no", step));
        }
        if ((books_claim && is_claim && amount_dong != rows_int(rows, 13)) ||
            (!books_claim && kind != DECIDED_CLOSE && amount_dong != 0) ||
            (amount_dong != 0) != !rows_is_null(rows, 10)) {
            FOUND(report, CHECK_RECOVERY, WHAT_DECISION_BOOKED, NUM("case_id", case_id),
                  NUM("decision_no", step), NUM("amount_dong", amount_dong));
        }
        sum_map_add(&decisions->kind, key, kind);
        sum_map_add(&decisions->payer, key, rows_int(rows, 3));
        sum_map_add(&decisions->programme, key, rows_int(rows, 4));
        sum_map_add(&decisions->area, key, rows_int(rows, 5));
        sum_map_add(&decisions->first_period, key, rows_int(rows, 8));
        const int64_t signed_dong = kind == DECIDED_CLOSE ? -amount_dong : amount_dong;
        sum_map_add(&decisions->booked, claim, signed_dong);
        sum_map_add(&audit->overpayment, SUM_KEY_OF(0, 0, 0, 0), signed_dong);
        if (!rows_is_null(rows, 10) && audit->options->period == 0) {
            const Place place = {.txn_id = rows_int(rows, 10),
                                 .programme_id = rows_int(rows, 4),
                                 .area_id = rows_int(rows, 5)};
            expect_move(audit, &place, ACCOUNT_OVERPAYMENT, ACCOUNT_PRIOR, signed_dong);
        }
    }
}

/* Booked with the approval of its list, and taken back when its obligation was ended. */
static void deduction_expect(Audit *audit, const Decisions *decisions, Rows *rows,
                             const int64_t key[SUM_KEY]) {
    const int64_t amount_dong = rows_int(rows, 6);
    const Payroll *payroll = world_payroll(&audit->world, rows_int(rows, 4));
    Place place = {.programme_id = sum_map_get(&decisions->programme, key),
                   .area_id = sum_map_get(&decisions->area, key)};
    if (audit->options->period != 0) {
        return; /* accounts of claims are compared over all periods only */
    }
    if (payroll && payroll->commit_txn_id != NULL_ID) {
        place.txn_id = payroll->commit_txn_id;
        expect_move(audit, &place, ACCOUNT_PRIOR, ACCOUNT_OVERPAYMENT, amount_dong);
        sum_map_add(&audit->overpayment, SUM_KEY_OF(0, 0, 0, 0), -amount_dong);
    }
    if (!rows_is_null(rows, 11)) {
        place.txn_id = rows_int(rows, 11);
        expect_move(audit, &place, ACCOUNT_OVERPAYMENT, ACCOUNT_PRIOR, amount_dong);
        sum_map_add(&audit->overpayment, SUM_KEY_OF(0, 0, 0, 0), amount_dong);
    }
}

static void deductions_check(Audit *audit, Decisions *decisions) {
    Report *report = &audit->report;
    ROWS(rows) = rows_open(audit->db, "recovery_deductions", NULL, 0);
    while (rows_next(rows)) {
        const int64_t case_id = rows_int(rows, 0);
        const int64_t key[SUM_KEY] = {case_id, rows_int(rows, 3)};
        const int64_t claim[SUM_KEY] = {case_id};
        const bool fits = !rows_is_null(rows, 7) && rows_int(rows, 7) == rows_int(rows, 4) &&
                          rows_int(rows, 8) == rows_int(rows, 5) && rows_int(rows, 13) == 1;
        const bool ran = sum_map_get(&decisions->kind, key) == DECIDED_RECOVER &&
                         sum_map_get(&decisions->payer, key) == rows_int(rows, 2) &&
                         sum_map_get(&decisions->first_period, key) <= rows_int(rows, 5) &&
                         !rows_is_null(rows, 14) && rows_int(rows, 14) == rows_int(rows, 3);

        report_looked(report, CHECK_RECOVERY, 1);
        if (!fits || !sum_map_has(&decisions->kind, key)) {
            FOUND(report, CHECK_RECOVERY, WHAT_DEDUCTION_NO_CLAIM, NUM("case_id", case_id),
                  NUM("person_id", rows_int(rows, 2)), NUM("obligation_id", rows_int(rows, 1)));
        } else if (!ran) {
            FOUND(report, CHECK_RECOVERY, WHAT_DEDUCTION_NOT_RUNNING, NUM("case_id", case_id),
                  NUM("person_id", rows_int(rows, 2)), NUM("obligation_id", rows_int(rows, 1)),
                  NUM("period", rows_int(rows, 5)));
        }
        deduction_expect(audit, decisions, rows, key);
        const bool stands = rows_is_null(rows, 12) || rows_int(rows, 12) != 1;
        sum_map_add(&decisions->booked, claim, stands ? -rows_int(rows, 6) : 0);
    }
    for (size_t i = 0; i < decisions->booked.capacity; i++) {
        const SumItem *item = &decisions->booked.items[i];
        if (item->used && item->dong < 0) {
            FOUND(report, CHECK_RECOVERY, WHAT_DEDUCTION_ABOVE_CLAIM, NUM("case_id", item->key[0]),
                  NUM("above_dong", -item->dong));
        }
    }
}

static void months_check(Audit *audit) {
    ROWS(rows) = rows_open(audit->db, "recovery_of_month", NULL, 0);
    while (rows_next(rows)) {
        const int64_t taken_dong = rows_int(rows, 3);
        const int64_t cap_dong = rows_int(rows, 4);
        const int64_t share_dong = rows_int(rows, 6) * rows_int(rows, 5) / 100;
        if ((cap_dong > 0 && taken_dong > cap_dong) || taken_dong > share_dong) {
            FOUND(&audit->report, CHECK_RECOVERY, WHAT_DEDUCTION_ABOVE_CAP,
                  NUM("case_id", rows_int(rows, 0)), NUM("person_id", rows_int(rows, 2)),
                  NUM("payroll_id", rows_int(rows, 1)), NUM("taken_dong", taken_dong),
                  NUM("cap_dong", cap_dong), NUM("share_dong", share_dong));
        }
    }
}

static void lines_check(Audit *audit) {
    ROWS(rows) = rows_open(audit->db, "recovery_withheld_differs", NULL, 0);
    while (rows_next(rows)) {
        FOUND(&audit->report, CHECK_RECOVERY, WHAT_DEDUCTION_NOT_LINE,
              NUM("person_id", rows_int(rows, 1)), NUM("obligation_id", rows_int(rows, 0)),
              NUM("withheld_dong", rows_int(rows, 2)), NUM("rows_dong", rows_int(rows, 3)),
              NUM("amount_dong", rows_int(rows, 4)));
    }
    ROWS(claims) = rows_open(audit->db, "claim_months_above", NULL, 0);
    while (rows_next(claims)) {
        FOUND(&audit->report, CHECK_RECOVERY, WHAT_CLAIM_ABOVE_PAID,
              NUM("case_id", rows_int(claims, 0)), NUM("person_id", rows_int(claims, 1)),
              NUM("period", rows_int(claims, 2)), NUM("claimed_dong", rows_int(claims, 3)),
              NUM("owed_dong", rows_int(claims, 4)));
    }
}

void recovery_check(Audit *audit) {
    Decisions decisions = {0};
    decisions_read(audit, &decisions);
    deductions_check(audit, &decisions);
    months_check(audit);
    lines_check(audit);
    SumMap *maps[] = {&decisions.kind, &decisions.payer,     &decisions.first_period,
                      &decisions.area, &decisions.programme, &decisions.booked};
    for (size_t i = 0; i < sizeof(maps) / sizeof(*maps); i++) {
        sum_map_done(maps[i]);
    }
}
