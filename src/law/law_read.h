/*
 * law_read.h -- typed reading of the entries of a law file, each failure with file and line.
 *
 * Floor 2. Inside law/ only. Every reader fails with E_LAW_SYNTAX and leaves its output untouched.
 */
#ifndef LAW_LAW_READ_H
#define LAW_LAW_READ_H

#include "codec/yaml.h"
#include "law/law_book.h"

/* The file being read, and what its `defaults` say. */
typedef struct LawLoad {
    LawBook *book;        /* being filled; NULL when a person file is read */
    const LawBook *words; /* whose names count */
    const char *file;
    const YamlNode *root;
    const YamlNode *defaults; /* NULL = none */
    bool is_reform;
} LawLoad;

Status law_read_fail(Ctx *ctx, const char *file, const YamlNode *node, const char *what) MUST_CHECK;
/* `node` is a map and holds none but these keys (a NULL ends the list). */
Status law_read_keys(Ctx *ctx, const char *file, const YamlNode *node,
                     const char *const *keys) MUST_CHECK;
Status law_read_text(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                     Str *ret_text) MUST_CHECK;
/* Empty when the key is absent. */
Status law_read_text_or_none(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                             Str *ret_text) MUST_CHECK;
Status law_read_int(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                    int64_t *ret_number) MUST_CHECK;
/* When the key is absent: `absent`. */
Status law_read_int_or(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                       int64_t absent, int64_t *ret_number) MUST_CHECK;
/* yes, no, true, false. */
Status law_read_flag_or(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                        bool absent, bool *ret_flag) MUST_CHECK;
/* "1.5" -> 150: digits, and a point with one or two more. */
Status law_read_hundredths(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                           int64_t *ret_hundredths) MUST_CHECK;
/* A whole day yyyy-mm-dd. */
Status law_read_day_node(Ctx *ctx, const char *file, const YamlNode *node,
                         int64_t *ret_day) MUST_CHECK;
Status law_read_date_or(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                        int64_t absent, int64_t *ret_day) MUST_CHECK;
/* yyyy-mm as yyyymm. */
Status law_read_month_or(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                         int64_t absent, int64_t *ret_month) MUST_CHECK;
/* A list of texts that is not empty. */
Status law_read_list(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                     const YamlNode **ret_list) MUST_CHECK;
/* article, pays_from, pays_to, known_from, mark, area: of the row or of the file's defaults. */
Status law_read_source(Ctx *ctx, const LawLoad *load, const YamlNode *map,
                       LawSource *ret_source) MUST_CHECK;

/* Names of the book; E_LAW_SYNTAX names the unknown one. */
Status law_find_fact(Ctx *ctx, const LawLoad *load, const YamlNode *node,
                     int32_t *ret_fact) MUST_CHECK;
Status law_find_component(Ctx *ctx, const LawLoad *load, const YamlNode *node,
                          int32_t *ret_component) MUST_CHECK;
Status law_find_programme(Ctx *ctx, const LawLoad *load, const YamlNode *node,
                          int32_t *ret_programme) MUST_CHECK;
Status law_find_parameter(Ctx *ctx, const LawLoad *load, const YamlNode *node,
                          int32_t *ret_parameter) MUST_CHECK;
Status law_find_category(Ctx *ctx, const LawLoad *load, const YamlNode *node,
                         int32_t *ret_category_no) MUST_CHECK;
/* A list under `key` as bits; absent: all bits. */
Status law_read_components(Ctx *ctx, const LawLoad *load, const YamlNode *map, const char *key,
                           uint32_t *ret_bits) MUST_CHECK;
Status law_read_programmes(Ctx *ctx, const LawLoad *load, const YamlNode *map, const char *key,
                           uint32_t *ret_bits) MUST_CHECK;
/* A list of category codes under `key`; programme codes too, when `programmes`. */
Status law_read_set(Ctx *ctx, const LawLoad *load, const YamlNode *map, const char *key,
                    LawSet *ret_set) MUST_CHECK;

/* The parts of a file; law_load.c calls them in this order, each for all files. */
Status law_load_names(Ctx *ctx, const LawLoad *load) MUST_CHECK;
Status law_load_parameters(Ctx *ctx, const LawLoad *load) MUST_CHECK;
Status law_load_values(Ctx *ctx, const LawLoad *load) MUST_CHECK;
Status law_load_category_codes(Ctx *ctx, const LawLoad *load) MUST_CHECK;
Status law_load_who(Ctx *ctx, const LawLoad *load) MUST_CHECK;
Status law_load_amounts(Ctx *ctx, const LawLoad *load) MUST_CHECK;
Status law_load_rules(Ctx *ctx, const LawLoad *load) MUST_CHECK;
/* Calls `one` for each entry of the list under `key`, if it is there. */
Status law_load_each(Ctx *ctx, const LawLoad *load, const char *key,
                     Status (*one)(Ctx *ctx, const LawLoad *load, const YamlNode *node)) MUST_CHECK;
/* The conditions of a category or an amount. */
Status law_load_tests(Ctx *ctx, const LawLoad *load, const YamlNode *map,
                      LawTests *ret_tests) MUST_CHECK;
Status law_load_ages(Ctx *ctx, const LawLoad *load, const YamlNode *map,
                     LawAges *ret_ages) MUST_CHECK;
Status law_load_degrees(Ctx *ctx, const LawLoad *load, const YamlNode *map, uint32_t absent,
                        uint32_t *ret_degrees) MUST_CHECK;

#endif
