#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "app/books.h"

enum { REPORT_MAX = 1 << 18, COMMAND_MAX = 2048, ACCOUNT_MAX = 100 };

/* ---- orders and what is owed ---- */

static int64_t order_of(World *w, int64_t person_id, int64_t month) {
    int64_t attempt_id = ask(w,
                             "SELECT MAX(t.attempt_id) FROM attempt AS t "
                             "JOIN batch AS b ON b.batch_id = t.attempt_id / 1048576 "
                             "WHERE t.person_id = %lld AND b.period = %lld",
                             (long long)person_id, (long long)month);
    if (attempt_id == 0) {
        fail_msg("person %lld has no order of %lld", (long long)person_id, (long long)month);
    }
    return attempt_id;
}

void order_should_be(World *w, int64_t person_id, int64_t month, AttemptState state) {
    int64_t attempt_id = order_of(w, person_id, month);
    int64_t found = ask(w,
                        "SELECT to_state FROM attempt_event WHERE attempt_id = %lld "
                        "ORDER BY event_no DESC LIMIT 1",
                        (long long)attempt_id);
    if (found == 0) {
        found = ask(w, "SELECT state FROM batch WHERE batch_id = %lld",
                    (long long)attempt_id / 1048576);
    }
    if (found != (int64_t)state) {
        fail_msg("the order of person %lld in %lld is %s, not %s", (long long)person_id,
                 (long long)month, attempt_state_name(found), attempt_state_name(state));
    }
}

void order_should_pay(World *w, int64_t person_id, int64_t month, int64_t amount_dong,
                      int64_t obligation_count) {
    long long attempt_id = order_of(w, person_id, month);
    assert_int_equal(ask(w, "SELECT amount_dong FROM attempt WHERE attempt_id = %lld", attempt_id),
                     amount_dong);
    assert_int_equal(ask(w, "SELECT COUNT(*) FROM allocation WHERE attempt_id = %lld", attempt_id),
                     obligation_count);
}

void orders_should_number(World *w, int64_t person_id, int64_t count) {
    assert_int_equal(
        ask(w, "SELECT COUNT(*) FROM attempt WHERE person_id = %lld", (long long)person_id), count);
}

void owed_should_be(World *w, int64_t person_id, int64_t month, int64_t amount_dong) {
    assert_int_equal(ask(w,
                         "SELECT COALESCE(SUM(o.amount_dong), 0) FROM obligation AS o "
                         "WHERE o.person_id = %lld AND o.period = %lld AND NOT EXISTS "
                         "(SELECT 1 FROM obligation_ended AS e WHERE e.person_id = o.person_id "
                         "AND e.obligation_id = o.obligation_id)",
                         (long long)person_id, (long long)month),
                     amount_dong);
}

void held_should_be(World *w, int64_t person_id, int64_t month, const char *reason) {
    assert_int_equal(ask(w,
                         "SELECT COUNT(DISTINCT h.reason_code) FROM "
                         "(SELECT payroll_id, person_id, reason_code FROM payroll_held UNION "
                         "SELECT payroll_id, person_id, reason_code FROM release_held) AS h "
                         "WHERE h.person_id = %lld AND h.payroll_id = %lld AND "
                         "('%s' = '' OR h.reason_code = '%s')",
                         (long long)person_id, (long long)w->payrolls[month % 100],
                         reason ? reason : "", reason ? reason : ""),
                     reason ? 1 : 0);
}

void reply_should_be(World *w, const char *field, int64_t number) {
    int64_t found = reply_int(&w->reply, field);
    if (found != number) {
        fail_msg("%s is %lld, not %lld", field, (long long)found, (long long)number);
    }
}

/* ---- cases and suspense ---- */

void open_cases_should_number(World *w, int64_t count) {
    assert_int_equal(ask(w, "SELECT COUNT(*) FROM payment_case WHERE closed_seq IS NULL"), count);
}

int64_t case_should_be_open(World *w, int64_t person_id, CaseKind kind, int64_t amount_dong) {
    int64_t count = ask(w,
                        "SELECT COUNT(*) FROM payment_case WHERE closed_seq IS NULL "
                        "AND person_id = %lld AND kind = %d AND amount_dong = %lld",
                        (long long)person_id, (int)kind, (long long)amount_dong);
    if (count != 1) {
        fail_msg("%lld open cases %s of %lld dong for person %lld", (long long)count,
                 case_kind_name(kind), (long long)amount_dong, (long long)person_id);
    }
    return ask(w,
               "SELECT case_id FROM payment_case WHERE closed_seq IS NULL "
               "AND person_id = %lld AND kind = %d",
               (long long)person_id, (int)kind);
}

