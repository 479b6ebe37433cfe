/*
 * encoding_table.h -- one word of a legacy encoding turned into Unicode code points.
 *
 * Floor 1. Pure; used inside text/ only. Units are bytes of the encoding (0..255), or real code
 * points above that, which pass unchanged. No function writes more code points than it got units.
 */
#ifndef TEXT_ENCODING_TABLE_H
#define TEXT_ENCODING_TABLE_H

#include <stddef.h>

#include "base/str.h"

/* The byte for which a code point stands in Windows-1252; the code point itself when in none. */
uint32_t unit_of_code_point(uint32_t code_point);
/* The code point of a Windows-1252 byte. */
uint32_t code_point_of_unit(uint32_t unit);

size_t decode_tcvn3(const uint32_t *units, size_t count, uint32_t *ret_code_points);
size_t decode_vni(const uint32_t *units, size_t count, uint32_t *ret_code_points);
/* Combining marks are left as such: NFC composes them. */
size_t decode_cp1258(const uint32_t *units, size_t count, uint32_t *ret_code_points);
size_t decode_viscii(const uint32_t *units, size_t count, uint32_t *ret_code_points);
size_t decode_viqr(const uint32_t *units, size_t count, uint32_t *ret_code_points);
/* 0 when the bytes are no UTF-8. */
size_t decode_utf8_twice(const uint32_t *units, size_t count, uint32_t *ret_code_points);

#endif
