/*
 * clock.h -- the only way to know what time it is; tests and the demo set their own.
 *
 * Floor 0. Instants are microseconds of UTC since 1970-01-01. Order of events never comes from a
 * clock but from a sequence (T1).
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

typedef struct Clock {
    int64_t (*now_us)(void *arg);
    void *arg;
} Clock;

Clock clock_system(void);
/* A clock that shows *now_us, which the owner moves. */
Clock clock_manual(int64_t *now_us);
int64_t clock_now_us(const Clock *clock);
/* The civil day in Vietnam (UTC+7, no summer time) as yyyymmdd. */
int64_t clock_day(int64_t now_us);
/* The instant at which the civil day yyyymmdd begins in Vietnam, plus `hour` hours. */
int64_t clock_at_day(int64_t day, int hour);

/* The civil day `days` after yyyymmdd (before it, when negative). */
int64_t clock_day_plus(int64_t day, int64_t days);

#endif
