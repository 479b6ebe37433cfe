/* Account numbers and area codes: what is accepted is canonical and reads again as itself. */
#include <string.h>

#include "fuzz.h"
#include "value/account_number.h"
#include "value/area_code.h"

static void check_area_code(Ctx *ctx, Str in) {
    for (int level = AREA_PROVINCE; level <= AREA_COMMUNE; level++) {
        AreaCode code = {0};
        AreaCode again = {0};
        if (area_code_parse_level(ctx, in, (AreaLevel)level, &code) == OK) {
            FUZZ_CHECK(strlen(code.digits) == area_code_digits((AreaLevel)level));
            FUZZ_CHECK(area_code_parse_level(ctx, str_of(code.digits), code.level, &again) == OK);
            FUZZ_CHECK(strcmp(code.digits, again.digits) == 0 && !again.zero_restored);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Ctx ctx = {0};
    Str in = {(const char *)data, size};
    AccountNumber number = {.text = "*"};
    AccountNumber again = {0};
    char mask[ACCOUNT_NUMBER_MAX + 1];
    check_area_code(&ctx, in);
    if (account_number_parse_numeric(&ctx, in, &number) == OK) {
        FUZZ_CHECK(strspn(number.text, "0123456789") == strlen(number.text));
        FUZZ_CHECK(strlen(number.text) <= 15);
    }
    if (account_number_parse(&ctx, in, &number) != OK) {
        return 0;
    }
    size_t len = strlen(number.text);
    FUZZ_CHECK(len >= ACCOUNT_NUMBER_MIN && len <= ACCOUNT_NUMBER_MAX);
    FUZZ_CHECK(account_number_parse(&ctx, str_of(number.text), &again) == OK);
    FUZZ_CHECK(strcmp(number.text, again.text) == 0);
    account_number_mask(&number, mask);
    FUZZ_CHECK(strlen(mask) == len && mask[0] == '*');
    return 0;
}
