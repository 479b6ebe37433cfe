/*
 * sheet_date.h -- days as spreadsheets count them, and which number formats show a day.
 *
 * Floor 1, codec. Pure. Excel's 1900 system counts a 29 February 1900 that never was (serial 60),
 * so that days before March 1900 are off by one against those after; the 1904 system has no such
 * day.
 */
#ifndef CODEC_SHEET_DATE_H
#define CODEC_SHEET_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

typedef enum SerialKind {
    SERIAL_NOT_A_DAY = 0, /* below 1 (a bare time), beyond the year 9999, or not a number */
    SERIAL_DAY = 1,
    SERIAL_LEAP_BUG = 2, /* 60 of the 1900 system */
} SerialKind;

/* `number` as stored, e.g. "45123", "45123.75", "4.5123E4"; the time of day is dropped. */
SerialKind sheet_day_from_serial(Str number, bool is_1904, int64_t *ret_day);
/* The 1900 serial of yyyymmdd; false when it is no day from 1900-01-01 to 9999-12-31. */
bool sheet_serial_from_day(int64_t day, int32_t *ret_serial);
/* "2026-07-01", "2026-07-01T00:00:00": false when it is no such day. */
bool sheet_day_from_iso(Str text, int64_t *ret_day);
/* Built-in number formats that show a day or a time (ECMA-376 18.8.30, and its local ones). */
bool sheet_format_id_is_date(int32_t format_id);
/* A custom format code, e.g. "dd/mm/yyyy;@": does its first section show day, month or year? */
bool sheet_format_is_date(Str code);

#endif
