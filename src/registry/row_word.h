/*
 * row_word.h -- what officers write in words: categories, degrees, ways of payment, kinds.
 *
 * Floor 2. Pure. Inside registry/ only. Every reader takes the cleaned text of a cell; an unknown
 * word gives false (or E_MEMORY_LIMIT where it says Status) and leaves the output untouched.
 */
#ifndef REGISTRY_ROW_WORD_H
#define REGISTRY_ROW_WORD_H

#include "registry/row.h"

typedef struct CategoryWord {
    Str category; /* nd20/...; in the arena or a literal; empty = not understood */
    int degree;   /* 1, 2 when the words say it ("NKT đặc biệt nặng"); else 0 */
} CategoryWord;

/*
 * "nd20/5.1.a", "5.1.a", "5.5c", "1.a", "6", "khoản 5 điểm c Điều 5", "điểm c khoản 5", or the
 * words of the decree ("Người khuyết tật đặc biệt nặng"). Whether the code exists is for the law to
 * say.
 */
Status category_word_read(Ctx *ctx, Str text, CategoryWord *ret_word) MUST_CHECK;

/* All of these take the folded text (text/fold.h). */
bool sex_word_read(Str folded, Sex *ret_sex);
bool degree_word_read(Str folded, int64_t *ret_degree);
bool poverty_word_read(Str folded, int *ret_class);
bool channel_word_read(Str folded, Channel *ret_channel);
bool mandate_word_read(Str folded, MandateKind *ret_kind);
bool movement_word_read(Str folded, MovementKind *ret_kind);

#endif
