#include "cli/show.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/strbuf.h"

void show_number(int64_t number, char ret_text[32]) {
    char reversed[32];
    size_t length = 0;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    int digits = 0;
    do {
        if (digits > 0 && digits % 3 == 0) {
            reversed[length++] = '.';
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

/* Labels of reply fields that people see; an unknown field shows its own name. */
static const struct {
    const char *name;
    const char *vi;
    const char *en;
} LABELS[] = {
    {"row_count", "Số dòng", "Rows"},
    {"accepted_count", "Dòng được nhận", "Accepted"},
    {"refused_count", "Dòng bị trả lại", "Refused"},
    {"warned_count", "Dòng có cảnh báo", "With warnings"},
    {"new_count", "Người mới", "New persons"},
    {"updated_count", "Được cập nhật", "Updated"},
    {"unchanged_count", "Không đổi", "Unchanged"},
    {"annotated_path", "Tệp có ghi chú lỗi", "Annotated workbook"},
    {"eligible_count", "Đủ điều kiện", "Eligible"},
    {"obligated_count", "Được chi", "To be paid"},
    {"held_count", "Tạm giữ", "Held"},
    {"line_count", "Số khoản", "Obligations"},
    {"total_dong", "Tổng tiền (đ)", "Total (đồng)"},
    {"previous_dong", "Tháng trước (đ)", "Month before (đồng)"},
    {"difference_dong", "Chênh lệch (đ)", "Difference (đồng)"},
    {"digest", "Mã tóm lược", "Digest"},
    {"payroll_id", "Danh sách chi trả", "Payroll"},
    {"batch_count", "Số lô", "Batches"},
    {"attempt_count", "Số lệnh chi", "Attempts"},
    {"file_count", "Số tệp", "Files"},
    {"byte_count", "Dung lượng (byte)", "Bytes"},
    {"sent_count", "Đã gửi", "Sent"},
    {"applied_count", "Được ghi nhận", "Applied"},
    {"repeated_count", "Lặp lại", "Repeated"},
    {"suspended_count", "Chờ xử lý", "In suspense"},
    {"paid_count", "Đã chi", "Paid"},
    {"paid_dong", "Số tiền đã chi (đ)", "Paid (đồng)"},
    {"rejected_count", "Bị từ chối", "Rejected"},
    {"returned_count", "Bị trả lại", "Returned"},
    {"case_count", "Vụ việc", "Cases"},
    {"amount_dong", "Số tiền (đ)", "Amount (đồng)"},
};

static const char *label_of(const char *name, Language language) {
    for (size_t i = 0; i < sizeof LABELS / sizeof LABELS[0]; i++) {
        if (strcmp(LABELS[i].name, name) == 0) {
            return language == LANGUAGE_VI ? LABELS[i].vi : LABELS[i].en;
        }
    }
    return name;
}

/* Letters that the eye sees: bytes that do not continue a UTF-8 letter. */
static size_t letters_of(Str text) {
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    }
    return count;
}

static void print_padded(FILE *out, Str text, size_t width, bool right) {
    size_t letters = letters_of(text);
    size_t gap = letters < width ? width - letters : 0;
    fprintf(out, "%*s%.*s%*s", right ? (int)gap : 0, "", STR_ARG(text), right ? 0 : (int)gap, "");
}

Status show_reply(Ctx *ctx, const Reply *reply, bool json) {
    if (json) {
        CLEANUP(strbuf_done) StrBuf text;
        strbuf_init(&text, 1 << 20);
        TRY(reply_to_json(ctx, reply, &text));
        printf("%.*s\n", STR_ARG(strbuf_str(&text)));
        return OK;
    }
    for (size_t i = 0; i < reply->count; i++) {
        const ReplyField *field = &reply->fields[i];
        print_padded(stdout, str_of(label_of(field->name, ctx->language)), 24, false);
        if (field->is_text) {
            printf("  %.*s\n", STR_ARG(field->text));
        } else {
            char number[32];
            show_number(field->number, number);
            printf("  %16s\n", number);
        }
    }
    if (reply->replayed) {
        printf("%s\n", ctx->language == LANGUAGE_VI ? "(yêu cầu này đã được thực hiện trước đó)"
                                                    : "(this request had been carried out before)");
    }
    return OK;
}

void show_failure(const Ctx *ctx, Status status, bool json) {
    const char *detail = ctx->failure.status == status ? ctx->failure.detail : "";
    if (json) {
        printf("{\"error\":{\"code\":\"%s\",\"number\":%d,\"detail\":\"", status_name(status),
               (int)status);
        for (const char *c = detail; *c; c++) {
            if (*c == '"' || *c == '\\') {
                putchar('\\');
            }
            if ((unsigned char)*c >= 0x20) {
                putchar(*c);
            } else {
                printf("\\u%04x", (unsigned)(unsigned char)*c);
            }
        }
        printf("\",\"sentence\":\"%s\",\"remedy\":\"%s\"}}\n",
               status_sentence(status, ctx->language), status_remedy(status, ctx->language));
        return;
    }
    fflush(stdout);
    fprintf(stderr, "%s [%s]: %s%s%s\n  -> %s\n", ctx->language == LANGUAGE_VI ? "Lỗi" : "Error",
            status_name(status), status_sentence(status, ctx->language), *detail ? ": " : "",
            detail, status_remedy(status, ctx->language));
}

static void progress_bar(void *arg, const char *stage, int64_t done, int64_t total) {
    (void)arg;
    char number[32];
    show_number(done, number);
    if (total > 0) {
        int64_t of_thirty = done * 30 / total;
        char bar[31];
        for (int64_t i = 0; i < 30; i++) {
            bar[i] = i < of_thirty ? '#' : '.';
        }
        bar[30] = '\0';
        fprintf(stderr, "\r\033[K  %-28s [%s] %3d%%", stage, bar, (int)(done * 100 / total));
    } else {
        fprintf(stderr, "\r\033[K  %-28s %s", stage, number);
    }
    if (total > 0 && done >= total) {
        fprintf(stderr, "\r\033[K");
    }
    fflush(stderr);
}

Progress show_progress(bool quiet) {
    if (quiet || !isatty(STDERR_FILENO)) {
        return (Progress){NULL, NULL};
    }
    return (Progress){progress_bar, NULL};
}
