/*
 * link_table.h -- records as columns of numbers: every distinct value stands once, a record holds
 * its number.
 *
 * Floor 2, linkage. Pure; memory from the arena of ctx. Cells are cleaned once per distinct raw
 * value. Value 0 is "missing"; a cell that cannot be read as its column's kind is missing, and
 * counted. When two files are matched, the records of the left one stand first.
 */
#ifndef LINKAGE_LINK_TABLE_H
#define LINKAGE_LINK_TABLE_H

#include "linkage/link_spec.h"

typedef struct LinkHash LinkHash;

typedef struct LinkValues {
    uint32_t *codes; /* by record */
    uint32_t count;  /* of distinct values; their numbers are 1..count */
    uint32_t room;
    Str *texts;          /* by number */
    uint32_t *frequency; /* records, by number */
    uint64_t *packed;    /* of dates and digits: as compare.h reads them */
    uint64_t unreadable; /* cells that are no date, no digits */
    LinkHash *raw;       /* bytes as written -> number */
    LinkHash *clean;
} LinkValues;

typedef struct LinkTable {
    const LinkSpec *spec;
    uint32_t record_count;
    uint32_t capacity;
    uint32_t left_count; /* records of the left file; record_count when there is one file */
    Str *ids;
    LinkValues columns[LINK_COLUMN_MAX];
} LinkTable;

/* Room for `capacity` records. E_MEMORY_LIMIT  E_LINK_SIZE (more than 2^31) */
Status link_table_new(Ctx *ctx, const LinkSpec *spec, size_t capacity,
                      LinkTable **ret_table) MUST_CHECK;
/* Cells in the order of the spec's columns, UTF-8. E_BUG past the capacity  E_TEXT_ENCODING */
Status link_table_add(Ctx *ctx, LinkTable *table, Str id, const Str *cells) MUST_CHECK;

static inline uint64_t link_mix(uint64_t x) {
    x ^= x >> 30;
    x *= UINT64_C(0xBF58476D1CE4E5B9);
    x ^= x >> 27;
    x *= UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}
uint64_t link_hash_bytes(Str bytes);

/* A set of byte strings, each with a number. The strings are not copied. */
Status link_hash_new(Ctx *ctx, size_t expected, LinkHash **ret_hash) MUST_CHECK;
/* The number kept under `key`; if there is none, keeps `number` and says so. */
Status link_hash_take(Ctx *ctx, LinkHash *hash, Str key, uint32_t number, uint32_t *ret_number,
                      bool *ret_is_new) MUST_CHECK;
/* 0 when the key is not there. */
uint32_t link_hash_find(const LinkHash *hash, Str key);

#endif
