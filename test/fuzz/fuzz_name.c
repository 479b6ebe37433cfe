/* Names: cleaning is stable, what comes out is composed, keys and bank text keep their alphabets.
 */
#include <string.h>

#include "fuzz.h"
#include "text/clean.h"
#include "text/fold.h"
#include "text/name.h"
#include "text/utf8.h"

enum { ARENA_MAX = 8 << 20 };

static void check_alphabet(Str s, const char *alphabet) {
    for (size_t i = 0; i < s.len; i++) {
        FUZZ_CHECK(s.ptr[i] != '\0' && strchr(alphabet, s.ptr[i]) != NULL);
    }
}

/* Whatever the text: folding and cases end in valid UTF-8, and cleaning twice changes nothing. */
static void check_any_text(Ctx *ctx, Str in) {
    Str clean = {NULL, 0};
    Str again = {NULL, 0};
    Str other = {NULL, 0};
    if (text_clean(ctx, in, &clean) != OK) {
        return;
    }
    FUZZ_CHECK(utf8_is_valid(clean));
    FUZZ_CHECK(text_clean(ctx, clean, &again) == OK && str_equal(clean, again));
    FUZZ_CHECK(text_upper(ctx, clean, &other) == OK && utf8_is_valid(other));
    FUZZ_CHECK(text_title(ctx, clean, &other) == OK && utf8_is_valid(other));
    Status status = text_fold(ctx, clean, &other);
    FUZZ_CHECK(status == E_TEXT_TOO_LONG || utf8_is_valid(other));
}

static void check_name(Ctx *ctx, Str name) {
    Str again = {NULL, 0};
    Str placed = {NULL, 0};
    Str fold_name = {NULL, 0};
    Str fold_placed = {NULL, 0};
    Str other = {NULL, 0};
    FUZZ_CHECK(name.len <= NAME_BYTES_MAX && utf8_is_valid(name));
    FUZZ_CHECK(text_nfc(ctx, name, &again) == OK && str_equal(again, name));
    FUZZ_CHECK(name_place_tones(ctx, name, &placed) == OK && utf8_is_valid(placed));
    FUZZ_CHECK(name_place_tones(ctx, placed, &again) == OK && str_equal(again, placed));
    FUZZ_CHECK(text_nfc(ctx, placed, &again) == OK && str_equal(again, placed));
    FUZZ_CHECK(name_fold(ctx, name, &fold_name) == OK &&
               name_fold(ctx, placed, &fold_placed) == OK);
    FUZZ_CHECK(str_equal(fold_name, fold_placed));
    FUZZ_CHECK(name_sort_key(ctx, name, &other) == OK);
    check_alphabet(other, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    FUZZ_CHECK(name_to_bank(ctx, name, &other) == OK);
    check_alphabet(other, " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Ctx ctx = {.arena = arena_new(ARENA_MAX)};
    Str in = {(const char *)data, size < 4096 ? size : 4096};
    Str name = {NULL, 0};
    FUZZ_CHECK(ctx.arena != NULL);
    check_any_text(&ctx, in);
    if (name_clean(&ctx, in, &name) == OK) {
        check_name(&ctx, name);
    }
    arena_free(&ctx.arena);
    return 0;
}
