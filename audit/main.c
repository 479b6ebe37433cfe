/*
 * ansinh-audit -- reads a database, re-derives what must hold, and says what is broken.
 *
 * Exit: 0 clean, 1 something is broken, 2 could not run (or not all of it).
 */
#include <getopt.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "audit.h"
#include "sql.h"

enum { EXIT_CLEAN = 0, EXIT_BROKEN = 1, EXIT_COULD_NOT_RUN = 2, DEFAULT_ROWS = 10 };

typedef struct PassStep {
    Pass pass;
    const char *name;
    void (*run)(Audit *audit);
} PassStep;

/* The order matters: what the books must say is gathered before they are read. */
static const PassStep STEPS[] = {
    {PASS_SCHEMA, "schema", pass_schema}, {PASS_ENGINE, "engine", pass_engine},
    {PASS_LOG, "log", pass_log},          {PASS_PAYROLL, "payroll", pass_payroll},
    {PASS_BATCH, "batch", pass_batch},    {PASS_ATTEMPT, "attempt", pass_attempt},
    {PASS_CHAIN, "chain", pass_chain},    {PASS_RESULT, "result", pass_result},
    {PASS_BOOKS, "books", pass_books},    {PASS_REGISTER, "register", pass_register},
    {PASS_FILES, "files", pass_files},
};
enum { STEP_COUNT = sizeof(STEPS) / sizeof(*STEPS) };

static const char USAGE[] =
    "ansinh-audit --db FILE|postgres://...  [--files DIR] [--period YYYY-MM] [--full]\n"
    "             [--only CHECK[,CHECK...]] [--rows N] [--json] [--lang vi|en] [--quiet]\n"
    "\n"
    "  --db       cơ sở dữ liệu, chỉ đọc / the database, read only (ANSINH_DB)\n"
    "  --files    thư mục tệp: kiểm từng byte / folder of kept files: check every byte\n"
    "  --period   danh sách và lô của một kỳ / lists and batches of one month only\n"
    "  --full     thêm kiểm tra tệp cơ sở dữ liệu / the engine's own integrity check too\n"
    "  --only     tên hoặc số của phép kiểm / names or numbers of checks\n"
    "  --rows     số dòng nêu mỗi phép kiểm / findings shown per check (10)\n"
    "  --list     liệt kê các phép kiểm / list the checks\n"
    "\n"
    "Mã thoát / exit code: 0 sạch/clean, 1 có lỗi/broken, 2 không chạy được/could not run\n";

static int64_t clock_now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* yyyy-mm or yyyymm; 0 when it is neither. */
static int64_t period_read(const char *text) {
    int64_t number = 0;
    size_t digits = 0;
    for (; *text; text++) {
        if (*text >= '0' && *text <= '9' && digits < 6) {
            number = number * 10 + (*text - '0');
            digits++;
        } else if (*text != '-' || digits != 4) {
            return 0;
        }
    }
    const bool month = number % 100 >= 1 && number % 100 <= 12;
    return digits == 6 && month ? number : 0;
}

static int options_wrong(const char *what) {
    fprintf(stderr, "ansinh-audit: %s\n\n%s", what, USAGE);
    return EXIT_COULD_NOT_RUN;
}

static void checks_list(Lang lang) {
    static const char *const TEXTS[CHECK_COUNT][2] = {
#define CHECK(id, name, number, passes, vi, en) {vi, en},
#include "check.def"
#undef CHECK
    };
    for (int i = 0; i < CHECK_COUNT; i++) {
        printf("%2d  %-24s %s\n", check_number((CheckId)i), check_name((CheckId)i), TEXTS[i][lang]);
    }
}

/* -1 = go on; otherwise the exit code. */
static int options_read(int argc, char **argv, Options *options) {
    static const struct option LONG[] = {
        {"db", required_argument, NULL, 'd'},     {"files", required_argument, NULL, 'f'},
        {"period", required_argument, NULL, 'p'}, {"full", no_argument, NULL, 'F'},
        {"only", required_argument, NULL, 'o'},   {"rows", required_argument, NULL, 'r'},
        {"json", no_argument, NULL, 'j'},         {"lang", required_argument, NULL, 'l'},
        {"quiet", no_argument, NULL, 'q'},        {"list", no_argument, NULL, 'L'},
        {"help", no_argument, NULL, 'h'},         {0},
    };
    bool list = false;

    options->db_url = getenv("ANSINH_DB"); /* an address may hold a password: not on the line */
    for (int code; (code = getopt_long(argc, argv, "h", LONG, NULL)) != -1;) {
        switch (code) {
        case 'd':
            options->db_url = optarg;
            break;
        case 'f':
            options->files_dir = optarg;
            break;
        case 'p':
            options->period = period_read(optarg);
            if (options->period == 0) {
                return options_wrong("--period: YYYY-MM");
            }
            break;
        case 'F':
            options->full = true;
            break;
        case 'o':
            options->only = optarg;
            break;
        case 'r':
            options->row_limit = strtoul(optarg, NULL, 10);
            break;
        case 'j':
            options->json = true;
            break;
        case 'l':
            options->lang = strcmp(optarg, "en") == 0 ? LANG_EN : LANG_VI;
            break;
        case 'q':
            options->quiet = true;
            break;
        case 'L':
            list = true;
            break;
        case 'h':
            fputs(USAGE, stdout);
            return EXIT_CLEAN;
        default:
            return options_wrong("?");
        }
    }
    if (list) {
        checks_list(options->lang);
        return EXIT_CLEAN;
    }
    return options->db_url && optind == argc ? -1 : options_wrong("--db");
}

