/*
 * utf8.h -- is it UTF-8, and one code point at a time.
 *
 * Floor 1, codec. Pure. Strict as RFC 3629: no overlong forms, no surrogates, nothing above
 * U+10FFFF. Unicode normal forms are not the business of this folder (see text/).
 */
#ifndef CODEC_UTF8_H
#define CODEC_UTF8_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum { UTF8_REPLACEMENT = 0xFFFD };

bool codec_utf8_is_valid(Str text);
/* Bytes of the well-formed sequence at the head of `text`, or 0 when there is none. */
size_t codec_utf8_sequence_length(Str text);
/* Writes `code` (a scalar value up to U+10FFFF) to `bytes`, which has room for 4; its length. */
size_t codec_utf8_encode(uint32_t code, char *bytes);
/* Code points of a valid text; never more than the bytes. */
size_t codec_utf8_count(Str text);

#endif
