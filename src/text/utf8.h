/*
 * utf8.h -- code points in and out of UTF-8 (RFC 3629).
 *
 * Floor 1. Pure.
 *   U1  overlong forms, surrogates and what lies above U+10FFFF are never accepted nor made
 */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include "base/ctx.h"

enum { UTF8_BYTES_MAX = 4, UTF8_REPLACEMENT = 0xFFFD };

bool utf8_is_valid(Str s);
/* E_TEXT_ENCODING with the place of the first byte that is wrong. */
Status utf8_check(Ctx *ctx, Str s) MUST_CHECK;
/*
 * Takes the first code point off *rest; false at the end. A byte that is not UTF-8 gives
 * UTF8_REPLACEMENT and takes one byte, so a loop over any bytes ends.
 */
bool utf8_next(Str *rest, uint32_t *ret_code_point);
/* Bytes written to `ret_bytes`, 1 to 4; a code point that does not exist becomes U+FFFD. */
size_t utf8_encode(uint32_t code_point, char ret_bytes[UTF8_BYTES_MAX]);
/* Number of code points. */
size_t utf8_count(Str s);

#endif
