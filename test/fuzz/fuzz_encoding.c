/* Encodings: lines are the cells of a column; every decision and every decoding ends in NFC. */
#include "fuzz.h"
#include "text/clean.h"
#include "text/encoding.h"
#include "text/utf8.h"

enum { ARENA_MAX = 8 << 20 };

static void check_cell(Ctx *ctx, Encoding encoding, Str cell) {
    Str decoded = {NULL, 0};
    Str again = {NULL, 0};
    Status status = encoding_decode(ctx, encoding, cell, &decoded);
    if (status != OK) {
        FUZZ_CHECK(status == E_TEXT_ENCODING && !encoding.is_raw);
        return;
    }
    FUZZ_CHECK(utf8_is_valid(decoded));
    FUZZ_CHECK(text_nfc(ctx, decoded, &again) == OK && str_equal(decoded, again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Ctx ctx = {.arena = arena_new(ARENA_MAX)};
    Str in = {(const char *)data, size < 4096 ? size : 4096};
    EncodingVotes votes = {0};
    Encoding encoding = {0};
    Str cell = {NULL, 0};
    FUZZ_CHECK(ctx.arena != NULL);
    for (Str rest = in; str_split_next(&rest, '\n', &cell);) {
        encoding_votes_add(&votes, cell);
    }
    if (encoding_decide(&ctx, &votes, &encoding) == OK) {
        for (Str rest = in; str_split_next(&rest, '\n', &cell);) {
            ArenaMark mark = arena_mark(ctx.arena);
            check_cell(&ctx, encoding, cell);
            arena_rewind(ctx.arena, mark);
        }
    }
    for (int kind = ENCODING_ASCII; kind < ENCODING_KINDS; kind++) {
        ArenaMark mark = arena_mark(ctx.arena);
        bool has_bytes = kind >= ENCODING_TCVN3 && kind <= ENCODING_VISCII;
        check_cell(&ctx, (Encoding){(EncodingKind)kind, false, false}, in);
        if (has_bytes) {
            check_cell(&ctx, (Encoding){(EncodingKind)kind, true, true}, in);
        }
        arena_rewind(ctx.arena, mark);
    }
    arena_free(&ctx.arena);
    return 0;
}
