/*
 * Who collects for the person, and where the money goes. What is wrong here does not keep the
 * person out: the row goes in without mandate or account, says so, and payroll holds the money with
 * a reason.
 */
#include "registry/row_reader.h"

#include <string.h>

#include "registry/row_word.h"
#include "text/fold.h"
#include "text/name.h"

static const char DEFAULT_CERTIFIER[] = "UBND cấp xã";

static Status read_recipient_id(const RowReader *reader, Mandate *mandate) {
    const RowCell *cell = row_cell(reader, FIELD_RECIPIENT_NO);
    CitizenId id;
    if (!cell) {
        return OK;
    }
    Status status = citizen_id_parse(reader->ctx, cell->text, &id);
    if (row_is_refusal(status)) {
        return row_issue(reader, ISSUE_RECIPIENT_ID_SYNTAX, FIELD_RECIPIENT_NO, cell, SHOWN_NUMBER);
    }
    TRY(status);
    memcpy(mandate->recipient_id, id.digits, sizeof mandate->recipient_id);
    return OK;
}

static Status read_mandate_dates(const RowReader *reader, Mandate *mandate) {
    Date date = {0, DATE_PRECISION_YEAR};
    bool ok = false;
    TRY(row_date(reader, FIELD_MANDATE_DATE, &date, &ok));
    if (ok) {
        mandate->certified_on = date_earliest(date).number;
    } else {
        mandate->certified_on = reader->row->enrolment.decision_date;
        TRY(row_issue(reader, ISSUE_MANDATE_DATE_MISSING, FIELD_MANDATE_DATE, NULL, SHOWN_PLAIN));
    }
    mandate->valid_from = mandate->certified_on;
    TRY(row_date(reader, FIELD_MANDATE_TO, &date, &ok));
    if (!ok) {
        return OK;
    }
    int64_t valid_to = date_latest(date).number;
    if (valid_to < mandate->valid_from || valid_to < reader->rules->today) {
        TRY(row_issue(reader, ISSUE_MANDATE_ENDED, FIELD_MANDATE_TO,
                      row_cell(reader, FIELD_MANDATE_TO), SHOWN_PLAIN));
    }
    mandate->valid_to = valid_to < mandate->valid_from ? mandate->valid_from : valid_to;
    return OK;
}

static Status read_mandate_kind(const RowReader *reader, Mandate *mandate) {
    const RowCell *cell = row_cell(reader, FIELD_MANDATE_KIND);
    mandate->kind = MANDATE_AUTHORISED;
    if (cell) {
        Str folded;
        TRY(row_fold(reader, cell, &folded));
        (void)mandate_word_read(folded, &mandate->kind); /* other words: an authorised recipient */
    }
    return OK;
}

Status row_read_mandate(const RowReader *reader) {
    const RowCell *cell = row_cell(reader, FIELD_RECIPIENT);
    Mandate mandate = {.kind = MANDATE_AUTHORISED};
    Str fold;
    if (!cell) {
        return OK;
    }
    Status status = name_clean(reader->ctx, cell->text, &mandate.recipient_name);
    if (row_is_refusal(status)) {
        return row_issue(reader, ISSUE_RECIPIENT_NAME, FIELD_RECIPIENT, cell, SHOWN_NAME);
    }
    TRY(status);
    TRY(name_fold(reader->ctx, mandate.recipient_name, &fold));
    if (str_equal(fold, reader->row->person.name_fold)) {
        return OK; /* "the person" as the recipient: nobody collects for anybody */
    }
    mandate.relation = row_text(reader, FIELD_RELATION);
    mandate.certifier = row_text(reader, FIELD_CERTIFIER);
    if (str_is_empty(mandate.certifier)) {
        mandate.certifier = STR(DEFAULT_CERTIFIER);
    }
    TRY(read_mandate_kind(reader, &mandate));
    TRY(read_recipient_id(reader, &mandate));
    TRY(read_mandate_dates(reader, &mandate));
    reader->row->mandate = mandate;
    reader->row->has_mandate = mandate.certified_on != 0;
    return OK;
}

static const RowProvider *provider_by_kind(const RowRules *rules, int64_t kind) {
    const RowProvider *found = NULL;
    for (size_t i = 0; i < rules->provider_count; i++) {
        if (rules->providers[i].kind == kind) {
            if (found) {
                return NULL; /* two: the list must say which */
            }
            found = &rules->providers[i];
        }
    }
    return found;
}

/* By code or BIN exactly, else by a name that is part of the other: "Agribank chi nhánh Sơn La". */
static const RowProvider *provider_by_text(const RowRules *rules, Str text, Str folded) {
    const RowProvider *by_name = NULL;
    for (size_t i = 0; i < rules->provider_count; i++) {
        const RowProvider *provider = &rules->providers[i];
        if (str_equal_ignoring_case(provider->code, text) ||
            (!str_is_empty(provider->bin) && str_equal(provider->bin, text)) ||
            str_equal(provider->name_fold, folded)) {
            return provider;
        }
        bool part = folded.len >= 4 && (str_find(folded, provider->name_fold, 0) != SIZE_MAX ||
                                        str_find(provider->name_fold, folded, 0) != SIZE_MAX);
        by_name = part && !by_name ? provider : by_name;
    }
    return by_name;
}

static Channel channel_of_provider(const RowProvider *provider) {
    switch (provider->kind) {
    case 2:
        return CHANNEL_WALLET;
    case 3:
        return CHANNEL_CASH_POINT;
    default:
        return CHANNEL_BANK;
    }
}

