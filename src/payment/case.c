#include "payment/case.h"

typedef struct CaseRule {
    const char *name;
    const char *title_vi;
    const char *title_en;
    const char *owner;
    int64_t days;
} CaseRule;

static const CaseRule RULES[CASE_KIND_MAX + 1] = {
    [0] = {"", "", "", "", 0},
    [CASE_DOUBLE_FOUND] = {"DOUBLE_FOUND", "đã chi dù khoản đã được mở lại",
                           "paid although it was open again", "finance", 5},
    [CASE_WRONG_AMOUNT] = {"WRONG_AMOUNT", "số tiền của tổ chức chi trả khác với lệnh chi",
                           "the provider's amount differs from the order", "provider", 5},
    [CASE_UNEXPECTED] = {"UNEXPECTED", "kết quả không phù hợp với trạng thái lệnh chi",
                         "an answer that does not fit the state of the order", "finance", 10},
    [CASE_OVERPAID] = {"OVERPAID", "đã chi nhiều hơn mức được hưởng",
                       "more was paid than the law gives", "commune", 30},
    [CASE_LATE_DEATH] = {"LATE_DEATH", "đã chi cho các tháng sau khi người hưởng mất",
                         "paid for months after a death", "commune", 30},
    [CASE_UNKNOWN_REASON] = {"UNKNOWN_REASON", "tổ chức chi trả nêu lý do chưa biết",
                             "the provider gives a reason that is not known", "province", 10},
    [CASE_WRONG_PROVIDER] = {"WRONG_PROVIDER", "kết quả đến từ tổ chức khác với nơi nhận lệnh chi",
                             "the answer comes from another provider than the order went to",
                             "finance", 5},
    [CASE_HOLDER_DEAD] = {"HOLDER_DEAD", "tổ chức chi trả báo chủ tài khoản đã mất",
                          "the provider says that the holder has died", "commune", 10},
};

static const CaseRule *rule_of(int64_t kind) {
    return &RULES[kind >= 1 && kind <= CASE_KIND_MAX ? kind : 0];
}

const char *case_kind_name(int64_t kind) {
    return rule_of(kind)->name;
}

const char *case_kind_title(int64_t kind, bool vietnamese) {
    const CaseRule *rule = rule_of(kind);
    return vietnamese ? rule->title_vi : rule->title_en;
}

const char *case_kind_owner(CaseKind kind) {
    return rule_of(kind)->owner;
}

int64_t case_kind_days(CaseKind kind) {
    return rule_of(kind)->days;
}
