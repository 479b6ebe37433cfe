/*
 * law_register.h -- the law over the register: replay against what was obligated, and simulation of
 * a reform. Both only read; nothing here leads into a payroll.
 *
 * Floor 4. Friends: law_register.c reads the register, law_replay_register.c and law_simulate.c use
 * it.
 */
#ifndef APP_LAW_REGISTER_H
#define APP_LAW_REGISTER_H

#include "app/app.h"
#include "app/table.h"
#include "law/law.h"
#include "law/law_batch.h"

/* Of which area (0 = everything), and which months. */
typedef struct LawReplay {
    int64_t area_id;
    Period from;
    Period to;
    int64_t known_at; /* LAW_ALL_KNOWN */
    bool persons;     /* a row for each person and month that differs, not only sums */
} LawReplay;

/*
 * Months computed again with what is known at a day against what stands in the books: rows above
 * zero are arrears, rows below zero were paid too much.
 *
 * OK  E_RIGHT_MISSING  what the database says
 */
Status law_replay_register(Ctx *ctx, App *app, const LawReplay *replay,
                           const TableOut *out) MUST_CHECK;

typedef struct LawSimulation {
    int64_t area_id;
    Period from;
    Period to;
    const LawBook *reform; /* the law with the overlay */
    bool by_area;          /* a row for each commune */
} LawSimulation;

/* Winners, losers and cost by month and programme: the law against the reform. */
Status law_simulate_register(Ctx *ctx, App *app, const LawSimulation *simulation,
                             const TableOut *out) MUST_CHECK;

/*
 * One person of the register as the law sees them, for law_show_text() and law_show_steps(); lives
 * in the ctx arena.
 *
 * OK  E_PERSON_UNKNOWN (no such person, or no right at all)  E_RIGHT_MISSING
 */
Status law_register_person(Ctx *ctx, App *app, int64_t person_id,
                           const LawPerson **ret_person) MUST_CHECK;

/* Rights and pauses read side by side, one person at a time; inside an app_read(). */
typedef struct RegisterReader {
    DbCursor *rights;
    DbCursor *pauses;
    bool has_right;
    bool has_pause;
} RegisterReader;

enum { REGISTER_PAUSE_MAX = 64 };

typedef struct RegisterPerson {
    int64_t person_id; /* INT64_MAX = no more */
    int64_t area_id;
    LawPerson law;
    LawPause pauses[REGISTER_PAUSE_MAX];
} RegisterPerson;

Status register_reader_open(Ctx *ctx, App *app, int64_t area_id,
                            RegisterReader *ret_reader) MUST_CHECK;
void register_reader_close(RegisterReader *reader);
/* The next person into *person; person_id INT64_MAX at the end. */
Status register_reader_next(Ctx *ctx, const LawBook *book, RegisterReader *reader,
                            RegisterPerson *person) MUST_CHECK;

#endif
