/*
 * Lists of the month. Each payroll is read once in the order of persons: its digest, its totals,
 * the law of each row, the difference to the month before, and what its approval must have
 * committed all come from that one scan. Then eligibility is derived anew from the register
 * (check_eligible.c).
 */
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "canon.h"
#include "check_eligible.h"
#include "law_reading.h"

typedef struct Line {
    int64_t person_id, obligation_id, period, component, revision, enrolment_id, area_id, clause_id;
    int64_t standard_dong, coefficient, amount_dong;
    int64_t withheld_dong; /* instalments: the law's amount is both */
} Line;

typedef struct Scan {
    Audit *audit;
    const Payroll *payroll;
    Canon canon;
    int64_t made_on;
    int64_t line_count;
    int64_t total_dong;
    int64_t person_count;      /* with any row */
    int64_t main_person_count; /* with an allowance of the payroll's own month */
    int64_t person_id;         /* the one being summed */
    int64_t person_dong;
    bool person_main;
    int64_t difference_dong;
    int64_t area_id; /* of last area test, to ask once per run of rows */
    bool area_inside;
    Listed *listed;
} Scan;

static void line_check_law(Scan *scan, const Line *line) {
    Report *report = &scan->audit->report;
    const Clause *clause = world_clause(&scan->audit->world, line->clause_id);
    const LawVerdict verdict =
        clause ? law_coefficient_fits(clause->code, line->period, line->coefficient)
               : LAW_CLAUSE_UNKNOWN;

    if (!law_standard_fits(line->period, scan->made_on, line->standard_dong)) {
        FOUND(report, CHECK_AMOUNT, WHAT_STANDARD_NOT_LAW, NUM("person_id", line->person_id),
              NUM("obligation_id", line->obligation_id), NUM("period", line->period),
              NUM("standard_dong", line->standard_dong));
    }
    if (verdict != LAW_FITS) {
        FOUND(report, CHECK_AMOUNT,
              verdict == LAW_DIFFERS        ? WHAT_COEFFICIENT_NOT_LAW
              : verdict == LAW_CLAUSE_ENDED ? WHAT_CLAUSE_ENDED
                                            : WHAT_CLAUSE_UNKNOWN,
              NUM("person_id", line->person_id), NUM("obligation_id", line->obligation_id),
              TXT("clause_code", clause ? clause->code : "?"),
              NUM("coefficient_hundredths", line->coefficient));
    }
    const int64_t product = line->standard_dong * line->coefficient;
    const int64_t gross_dong = line->amount_dong + line->withheld_dong;
    const bool fits = line->component == COMPONENT_ARREARS ? gross_dong <= product / 100
                                                           : gross_dong * 100 == product;
    if (!fits) {
        FOUND(report, CHECK_AMOUNT, WHAT_AMOUNT_NOT_PRODUCT, NUM("person_id", line->person_id),
              NUM("obligation_id", line->obligation_id), NUM("amount_dong", line->amount_dong),
              NUM("expected_dong", product / 100));
    }
}

static void line_check_area(Scan *scan, const Line *line) {
    if (line->area_id != scan->area_id) {
        scan->area_id = line->area_id;
        scan->area_inside =
            world_area_covers(&scan->audit->world, scan->payroll->area_id, line->area_id);
    }
    if (!scan->area_inside) {
        FOUND(&scan->audit->report, CHECK_TOTALS, WHAT_AREA_OUTSIDE,
              NUM("payroll_id", scan->payroll->payroll_id), NUM("person_id", line->person_id),
              NUM("obligation_id", line->obligation_id), NUM("area_id", line->area_id));
    }
}

