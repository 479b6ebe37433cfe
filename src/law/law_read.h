/*
 * law_read.h -- typed reading of the entries of a law file, each failure with file and line.
 *
 * Floor 2. Inside law/ only. Every reader fails with E_LAW_SYNTAX and leaves its output untouched.
 */
#ifndef LAW_LAW_READ_H
#define LAW_LAW_READ_H

#include "codec/yaml.h"
#include "law/law_book.h"

/* Dates and mark that every row of the law carries. */
typedef struct LawDated {
    int64_t applies_from;
    int64_t applies_to; /* LAW_DATE_OPEN */
    int64_t in_force;
    bool verified;
} LawDated;

Status law_read_fail(Ctx *ctx, const char *file, const YamlNode *node, const char *what) MUST_CHECK;
/* `node` is a map and holds none but these keys (a NULL ends the list). */
Status law_read_keys(Ctx *ctx, const char *file, const YamlNode *node,
                     const char *const *keys) MUST_CHECK;
Status law_read_text(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                     Str *ret_text) MUST_CHECK;
Status law_read_int(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                    int64_t *ret_number) MUST_CHECK;
/* When the key is absent: `absent`. */
Status law_read_int_or(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                       int64_t absent, int64_t *ret_number) MUST_CHECK;
Status law_read_date_or(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                        int64_t absent, int64_t *ret_day) MUST_CHECK;
/* A list of texts that is not empty. */
Status law_read_list(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                     const YamlNode **ret_list) MUST_CHECK;
/* applies_from, applies_to, in_force, mark, verified, which must agree with each other. */
Status law_read_dated(Ctx *ctx, const char *file, const YamlNode *map,
                      LawDated *ret_dated) MUST_CHECK;

#endif
