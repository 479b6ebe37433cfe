/*
 * account.h -- where a person's money goes: a bank account, a wallet, or cash.
 *
 * Floor 2. Pure. The holder may lawfully be the recipient under a mandate.
 *   RG8  bank and wallet have a number, cash has none
 */
#ifndef REGISTRY_ACCOUNT_H
#define REGISTRY_ACCOUNT_H

#include "base/ctx.h"
#include "value/account_number.h"

typedef enum Channel {
    CHANNEL_BANK = 1,
    CHANNEL_WALLET = 2,
    CHANNEL_CASH_POINT = 3,
    CHANNEL_CASH_HOME = 4
} Channel;

typedef struct Account {
    int64_t person_id;
    int64_t account_id;
    int64_t provider_id;
    Channel channel;
    Str holder_name;
    char number[ACCOUNT_NUMBER_MAX + 1]; /* "" for cash */
    int64_t mandate_id;                  /* 0 = the person's own */
    int64_t valid_from;
} Account;

/* E_ACCOUNT_PROVIDER  E_ACCOUNT_NUMBER_SYNTAX  E_NAME_SYNTAX  E_ARGUMENT (channel) */
Status account_check(Ctx *ctx, const Account *account) MUST_CHECK;

#endif
