/* Telephone numbers: what is accepted is national, and reads again as itself. */
#include <string.h>

#include "fuzz.h"
#include "value/phone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Ctx ctx = {0};
    Phone phone = {.flags = -1};
    Phone again = {0};
    char mask[PHONE_DIGITS_MAX + 1];
    if (phone_parse(&ctx, (Str){(const char *)data, size}, &phone) != OK) {
        FUZZ_CHECK(phone.flags == -1 && ctx.failure.status == E_PHONE_SYNTAX);
        return 0;
    }
    size_t len = strlen(phone.digits);
    FUZZ_CHECK(len == 10 || (len == 11 && phone.kind == PHONE_LANDLINE));
    FUZZ_CHECK(phone.digits[0] == '0' && strspn(phone.digits, "0123456789") == len);
    FUZZ_CHECK(phone_parse(&ctx, str_of(phone.digits), &again) == OK);
    FUZZ_CHECK(strcmp(again.digits, phone.digits) == 0 && again.flags == 0);
    phone_mask(&phone, mask);
    FUZZ_CHECK(strlen(mask) == len && strspn(mask, "*") == len - 3);
    return 0;
}
