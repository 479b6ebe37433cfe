/*
 * end_to_end.h -- the number by which an attempt is known to a provider and comes back.
 *
 * Floor 2, domain. Pure.
 *
 *   VN 0Q 0000042 00007 K      17 upper-case letters and digits (ISO 20022 allows 35)
 *   |  |  |       |     check character, ISO/IEC 7064 MOD 37,36
 *   |  |  |       line of the batch from 1, base 36
 *   |  |  batch, base 36
 *   |  shard: person_id % 1296, base 36
 *   country
 *
 * Computed, never drawn: the same at each resend of an attempt, and known before a byte leaves. One
 * mistyped character and two exchanged neighbours are found by the check character.
 */
#ifndef PAYMENT_END_TO_END_H
#define PAYMENT_END_TO_END_H

#include <stdint.h>

#include "base/ctx.h"

enum {
    END_TO_END_CHARS = 17,
    END_TO_END_SHARDS = 1296,        /* 36 * 36 */
    ATTEMPT_LINE_BITS = 20,          /* attempt_id = batch_id * 2^20 + line */
    ATTEMPT_LINE_MAX = (1 << 20) - 1 /* lines of one batch */
};
/* batch_id * 2^20 must fit an int64, and seven characters of base 36. */
#define ATTEMPT_BATCH_MAX INT64_C(8796093022207)
#define END_TO_END_BATCH_MAX INT64_C(78364164095)

typedef struct EndToEnd {
    int64_t attempt_id;
    int64_t shard;
} EndToEnd;

int64_t attempt_id_of(int64_t batch_id, int64_t line_no);
int64_t attempt_batch_id(int64_t attempt_id);
int64_t attempt_line_no(int64_t attempt_id);

/* Writes 17 characters and a NUL. The numbers are ours and in range: asserted. */
void end_to_end_write(int64_t attempt_id, int64_t person_id, char ret_id[END_TO_END_CHARS + 1]);
/*
 * Reads an id that came from outside: any bytes, any length. Surrounding blanks are accepted, lower
 * case is not.
 *
 * OK                the attempt it names, if there is one; the shard to compare with the person
 * E_END_TO_END_ID   not one of ours
 */
Status end_to_end_read(Ctx *ctx, Str text, EndToEnd *ret_id) MUST_CHECK;
/* The id belongs to that person (its shard does). */
bool end_to_end_fits(EndToEnd id, int64_t person_id);

#endif
