/*
 * reason.h -- our reasons as an enum, their sentences, and the ISO 20022 codes that map to them.
 *
 * Floor 2, domain. Pure: the table of reason.def, compiled. The schema's tables `reason` and
 * `provider_reason` are filled from here at init.
 */
#ifndef PAYMENT_REASON_H
#define PAYMENT_REASON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

typedef enum Reason {
    REASON_NONE = 0,
#define REASON(code, vi, en, who_acts, what_happens) REASON_##code,
#include "payment/reason.def"
    REASON_COUNT /* one more than the last */
} Reason;

typedef struct ReasonText {
    const char *code;
    const char *sentence_vi;
    const char *sentence_en;
    const char *who_acts;     /* commune, province, provider, finance, system */
    const char *what_happens; /* English, half a sentence */
} ReasonText;

/* The row of a reason; all texts empty for REASON_NONE and numbers that are none. */
ReasonText reason_text(Reason reason);
/* The stored code, e.g. "NO_ACCOUNT"; "" for REASON_NONE. */
const char *reason_code(Reason reason);
/* REASON_NONE when no such code is known. */
Reason reason_of_code(Str code);
/* OTHER when the ISO code is not in the table. */
Reason reason_of_iso(Str iso_code);
/* The i-th row of the ISO table; false past the end. */
bool reason_iso_at(size_t i, const char **ret_iso_code, Reason *ret_reason);

#endif