void case_is_closed(World *w, int64_t case_id, CaseClosing closed_as) {
    w->ctx->user_id = w->accountant;
    ASSERT_OK(w->ctx, case_close(w->ctx, &w->app, case_id, closed_as, &w->reply));
}

void suspense_should_number(World *w, int64_t count, const char *reason) {
    assert_int_equal(ask(w,
                         "SELECT COUNT(*) FROM suspense WHERE resolved_seq IS NULL "
                         "AND ('%s' = '' OR reason_code = '%s')",
                         reason ? reason : "", reason ? reason : ""),
                     count);
}

/* ---- books ---- */

static Status table_begin(Ctx *ctx, void *arg, const char *name, const TableColumn *columns,
                          size_t count) {
    (void)ctx;
    (void)arg;
    (void)name;
    (void)columns;
    (void)count;
    return OK;
}

static Status table_end(Ctx *ctx, void *arg) {
    (void)ctx;
    (void)arg;
    return OK;
}

static Status balance_row(Ctx *ctx, void *arg, const TableCell *cells, size_t count) {
    int64_t *balances = arg;
    (void)ctx;
    assert_int_equal(count, 5);
    if (cells[0].number > 0 && cells[0].number < ACCOUNT_MAX) {
        balances[cells[0].number] = cells[4].number;
        balances[0] += cells[4].number;
    } else {
        assert_int_equal(cells[4].number, 0); /* the last row: everything sums to zero */
    }
    return OK;
}

static void balances_read(World *w, int64_t balances[ACCOUNT_MAX]) {
    TableOut out = {balances, table_begin, balance_row, table_end};
    memset(balances, 0, ACCOUNT_MAX * sizeof balances[0]);
    w->ctx->user_id = w->accountant;
    ASSERT_OK(w->ctx, books_trial_balance(w->ctx, &w->app, 0, &out));
    assert_int_equal(balances[0], 0); /* L1 */
}

void books_should_be(World *w, Books books) {
    int64_t found[ACCOUNT_MAX];
    int64_t wanted[ACCOUNT_MAX] = {[10] = books.allotment_received,
                                   [11] = books.available,
                                   [12] = books.committed,
                                   [20] = books.treasury,
                                   [30] = books.at_provider,
                                   [40] = books.in_transit,
                                   [50] = books.expense,
                                   [60] = books.returns_suspense,
                                   [61] = books.unclaimed,
                                   [63] = books.unidentified,
                                   [70] = books.overpayment,
                                   [73] = books.prior_adjustment};
    balances_read(w, found);
    for (int account = 1; account < ACCOUNT_MAX; account++) {
        if (found[account] != wanted[account]) {
            fail_msg("account %d stands at %lld, not %lld", account, (long long)found[account],
                     (long long)wanted[account]);
        }
    }
}

static Status settlement_row(Ctx *ctx, void *arg, const TableCell *cells, size_t count) {
    (void)ctx;
    assert_int_equal(count, 8);
    *(Settled *)arg = (Settled){cells[2].number, cells[3].number, cells[4].number,
                                cells[5].number, cells[6].number, cells[7].number};
    return OK; /* the last row is the sum */
}

static Settled settlement_read(World *w, int64_t month) {
    Settled settled = {0};
    TableOut out = {&settled, table_begin, settlement_row, table_end};
    w->ctx->user_id = w->accountant;
    ASSERT_OK(w->ctx, settlement_show(w->ctx, &w->app, PROGRAMME, month, true, &out));
    return settled;
}

static void figure_should_be(int64_t month, const char *name, int64_t found, int64_t wanted) {
    if (found != wanted) {
        fail_msg("settlement of %lld: %s is %lld, not %lld", (long long)month, name,
                 (long long)found, (long long)wanted);
    }
}

void settlement_should_be(World *w, int64_t month, Settled settled) {
    Settled found = settlement_read(w, month);
    figure_should_be(month, "opening", found.opening, settled.opening);
    figure_should_be(month, "allotted", found.allotted, settled.allotted);
    figure_should_be(month, "paid", found.paid, settled.paid);
    figure_should_be(month, "returned", found.returned, settled.returned);
    figure_should_be(month, "written back", found.written_back, settled.written_back);
    figure_should_be(month, "closing", found.closing, settled.closing);
}

