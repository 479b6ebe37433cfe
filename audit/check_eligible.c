/*
 * One walk through enrolments, pauses, persons, moves and held rows, all in the order of persons,
 * beside the sorted list of persons with an obligation. A person is eligible for a month when an
 * enrolment of the programme, as recorded when the payroll was made, covers it (Decree 20/2021
 * Article 8: the month of death is paid) and is not suspended. EXCEPT both ways is the comparison
 * at each person.
 */
#include "check_eligible.h"

#include <stdlib.h>

typedef struct Walk {
    Audit *audit;
    int64_t programme_id;
    int64_t period;
    Listed *listed;
    size_t next; /* of listed */
    Feed enrolments;
    Feed pauses;
    Feed areas;
    Feed moves;
    Feed held;
    int64_t eligible_count;
    int64_t first_seq;     /* when the first payroll of the period was made */
    const Payroll *recent; /* answers most questions for a payroll */
} Walk;

void listed_add(Listed *listed, int64_t person_id, int64_t payroll_id) {
    if (listed->count > 0 && listed->items[listed->count - 1].person_id > person_id) {
        listed->unsorted = true;
    }
    listed->items =
        memory_grow(listed->items, listed->count, &listed->capacity, sizeof(*listed->items));
    listed->items[listed->count++] = (ListedPerson){person_id, payroll_id};
}

void listed_note_persons(Listed *listed, int64_t payroll_id, int64_t person_count,
                         int64_t main_person_count) {
    listed->heads = memory_grow(listed->heads, listed->head_count, &listed->head_capacity,
                                sizeof(*listed->heads));
    listed->heads[listed->head_count++] = (ListedHead){.payroll_id = payroll_id,
                                                       .person_count = person_count,
                                                       .main_person_count = main_person_count};
}

void listed_done(Listed *listed) {
    free(listed->items);
    free(listed->heads);
    *listed = (Listed){0};
}

static int listed_compare(const void *left, const void *right) {
    const ListedPerson *a = left;
    const ListedPerson *b = right;
    if (a->person_id != b->person_id) {
        return a->person_id < b->person_id ? -1 : 1;
    }
    return (a->payroll_id > b->payroll_id) - (a->payroll_id < b->payroll_id);
}

static ListedHead *listed_head(Listed *listed, int64_t payroll_id) {
    for (size_t i = 0; i < listed->head_count; i++) {
        if (listed->heads[i].payroll_id == payroll_id) {
            return &listed->heads[i];
        }
    }
    return NULL;
}

/* Recorded at or before `seq`, and not closed by then. */
static bool is_live_at(const Rows *rows, int recorded, int closed, int64_t seq) {
    return rows_int(rows, recorded) <= seq &&
           (rows_is_null(rows, closed) || rows_int(rows, closed) > seq);
}

static bool pause_covers(const Walk *walk, int64_t seq) {
    const Rows *rows = walk->pauses.rows;
    return is_live_at(rows, 4, 5, seq) && rows_int(rows, 2) <= walk->period &&
           (rows_is_null(rows, 3) || rows_int(rows, 3) >= walk->period);
}

/* Whether one enrolment gives a right for the month; moves the pauses past it. */
static bool enrolment_counts(Walk *walk, int64_t seq) {
    const Rows *rows = walk->enrolments.rows;
    const int64_t person_id = walk->enrolments.key1;
    const int64_t enrolment_id = walk->enrolments.key2;
    bool paused = false;

    while (feed_compare(&walk->pauses, person_id, enrolment_id) < 0) {
        feed_step(&walk->pauses);
    }
    while (feed_compare(&walk->pauses, person_id, enrolment_id) == 0) {
        paused |= pause_covers(walk, seq);
        feed_step(&walk->pauses);
    }
    return !paused && rows_int(rows, 2) == walk->programme_id && is_live_at(rows, 5, 6, seq) &&
           rows_int(rows, 3) / 100 <= walk->period &&
           (rows_is_null(rows, 4) || rows_int(rows, 4) / 100 >= walk->period);
}

/* The area in which a person was to be listed: before the first move recorded after the runs began.
 */
static int64_t person_area_at(Walk *walk, int64_t person_id) {
    int64_t area_id = 0;
    bool moved = false;

    while (walk->areas.live && walk->areas.key1 < person_id) {
        feed_step(&walk->areas);
    }
    if (walk->areas.live && walk->areas.key1 == person_id) {
        area_id = walk->areas.key2;
    }
    while (walk->moves.live && walk->moves.key1 < person_id) {
        feed_step(&walk->moves);
    }
    while (walk->moves.live && walk->moves.key1 == person_id) {
        if (!moved && walk->moves.key2 > walk->first_seq) {
            area_id = rows_int(walk->moves.rows, 2);
            moved = true;
        }
        feed_step(&walk->moves);
    }
    return area_id;
}

/* The monthly payroll of the period that covers an area; NULL when there is none. */
static const Payroll *payroll_for(const Walk *walk, int64_t area_id) {
    const World *world = &walk->audit->world;
    for (size_t i = 0; i < world->payrolls.count; i++) {
        const Payroll *payroll = &world->payrolls.items[i];
        if (payroll->period == walk->period && payroll->programme_id == walk->programme_id &&
            payroll->kind == 1 && payroll->state != 4 &&
            world_area_covers(world, payroll->area_id, area_id)) {
            return payroll;
        }
    }
    return NULL;
}

static const Payroll *walk_payroll(Walk *walk, int64_t payroll_id) {
    if (!walk->recent || walk->recent->payroll_id != payroll_id) {
        walk->recent = world_payroll(&walk->audit->world, payroll_id);
    }
    return walk->recent;
}

