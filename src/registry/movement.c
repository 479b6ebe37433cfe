#include "registry/movement.h"

static const char *const NAMES[] = {
    [MOVEMENT_ADDED] = "ADDED",
    [MOVEMENT_STOPPED] = "STOPPED",
    [MOVEMENT_SUSPENDED] = "SUSPENDED",
    [MOVEMENT_RESUMED] = "RESUMED",
    [MOVEMENT_MOVED_OUT] = "MOVED_OUT",
    [MOVEMENT_MOVED_IN] = "MOVED_IN",
    [MOVEMENT_DIED] = "DIED",
    [MOVEMENT_CHANGED] = "CHANGED",
    [MOVEMENT_ACCOUNT_CHANGED] = "ACCOUNT_CHANGED",
    [MOVEMENT_MANDATE_ADDED] = "MANDATE_ADDED",
    [MOVEMENT_MANDATE_REVOKED] = "MANDATE_REVOKED",
};

static bool kind_is_known(MovementKind kind) {
    return kind >= MOVEMENT_ADDED && kind <= MOVEMENT_MANDATE_REVOKED;
}

const char *movement_kind_name(MovementKind kind) {
    return kind_is_known(kind) ? NAMES[kind] : "?";
}

Status movement_check(Ctx *ctx, const Movement *movement) {
    if (!kind_is_known(movement->kind) || str_is_empty(movement->reason_code) ||
        movement->effective_on < 19000101 || movement->effective_on > 21001231) {
        return ctx_fail(ctx, E_MOVEMENT_INVALID, "kind %d, reason %.*s, day %lld",
                        (int)movement->kind, STR_ARG(movement->reason_code),
                        (long long)movement->effective_on);
    }
    return OK;
}
