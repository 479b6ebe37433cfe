#include "payment/end_to_end.h"

#include <assert.h>

enum { SHARD_AT = 2, BATCH_AT = 4, LINE_AT = 11, CHECK_AT = 16 };

static const char DIGITS[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

static void base36_write(int64_t number, int width, char *at) {
    for (int i = width - 1; i >= 0; i--) {
        at[i] = DIGITS[number % 36];
        number /= 36;
    }
}

/* -1 when the character is none of the 36. */
static int base36_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : -1;
}

static int64_t base36_read(const char *at, int width) {
    int64_t number = 0;
    for (int i = 0; i < width; i++) {
        number = number * 36 + base36_digit(at[i]);
    }
    return number;
}

/* ISO/IEC 7064, hybrid system MOD 37,36, over `count` characters that are base 36. */
static char check_character(const char *at, int count) {
    int product = 36;
    for (int i = 0; i < count; i++) {
        int sum = (product + base36_digit(at[i])) % 36;
        product = (sum == 0 ? 36 : sum) * 2 % 37;
    }
    return DIGITS[(37 - product) % 36];
}

int64_t attempt_id_of(int64_t batch_id, int64_t line_no) {
    assert(batch_id > 0 && batch_id <= ATTEMPT_BATCH_MAX);
    assert(line_no > 0 && line_no <= ATTEMPT_LINE_MAX);
    return (batch_id << ATTEMPT_LINE_BITS) + line_no;
}

int64_t attempt_batch_id(int64_t attempt_id) {
    return attempt_id >> ATTEMPT_LINE_BITS;
}

int64_t attempt_line_no(int64_t attempt_id) {
    return attempt_id & ATTEMPT_LINE_MAX;
}

void end_to_end_write(int64_t attempt_id, int64_t person_id, char ret_id[END_TO_END_CHARS + 1]) {
    int64_t batch_id = attempt_batch_id(attempt_id);
    int64_t line_no = attempt_line_no(attempt_id);
    assert(attempt_id > 0 && batch_id > 0 && batch_id <= END_TO_END_BATCH_MAX && line_no > 0);
    assert(person_id > 0);
    ret_id[0] = 'V';
    ret_id[1] = 'N';
    base36_write(person_id % END_TO_END_SHARDS, BATCH_AT - SHARD_AT, ret_id + SHARD_AT);
    base36_write(batch_id, LINE_AT - BATCH_AT, ret_id + BATCH_AT);
    base36_write(line_no, CHECK_AT - LINE_AT, ret_id + LINE_AT);
    ret_id[CHECK_AT] = check_character(ret_id, CHECK_AT);
    ret_id[END_TO_END_CHARS] = '\0';
}

Status end_to_end_read(Ctx *ctx, Str text, EndToEnd *ret_id) {
    Str id = str_trim(text);
    if (id.len != END_TO_END_CHARS) {
        return ctx_fail(ctx, E_END_TO_END_ID, "%zu characters instead of 17", id.len);
    }
    for (size_t i = 0; i < id.len; i++) {
        if (base36_digit(id.ptr[i]) < 0) {
            return ctx_fail(ctx, E_END_TO_END_ID, "character %zu is no capital letter or digit",
                            i + 1);
        }
    }
    if (id.ptr[0] != 'V' || id.ptr[1] != 'N') {
        return ctx_fail(ctx, E_END_TO_END_ID, "does not begin with VN");
    }
    if (check_character(id.ptr, CHECK_AT) != id.ptr[CHECK_AT]) {
        return ctx_fail(ctx, E_END_TO_END_ID, "the check character does not fit");
    }
    int64_t batch_id = base36_read(id.ptr + BATCH_AT, LINE_AT - BATCH_AT);
    int64_t line_no = base36_read(id.ptr + LINE_AT, CHECK_AT - LINE_AT);
    if (batch_id == 0 || line_no == 0 || line_no > ATTEMPT_LINE_MAX) {
        return ctx_fail(ctx, E_END_TO_END_ID, "names no batch or no line");
    }
    *ret_id = (EndToEnd){attempt_id_of(batch_id, line_no),
                         base36_read(id.ptr + SHARD_AT, BATCH_AT - SHARD_AT)};
    return OK;
}

bool end_to_end_fits(EndToEnd id, int64_t person_id) {
    return person_id > 0 && person_id % END_TO_END_SHARDS == id.shard;
}
