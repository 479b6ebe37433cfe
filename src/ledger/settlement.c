#include "ledger/settlement.h"

#include "base/checked.h"

static Status add(Ctx *ctx, int64_t *figure, int64_t amount_dong) {
    int64_t sum = 0;
    if (ckd_add(&sum, *figure, amount_dong)) {
        return ctx_fail(ctx, E_MONEY_OVERFLOW, "settlement figure");
    }
    *figure = sum;
    return OK;
}

Status settlement_add_before(Ctx *ctx, Settlement *settlement, LedgerAccount account,
                             int64_t amount_dong) {
    if (ledger_account_class(account) != ACCOUNT_CLASS_HELD) {
        return OK;
    }
    TRY(add(ctx, &settlement->opening_dong, amount_dong));
    return add(ctx, &settlement->closing_dong, amount_dong);
}

/*
 * Which figure a posting changes. Prefunding and hand-back are read from the money's own side; so
 * is an answer to a case, which may only rename what left us. Everything else is read from the
 * other side: what was debited outside has left us, what was credited there has come back.
 */
Status settlement_add(Ctx *ctx, Settlement *settlement, TxnKind kind, LedgerAccount account,
                      int64_t amount_dong) {
    AccountClass class_ = ledger_account_class(account);
    bool held = class_ == ACCOUNT_CLASS_HELD;
    if (held) {
        TRY(add(ctx, &settlement->closing_dong, amount_dong));
        if (kind == TXN_PREFUND) {
            return add(ctx, &settlement->allotted_dong, amount_dong);
        }
        if (kind == TXN_HAND_BACK) {
            return add(ctx, &settlement->written_back_dong, -amount_dong);
        }
        if (kind == TXN_CASE && amount_dong > 0) {
            return add(ctx, &settlement->returned_dong, amount_dong);
        }
        return kind == TXN_CASE ? add(ctx, &settlement->paid_dong, -amount_dong) : OK;
    }
    if (class_ != ACCOUNT_CLASS_OUTSIDE || kind == TXN_CASE) {
        return OK;
    }
    return amount_dong > 0 ? add(ctx, &settlement->paid_dong, amount_dong)
                           : add(ctx, &settlement->returned_dong, -amount_dong);
}

Status settlement_sum(Ctx *ctx, Settlement *sum, const Settlement *part) {
    TRY(add(ctx, &sum->opening_dong, part->opening_dong));
    TRY(add(ctx, &sum->allotted_dong, part->allotted_dong));
    TRY(add(ctx, &sum->paid_dong, part->paid_dong));
    TRY(add(ctx, &sum->returned_dong, part->returned_dong));
    TRY(add(ctx, &sum->written_back_dong, part->written_back_dong));
    return add(ctx, &sum->closing_dong, part->closing_dong);
}

Status settlement_check(Ctx *ctx, const Settlement *settlement) {
    int64_t left = settlement->opening_dong;
    TRY(add(ctx, &left, settlement->allotted_dong));
    TRY(add(ctx, &left, -settlement->paid_dong));
    TRY(add(ctx, &left, settlement->returned_dong));
    TRY(add(ctx, &left, -settlement->written_back_dong));
    if (left != settlement->closing_dong) {
        return ctx_fail(ctx, E_LEDGER_UNBALANCED, "the statement gives %lld, the books %lld",
                        (long long)left, (long long)settlement->closing_dong);
    }
    return OK;
}

bool settlement_is_empty(const Settlement *settlement) {
    return settlement->opening_dong == 0 && settlement->allotted_dong == 0 &&
           settlement->paid_dong == 0 && settlement->returned_dong == 0 &&
           settlement->written_back_dong == 0 && settlement->closing_dong == 0;
}
