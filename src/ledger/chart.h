/*
 * chart.h -- the chart of accounts and the moves between them, from chart.def.
 *
 * Floor 2, domain. Pure. Debit is positive, credit negative.
 */
#ifndef LEDGER_CHART_H
#define LEDGER_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum LedgerAccount {
#define LEDGER_ACCOUNT(name, number, code, vi, en, class_) ACCOUNT_##name = (number),
#include "ledger/chart.def"
} LedgerAccount;

typedef enum AccountClass {
    ACCOUNT_CLASS_NONE = 0,
    ACCOUNT_CLASS_BUDGET = 1,
    ACCOUNT_CLASS_HELD = 2,
    ACCOUNT_CLASS_TREASURY = 3,
    ACCOUNT_CLASS_OUTSIDE = 4
} AccountClass;

typedef enum Move {
    MOVE_NONE = 0,
#define MOVE(name, number, debit, credit) MOVE_##name = (number),
#include "ledger/chart.def"
} Move;

typedef struct AccountText {
    LedgerAccount account;
    const char *code;
    const char *name_vi;
    const char *name_en;
    AccountClass class_;
} AccountText;

typedef struct MoveRule {
    LedgerAccount debit;
    LedgerAccount credit;
} MoveRule;

/* The i-th account in order of its number; false past the end. Fills the schema. */
bool ledger_account_at(size_t i, AccountText *ret_account);
AccountClass ledger_account_class(int64_t account);
/* What a move debits and credits; false for MOVE_NONE and numbers that are none. */
bool ledger_move_rule(int64_t move, MoveRule *ret_rule);

#endif
