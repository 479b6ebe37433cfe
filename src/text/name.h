/*
 * name.h -- names of people: cleaned, judged, ordered, searched, and as banks write them.
 *
 * Floor 1. Pure; results lie in the arena of ctx. Input is UTF-8 (encoding.h has seen to that).
 *   N1  name_clean() keeps what the officer wrote: no letter is dropped, no case changed
 *   N2  two spellings of one name (old and new place of tone, NFC and NFD) fold alike
 * A name identifies nobody: Nguyễn alone is a third of the country.
 */
#ifndef TEXT_NAME_H
#define TEXT_NAME_H

#include "base/ctx.h"

enum { NAME_BYTES_MAX = 160, NAME_LETTERS_MIN = 2 };

/*
 * NFC, single spaces, plain apostrophes, no full stop or comma at the ends, without a form of
 * address in front ("Ông: ", "Bà Nguyễn Thị ..."); Ông Ích Khiêm keeps his family name.
 *
 * E_TEXT_ENCODING  not UTF-8
 * E_NAME_SYNTAX    digits or signs in it, fewer than two letters, longer than NAME_BYTES_MAX
 */
Status name_clean(Ctx *ctx, Str in, Str *ret_name) MUST_CHECK;
/* For search (person.name_fold): text_fold() without apostrophes, hyphens as spaces. */
Status name_fold(Ctx *ctx, Str name, Str *ret_folded) MUST_CHECK;
/*
 * For lists (person.name_sort): given name first, then the middle names, then the family name, in
 * the order of Vietnamese dictionaries (a ă â b c d đ e ê ...; ngang, huyền, hỏi, ngã, sắc, nặng).
 * Only 0-9 and A-Z, so that any collation of any database sorts it as bytes do.
 */
Status name_sort_key(Ctx *ctx, Str name, Str *ret_key) MUST_CHECK;
/* Tones where the old style puts them: Hoà -> Hòa, Thuý -> Thúy; what is no syllable stays. */
Status name_place_tones(Ctx *ctx, Str name, Str *ret_placed) MUST_CHECK;
/* Capital ASCII, for the files of banks: "NGUYEN THI HOA"; H'Hen Niê is "HHEN NIE". */
Status name_to_bank(Ctx *ctx, Str name, Str *ret_text) MUST_CHECK;

#endif