/* P4: one person's sum against its row of payroll_difference and against the payroll before. */
static void person_check_difference(Scan *scan, int64_t person_id, int64_t now_dong, Feed *rows,
                                    Feed *before) {
    Report *report = &scan->audit->report;
    const bool compared = scan->payroll->previous_payroll_id != NULL_ID;
    int64_t before_dong = 0;

    if (before->live && before->key1 == person_id) {
        before_dong = rows_int(before->rows, 2);
        feed_step(before);
    }
    if (rows->live && rows->key1 == person_id) {
        const int64_t row_before_dong = rows_int(rows->rows, 2);
        const int64_t row_now_dong = rows_int(rows->rows, 3);
        scan->difference_dong += row_now_dong - row_before_dong;
        if (row_now_dong != now_dong || (compared && row_before_dong != before_dong)) {
            FOUND(report, CHECK_DIFFERENCE, WHAT_PERSON_SUM, NUM("person_id", person_id),
                  NUM("previous_dong", row_before_dong), NUM("amount_dong", row_now_dong),
                  NUM("rows_before_dong", before_dong), NUM("rows_now_dong", now_dong));
        }
        feed_step(rows);
    } else if (compared && now_dong != before_dong) {
        FOUND(report, CHECK_DIFFERENCE, WHAT_NO_REASON,
              NUM("payroll_id", scan->payroll->payroll_id), NUM("person_id", person_id),
              NUM("previous_dong", before_dong), NUM("amount_dong", now_dong));
    }
}

/* Persons of the other two streams who come before `person_id` have nothing this month. */
static void persons_check_gone(Scan *scan, int64_t person_id, Feed *rows, Feed *before) {
    /* Ends: each round moves at least one feed forward. */
    for (;;) {
        int64_t first = person_id;
        if (rows->live && rows->key1 < first) {
            first = rows->key1;
        }
        if (before->live && before->key1 < first) {
            first = before->key1;
        }
        if (first >= person_id) {
            return;
        }
        person_check_difference(scan, first, 0, rows, before);
    }
}

static void person_close(Scan *scan, Feed *rows, Feed *before) {
    if (scan->person_id == NULL_ID) {
        return;
    }
    persons_check_gone(scan, scan->person_id, rows, before);
    person_check_difference(scan, scan->person_id, scan->person_dong, rows, before);
    scan->person_count++;
    if (scan->person_main) {
        scan->main_person_count++;
        listed_add(scan->listed, scan->person_id, scan->payroll->payroll_id);
    }
}

static void line_take(Scan *scan, const Line *line, Feed *rows, Feed *before) {
    const Payroll *payroll = scan->payroll;
    if (line->person_id != scan->person_id) {
        person_close(scan, rows, before);
        scan->person_id = line->person_id;
        scan->person_dong = 0;
        scan->person_main = false;
    }
    scan->person_dong += line->amount_dong;
    scan->person_main |= line->component != COMPONENT_ARREARS && line->period == payroll->period;
    scan->line_count++;
    scan->total_dong += line->amount_dong;
    canon_numbers(&scan->canon,
                  (const int64_t[]){line->obligation_id, line->person_id, line->period,
                                    line->component, line->revision, line->enrolment_id,
                                    line->area_id, line->clause_id, line->standard_dong,
                                    line->coefficient, line->amount_dong},
                  11);
    if (line->withheld_dong != 0) {
        canon_numbers(&scan->canon, (const int64_t[]){-1, line->withheld_dong}, 2);
    }
    line_check_law(scan, line);
    line_check_area(scan, line);
    if (payroll->commit_txn_id != NULL_ID) {
        /* Approve: Dr committed, Cr available, by commune. */
        const Place place = {
            .txn_id = payroll->commit_txn_id,
            .programme_id = payroll->programme_id,
            .area_id = line->area_id,
        };
        expect_move(scan->audit, &place, ACCOUNT_COMMITTED, ACCOUNT_AVAILABLE, line->amount_dong);
    }
}

