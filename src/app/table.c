/* Words for the numbers of enumerations, as tables show them. */
#include "app/table.h"

#include "app/right.h"
#include "ledger/txn.h"
#include "payment/case.h"
#include "payment/state.h"

/* What the domain does not name itself. */
static const struct {
    CellKind kind;
    int64_t number;
    const char *name;
    const char *vi;
    const char *en;
} WORDS[] = {
    {CELL_YES_NO, 0, "no", "không", "no"},
    {CELL_YES_NO, 1, "yes", "có", "yes"},
    {CELL_SEX, 1, "male", "nam", "male"},
    {CELL_SEX, 2, "female", "nữ", "female"},
    {CELL_DEGREE, 0, "none", "không", "none"},
    {CELL_DEGREE, 1, "severe", "nặng", "severe"},
    {CELL_DEGREE, 2, "exceptionally_severe", "đặc biệt nặng", "exceptionally severe"},
    {CELL_CHANNEL, 1, "bank", "tài khoản", "bank"},
    {CELL_CHANNEL, 2, "wallet", "ví điện tử", "wallet"},
    {CELL_CHANNEL, 3, "cash_point", "tiền mặt tại điểm chi", "cash at a point"},
    {CELL_CHANNEL, 4, "cash_home", "tiền mặt tại nhà", "cash at home"},
    {CELL_COMPONENT, 1, "allowance", "trợ cấp", "allowance"},
    {CELL_COMPONENT, 2, "arrears", "truy lĩnh", "arrears"},
    {CELL_COMPONENT, 3, "single_parent", "đơn thân nuôi con", "single parent"},
    {CELL_COMPONENT, 4, "care", "hỗ trợ chăm sóc", "care"},
    {CELL_SEVERITY, 1, "warning", "cảnh báo", "warning"},
    {CELL_SEVERITY, 2, "refusal", "trả lại", "sent back"},
    {CELL_MOVEMENT, 1, "added", "tăng", "added"},
    {CELL_MOVEMENT, 2, "stopped", "thôi hưởng", "stopped"},
    {CELL_MOVEMENT, 3, "suspended", "tạm dừng", "suspended"},
    {CELL_MOVEMENT, 4, "resumed", "hưởng lại", "resumed"},
    {CELL_MOVEMENT, 5, "moved_out", "chuyển đi", "moved out"},
    {CELL_MOVEMENT, 6, "moved_in", "chuyển đến", "moved in"},
    {CELL_MOVEMENT, 7, "died", "chết", "died"},
    {CELL_MOVEMENT, 8, "changed", "thay đổi", "changed"},
    {CELL_MOVEMENT, 9, "account_changed", "đổi tài khoản", "account changed"},
    {CELL_MOVEMENT, 10, "mandate_added", "thêm ủy quyền", "mandate added"},
    {CELL_MOVEMENT, 11, "mandate_revoked", "thu hồi ủy quyền", "mandate revoked"},
    {CELL_ROW_OUTCOME, 1, "new", "người mới", "new person"},
    {CELL_ROW_OUTCOME, 2, "updated", "cập nhật", "updated"},
    {CELL_ROW_OUTCOME, 3, "unchanged", "không đổi", "unchanged"},
    {CELL_ROW_OUTCOME, 4, "refused", "trả lại", "sent back"},
    {CELL_RESULT_OUTCOME, 1, "accepted", "đã nhận", "accepted"},
    {CELL_RESULT_OUTCOME, 2, "paid", "đã chi", "paid"},
    {CELL_RESULT_OUTCOME, 3, "rejected", "từ chối", "rejected"},
    {CELL_RESULT_OUTCOME, 4, "never_received", "chưa từng nhận", "never received"},
    {CELL_RESULT_OUTCOME, 5, "unclaimed", "chưa lĩnh", "not collected"},
    {CELL_RESULT_OUTCOME, 6, "return_notice", "báo hoàn trả", "return announced"},
    {CELL_RESULT_OUTCOME, 7, "money_back", "tiền đã về", "money back"},
    {CELL_RESULT_OUTCOME, 8, "other", "khác", "other"},
    {CELL_PROVIDER_KIND, 1, "bank", "ngân hàng", "bank"},
    {CELL_PROVIDER_KIND, 2, "wallet", "ví điện tử", "wallet"},
    {CELL_PROVIDER_KIND, 3, "post", "bưu điện", "post"},
    {CELL_PAYROLL_STATE, 1, "sealed", "đã chốt, chờ duyệt", "sealed, to be approved"},
    {CELL_PAYROLL_STATE, 2, "approved", "đã duyệt", "approved"},
    {CELL_PAYROLL_STATE, 3, "released", "đã chuyển chi", "released"},
    {CELL_PAYROLL_STATE, 4, "withdrawn", "đã hủy", "withdrawn"},
    {CELL_JOB_STATE, 1, "queued", "đang chờ", "waiting"},
    {CELL_JOB_STATE, 2, "running", "đang chạy", "running"},
    {CELL_JOB_STATE, 3, "done", "xong", "done"},
    {CELL_JOB_STATE, 4, "failed", "không thành", "failed"},
    {CELL_JOB_STATE, 5, "cancelled", "đã hủy bỏ", "cancelled"},
    {CELL_RECOVERY_STATE, 0, "undecided", "chưa quyết định", "not decided"},
    {CELL_RECOVERY_STATE, 1, "running", "đang khấu trừ", "being withheld"},
    {CELL_RECOVERY_STATE, 2, "suspended", "tạm dừng khấu trừ", "withholding suspended"},
    {CELL_RECOVERY_STATE, 3, "reopened", "mở lại", "open again"},
    {CELL_RECOVERY_STATE, 4, "closed", "đã kết thúc", "closed"},
    {CELL_AUDIT_VERDICT, 0, "clean", "sạch", "clean"},
    {CELL_AUDIT_VERDICT, 1, "broken", "có lỗi", "something is broken"},
    {CELL_AUDIT_VERDICT, 2, "could_not_run", "không chạy được", "could not run"},
    {CELL_PAIR_STATE, 0, "waiting", "chờ kết luận", "waiting"},
    {CELL_PAIR_STATE, 1, "same", "cùng một người", "same person"},
    {CELL_PAIR_STATE, 2, "different", "hai người khác nhau", "two persons"},
    {CELL_PAIR_STATE, 3, "undecided", "chưa rõ", "undecided"},
    {CELL_PAIR_STATE, 4, "gone", "không còn nghi trùng", "not found any more"},
};

