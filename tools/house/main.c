/* Runs the rules of the house over the source tree in the working folder; one TAP case per rule. */
#include "house.h"

#include <stdio.h>
#include <string.h>

typedef struct Rule {
    const char *name; /* as exceptions.txt names it */
    void (*run)(House *house);
    const char *sentence;
} Rule;

static const Rule RULES[] = {
    {"floors", rule_floors, "includes point down, and never across a floor"},
    {"libraries", rule_libraries, "each library is included by its own folder only"},
    {"audit-alone", rule_audit_alone, "the auditor shares nothing with src"},
    {"own-header", rule_own_header_first, "each .c includes its own header first"},
    {"floating-point", rule_floating_point, "no double or float outside linkage"},
    {"sql-in-c", rule_sql_in_c, "no SQL text in C"},
    {"todo", rule_todo, "unfinished business has the number of an issue"},
    {"jumps", rule_jumps, "no jumps, and only main ends the program"},
    {"clock", rule_clock, "time comes from ctx"},
    {"pure", rule_pure, "pure folders do no I/O and take no heap"},
    {"machine-paths", rule_machine_paths, "no path of one machine"},
    {"file-size", rule_file_size, "files and lines keep their sizes"},
    {"function-size", rule_function_size, "functions keep their size"},
    {"readme", rule_readme, "each folder has a README of at most 60 lines"},
    {"header-contract", rule_header_contract, "each header begins with its contract"},
    {"must-check", rule_must_check, "each Status must be looked at"},
};

enum { RULE_COUNT = sizeof RULES / sizeof RULES[0] };

static void report(int number, int complaints, const char *sentence) {
    printf("%s %d - %s\n", complaints == 0 ? "ok" : "not ok", number, sentence);
}

/* An exception that excuses nothing any more must go. */
static int count_stale(const House *house) {
    int stale = 0;
    for (int i = 0; i < house->exception_count; i++) {
        if (!house->exceptions[i].used) {
            printf("# tools/house/exceptions.txt: %s %s excuses nothing\n",
                   house->exceptions[i].rule, house->exceptions[i].path);
            stale++;
        }
    }
    return stale;
}

int main(void) {
    static House house;
    int failed = 0;
    house_read_floors(&house);
    house_read_exceptions(&house);
    house_read_tree(&house);
    printf("1..%d\n", RULE_COUNT + 1);
    for (int i = 0; i < RULE_COUNT; i++) {
        house.rule = RULES[i].name;
        house.complaints = 0;
        RULES[i].run(&house);
        report(i + 1, house.complaints, RULES[i].sentence);
        failed += house.complaints != 0;
    }
    int stale = count_stale(&house);
    report(RULE_COUNT + 1, stale, "each exception is still needed");
    house_done(&house);
    return failed != 0 || stale != 0;
}
