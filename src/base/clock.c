#include "base/clock.h"

#include <time.h>

enum { US = 1000000, DAY_S = 86400, VIETNAM_S = 7 * 3600 };

static int64_t system_now_us(void *arg) {
    (void)arg;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * US + now.tv_nsec / 1000;
}

static int64_t manual_now_us(void *arg) {
    return *(int64_t *)arg;
}

Clock clock_system(void) {
    return (Clock){system_now_us, 0};
}

Clock clock_manual(int64_t *now_us) {
    return (Clock){manual_now_us, now_us};
}

int64_t clock_now_us(const Clock *clock) {
    return clock->now_us(clock->arg);
}

/* Days since 1970-01-01 to year, month, day: shifts the year to begin in March. */
int64_t clock_day(int64_t now_us) {
    int64_t seconds = now_us / US + VIETNAM_S;
    int64_t days = seconds / DAY_S - (seconds % DAY_S < 0);
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t day_of_era = z - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153;
    int64_t day = day_of_year - (153 * shifted + 2) / 5 + 1;
    int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    int64_t year = year_of_era + era * 400 + (month <= 2);
    return year * 10000 + month * 100 + day;
}

int64_t clock_at_day(int64_t day, int hour) {
    int64_t year = day / 10000;
    int64_t month = day / 100 % 100;
    int64_t d = day % 100;
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + d - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    int64_t days = era * 146097 + day_of_era - 719468;
    return ((days * DAY_S - VIETNAM_S) + (int64_t)hour * 3600) * US;
}

int64_t clock_day_plus(int64_t day, int64_t days) {
    return clock_day(clock_at_day(day, 12) + days * DAY_S * US);
}
