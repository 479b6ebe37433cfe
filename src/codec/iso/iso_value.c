#include "codec/iso/iso_value.h"

#include "base/clock.h"

enum { AMOUNT_DIGITS_MAX = 18, US_PER_MINUTE = 60 * 1000 * 1000, VIETNAM_OFFSET_MINUTES = 420 };

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

Status iso_amount_parse(Str s, int64_t *ret_amount_dong) {
    s = str_trim(s);
    if (s.len > 0 && s.ptr[0] == '+') { /* xs:decimal allows it */
        s = str_part(s, 1, s.len);
    }
    int64_t amount_dong = 0;
    size_t digits = 0;
    size_t significant = 0;
    size_t i = 0;
    for (; i < s.len && is_digit(s.ptr[i]); i++) {
        digits++;
        significant += significant > 0 || s.ptr[i] != '0' ? 1 : 0;
        if (significant > AMOUNT_DIGITS_MAX) {
            return E_MONEY_OVERFLOW;
        }
        amount_dong = amount_dong * 10 + (s.ptr[i] - '0');
    }
    if (i < s.len && s.ptr[i] == '.') {
        for (i++; i < s.len && is_digit(s.ptr[i]); i++) {
            digits++;
            if (s.ptr[i] != '0') {
                return E_MONEY_SYNTAX;
            }
        }
    }
    if (digits == 0 || i != s.len) {
        return E_MONEY_SYNTAX;
    }
    *ret_amount_dong = amount_dong;
    return OK;
}

/* `len` digits at `at`, or -1. */
static int64_t digits_at(Str s, size_t at, size_t len) {
    int64_t number = 0;
    for (size_t i = at; i < at + len; i++) {
        if (i >= s.len || !is_digit(s.ptr[i])) {
            return -1;
        }
        number = number * 10 + (s.ptr[i] - '0');
    }
    return number;
}

/* Minutes east of UTC at the end of a date-time; Vietnam's when none is written. */
static int64_t offset_minutes(Str s) {
    if (str_ends_with(s, STR("Z"))) {
        return 0;
    }
    if (s.len > 25 - 1 && s.ptr[s.len - 3] == ':' &&
        (s.ptr[s.len - 6] == '+' || s.ptr[s.len - 6] == '-')) {
        int64_t minutes = digits_at(s, s.len - 5, 2) * 60 + digits_at(s, s.len - 2, 2);
        return s.ptr[s.len - 6] == '-' ? -minutes : minutes;
    }
    return VIETNAM_OFFSET_MINUTES;
}

int64_t iso_day_parse(Str s) {
    s = str_trim(s);
    int64_t year = digits_at(s, 0, 4);
    int64_t month = digits_at(s, 5, 2);
    int64_t day_of_month = digits_at(s, 8, 2);
    if (year <= 0 || month < 1 || month > 12 || day_of_month < 1 || day_of_month > 31 ||
        s.ptr[4] != '-' || s.ptr[7] != '-') {
        return 0;
    }
    int64_t day = year * 10000 + month * 100 + day_of_month;
    int64_t hour = digits_at(s, 11, 2);
    int64_t minute = digits_at(s, 14, 2);
    if (s.len < 19 || s.ptr[10] != 'T' || hour < 0 || minute < 0 || year < 1900 || year > 2999) {
        return day;
    }
    int64_t minutes = hour * 60 + minute + VIETNAM_OFFSET_MINUTES - offset_minutes(s);
    return clock_day(clock_at_day(day, 0) + minutes * US_PER_MINUTE);
}

typedef struct StatusMeaning {
    const char *code;
    ResultOutcome outcome;
} StatusMeaning;

/* ExternalPaymentTransactionStatus1Code. What is not here is for a person to read. */
static const StatusMeaning STATUS_MEANINGS[] = {
    {"ACSC", RESULT_PAID},     /* settled */
    {"ACCC", RESULT_PAID},     /* settled on the creditor's account */
    {"ACSP", RESULT_ACCEPTED}, /* settlement in process */
    {"ACTC", RESULT_ACCEPTED}, /* technically valid */
    {"ACCP", RESULT_ACCEPTED}, /* customer profile checked */
    {"RCVD", RESULT_ACCEPTED}, /* received */
    {"PDNG", RESULT_ACCEPTED}, /* pending */
    {"RJCT", RESULT_REJECTED},
};

/*
 * A "reject" that does not free the obligation: a duplicate says that the first one lives, a
 * technical fault or time-out says nothing final.
 */
static const char *const NOT_FINAL_REASONS[] = {"DUPL", "AM05", "TECH"};

ResultOutcome iso_status_outcome(Str status, Str reason_code) {
    ResultOutcome outcome = RESULT_OTHER;
    for (size_t i = 0; i < sizeof STATUS_MEANINGS / sizeof STATUS_MEANINGS[0]; i++) {
        if (str_equal(status, str_of(STATUS_MEANINGS[i].code))) {
            outcome = STATUS_MEANINGS[i].outcome;
        }
    }
    if (outcome != RESULT_REJECTED) {
        return outcome;
    }
    if (str_equal(reason_code, STR("NOOR"))) { /* no original transaction received */
        return RESULT_NEVER_RECEIVED;
    }
    for (size_t i = 0; i < sizeof NOT_FINAL_REASONS / sizeof NOT_FINAL_REASONS[0]; i++) {
        if (str_equal(reason_code, str_of(NOT_FINAL_REASONS[i]))) {
            return RESULT_OTHER;
        }
    }
    /* AB01 to AB10: clearing and agent time-outs and aborts */
    return str_starts_with(reason_code, STR("AB")) ? RESULT_OTHER : RESULT_REJECTED;
}

ResultOutcome iso_entry_outcome(bool is_credit, bool is_return, bool is_reversal, Str status) {
    bool is_booked = str_equal(status, STR("BOOK"));
    if (is_credit && (is_return || is_reversal)) {
        return is_booked ? RESULT_MONEY_BACK : RESULT_RETURN_NOTICE;
    }
    if (is_credit || is_return || is_reversal) {
        return RESULT_OTHER;
    }
    if (str_equal(status, STR("PDNG"))) {
        return RESULT_ACCEPTED;
    }
    return is_booked ? RESULT_PAID : RESULT_OTHER;
}