/* The provider of the row, or NULL with an issue. */
static Status read_provider(const RowReader *reader, Channel channel,
                            const RowProvider **ret_provider) {
    static const int64_t KIND[] = {0, 1, 2, 3, 3};
    const RowCell *cell = row_cell(reader, FIELD_PROVIDER);
    *ret_provider = NULL;
    if (cell) {
        Str folded;
        TRY(row_fold(reader, cell, &folded));
        *ret_provider = provider_by_text(reader->rules, str_trim(cell->text), folded);
    }
    if (!*ret_provider && (!cell || channel >= CHANNEL_CASH_POINT)) {
        *ret_provider = provider_by_kind(reader->rules, KIND[channel]);
    }
    if (!*ret_provider) {
        return row_issue(reader, ISSUE_ACCOUNT_PROVIDER, FIELD_PROVIDER, cell, SHOWN_PLAIN);
    }
    return OK;
}

/* Fills account->number; false with an issue when there is none to use. */
static Status read_number(const RowReader *reader, Account *account, bool *ret_ok) {
    const RowCell *cell = row_cell(reader, FIELD_ACCOUNT_NO);
    AccountNumber number;
    *ret_ok = false;
    if (!cell) {
        return row_issue(reader, ISSUE_ACCOUNT_NUMBER_MISSING, FIELD_ACCOUNT_NO, NULL,
                         SHOWN_NUMBER);
    }
    bool numeric = cell->kind == SHEET_NUMBER;
    Status status = numeric ? account_number_parse_numeric(reader->ctx, cell->text, &number)
                            : account_number_parse(reader->ctx, cell->text, &number);
    if (row_is_refusal(status)) {
        bool rounded = numeric && cell->text.len > 15;
        return row_issue(reader,
                         rounded ? ISSUE_ACCOUNT_NUMBER_ROUNDED : ISSUE_ACCOUNT_NUMBER_SYNTAX,
                         FIELD_ACCOUNT_NO, cell, SHOWN_NUMBER);
    }
    TRY(status);
    memcpy(account->number, number.text, sizeof account->number);
    *ret_ok = true;
    return OK;
}

/* The holder is the person or the recipient; somebody else is told, and taken as the bank will
 * check. */
static Status read_holder(const RowReader *reader, Account *account) {
    RegisterRow *row = reader->row;
    const RowCell *cell = row_cell(reader, FIELD_HOLDER);
    Str fold;
    Str recipient_fold = {"", 0};
    if (row->has_mandate) {
        TRY(name_fold(reader->ctx, row->mandate.recipient_name, &recipient_fold));
    }
    if (!cell) {
        account->holder_name =
            row->has_mandate ? row->mandate.recipient_name : row->person.full_name;
        row->account_is_recipients = row->has_mandate;
        return OK;
    }
    Status status = name_clean(reader->ctx, cell->text, &account->holder_name);
    if (row_is_refusal(status)) {
        account->holder_name = row->person.full_name;
        return row_issue(reader, ISSUE_ACCOUNT_HOLDER_DIFFERS, FIELD_HOLDER, cell, SHOWN_NAME);
    }
    TRY(status);
    TRY(name_fold(reader->ctx, account->holder_name, &fold));
    row->account_is_recipients = row->has_mandate && str_equal(fold, recipient_fold);
    if (!row->account_is_recipients && !str_equal(fold, row->person.name_fold)) {
        return row_issue(reader, ISSUE_ACCOUNT_HOLDER_DIFFERS, FIELD_HOLDER, cell, SHOWN_NAME);
    }
    return OK;
}

/* What the column says, else what the account needs; 0 = the row says nothing of an account. */
static Status read_channel(const RowReader *reader, Channel *ret_channel) {
    const RowCell *cell = row_cell(reader, FIELD_CHANNEL);
    const RowCell *provider_cell = row_cell(reader, FIELD_PROVIDER);
    *ret_channel = (Channel)0;
    if (cell) {
        Str folded;
        TRY(row_fold(reader, cell, &folded));
        if (channel_word_read(folded, ret_channel)) {
            return OK;
        }
        TRY(row_issue(reader, ISSUE_CHANNEL_UNKNOWN, FIELD_CHANNEL, cell, SHOWN_PLAIN));
    }
    if (provider_cell) {
        Str folded;
        TRY(row_fold(reader, provider_cell, &folded));
        const RowProvider *provider =
            provider_by_text(reader->rules, str_trim(provider_cell->text), folded);
        *ret_channel = provider ? channel_of_provider(provider) : CHANNEL_BANK;
    } else if (row_cell(reader, FIELD_ACCOUNT_NO)) {
        *ret_channel = CHANNEL_BANK;
    }
    return OK;
}

Status row_read_account(const RowReader *reader) {
    Account account = {.valid_from = reader->rules->today};
    const RowProvider *provider = NULL;
    bool ok = true;
    TRY(read_channel(reader, &account.channel));
    if (account.channel == (Channel)0 || str_is_empty(reader->row->person.full_name)) {
        return OK;
    }
    TRY(read_provider(reader, account.channel, &provider));
    if (account.channel < CHANNEL_CASH_POINT) {
        TRY(read_number(reader, &account, &ok));
    }
    if (!provider || !ok) {
        return OK;
    }
    /* "Tài khoản" beside a wallet's name means the wallet. */
    if (account.channel < CHANNEL_CASH_POINT && provider->kind < 3) {
        account.channel = channel_of_provider(provider);
    }
    account.provider_id = provider->provider_id;
    TRY(read_holder(reader, &account));
    reader->row->account = account;
    reader->row->has_account = true;
    return OK;
}