static void scan_check_heads(Scan *scan) {
    Report *report = &scan->audit->report;
    const Payroll *payroll = scan->payroll;
    unsigned char digest[DIGEST_SIZE];

    canon_numbers(&scan->canon, (const int64_t[]){payroll->line_count, payroll->total_dong}, 2);
    canon_final(&scan->canon, digest);
    report_looked(report, CHECK_DIGEST, scan->line_count);
    if (payroll->digest_size != DIGEST_SIZE || memcmp(digest, payroll->digest, DIGEST_SIZE) != 0) {
        FOUND(report, CHECK_DIGEST, WHAT_DIGEST_DIFFERS, NUM("payroll_id", payroll->payroll_id),
              NUM("period", payroll->period), NUM("line_count", scan->line_count),
              NUM("total_dong", scan->total_dong));
    }
    if (scan->line_count != payroll->line_count) {
        FOUND(report, CHECK_TOTALS, WHAT_COUNT_DIFFERS, NUM("payroll_id", payroll->payroll_id),
              NUM("line_count", payroll->line_count), NUM("rows", scan->line_count));
    }
    if (scan->total_dong != payroll->total_dong) {
        FOUND(report, CHECK_TOTALS, WHAT_TOTAL_DIFFERS, NUM("payroll_id", payroll->payroll_id),
              NUM("total_dong", payroll->total_dong), NUM("rows_dong", scan->total_dong));
    }
    const bool explained = payroll->previous_payroll_id != NULL_ID || payroll->difference_count > 0;
    if (explained && scan->difference_dong != payroll->total_dong - payroll->previous_dong) {
        FOUND(report, CHECK_DIFFERENCE, WHAT_TOTAL_DIFFERS, NUM("payroll_id", payroll->payroll_id),
              NUM("difference_dong", payroll->total_dong - payroll->previous_dong),
              NUM("rows_dong", scan->difference_dong));
    }
    report_looked(report, CHECK_TOTALS, scan->line_count);
    report_looked(report, CHECK_AMOUNT, scan->line_count);
    report_looked(report, CHECK_DIFFERENCE, scan->person_count);
}

static void payroll_scan(Audit *audit, const Payroll *payroll, Listed *listed) {
    const Change *made = world_change(&audit->world, payroll->made_seq);
    Scan scan = {.audit = audit,
                 .payroll = payroll,
                 .made_on = made ? day_of_us(made->at_us) : 0,
                 .person_id = NULL_ID,
                 .area_id = NULL_ID,
                 .listed = listed};
    FEED(rows);
    FEED(before);

    canon_init(&scan.canon);
    feed_open(&rows, audit->db, "differences_of_payroll", &payroll->payroll_id, 1);
    feed_open(&before, audit->db, "sums_of_payroll", &payroll->previous_payroll_id, 1);
    ROWS(lines) = rows_open(audit->db, "obligations_of_payroll", &payroll->payroll_id, 1);
    while (rows_next(lines)) {
        const Line line = {rows_int(lines, 0), rows_int(lines, 1),  rows_int(lines, 2),
                           rows_int(lines, 3), rows_int(lines, 4),  rows_int(lines, 5),
                           rows_int(lines, 6), rows_int(lines, 7),  rows_int(lines, 8),
                           rows_int(lines, 9), rows_int(lines, 10), rows_int(lines, 11)};
        line_take(&scan, &line, &rows, &before);
    }
    person_close(&scan, &rows, &before);
    persons_check_gone(&scan, INT64_MAX, &rows, &before);
    if (!db_why(audit->db)) {
        scan_check_heads(&scan);
        listed_note_persons(listed, payroll->payroll_id, scan.person_count, scan.main_person_count);
    }
}

/* The one who answers for the money approves its list: the chief accountant (kế toán trưởng). */
enum { ROLE_ACCOUNTANT = 4 };

static bool approver_has_right(const World *world, const Payroll *payroll, int64_t day) {
    for (size_t i = 0; i < world->grants.count; i++) {
        const Grant *grant = &world->grants.items[i];
        if (grant->user_id == payroll->approved_by && grant->role == ROLE_ACCOUNTANT &&
            grant->valid_from <= day && (grant->valid_to == NULL_ID || grant->valid_to >= day) &&
            grant->recorded_seq <= payroll->approved_seq &&
            world_area_covers(world, grant->area_id, payroll->area_id)) {
            return true;
        }
    }
    return false;
}

