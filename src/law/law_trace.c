#include "law/law_trace.h"

#include "law/law.h"
#include "law/law_rows.h"
#include "value/money.h"

void law_trace_add(LawTrace *trace, const LawStep *step) {
    if (!trace) {
        return;
    }
    if (trace->count == LAW_STEP_MAX) {
        trace->is_full = true;
        return;
    }
    trace->steps[trace->count++] = *step;
}

static const char *say(const Ctx *ctx, const char *vi, const char *en) {
    return ctx->language == LANGUAGE_VI ? vi : en;
}

static Str text_of(const Ctx *ctx, const LawStep *step) {
    return ctx->language == LANGUAGE_VI ? step->text_vi : step->text_en;
}

static Status print_day(Ctx *ctx, StrBuf *buf, int64_t day) {
    return strbuf_print(ctx, buf, "%02d/%02d/%04d", (int)(day % 100), (int)(day / 100 % 100),
                        (int)(day / 10000));
}

static Status print_month(Ctx *ctx, StrBuf *buf, int64_t month) {
    return strbuf_print(ctx, buf, "%02d/%04d", (int)(month % 100), (int)(month / 100));
}

static Status print_hundredths(Ctx *ctx, StrBuf *buf, int64_t hundredths) {
    if (hundredths % 100 == 0) {
        return strbuf_print(ctx, buf, "%lld", (long long)(hundredths / 100));
    }
    const char *point = say(ctx, ",", ".");
    if (hundredths % 10 == 0) {
        return strbuf_print(ctx, buf, "%lld%s%lld", (long long)(hundredths / 100), point,
                            (long long)(hundredths / 10 % 10));
    }
    return strbuf_print(ctx, buf, "%lld%s%02lld", (long long)(hundredths / 100), point,
                        (long long)(hundredths % 100));
}

static Status print_dong(Ctx *ctx, StrBuf *buf, int64_t dong) {
    TRY(money_print(ctx, buf, (Money){dong}));
    return strbuf_add(ctx, buf, STR(" đ"));
}

static Status print_verified(Ctx *ctx, StrBuf *buf, const LawStep *step) {
    if (step->verified) {
        return strbuf_add(ctx, buf, STR("\n"));
    }
    return strbuf_print(ctx, buf, " [%s]\n", say(ctx, "chưa kiểm chứng", "not verified"));
}

static Status print_decision(Ctx *ctx, StrBuf *buf, const LawStep *step) {
    static const char *const VI[] = {"", "quyết định ngày ", "sự kiện ngày ", "theo danh sách"};
    static const char *const EN[] = {"", "decision of ", "event of ", "by the register"};
    TRY(strbuf_print(ctx, buf, "%.*s: %.*s", STR_ARG(step->code), STR_ARG(text_of(ctx, step))));
    if (step->outcome >= 1 && step->outcome <= 3 &&
        (step->outcome == LAW_BASIS_REGISTER || step->numbers[0] != 0)) {
        TRY(strbuf_print(ctx, buf, " (%s", say(ctx, VI[step->outcome], EN[step->outcome])));
        if (step->numbers[0] != 0) {
            TRY(print_day(ctx, buf, step->numbers[0]));
        }
        TRY(strbuf_add(ctx, buf, STR(")")));
    }
    return print_verified(ctx, buf, step);
}

static Status print_start(Ctx *ctx, StrBuf *buf, const LawStep *step) {
    TRY(strbuf_print(ctx, buf, "  %s ", say(ctx, "hưởng từ tháng", "first month")));
    TRY(print_month(ctx, buf, step->numbers[0]));
    if (!str_is_empty(step->article)) {
        TRY(strbuf_print(ctx, buf, " (%.*s)", STR_ARG(step->article)));
    }
    return print_verified(ctx, buf, step);
}

static Status print_condition(Ctx *ctx, StrBuf *buf, const LawStep *step) {
    static const char *const VI[] = {"không đạt", "đạt", "theo quyết định"};
    static const char *const EN[] = {"not met", "met", "by decision"};
    TRY(strbuf_print(ctx, buf, "  %s: %.*s", say(ctx, "điều kiện", "condition"),
                     STR_ARG(text_of(ctx, step))));
    if (!str_is_empty(step->article)) {
        TRY(strbuf_print(ctx, buf, " = %.*s", STR_ARG(step->article)));
    } else if (step->numbers[1] == 1 && step->numbers[2] == LAW_FACT_FLAG) {
        TRY(strbuf_print(ctx, buf, " = %s",
                         step->numbers[0] ? say(ctx, "có", "yes") : say(ctx, "không", "no")));
    } else if (step->numbers[1] == 1) {
        TRY(strbuf_print(ctx, buf, " = %lld", (long long)step->numbers[0]));
    }
    return strbuf_print(ctx, buf, " -> %s\n", say(ctx, VI[step->outcome], EN[step->outcome]));
}

static Status print_nothing(Ctx *ctx, StrBuf *buf, const LawStep *step) {
    static const char *const VI[] = {"được hưởng",
                                     "chưa đến tháng hưởng",
                                     "đã thôi hưởng",
                                     "đã chết",
                                     "đang tạm dừng",
                                     "không đúng độ tuổi",
                                     "không còn đủ điều kiện",
                                     "chưa được biết vào ngày xét",
                                     "thua mức cao hơn",
                                     "bị loại trừ",
                                     "thiếu dữ kiện, tạm giữ để xác minh",
                                     "không có dòng luật nào phù hợp, tạm giữ",
                                     "không có quyết định hay sự kiện nào"};
    static const char *const EN[] = {"paid",
                                     "not started yet",
                                     "ended",
                                     "dead",
                                     "suspended",
                                     "not of that age",
                                     "conditions no longer met",
                                     "not known on the day of knowledge",
                                     "another is higher",
                                     "excluded",
                                     "held: a fact is missing",
                                     "held: no row of the law fits",
                                     "no decision and no event"};
    return strbuf_print(ctx, buf, "  => 0 đ: %s (%s)\n",
                        say(ctx, VI[step->outcome], EN[step->outcome]),
                        law_reason_code((LawReason)step->outcome));
}

