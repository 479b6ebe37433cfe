/*
 * end_to_end.h -- reading end-to-end ids, written anew from their definition:
 *
 *   "VN", 2 characters of person_id mod 1296, 7 of the batch, 5 of the line (base 36), and a check
 *   character (ISO 7064 MOD 37,36) over the sixteen before it.
 */
#ifndef AUDIT_END_TO_END_H
#define AUDIT_END_TO_END_H

#include "db.h"

enum { END_TO_END_SIZE = 17, END_TO_END_SHARDS = 1296 };

typedef struct EndToEnd {
    int64_t shard;
    int64_t batch_id;
    int64_t line_no;
} EndToEnd;

/* False when it is not such an id, or its check character is wrong. */
bool end_to_end_read(Bytes text, EndToEnd *ret_id);
void end_to_end_write(const EndToEnd *id, char text[END_TO_END_SIZE + 1]);
/* The first such id inside a longer text. */
bool end_to_end_find(Bytes text, Bytes *ret_id);
/* Whether a number of its own in the text, thousands separated or not, is the amount. */
bool line_has_amount(Bytes text, int64_t amount_dong);

#endif
