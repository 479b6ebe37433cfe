#include "law/law_recovery.h"

int64_t law_recovery_take(LawRecovery *recovery, int64_t month_dong) {
    int64_t take_dong =
        recovery->rest_dong < recovery->cap_dong ? recovery->rest_dong : recovery->cap_dong;
    if (take_dong > month_dong) {
        take_dong = month_dong;
    }
    if (take_dong < 0) {
        take_dong = 0;
    }
    recovery->rest_dong -= take_dong;
    return take_dong;
}
