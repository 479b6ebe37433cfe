/*
 * law_person_read.h -- persons from a YAML (or JSON) file, as doc/law-person.md describes it.
 *
 * Floor 2. Everything lives in the ctx arena. Nothing is guessed: impossible dates, unknown words
 * and unknown keys are refused with file and line.
 */
#ifndef LAW_LAW_PERSON_READ_H
#define LAW_LAW_PERSON_READ_H

#include "codec/yaml.h"
#include "law/law.h"

enum { LAW_PERSON_MAX = 10000 };

/* What was paid for a month, in all or of one component. */
typedef struct LawPaid {
    Period from;
    Period to;
    int32_t component;
    int64_t amount_dong;
} LawPaid;

typedef struct LawPersonFile {
    Str name; /* the key `id`, or its place */
    LawPerson person;
    const LawPaid *paid;
    size_t paid_count;
    Period recovery_from;      /* number 0: no decision to recover */
    int64_t recovery_cap_dong; /* of each month */
} LawPersonFile;

/* Months "2026-01" or "2026-01..2026-10". E_PERIOD_SYNTAX. */
Status law_months_parse(Ctx *ctx, Str text, Period *ret_from, Period *ret_to) MUST_CHECK;

/* E_LAW_SYNTAX, E_LAW_PERSON (dates that cannot be), with file and line. */
Status law_person_read(Ctx *ctx, const LawBook *book, const char *file, const YamlNode *node,
                       LawPersonFile *ret_person) MUST_CHECK;
/* All persons of a file: one, or a list under `persons`. */
Status law_persons_read(Ctx *ctx, const LawBook *book, const char *file, Str bytes,
                        const LawPersonFile **ret_persons, size_t *ret_count) MUST_CHECK;

#endif