bool cell_is_word(CellKind kind) {
    return kind >= CELL_YES_NO;
}

/* What the domain names itself; NULL when this kind is not of those. */
static const char *domain_word(CellKind kind, int64_t number, bool for_program, bool vietnamese) {
    if (kind == CELL_STATE) {
        return for_program ? attempt_state_name(number) : attempt_state_title(number, vietnamese);
    }
    if (kind == CELL_CASE_KIND) {
        return for_program ? case_kind_name(number) : case_kind_title(number, vietnamese);
    }
    return kind == CELL_EVENT      ? attempt_event_name(number)
           : kind == CELL_TXN_KIND ? txn_kind_name(number)
           : kind == CELL_ROLE     ? role_name((Role)number)
                                   : NULL;
}

Status cell_word(Ctx *ctx, CellKind kind, int64_t number, bool for_program, Str *ret_word) {
    bool vietnamese = ctx->language == LANGUAGE_VI;
    const char *word = domain_word(kind, number, for_program, vietnamese);
    for (size_t i = 0; word == NULL && i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (WORDS[i].kind == kind && WORDS[i].number == number) {
            word = for_program ? WORDS[i].name : vietnamese ? WORDS[i].vi : WORDS[i].en;
        }
    }
    if (word == NULL || *word == '\0') {
        return ctx_print(ctx, ret_word, "%lld", (long long)number);
    }
    *ret_word = str_of(word);
    return OK;
}

void number_text(int64_t number, Language language, char ret_text[32]) {
    char reversed[32];
    size_t length = 0;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    int digits = 0;
    do {
        if (digits > 0 && digits % 3 == 0) {
            reversed[length++] = language == LANGUAGE_VI ? '.' : ',';
        }
        reversed[length++] = (char)('0' + rest % 10);
        rest /= 10;
        digits++;
    } while (rest != 0);
    if (number < 0) {
        reversed[length++] = '-';
    }
    for (size_t i = 0; i < length; i++) {
        ret_text[i] = reversed[length - 1 - i];
    }
    ret_text[length] = '\0';
}

Status cell_text(Ctx *ctx, CellKind kind, const TableCell *cell, Str *ret_text) {
    char number[32];
    if (kind == CELL_TEXT) {
        return ctx_copy_str(ctx, cell->text, ret_text);
    }
    if (cell->number == INT64_MIN) {
        *ret_text = (Str){"", 0};
        return OK;
    }
    if (cell_is_word(kind)) {
        return cell_word(ctx, kind, cell->number, false, ret_text);
    }
    if (kind == CELL_DATE) {
        int day = (int)(cell->number % 100);
        int month = (int)(cell->number / 100 % 100);
        int year = (int)(cell->number / 10000);
        return day     ? ctx_print(ctx, ret_text, "%02d/%02d/%04d", day, month, year)
               : month ? ctx_print(ctx, ret_text, "%02d/%04d", month, year)
               : year  ? ctx_print(ctx, ret_text, "%04d", year)
                       : ctx_copy_str(ctx, STR(""), ret_text);
    }
    if (kind == CELL_PERIOD) {
        return ctx_print(ctx, ret_text, "%02d/%04d", (int)(cell->number % 100),
                         (int)(cell->number / 100));
    }
    if (kind == CELL_ID) {
        return ctx_print(ctx, ret_text, "%lld", (long long)cell->number);
    }
    number_text(cell->number, ctx->language, number);
    return ctx_copy_str(ctx, str_of(number), ret_text);
}
