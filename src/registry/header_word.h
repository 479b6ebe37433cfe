/*
 * header_word.h -- how columns are called: the spellings of each field.
 *
 * Floor 2. Pure. Inside registry/ only. A new way of writing a header is a line in header_word.c.
 */
#ifndef REGISTRY_HEADER_WORD_H
#define REGISTRY_HEADER_WORD_H

#include "registry/row.h"

/* The field of a header in small words without tones and signs; FIELD_NONE when nobody calls one
 * so. */
RowField header_word_field(Str words);

#endif
