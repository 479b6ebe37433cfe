/*
 * world.h -- a small province in which a story happens: its people, its offices, its providers.
 *
 * Tests only. The clock begins on 20 February 2026, the day on which the list of March is made; it
 * is moved by the verbs of month.h and by on_day(). Everything goes through the use cases of
 * src/app; what the world asks the database by itself (ask) is only to look. Verbs assert; what
 * begins with try_ gives the Status, to be refused:
 *
 *     REFUSED(w, E_PAYMENT_NO_FUNDS, try_approve(w, w->accountant, MARCH));
 *
 * Persons are invented, and severely disabled adults (nd20/5.6: 1.5 of 500,000) unless said so.
 */
#ifndef TEST_SCENARIO_WORLD_H
#define TEST_SCENARIO_WORLD_H

#include "app/app.h"
#include "app/reply.h"
#include "harness/db_harness.h"

enum { PROGRAMME = 1, MAIN_RUN = 1, MARCH = 202603, APRIL = 202604, MAY = 202605 };
enum { MONTHLY = 750000 }; /* what most persons of the stories get a month */

/* Numbers are those of the providers in the database, in the order in which they are added. */
typedef enum Payer {
    NOWHERE = 0,
    BANK = 1,      /* takes pain.001, answers in pain.002 and camt.054 */
    LIST_BANK = 2, /* takes and gives CSV */
    WALLET = 3,    /* XLSX */
    POST = 4       /* cash; XLSX */
} Payer;

typedef struct World {
    DbHarness *h;
    Ctx *ctx;
    App app;
    int64_t province;
    int64_t communes[2];
    int64_t other_province;
    int64_t other_commune;
    int64_t officer; /* of the province, as all but the last two */
    int64_t second_officer;
    int64_t accountant;
    int64_t other_officer;
    int64_t other_accountant;
    int64_t payrolls[13]; /* the main run of each month of 2026 */
    char digests[13][65];
    Str exchange;   /* the folder of files that go out */
    Str letters;    /* the folder of what providers write */
    int64_t number; /* of persons, files and letters: no two are alike */
    Reply reply;    /* of the verb before */
} World;

World *world_open(DbEngine engine);
/* Without the checks of check.h, which a story ends with. */
void world_close(World **w);

/* ---- time and questions ---- */

/* The morning of that day; never back. */
void on_day(World *w, int64_t day);
void days_pass(World *w, int64_t days);
/* One number from the database, 0 when there is no row; only to look. */
int64_t ask(World *w, const char *format, ...) PRINTF_LIKE(2, 3);
Str ask_text(World *w, const char *sql);
/* An insider with SQL: true when the database let it happen. */
bool insider_does(World *w, const char *format, ...) PRINTF_LIKE(2, 3);
const char *payer_code(Payer payer);

/* The call ends in exactly this refusal. */
#define REFUSED(w, status, call) ASSERT_STATUS((w)->ctx, status, call)

/* ---- the register ---- */

/* What the list of the commune says of a person; nothing said: see each. */
typedef struct Given {
    Payer payer;
    const char *number;     /* of the account; NULL = one of their own */
    const char *recipient;  /* who collects under a mandate; NULL = nobody */
    const char *mandate_to; /* dd/mm/yyyy; NULL = open */
    const char *from;       /* mm/yyyy of the first month; NULL = January 2022 */
    const char *degree;     /* NULL = "Nặng" */
    int commune;            /* 0 or 1 */
} Given;

/* One row of a list that the commune sends and the province takes in; the person's number. */
int64_t given_person(World *w, const char *name, const Given *given);

void person_dies(World *w, int64_t person_id, int64_t on_day);
/* `on_day` is the last day of the right. */
void right_is_stopped(World *w, int64_t person_id, int64_t on_day);
void right_is_suspended(World *w, int64_t person_id, int64_t on_day);
void right_is_resumed(World *w, int64_t person_id, int64_t on_day);
void person_moves(World *w, int64_t person_id, int64_t to_area_id, int64_t on_day);
void mandate_is_revoked(World *w, int64_t person_id, int64_t on_day);
/* The person's own account of that number; empty for cash. */
void account_is_changed(World *w, int64_t person_id, Payer payer, const char *number);
void hold_is_placed(World *w, int64_t person_id, const char *reason);
Status try_lift_hold(World *w, int64_t user_id, int64_t person_id, const char *reason);

#endif
