/* Dates and months: what is accepted exists, prints, and reads again as itself. */
#include "fuzz.h"
#include "value/date.h"

static void check_date(Ctx *ctx, Date date) {
    CLEANUP(strbuf_done) StrBuf buf;
    Date again = {0};
    strbuf_init(&buf, 32);
    FUZZ_CHECK(date_from_number(ctx, date.number, &again) == OK);
    FUZZ_CHECK(again.number == date.number && again.precision == date.precision);
    FUZZ_CHECK(date_print(ctx, &buf, date) == OK);
    FUZZ_CHECK(date_parse(ctx, strbuf_str(&buf), &again) == OK);
    FUZZ_CHECK(again.number == date.number && again.precision == date.precision);
    FUZZ_CHECK(date_compare(date_earliest(date), date_latest(date)) <= 0);
    FUZZ_CHECK(date_age_at(date, date) == 0);
}

static void check_period(Ctx *ctx, Period period) {
    CLEANUP(strbuf_done) StrBuf buf;
    Period again = {0};
    strbuf_init(&buf, 32);
    FUZZ_CHECK(period_from_number(ctx, period.number, &again) == OK);
    FUZZ_CHECK(period_print(ctx, &buf, period) == OK);
    FUZZ_CHECK(period_parse(ctx, strbuf_str(&buf), &again) == OK);
    FUZZ_CHECK(again.number == period.number);
    FUZZ_CHECK(period_previous(period_next(period)).number == period.number);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Ctx ctx = {0};
    Str in = {(const char *)data, size};
    Date date = {-1, DATE_PRECISION_DAY};
    Period period = {-1};
    if (date_parse(&ctx, in, &date) == OK) {
        check_date(&ctx, date);
    }
    date.number = -1;
    for (int counting = DATE_SYSTEM_1900; counting <= DATE_SYSTEM_1904; counting++) {
        if (date_parse_serial(&ctx, in, (DateSystem)counting, &date) == OK) {
            check_date(&ctx, date);
        }
    }
    if (period_parse(&ctx, in, &period) == OK) {
        check_period(&ctx, period);
    }
    return 0;
}