static Status print_row(Ctx *ctx, StrBuf *buf, const LawStep *step) {
    TRY(strbuf_print(ctx, buf, "  %s %.*s (%.*s)", say(ctx, "áp dụng", "applies"),
                     STR_ARG(step->code), STR_ARG(step->text_vi)));
    if (step->outcome == LAW_FORM_TIMES || step->outcome == LAW_FORM_OF_PAID) {
        TRY(strbuf_print(ctx, buf, ": %s ", say(ctx, "hệ số", "coefficient")));
        TRY(print_hundredths(ctx, buf, step->numbers[0]));
    }
    if (step->numbers[2] >= 0) {
        TRY(strbuf_print(ctx, buf, "; %s %lld", say(ctx, "tuổi", "age"),
                         (long long)(step->numbers[2] / 12)));
    }
    return print_verified(ctx, buf, step);
}

static Status print_parameter(Ctx *ctx, StrBuf *buf, const LawStep *step) {
    TRY(strbuf_print(ctx, buf, "  %.*s = ", STR_ARG(text_of(ctx, step))));
    TRY(print_dong(ctx, buf, step->numbers[0]));
    TRY(strbuf_print(ctx, buf, " (%.*s, %s %.*s; %s ", STR_ARG(step->code),
                     say(ctx, "Điều/khoản", "article"), STR_ARG(step->article),
                     say(ctx, "trả từ", "pays from")));
    TRY(print_day(ctx, buf, step->numbers[1]));
    TRY(strbuf_print(ctx, buf, ", %s ", say(ctx, "hiệu lực", "in force")));
    TRY(print_day(ctx, buf, step->numbers[2]));
    TRY(strbuf_add(ctx, buf, STR(")")));
    return print_verified(ctx, buf, step);
}

static Status print_amount(Ctx *ctx, StrBuf *buf, const LawStep *step) {
    TRY(strbuf_add(ctx, buf, STR("  ")));
    if (step->outcome == LAW_FORM_KILOGRAMS) {
        TRY(print_hundredths(ctx, buf, step->numbers[0] * step->numbers[1]));
        return strbuf_print(ctx, buf, " kg %s\n", say(ctx, "gạo", "of rice"));
    }
    TRY(print_dong(ctx, buf, step->numbers[0]));
    TRY(strbuf_add(ctx, buf, STR(" x ")));
    TRY(print_hundredths(ctx, buf, step->numbers[1]));
    TRY(strbuf_add(ctx, buf, STR(" = ")));
    TRY(print_dong(ctx, buf, step->numbers[2]));
    return print_verified(ctx, buf, step);
}

static Status print_combined(Ctx *ctx, StrBuf *buf, const LawStep *step) {
    bool lost = step->outcome == LAW_REASON_LOST;
    TRY(strbuf_print(ctx, buf, "%.*s: ", STR_ARG(step->code)));
    TRY(print_dong(ctx, buf, step->numbers[0]));
    TRY(strbuf_print(
        ctx, buf, " -> %s",
        lost ? say(ctx, "không hưởng, chỉ hưởng mức cao hơn", "not paid, the higher only")
             : say(ctx, "không hưởng cùng lúc", "not paid at the same time")));
    if (!str_is_empty(step->text_vi)) {
        TRY(strbuf_print(ctx, buf, ": %.*s ", STR_ARG(step->text_vi)));
        TRY(print_dong(ctx, buf, step->numbers[1]));
    }
    TRY(strbuf_print(ctx, buf, " (%.*s)", STR_ARG(step->article)));
    return print_verified(ctx, buf, step);
}

static Status print_result(Ctx *ctx, StrBuf *buf, const LawStep *step) {
    TRY(strbuf_print(ctx, buf, "=> %.*s (%.*s): ", STR_ARG(step->code), STR_ARG(step->text_vi)));
    if (step->numbers[1] > 0) {
        TRY(strbuf_print(ctx, buf, "%lld kg", (long long)(step->numbers[1] / 1000)));
    } else {
        TRY(print_dong(ctx, buf, step->numbers[0]));
    }
    return print_verified(ctx, buf, step);
}

static Status print_step(Ctx *ctx, StrBuf *buf, const LawStep *step) {
    switch (step->kind) {
    case LAW_STEP_DECISION:
        return print_decision(ctx, buf, step);
    case LAW_STEP_START:
        return print_start(ctx, buf, step);
    case LAW_STEP_CONDITION:
        return print_condition(ctx, buf, step);
    case LAW_STEP_NOTHING:
        return print_nothing(ctx, buf, step);
    case LAW_STEP_ROW:
        return print_row(ctx, buf, step);
    case LAW_STEP_PARAMETER:
        return print_parameter(ctx, buf, step);
    case LAW_STEP_AMOUNT:
        return print_amount(ctx, buf, step);
    case LAW_STEP_COMBINED:
        return print_combined(ctx, buf, step);
    case LAW_STEP_RESULT:
        return print_result(ctx, buf, step);
    }
    return OK;
}

Status law_trace_print(Ctx *ctx, const LawTrace *trace, StrBuf *buf) {
    for (size_t i = 0; i < trace->count; i++) {
        TRY(print_step(ctx, buf, &trace->steps[i]));
    }
    if (trace->is_full) {
        TRY(strbuf_print(ctx, buf, "%s\n", say(ctx, "(còn bước không ghi lại)", "(more steps)")));
    }
    return OK;
}
