#include "payment/reason.h"

static const ReasonText TEXTS[REASON_COUNT] = {
    [REASON_NONE] = {"", "", "", "", ""},
#define REASON(code, vi, en, who_acts, what_happens)                                               \
    [REASON_##code] = {#code, vi, en, who_acts, what_happens},
#include "payment/reason.def"
};

typedef struct IsoReason {
    const char *iso_code;
    Reason reason;
} IsoReason;

static const IsoReason ISO_REASONS[] = {
#define ISO_REASON(iso_code, code) {iso_code, REASON_##code},
#include "payment/reason.def"
};
enum { ISO_REASON_COUNT = sizeof ISO_REASONS / sizeof ISO_REASONS[0] };

ReasonText reason_text(Reason reason) {
    return TEXTS[reason > REASON_NONE && reason < REASON_COUNT ? reason : REASON_NONE];
}

const char *reason_code(Reason reason) {
    return reason_text(reason).code;
}

Reason reason_of_code(Str code) {
    for (int reason = REASON_NONE + 1; reason < REASON_COUNT; reason++) {
        if (str_equal(code, str_of(TEXTS[reason].code))) {
            return (Reason)reason;
        }
    }
    return REASON_NONE;
}

Reason reason_of_iso(Str iso_code) {
    for (size_t i = 0; i < ISO_REASON_COUNT; i++) {
        if (str_equal(iso_code, str_of(ISO_REASONS[i].iso_code))) {
            return ISO_REASONS[i].reason;
        }
    }
    return REASON_OTHER;
}

bool reason_iso_at(size_t i, const char **ret_iso_code, Reason *ret_reason) {
    if (i >= ISO_REASON_COUNT) {
        return false;
    }
    *ret_iso_code = ISO_REASONS[i].iso_code;
    *ret_reason = ISO_REASONS[i].reason;
    return true;
}