static bool check_is_named(CheckId check, const char *names) {
    char number[16];
    snprintf(number, sizeof(number), "%d", check_number(check));
    for (const char *name = names; name && *name;) {
        const size_t size = strcspn(name, ",");
        if ((strlen(number) == size && memcmp(name, number, size) == 0) ||
            (strlen(check_name(check)) == size && memcmp(name, check_name(check), size) == 0)) {
            return true;
        }
        name += size + (name[size] == ',' ? 1 : 0);
    }
    return false;
}

/* Marks the wanted checks; returns the passes they need, 0 when nothing is wanted. */
static unsigned checks_choose(Audit *audit) {
    const Options *options = audit->options;
    unsigned passes = 0;
    for (int i = 0; i < CHECK_COUNT; i++) {
        const bool named = options->only ? check_is_named((CheckId)i, options->only)
                                         : i != CHECK_ENGINE || options->full;
        audit->report.checks[i].wanted = named;
        passes |= named ? check_passes((CheckId)i) : 0;
    }
    return passes;
}

typedef struct Progress {
    const char *pass;
    size_t number;
    size_t count;
    int64_t printed_us;
} Progress;

static void progress_show(void *arg, int64_t row_count) {
    Progress *progress = arg;
    const int64_t now_us = clock_now_us();
    if (now_us - progress->printed_us < 200000) {
        return;
    }
    progress->printed_us = now_us;
    fprintf(stderr, "\r[%zu/%zu] %-10s %12lld", progress->number, progress->count, progress->pass,
            (long long)row_count);
}

/* A check whose balances run over all periods says nothing when one period was read. */
static bool check_needs_all_periods(CheckId check) {
    return check == CHECK_EXPENSE || check == CHECK_RETURNS || check == CHECK_UNCLAIMED ||
           check == CHECK_OVERPAYMENT;
}

static void pass_credit(Audit *audit, Pass pass, int64_t time_us) {
    for (int i = 0; i < CHECK_COUNT; i++) {
        CheckResult *result = &audit->report.checks[i];
        if ((check_passes((CheckId)i) & pass) == 0) {
            continue;
        }
        result->time_us += time_us;
        if (audit->options->period == 0 || !check_needs_all_periods((CheckId)i)) {
            result->passes_run |= pass;
        }
    }
}

static void passes_run(Audit *audit, unsigned passes) {
    const bool shows = !audit->options->quiet && isatty(STDERR_FILENO);
    Progress progress = {.count = STEP_COUNT};

    if (shows) {
        db_on_rows(audit->db, progress_show, &progress);
    }
    for (size_t i = 0; i < STEP_COUNT && !db_why(audit->db); i++) {
        const PassStep *step = &STEPS[i];
        const int64_t begun_us = clock_now_us();
        if ((passes & step->pass) == 0) {
            continue;
        }
        progress.pass = step->name;
        progress.number = i + 1;
        step->run(audit);
        if (db_why(audit->db)) {
            break;
        }
        audit->passes_done |= step->pass;
        pass_credit(audit, step->pass, clock_now_us() - begun_us);
        if (step->pass == PASS_SCHEMA) {
            world_load(&audit->world, audit->db);
            for (size_t j = 0; j < audit->world.batches.count; j++) {
                Batch *batch = &audit->world.batches.items[j];
                batch->in_scope = audit_in_scope(audit, batch->period);
            }
        }
    }
    if (shows) {
        fputs("\r\033[K", stderr);
    }
}

static int audit_run(Audit *audit) {
    const Options *options = audit->options;
    const int64_t begun_us = clock_now_us();
    char why[512] = "";
    char shown[512];
    const unsigned passes = checks_choose(audit);

    if (passes == 0) {
        return options_wrong("--only: ?");
    }
    audit->db = db_open(options->db_url, why, sizeof(why));
    if (audit->db) {
        passes_run(audit, passes | PASS_SCHEMA);
    }
    const ReportHead head = {
        .db = db_without_password(options->db_url, shown, sizeof(shown)),
        .period = options->period,
        .full = options->full,
        .why = !audit->db ? why : db_why(audit->db),
        .time_us = clock_now_us() - begun_us,
    };
    if (options->json) {
        report_print_json(&audit->report, &head, stdout);
    } else {
        report_print(&audit->report, &head, stdout);
    }
    if (head.why) {
        return EXIT_COULD_NOT_RUN;
    }
    return report_found_count(&audit->report) > 0 ? EXIT_BROKEN : EXIT_CLEAN;
}

int main(int argc, char **argv) {
    Options options = {.row_limit = DEFAULT_ROWS, .lang = LANG_VI};
    const int code = options_read(argc, argv, &options);
    if (code >= 0) {
        return code;
    }
    if (sodium_init() < 0) {
        fputs("ansinh-audit: libsodium\n", stderr);
        return EXIT_COULD_NOT_RUN;
    }
    sql_load();
    Audit audit = {.options = &options,
                   .report = {.row_limit = options.row_limit, .lang = options.lang}};
    const int outcome = audit_run(&audit);
    db_close(&audit.db);
    world_done(&audit.world);
    report_done(&audit.report);
    SumMap *maps[] = {&audit.expected, &audit.expense, &audit.returns, &audit.unclaimed,
                      &audit.overpayment};
    for (size_t i = 0; i < sizeof(maps) / sizeof(*maps); i++) {
        sum_map_done(maps[i]);
    }
    sql_unload();
    return outcome;
}
