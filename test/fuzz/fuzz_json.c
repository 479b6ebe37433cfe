/* Replies as flat JSON. */
#include "codec/json.h"
#include "fuzz_file.h"

void fuzz_one(Ctx *ctx, Str input) {
    JsonFlat flat = {0};
    if (json_parse_flat(ctx, input, &flat) != OK) {
        return;
    }
    for (size_t i = 0; i < flat.member_count; i++) {
        const JsonMember *member = &flat.members[i];
        Str text = {0};
        int64_t number = 0;
        if (member->is_number) {
            FUZZ_CHECK(json_flat_int64(&flat, member->name, &number));
            FUZZ_CHECK(number == member->number);
        } else {
            FUZZ_CHECK(json_flat_text(&flat, member->name, &text));
            FUZZ_CHECK(str_equal(text, member->text)); /* so no name came twice */
        }
    }
}
