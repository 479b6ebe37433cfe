/*
 * iso_path.h -- which elements of pain.002, camt.053 and camt.054 mean something to us, as data.
 *
 * Floor 1. A table of (parent, element name, field) makes a tree; the reader walks it down and up
 * with the elements of the file, and skips whole what is not in it. A message version that adds
 * elements needs no code, one that moves them needs a row here.
 */
#ifndef CODEC_ISO_ISO_PATH_H
#define CODEC_ISO_ISO_PATH_H

#include <stddef.h>

#include "codec/iso/iso_schema.h"

typedef enum IsoField {
    FIELD_NONE = 0, /* only on the way to others */
    /* header */
    FIELD_MESSAGE_ID,
    FIELD_CREATED,
    FIELD_STATEMENT, /* the whole element */
    FIELD_STATEMENT_ID,
    FIELD_STATEMENT_TO,
    FIELD_ORIGINAL_MESSAGE_ID,
    FIELD_GROUP_STATUS,
    FIELD_GROUP_REASON,
    FIELD_GROUP_TEXT,
    FIELD_PER_STATUS_COUNT,
    FIELD_PER_STATUS_SUM,
    FIELD_BALANCE, /* the whole element: its end takes the parts below */
    FIELD_BALANCE_CODE,
    FIELD_BALANCE_AMOUNT,
    FIELD_BALANCE_SIGN,
    FIELD_BALANCE_DAY,
    FIELD_ENTRY_COUNT,
    FIELD_ENTRY_SUM,
    /* one entry of a statement */
    FIELD_ENTRY, /* the whole element */
    FIELD_ENTRY_AMOUNT,
    FIELD_ENTRY_SIGN,
    FIELD_ENTRY_REVERSAL,
    FIELD_ENTRY_STATUS,
    FIELD_ENTRY_DAY,
    FIELD_ENTRY_TEXT,
    /* one row: a transaction of a report, or a detail of an entry */
    FIELD_ROW, /* the whole element */
    FIELD_ROW_ID,
    FIELD_ROW_AMOUNT,
    FIELD_ROW_SIGN,
    FIELD_ROW_STATUS,
    FIELD_ROW_REASON,
    FIELD_ROW_TEXT,
    FIELD_ROW_DAY,
    FIELD_ROW_RETURN, /* the element RtrInf: its presence marks a return */
    FIELD_COUNT
} IsoField;

/* Row 0 of a table is the document's element; `parent` is an index into the same table. */
typedef struct IsoPath {
    unsigned char parent;
    const char *name;
    IsoField field;
} IsoPath;

enum { ISO_PATH_MAX = 80 };

const IsoPath *iso_path_table(IsoMessage message, size_t *ret_count);

#endif