/* Money that lies at providers, from the postings and nothing else. */
static int64_t held_dong(World *w, int64_t last_month) {
    return ask(w,
               "SELECT COALESCE(SUM(amount_dong), 0) FROM posting WHERE fiscal_period <= %lld "
               "AND ledger_account IN (30, 40, 60, 61, 62)",
               (long long)last_month);
}

static int64_t moved_dong(World *w, int64_t month, int kind) {
    return ask(w,
               "SELECT COALESCE(SUM(p.amount_dong), 0) FROM posting AS p "
               "JOIN ledger_txn AS t ON t.txn_id = p.txn_id WHERE p.fiscal_period = %lld "
               "AND p.ledger_account IN (30, 40, 60, 61, 62) AND t.kind = %d",
               (long long)month, kind);
}

/* L2, month by month. */
static void settlements_should_equal_books(World *w) {
    enum { KIND_PREFUND = 3, KIND_HAND_BACK = 7 };
    for (int64_t month = MARCH; month <= 202612; month++) {
        Settled s = settlement_read(w, month);
        int64_t opening = held_dong(w, month - 1);
        int64_t closing = held_dong(w, month);
        int64_t allotted = moved_dong(w, month, KIND_PREFUND);
        int64_t written_back = -moved_dong(w, month, KIND_HAND_BACK);
        figure_should_be(month, "opening", s.opening, opening);
        figure_should_be(month, "allotted", s.allotted, allotted);
        figure_should_be(month, "written back", s.written_back, written_back);
        figure_should_be(month, "closing", s.closing, closing);
        figure_should_be(month, "paid less returned", s.paid - s.returned,
                         opening + allotted - written_back - closing);
    }
}

/* ---- the auditor ---- */

/* Runs the program; its exit code, and its JSON in `report`. */
static int auditor_run(World *w, char report[REPORT_MAX]) {
    char command[COMMAND_MAX];
    const char *auditor = getenv("ANSINH_AUDIT");
    if (auditor == NULL) {
        fail_msg("ANSINH_AUDIT names no auditor: meson test --suite scenario sets it");
    }
    int len = snprintf(command, sizeof command,
                       "'%s' --db '%s' --files '%.*s' --json --quiet --full --lang en", auditor,
                       w->h->address, STR_ARG(w->app.files_dir));
    assert_true(len > 0 && len < COMMAND_MAX);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t size = fread(report, 1, REPORT_MAX - 1, pipe);
    report[size] = '\0';
    int status = pclose(pipe);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void broken_print(const char *report) {
    for (const char *line = report; *line != '\0';) {
        size_t len = strcspn(line, "\n");
        char one[4096];
        snprintf(one, sizeof one, "%.*s", (int)(len < 4000 ? len : 4000), line);
        if (strstr(one, "\"verdict\":\"broken\"") || strstr(one, "\"why\"")) {
            print_error("%s\n", one);
        }
        line += len + (line[len] == '\n');
    }
}

void auditor_should_be_clean(World *w) {
    char *report = malloc(REPORT_MAX);
    assert_non_null(report);
    int code = auditor_run(w, report);
    if (code != 0) {
        broken_print(report);
        fail_msg("the auditor ends with %d", code);
    }
    assert_non_null(strstr(report, "\"verdict\":\"clean\""));
    assert_null(strstr(report, "\"verdict\":\"not_run\""));
    free(report);
}

void story_ends(World **w) {
    int64_t balances[ACCOUNT_MAX];
    balances_read(*w, balances);
    settlements_should_equal_books(*w);
    auditor_should_be_clean(*w);
    world_close(w);
}

void story_ends_broken(World **w, const char *checks) {
    char *report = malloc(REPORT_MAX);
    assert_non_null(report);
    int code = auditor_run(*w, report);
    if (code != 1) {
        fail_msg("the auditor ends with %d, and should name %s", code, checks);
    }
    for (const char *name = checks; *name != '\0';) {
        size_t len = strcspn(name, " ");
        char key[128];
        snprintf(key, sizeof key, "{\"check\":\"%.*s\"", (int)len, name);
        const char *line = strstr(report, key);
        const char *verdict = line ? strstr(line, "\"verdict\":\"") : NULL;
        if (verdict == NULL || strncmp(verdict, "\"verdict\":\"broken\"", 18) != 0) {
            broken_print(report);
            fail_msg("the auditor does not name %.*s", (int)len, name);
        }
        name += len + (name[len] == ' ');
    }
    free(report);
    world_close(w);
}
