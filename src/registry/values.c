/* What must hold of the values of the register before anything is written. */
#include "registry/account.h"
#include "registry/enrolment.h"
#include "registry/mandate.h"
#include "registry/person.h"

#include <string.h>

Status person_check(Ctx *ctx, const Person *person) {
    if (str_is_empty(person->full_name) || str_is_empty(person->name_fold) ||
        str_is_empty(person->name_sort)) {
        return ctx_fail(ctx, E_NAME_SYNTAX, "person %lld has no name",
                        (long long)person->person_id);
    }
    if (person->area_id <= 0) {
        return ctx_fail(ctx, E_AREA_UNKNOWN, "person %lld has no commune",
                        (long long)person->person_id);
    }
    if (person->birth.precision < DATE_PRECISION_YEAR ||
        person->birth.precision > DATE_PRECISION_DAY || person->birth.number <= 0 ||
        (person->death_date != 0 && person->death_date < date_earliest(person->birth).number)) {
        return ctx_fail(ctx, E_DATE_RANGE, "birth %lld, death %lld",
                        (long long)person->birth.number, (long long)person->death_date);
    }
    if (strlen(person->citizen_id) != (size_t)person->citizen_id_kind) {
        return ctx_fail(ctx, E_CITIZEN_ID_SYNTAX, "%zu digits", strlen(person->citizen_id));
    }
    return OK;
}

const CategoryRule *category_rule_find(const CategoryRule *rules, size_t count, Str category) {
    for (size_t i = 0; i < count; i++) {
        if (str_equal(rules[i].category, category)) {
            return &rules[i];
        }
    }
    return NULL;
}

Status enrolment_check(Ctx *ctx, const Enrolment *enrolment, const CategoryRule *rule) {
    if (!rule || enrolment->from_date > rule->applies_to) {
        return ctx_fail(ctx, E_ENROLMENT_CATEGORY, "%.*s from %lld", STR_ARG(enrolment->category),
                        (long long)enrolment->from_date);
    }
    if (enrolment->degree < 0 || enrolment->degree > 2 ||
        (rule->degrees >> enrolment->degree & 1U) == 0) {
        return ctx_fail(ctx, E_ENROLMENT_CATEGORY, "%.*s has no degree %lld",
                        STR_ARG(enrolment->category), (long long)enrolment->degree);
    }
    if (rule->counts ? enrolment->child_count < 1 || enrolment->child_count > CHILD_COUNT_MAX
                     : enrolment->child_count != 0) {
        return ctx_fail(ctx, E_ENROLMENT_CATEGORY, "%.*s with %lld children",
                        STR_ARG(enrolment->category), (long long)enrolment->child_count);
    }
    if (str_is_empty(enrolment->decision_no) ||
        enrolment->decision_no.len > DECISION_NO_BYTES_MAX || enrolment->decision_date < 19000101 ||
        enrolment->from_date < 19000101 ||
        (enrolment->to_date != 0 && enrolment->to_date < enrolment->from_date)) {
        return ctx_fail(ctx, E_ENROLMENT_DATES, "decided %lld, from %lld, to %lld",
                        (long long)enrolment->decision_date, (long long)enrolment->from_date,
                        (long long)enrolment->to_date);
    }
    return OK;
}

Status mandate_check(Ctx *ctx, const Mandate *mandate) {
    if (mandate->kind < MANDATE_AUTHORISED || mandate->kind > MANDATE_REPRESENTATIVE ||
        str_is_empty(mandate->certifier) || mandate->cap_dong < 0) {
        return ctx_fail(ctx, E_ARGUMENT,
                        "a mandate needs a kind, a certifier, and a cap of zero or more");
    }
    if (str_is_empty(mandate->recipient_name)) {
        return ctx_fail(ctx, E_NAME_SYNTAX, "the recipient has no name");
    }
    if (mandate->valid_from < 19000101 || mandate->certified_on < 19000101 ||
        (mandate->valid_to != 0 && mandate->valid_to < mandate->valid_from)) {
        return ctx_fail(ctx, E_MANDATE_DATES, "certified %lld, from %lld, to %lld",
                        (long long)mandate->certified_on, (long long)mandate->valid_from,
                        (long long)mandate->valid_to);
    }
    return OK;
}

bool mandate_holds(const Mandate *mandate, int64_t day) {
    return mandate->valid_from <= day && (mandate->valid_to == 0 || day <= mandate->valid_to) &&
           (mandate->revoked_on == 0 || day < mandate->revoked_on);
}

Status account_check(Ctx *ctx, const Account *account) {
    bool cash = account->channel >= CHANNEL_CASH_POINT;
    if (account->channel < CHANNEL_BANK || account->channel > CHANNEL_CASH_HOME) {
        return ctx_fail(ctx, E_ARGUMENT, "channel %d", (int)account->channel);
    }
    if (account->provider_id <= 0) {
        return ctx_fail(ctx, E_ACCOUNT_PROVIDER, "no provider");
    }
    if (cash != (account->number[0] == '\0')) {
        return ctx_fail(ctx, E_ACCOUNT_NUMBER_SYNTAX,
                        cash ? "cash has no number" : "the number is missing");
    }
    if (str_is_empty(account->holder_name)) {
        return ctx_fail(ctx, E_NAME_SYNTAX, "the holder has no name");
    }
    return OK;
}
