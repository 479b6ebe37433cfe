/*
 * intake.h -- inside of intake_load: a file becomes rows and issues, rows become persons.
 *
 * Floor 4, friends only.
 *
 *   intake_load.c   the use case
 *   intake_rules.c  what rows are judged by: communes, categories, providers
 *   intake_parse.c  file -> rows and issues, before any transaction
 *   intake_match.c  rows beside the register: new, known, or refused
 *   intake_write.c  what goes in, table by table
 */
#ifndef APP_INTAKE_H
#define APP_INTAKE_H

#include "app/app.h"
#include "app/register.h"
#include "registry/header_map.h"
#include "registry/issue.h"
#include "registry/row.h"
#include "sys/file_store.h"
#include "text/encoding.h"

enum { INTAKE_SHEET_MAX = 64 };

/* What became of a row; numbers are intake_row.outcome. */
typedef enum IntakeOutcome {
    INTAKE_NEW = 1,
    INTAKE_UPDATED = 2,
    INTAKE_UNCHANGED = 3,
    INTAKE_REFUSED = 4
} IntakeOutcome;

typedef struct IntakeRow {
    int64_t sheet_no;
    int64_t row_no;
    bool refused; /* by what the row itself says, or by an earlier row of the file */
    bool warned;
    uint8_t identity_hash[KEYS_HASH_BYTES];
    RegisterRow row;
} IntakeRow;

typedef struct IntakeIssue {
    size_t row; /* index into rows */
    IssueCode code;
    int32_t column;
    Str found;
} IntakeIssue;

/* A file, parsed. Read-only once the transaction begins. */
typedef struct IntakeFile {
    Arena *arena;
    IntakeRow *rows;
    size_t row_count;
    size_t row_room;
    IntakeIssue *issues;
    size_t issue_count;
    size_t issue_room;
    int64_t header_rows[INTAKE_SHEET_MAX];
    size_t sheet_count;
    Str encodings; /* what was found, by sheet and column: JSON */
} IntakeFile;

/* What the register says of a row; made afresh inside the transaction. */
typedef struct IntakeDecision {
    IntakeOutcome outcome;
    int64_t person_id;
    int64_t household_id;
    int64_t enrolment_id; /* 0 = no new one */
    int64_t mandate_id;
    int64_t account_id;
    bool close_account; /* the live one, before the new one */
    IssueCode issue;    /* found beside the register */
} IntakeDecision;

Status intake_rules_read(Ctx *ctx, App *app, int64_t area_id, RowRules *ret_rules) MUST_CHECK;
/* E_INTAKE_...  E_XLSX_...  E_CSV_SYNTAX: nothing of the file can be used. */
Status intake_parse(Ctx *ctx, const App *app, Str path, const RowRules *rules,
                    IntakeFile *file) MUST_CHECK;
void intake_file_done(IntakeFile *file);
Status intake_add_issue(Ctx *ctx, IntakeFile *file, size_t row, IssueCode code, int32_t column,
                        Str found) MUST_CHECK;
Status intake_match(Ctx *ctx, App *app, const IntakeLoad *load, const IntakeFile *file,
                    IntakeDecision *decisions) MUST_CHECK;
/* All that is decided, on its way into the tables. */
typedef struct IntakeWrite {
    const IntakeLoad *load;
    const IntakeFile *file;
    const IntakeDecision *decisions;
    int64_t file_id;
    int64_t change_seq;
} IntakeWrite;
Status intake_write(Ctx *ctx, App *app, const IntakeWrite *write) MUST_CHECK;

#endif
