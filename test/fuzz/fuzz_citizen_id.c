/* Personal numbers: what is accepted is digits of its kind, and says the same when read again. */
#include <string.h>

#include "fuzz.h"
#include "value/citizen_id.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Ctx ctx = {0};
    CitizenId id = {.kind = -1};
    CitizenId again = {0};
    char mask[CITIZEN_ID_DIGITS + 1];
    if (citizen_id_parse(&ctx, (Str){(const char *)data, size}, &id) != OK) {
        FUZZ_CHECK(id.kind == -1 && ctx.failure.status == E_CITIZEN_ID_SYNTAX);
        return 0;
    }
    size_t len = strlen(id.digits);
    FUZZ_CHECK((id.kind == 9 || id.kind == 12) && len == (size_t)id.kind);
    FUZZ_CHECK(strspn(id.digits, "0123456789") == len);
    FUZZ_CHECK(citizen_id_parse(&ctx, str_of(id.digits), &again) == OK);
    FUZZ_CHECK(strcmp(again.digits, id.digits) == 0);
    FUZZ_CHECK((again.flags | CITIZEN_ID_ZERO_RESTORED) == (id.flags | CITIZEN_ID_ZERO_RESTORED));
    citizen_id_mask(&id, mask);
    FUZZ_CHECK(strlen(mask) == len && strspn(mask, "*") == len - 4);
    int year = citizen_id_birth_year(&id);
    FUZZ_CHECK(id.kind == 9 ? year == 0 : year >= 1900 && year < 2400);
    return 0;
}