static int64_t first_made_seq(const World *world, int64_t programme_id, int64_t period) {
    int64_t first = INT64_MAX;
    for (size_t i = 0; i < world->payrolls.count; i++) {
        const Payroll *payroll = &world->payrolls.items[i];
        if (payroll->programme_id == programme_id && payroll->period == period &&
            payroll->state != 4 && payroll->made_seq < first) {
            first = payroll->made_seq;
        }
    }
    return first;
}

/* Moves the list past a person; the payroll of the last row, or NULL_ID. */
static int64_t listed_take(Walk *walk, int64_t person_id) {
    int64_t payroll_id = NULL_ID;
    while (walk->next < walk->listed->count &&
           walk->listed->items[walk->next].person_id == person_id) {
        payroll_id = walk->listed->items[walk->next++].payroll_id;
    }
    return payroll_id;
}

static int64_t held_take(Walk *walk, int64_t person_id, int64_t listed_payroll_id) {
    int64_t payroll_id = NULL_ID;
    while (walk->held.live && walk->held.key1 == person_id) {
        payroll_id = walk->held.key2;
        ListedHead *head = listed_head(walk->listed, payroll_id);
        if (head) {
            head->held_count++;
            head->main_held_with_rows += payroll_id == listed_payroll_id ? 1 : 0;
        }
        feed_step(&walk->held);
    }
    return payroll_id;
}

/* Decides one person: everything the five streams say of them is consumed here. */
static void person_decide(Walk *walk, int64_t person_id) {
    Report *report = &walk->audit->report;
    const int64_t listed_id = listed_take(walk, person_id);
    const int64_t held_id = held_take(walk, person_id, listed_id);
    const int64_t known_id = listed_id != NULL_ID ? listed_id : held_id;
    const int64_t area_id = person_area_at(walk, person_id);
    const Payroll *payroll =
        known_id != NULL_ID ? walk_payroll(walk, known_id) : payroll_for(walk, area_id);
    bool eligible = false;

    while (walk->enrolments.live && walk->enrolments.key1 == person_id) {
        eligible |= enrolment_counts(walk, payroll ? payroll->made_seq : 0);
        feed_step(&walk->enrolments);
    }
    walk->eligible_count += eligible ? 1 : 0;
    if (eligible && payroll && known_id == NULL_ID) {
        FOUND(report, CHECK_NOBODY_LOST, WHAT_LOST, NUM("person_id", person_id),
              NUM("payroll_id", payroll->payroll_id), NUM("period", walk->period));
    }
    if (!eligible && known_id != NULL_ID) {
        FOUND(report, CHECK_NOBODY_LOST, WHAT_NOT_ELIGIBLE, NUM("person_id", person_id),
              NUM("payroll_id", known_id), NUM("period", walk->period));
    }
}

static void heads_check(Walk *walk) {
    Report *report = &walk->audit->report;
    for (size_t i = 0; i < walk->listed->head_count; i++) {
        const ListedHead *head = &walk->listed->heads[i];
        const Payroll *payroll = world_payroll(&walk->audit->world, head->payroll_id);
        const int64_t obligated = head->main_person_count - head->main_held_with_rows;
        if (!payroll || payroll->state == 4) {
            continue;
        }
        if (payroll->held_count != head->held_count || payroll->obligated_count != obligated ||
            payroll->eligible_count != payroll->obligated_count + payroll->held_count) {
            FOUND(report, CHECK_NOBODY_LOST, WHAT_COUNT_DIFFERS,
                  NUM("payroll_id", head->payroll_id), NUM("eligible", payroll->eligible_count),
                  NUM("obligated", payroll->obligated_count), NUM("held", payroll->held_count),
                  NUM("rows_obligated", obligated), NUM("rows_held", head->held_count));
        }
    }
}

static int64_t first_person(const Walk *walk) {
    int64_t first = INT64_MAX;
    if (walk->enrolments.live) {
        first = walk->enrolments.key1;
    }
    if (walk->held.live && walk->held.key1 < first) {
        first = walk->held.key1;
    }
    if (walk->next < walk->listed->count && walk->listed->items[walk->next].person_id < first) {
        first = walk->listed->items[walk->next].person_id;
    }
    return first;
}

void eligible_check(Audit *audit, int64_t programme_id, int64_t period, Listed *listed) {
    Walk walk = {.audit = audit, .programme_id = programme_id, .period = period, .listed = listed};

    walk.first_seq = first_made_seq(&audit->world, programme_id, period);

    if (listed->unsorted) {
        qsort(listed->items, listed->count, sizeof(*listed->items), listed_compare);
    }
    feed_open(&walk.enrolments, audit->db, "enrolments", NULL, 0);
    feed_open(&walk.pauses, audit->db, "pauses", NULL, 0);
    feed_open(&walk.areas, audit->db, "person_areas", NULL, 0);
    feed_open(&walk.moves, audit->db, "moves", NULL, 0);
    feed_open(&walk.held, audit->db, "held_of_period", (const int64_t[]){programme_id, period}, 2);
    /* Ends: each round consumes the smallest person of all streams. */
    for (int64_t person_id = first_person(&walk); person_id != INT64_MAX && !db_why(audit->db);
         person_id = first_person(&walk)) {
        person_decide(&walk, person_id);
    }
    if (!db_why(audit->db)) {
        heads_check(&walk);
    }
    report_looked(&audit->report, CHECK_NOBODY_LOST, walk.eligible_count);
    feed_close(&walk.enrolments);
    feed_close(&walk.pauses);
    feed_close(&walk.areas);
    feed_close(&walk.moves);
    feed_close(&walk.held);
    listed->count = 0;
    listed->head_count = 0;
    listed->unsorted = false;
}