/* A1: the log is the witness of who made and who approved. */
static void payroll_check_eyes(Audit *audit, const Payroll *payroll) {
    Report *report = &audit->report;
    const Change *made = world_change(&audit->world, payroll->made_seq);
    const bool approved = payroll->approved_by != NULL_ID && payroll->approved_seq != NULL_ID;
    const Change *approval = approved ? world_change(&audit->world, payroll->approved_seq) : NULL;

    report_looked(report, CHECK_FOUR_EYES, 1);
    if (!approved) {
        if (payroll->state == 2 || payroll->state == 3 || payroll->released_seq != NULL_ID) {
            FOUND(report, CHECK_FOUR_EYES, WHAT_NOT_APPROVED,
                  NUM("payroll_id", payroll->payroll_id), NUM("state", payroll->state));
        }
        return;
    }
    if (payroll->approved_by == payroll->made_by ||
        (made && approval && made->user_id == approval->user_id)) {
        FOUND(report, CHECK_FOUR_EYES, WHAT_SAME_PERSON, NUM("payroll_id", payroll->payroll_id),
              NUM("user_id", payroll->approved_by));
    }
    if (!made || made->user_id != payroll->made_by || !approval ||
        approval->user_id != payroll->approved_by || payroll->approved_seq <= payroll->made_seq) {
        FOUND(report, CHECK_FOUR_EYES, WHAT_NOT_WHO_LOG_SAYS,
              NUM("payroll_id", payroll->payroll_id), NUM("made_by", payroll->made_by),
              NUM("approved_by", payroll->approved_by), NUM("approved_seq", payroll->approved_seq));
    }
    if (approval && !approver_has_right(&audit->world, payroll, day_of_us(approval->at_us))) {
        FOUND(report, CHECK_FOUR_EYES, WHAT_NO_RIGHT, NUM("payroll_id", payroll->payroll_id),
              NUM("user_id", payroll->approved_by), NUM("area_id", payroll->area_id));
    }
    if (payroll->commit_txn_id == NULL_ID && payroll->line_count > 0) {
        FOUND(report, CHECK_LINES, WHAT_COMMIT_MISSING, NUM("payroll_id", payroll->payroll_id),
              NUM("total_dong", payroll->total_dong));
    }
}

static void arrears_check(Audit *audit) {
    ROWS(rows) = rows_open(audit->db, "arrears", &audit->options->period, 1);
    while (rows_next(rows)) {
        const int64_t full_dong = rows_int(rows, 4) * rows_int(rows, 5) / 100;
        const int64_t amount_dong = rows_int(rows, 3);
        if (amount_dong + rows_int(rows, 6) != full_dong) {
            FOUND(&audit->report, CHECK_AMOUNT, WHAT_ARREARS_NOT_DIFFERENCE,
                  NUM("person_id", rows_int(rows, 1)), NUM("obligation_id", rows_int(rows, 0)),
                  NUM("period", rows_int(rows, 2)), NUM("amount_dong", amount_dong),
                  NUM("expected_dong", full_dong - rows_int(rows, 6)));
        }
    }
}

static void runs_check(Audit *audit) {
    ROWS(rows) = rows_open(audit->db, "runs_twice", NULL, 0);
    while (rows_next(rows)) {
        FOUND(&audit->report, CHECK_ONE_RUN, WHAT_RUN_TWICE, NUM("payroll_id", rows_int(rows, 0)),
              NUM("count", rows_int(rows, 1)), NUM("programme_id", rows_int(rows, 2)),
              NUM("area_id", rows_int(rows, 3)), NUM("period", rows_int(rows, 4)),
              NUM("kind", rows_int(rows, 5)));
    }
    report_looked(&audit->report, CHECK_ONE_RUN, (int64_t)audit->world.payrolls.count);
}

void pass_payroll(Audit *audit) {
    const World *world = &audit->world;
    Listed listed = {0};

    runs_check(audit);
    /* Payrolls come by period and programme: one group shares one walk through the register. */
    for (size_t i = 0; i < world->payrolls.count && !db_why(audit->db); i++) {
        const Payroll *payroll = &world->payrolls.items[i];
        payroll_check_eyes(audit, payroll);
        if (!audit_in_scope(audit, payroll->period)) {
            continue;
        }
        payroll_scan(audit, payroll, &listed);
        const Payroll *next = i + 1 < world->payrolls.count ? payroll + 1 : NULL;
        if (!next || next->period != payroll->period ||
            next->programme_id != payroll->programme_id) {
            eligible_check(audit, payroll->programme_id, payroll->period, &listed);
        }
    }
    listed_done(&listed);
    arrears_check(audit);
    recovery_check(audit);
}
