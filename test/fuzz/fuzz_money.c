/* Amounts: what is accepted prints and reads again as itself. */
#include "fuzz.h"
#include "value/money.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Ctx ctx = {0};
    CLEANUP(strbuf_done) StrBuf buf;
    Money money = {-1};
    Money again = {0};
    strbuf_init(&buf, 64);
    if (money_parse(&ctx, (Str){(const char *)data, size}, &money) != OK) {
        FUZZ_CHECK(money.dong == -1);
        return 0;
    }
    FUZZ_CHECK(money_print(&ctx, &buf, money) == OK);
    FUZZ_CHECK(money_parse(&ctx, strbuf_str(&buf), &again) == OK);
    FUZZ_CHECK(money.dong == again.dong);
    for (int rounding = MONEY_ROUND_EXACT; rounding <= MONEY_ROUND_HALF_UP_THOUSAND; rounding++) {
        (void)!money_times_hundredths(&ctx, money, (int64_t)size * 7, (MoneyRounding)rounding,
                                      &again);
    }
    return 0;
}
