/*
 * month_fixture.h -- June of the small province as a list of calls, from the computed list to the
 * closed month, with three providers that answer; and copies of the world before each call.
 *
 * Tests only. The province is that of test/store/payroll_fixture.h with a bank (pain.001), a bank
 * that takes CSV and a post office that takes XLSX. The month is lived once without any
 * disturbance: before each call the database and its folders are copied, so that a test can return
 * to that moment, and a picture of all rows tells whether it is the same world.
 */
#ifndef TEST_FAULT_MONTH_FIXTURE_H
#define TEST_FAULT_MONTH_FIXTURE_H

#include "picture.h"
#include "store/payroll_fixture.h"

enum { CALL_MAX = 64, CALL_NAME_MAX = 96, ANSWER_PATH_MAX = 1024, HEX_MAX = 65 };

typedef struct Month Month;

typedef struct Call {
    char name[CALL_NAME_MAX]; /* also its request key */
    Status (*run)(Ctx *ctx, App *app, const Month *month, const struct Call *call, Reply *reply);
    int64_t user_id;
    int64_t day;
    bool in_parts; /* commits more than once, by design: begun again, it goes on */
    bool is_tried; /* the first of its kind: worth to be disturbed, and to be returned to */
    char path[ANSWER_PATH_MAX];
    char provider[16];
    Picture after; /* as an undisturbed life leaves it */
} Call;

struct Month {
    Province province;
    const char *provider_program;
    const char *audit_program;
    Call calls[CALL_MAX];
    size_t call_count;
    int64_t payroll_id;
    char payroll_digest[HEX_MAX];
    char books[HEX_MAX]; /* digest of the books at the end of the undisturbed life */
    Eye eye;
};

/* Lives the whole month once and keeps a copy of the world before each call. */
void month_open(Month *month, DbEngine engine, const char *provider_program,
                const char *audit_program);
void month_close(Month *month);

/* Back to the moment before call `i`, one that is tried; `call_count` is the end of the month. */
void month_return_to(Month *month, size_t i);
/* The same for the database alone, when the folders did not change since. */
void month_return_database_to(Month *month, size_t i);
/* The number of the call of a name. */
size_t month_find(const Month *month, const char *name);
/*
 * A Ctx with an arena of its own for call `i`: its user, its day, its name as request key unless it
 * commits in parts. Then the call; then the end of the Ctx.
 */
Ctx month_ctx(Month *month, size_t i);
Status month_run(Ctx *ctx, const Month *month, App *app, size_t i) MUST_CHECK;
void month_ctx_done(Ctx *ctx);
/* All three at once, over the month's own connection. */
Status month_call(Month *month, size_t i, Failure *ret_failure) MUST_CHECK;
void month_look(Month *month, Picture *ret_picture);
/* The kept and the sent files are those of an undisturbed life before call `i`. */
void month_check_files(const Month *month, size_t i);

/* The auditor finds nothing; and the digest of the books is that of the undisturbed life. */
void month_check_end(Month *month);
/* The auditor finds nothing. */
void month_audit(Month *month);
/* Runs a program to its end; its output goes to `output`; returns its exit code. */
int program_run(const char *const *argv, const char *output);

#endif
