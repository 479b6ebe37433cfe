/*
 * The auditor against damage: one clean database, then one tampering at a time on a copy of it.
 * Each must be reported by the named check at the right row, and by no check that it does not
 * concern; the clean database must be silent. On SQLite always, on PostgreSQL where
 * ANSINH_TEST_POSTGRES names a server.
 *
 * audit_test AUDITOR SOURCE_ROOT
 */
#include <libpq-fe.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"
#include "tamper.h"

enum { OUTPUT_MAX = 1 << 18, NAME_MAX_SIZE = 64, COMMAND_MAX = 2048 };

static struct {
    const char *auditor;
    const char *source_root;
    char folder[256];
    char files[300];
    int number;
    int failed;
} run;

static void case_says(bool passed, const char *engine, const char *name, const char *why) {
    run.number++;
    printf("%s %d - %s_%s\n", passed ? "ok" : "not ok", run.number, name, engine);
    if (!passed) {
        run.failed++;
        printf("# %s\n", why);
    }
    fflush(stdout);
}

/* Runs the auditor; its standard output in `output`, its exit code returned. */
static int auditor_run(const char *url, const char *options, char *output) {
    char command[COMMAND_MAX];
    snprintf(command, sizeof(command), "'%s' --db '%s' --json --quiet --rows 50 %s", run.auditor,
             url, options);
    FILE *pipe = popen(command, "r");
    if (!pipe) {
        abort();
    }
    const size_t size = fread(output, 1, OUTPUT_MAX - 1, pipe);
    output[size] = '\0';
    const int status = pclose(pipe);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* The line of one check: the JSON has one line for each. */
static bool check_line(const char *output, const char *check, char *line, size_t line_size) {
    char key[NAME_MAX_SIZE];
    snprintf(key, sizeof(key), "{\"check\":\"%s\"", check);
    const char *at = strstr(output, key);
    if (!at) {
        return false;
    }
    const size_t size = strcspn(at, "\n");
    snprintf(line, line_size, "%.*s", (int)(size < line_size ? size : line_size - 1), at);
    return true;
}

static bool list_has(const char *list, const char *name, size_t size) {
    for (const char *at = list; *at;) {
        const size_t length = strcspn(at, " ");
        if (length == size && memcmp(at, name, size) == 0) {
            return true;
        }
        at += length + (at[length] ? 1 : 0);
    }
    return false;
}

/* Names of broken checks, with spaces between. */
static void broken_list(const char *output, char *list, size_t list_size) {
    static const char KEY[] = "{\"check\":\"";
    size_t used = 0;
    list[0] = '\0';
    for (const char *at = output; (at = strstr(at, KEY)) != NULL;) {
        at += sizeof(KEY) - 1;
        const size_t size = strcspn(at, "\"");
        const size_t line = strcspn(at, "\n");
        const char *verdict = strstr(at, "\"verdict\":\"broken\"");
        if (verdict && verdict < at + line && used + size + 2 < list_size) {
            used += (size_t)snprintf(list + used, list_size - used, "%s%.*s", used ? " " : "",
                                     (int)size, at);
        }
    }
}

static const char *broken_unexpected(const char *broken, const Tamper *tamper) {
    static char name[NAME_MAX_SIZE];
    for (const char *at = broken; *at;) {
        const size_t size = strcspn(at, " ");
        if (!(strlen(tamper->check) == size && memcmp(at, tamper->check, size) == 0) &&
            !list_has(tamper->also, at, size)) {
            snprintf(name, sizeof(name), "%.*s", (int)size, at);
            return name;
        }
        at += size + (at[size] ? 1 : 0);
    }
    for (const char *at = tamper->also; *at;) {
        const size_t size = strcspn(at, " ");
        if (!list_has(broken, at, size)) {
            snprintf(name, sizeof(name), "%.*s", (int)size, at);
            return name;
        }
        at += size + (at[size] ? 1 : 0);
    }
    return NULL;
}

static void tamper_judge(const Tamper *tamper, const char *engine, int code, const char *output) {
    static char line[OUTPUT_MAX];
    static char why[8192];
    char broken[2048];

    broken_list(output, broken, sizeof(broken));
    const bool has_line = check_line(output, tamper->check, line, sizeof(line));
    const char *other = broken_unexpected(broken, tamper);
    const bool passed = code == 1 && has_line && strstr(line, "\"verdict\":\"broken\"") &&
                        strstr(line, tamper->finding) && !other;
    snprintf(why, sizeof(why),
             "exit %d; wanted %s with %s; not as expected: %s; broken: %s\n# %.4000s", code,
             tamper->check, tamper->finding, other ? other : "-", broken,
             has_line ? line : "no such check");
    case_says(passed, engine, tamper->name, why);
}

/* ---- engines ---- */

static void sqlite_copy(const char *from, const char *to) {
    char command[COMMAND_MAX];
    snprintf(command, sizeof(command), "cp '%s' '%s'", from, to);
    if (system(command) != 0) {
        abort();
    }
}

static bool tamper_is_for(const Tamper *tamper, Kind kind) {
    return kind == KIND_SQLITE ? !tamper->postgres_only : !tamper->sqlite_only;
}

static void tamper_apply(const Tamper *tamper, Target *target) {
    target_unguard(target);
    if (target->kind == KIND_POSTGRES && tamper->postgres_first) {
        target_run(target, "%s", tamper->postgres_first);
    }
    target_run(target, "%s", tamper->sql);
}

static void clean_judge(const char *engine, const char *name, const char *url,
                        const char *options) {
    static char output[OUTPUT_MAX];
    char broken[2048];
    const int code = auditor_run(url, options, output);
    broken_list(output, broken, sizeof(broken));
    const bool passed = code == 0 && broken[0] == '\0' && strstr(output, "\"verdict\":\"clean\"");
    case_says(passed, engine, name, passed ? "" : output);
}

/* A clean database is silent, whatever is asked of it. */
static void clean_runs(const char *engine, const char *url) {
    char options[512];
    clean_judge(engine, "clean_database_is_silent", url, "");
    snprintf(options, sizeof(options), "--full --files '%s'", run.files);
    clean_judge(engine, "clean_database_is_silent_in_full_with_files", url, options);
    clean_judge(engine, "clean_database_is_silent_for_may", url, "--period 2026-05");
    clean_judge(engine, "clean_database_is_silent_for_june", url, "--period 2026-06");
    clean_judge(engine, "one_check_alone_is_silent", url, "--only L1-lines,24");
}

static void every_check_has_run(const char *engine, const char *url) {
    static char output[OUTPUT_MAX];
    char options[512];
    snprintf(options, sizeof(options), "--full --files '%s'", run.files);
    auditor_run(url, options, output);
    case_says(!strstr(output, "not_run"), engine, "every_check_has_run", output);
}

static void missing_table_is_could_not_run(void) {
    static char output[OUTPUT_MAX];
    const int code = auditor_run("/nowhere/at/all.db", "", output);
    case_says(code == 2, "sqlite", "a_database_that_is_not_there_could_not_run", output);
}

static void sqlite_suite(void) {
    static char output[OUTPUT_MAX];
    char clean[300];
    char copy[300];
    Target target;

    snprintf(clean, sizeof(clean), "%s/clean.db", run.folder);
    snprintf(copy, sizeof(copy), "%s/copy.db", run.folder);
    target_open(&target, KIND_SQLITE, clean);
    fixture_make_schema(&target, run.source_root);
    fixture_make_rows(&target, run.files);
    target_close(&target);
    clean_runs("sqlite", clean);
    every_check_has_run("sqlite", clean);
    missing_table_is_could_not_run();
    for (const Tamper *tamper = TAMPERS; tamper->name; tamper++) {
        if (!tamper_is_for(tamper, KIND_SQLITE)) {
            continue;
        }
        sqlite_copy(clean, copy);
        target_open(&target, KIND_SQLITE, copy);
        tamper_apply(tamper, &target);
        target_close(&target);
        tamper_judge(tamper, "sqlite",
                     auditor_run(copy, tamper->options ? tamper->options : "", output), output);
    }
}

/* The server's address with another database in it: postgres://user@/NAME?host=... */
static void postgres_url(const char *server, const char *database, char *url, size_t size) {
    const char *host = strstr(server, "://");
    const char *slash = host ? strchr(host + 3, '/') : NULL;
    const char *query = slash ? strchr(slash, '?') : NULL;
    if (!slash) {
        abort();
    }
    snprintf(url, size, "%.*s/%s%s", (int)(slash - server), server, database, query ? query : "");
}

static void postgres_suite(const char *server) {
    static char output[OUTPUT_MAX];
    char clean_name[64];
    char copy_name[64];
    char url[512];
    Target admin;
    Target target;

    snprintf(clean_name, sizeof(clean_name), "audit_clean_%d", (int)getpid());
    snprintf(copy_name, sizeof(copy_name), "audit_copy_%d", (int)getpid());
    target_open(&admin, KIND_POSTGRES, server);
    target_run(&admin, "CREATE DATABASE %s", clean_name);
    postgres_url(server, clean_name, url, sizeof(url));
    target_open(&target, KIND_POSTGRES, url);
    fixture_make_schema(&target, run.source_root);
    fixture_make_rows(&target, run.files);
    target_close(&target);
    clean_runs("postgres", url);
    every_check_has_run("postgres", url);
    postgres_url(server, copy_name, url, sizeof(url));
    for (const Tamper *tamper = TAMPERS; tamper->name; tamper++) {
        if (!tamper_is_for(tamper, KIND_POSTGRES)) {
            continue;
        }
        target_run(&admin, "CREATE DATABASE %s TEMPLATE %s", copy_name, clean_name);
        target_open(&target, KIND_POSTGRES, url);
        tamper_apply(tamper, &target);
        target_close(&target);
        const int code = auditor_run(url, tamper->options ? tamper->options : "", output);
        tamper_judge(tamper, "postgres", code, output);
        target_run(&admin, "DROP DATABASE %s", copy_name);
    }
    target_run(&admin, "DROP DATABASE %s", clean_name);
    target_close(&admin);
}

/* ---- files ---- */

typedef struct FileTamper {
    const char *name;
    const char *command; /* in the folder of files */
    const char *finding;
    const char *sql; /* NULL, or what hides the change from the hash */
} FileTamper;

static const FileTamper FILE_TAMPERS[] = {
    {"a_kept_file_that_is_gone_is_named", "rm result1.xml", "\"file_id\":201", NULL},
    {"one_changed_byte_is_found", "sed -i s/result/Result/ result2.xml",
     "FILE_CHANGED\",\"file_id\":202", NULL},
    {"a_file_cut_short_is_found", "truncate -s 100 batch1.xml", "FILE_SIZE\",\"file_id\":101",
     NULL},
    {"another_amount_in_the_sent_file_is_found", "sed -i 's/>750000</>850000</' batch1.xml",
     "\"line_no\":1,\"person_id\":101,\"amount_dong\":750000,\"file_dong\":850000", NULL},
    {"a_line_missing_from_the_sent_file_is_found", "sed -i 4d batch1.xml",
     "FILE_LINE_MISSING\",\"batch_id\":1,\"file_id\":101,\"line_no\":2", NULL},
    {"a_line_twice_in_the_sent_file_is_found", "sed -i 4p batch4.xml",
     "FILE_LINE_EXTRA\",\"batch_id\":4", NULL},
    {"another_control_sum_is_found", "sed -i 's/<CtrlSum>[0-9]*/<CtrlSum>1/' batch4.xml",
     "TOTAL_DIFFERS\",\"batch_id\":4,\"file_id\":104,\"file\":1", NULL},
    {"another_count_is_found", "sed -i 's/<NbOfTxs>10/<NbOfTxs>11/' batch4.xml",
     "COUNT_DIFFERS\",\"batch_id\":4,\"file_id\":104,\"file\":11,\"batch\":10", NULL},
    {"another_amount_in_a_list_for_the_post_is_found", "sed -i 's/;750000;/;750001;/' batch2.csv",
     "FILE_LINE_AMOUNT\",\"batch_id\":2,\"file_id\":102,\"line_no\":1,\"person_id\":105", NULL},
};

static void files_suite(void) {
    static char output[OUTPUT_MAX];
    static char line[OUTPUT_MAX];
    char command[COMMAND_MAX];
    char options[512];
    char clean[300];

    snprintf(clean, sizeof(clean), "%s/clean.db", run.folder);
    for (size_t i = 0; i < sizeof(FILE_TAMPERS) / sizeof(*FILE_TAMPERS); i++) {
        snprintf(command, sizeof(command), "rm -rf '%s/f' && cp -r '%s' '%s/f' && cd '%s/f' && %s",
                 run.folder, run.files, run.folder, run.folder, FILE_TAMPERS[i].command);
        if (system(command) != 0) {
            abort();
        }
        snprintf(options, sizeof(options), "--files '%s/f'", run.folder);
        const int code = auditor_run(clean, options, output);
        char broken[2048];
        broken_list(output, broken, sizeof(broken));
        const bool found = check_line(output, "R1-file", line, sizeof(line)) &&
                           strstr(line, FILE_TAMPERS[i].finding) != NULL;
        case_says(code == 1 && found && strcmp(broken, "R1-file") == 0, "sqlite",
                  FILE_TAMPERS[i].name, output);
    }
}

/* ---- the program itself ---- */

static void language_is_chosen(void) {
    static char output[OUTPUT_MAX];
    char command[COMMAND_MAX];
    snprintf(command, sizeof(command), "'%s' --db '%s/clean.db' --lang en --quiet", run.auditor,
             run.folder);
    FILE *pipe = popen(command, "r");
    output[fread(output, 1, OUTPUT_MAX - 1, pipe)] = '\0';
    const int code = pclose(pipe);
    case_says(code == 0 && strstr(output, "RESULT: clean") && strstr(output, "L1-balance"),
              "sqlite", "people_read_it_in_english_when_asked", output);
    snprintf(command, sizeof(command), "'%s' --db '%s/copy.db' --quiet", run.auditor, run.folder);
    pipe = popen(command, "r");
    output[fread(output, 1, OUTPUT_MAX - 1, pipe)] = '\0';
    case_says(WEXITSTATUS(pclose(pipe)) == 1 && strstr(output, "KẾT LUẬN: có lỗi"), "sqlite",
              "people_read_it_in_vietnamese", output);
}

static void wrong_usage_could_not_run(void) {
    static char output[OUTPUT_MAX];
    const int code = auditor_run("x", "--period 2026-13 2>/dev/null", output);
    case_says(code == 2, "sqlite", "a_thirteenth_month_is_refused", output);
    char clean[300];
    snprintf(clean, sizeof(clean), "%s/clean.db", run.folder);
    case_says(auditor_run(clean, "--only NOTHING 2>/dev/null", output) == 2, "sqlite",
              "an_unknown_check_is_refused", output);
}

int main(int argc, char **argv) {
    if (argc != 3 || sodium_init() < 0) {
        fprintf(stderr, "usage: audit_test AUDITOR SOURCE_ROOT\n");
        return 2;
    }
    run.auditor = argv[1];
    run.source_root = argv[2];
    snprintf(run.folder, sizeof(run.folder), "/tmp/ansinh-audit-test.XXXXXX");
    if (!mkdtemp(run.folder)) {
        return 2;
    }
    snprintf(run.files, sizeof(run.files), "%s/files", run.folder);
    mkdir(run.files, 0700);
    sqlite_suite();
    files_suite();
    language_is_chosen();
    wrong_usage_could_not_run();
    const char *server = getenv("ANSINH_TEST_POSTGRES");
    if (server && *server) {
        postgres_suite(server);
    }
    printf("1..%d\n", run.number);
    char command[COMMAND_MAX];
    snprintf(command, sizeof(command), "rm -rf '%s'", run.folder);
    if (system(command) != 0) {
        return 2;
    }
    return run.failed ? 1 : 0;
}
