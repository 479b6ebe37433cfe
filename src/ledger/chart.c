#include "ledger/chart.h"

static const AccountText ACCOUNTS[] = {
#define LEDGER_ACCOUNT(name, number, code, vi, en, class_)                                         \
    {ACCOUNT_##name, code, vi, en, ACCOUNT_CLASS_##class_},
#include "ledger/chart.def"
};
enum { ACCOUNT_COUNT = sizeof ACCOUNTS / sizeof ACCOUNTS[0], MOVE_TABLE_SIZE = 40 };

static const MoveRule RULES[MOVE_TABLE_SIZE] = {
#define MOVE(name, number, debit, credit) [number] = {ACCOUNT_##debit, ACCOUNT_##credit},
#include "ledger/chart.def"
};

bool ledger_account_at(size_t i, AccountText *ret_account) {
    if (i >= ACCOUNT_COUNT) {
        return false;
    }
    *ret_account = ACCOUNTS[i];
    return true;
}

AccountClass ledger_account_class(int64_t account) {
    for (size_t i = 0; i < ACCOUNT_COUNT; i++) {
        if ((int64_t)ACCOUNTS[i].account == account) {
            return ACCOUNTS[i].class_;
        }
    }
    return ACCOUNT_CLASS_NONE;
}

bool ledger_move_rule(int64_t move, MoveRule *ret_rule) {
    if (move <= 0 || move >= MOVE_TABLE_SIZE || RULES[move].debit == 0) {
        return false;
    }
    *ret_rule = RULES[move];
    return true;
}
