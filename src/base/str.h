/*
 * str.h -- text as a view: a pointer and a length, passed by value, never owning.
 *
 * Floor 0. A Str is UTF-8 in NFC once it has passed the edge (codec/ and text/ see to that); its
 * bytes live as long as whoever gave it says (mostly an arena). No terminating NUL is promised.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

typedef struct Str {
    const char *ptr;
    size_t len;
} Str;

/* A Str of a string literal. */
#define STR(literal) ((Str){(literal), sizeof(literal) - 1})
/* For printf: "%.*s", STR_ARG(s) */
#define STR_ARG(s) (int)(s).len, (s).ptr

/* A view of a NUL-terminated string; NULL gives the empty Str. */
Str str_of(const char *cstr);
bool str_equal(Str a, Str b);
/* Byte order: below 0, 0, above 0. */
int str_compare(Str a, Str b);
bool str_is_empty(Str s);
bool str_starts_with(Str s, Str prefix);
bool str_ends_with(Str s, Str suffix);
/* Position of the first `needle` at or after `from`, or SIZE_MAX. */
size_t str_find(Str s, Str needle, size_t from);
/* Without ASCII white space at both ends. */
Str str_trim(Str s);
/* The part [from, from+len), clipped to the string. */
Str str_part(Str s, size_t from, size_t len);
/* Equal when ASCII letters are compared without case. */
bool str_equal_ignoring_case(Str a, Str b);
/*
 * Splits off what stands before the first `separator`: *rest keeps what follows.
 * False when *rest is exhausted (rest->ptr == NULL).
 */
bool str_split_next(Str *rest, char separator, Str *ret_part);
/* Reads a whole decimal number with optional minus. False when anything else is in it. */
bool str_to_int64(Str s, int64_t *ret_number);

#endif
