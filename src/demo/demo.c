/* The months in order, and what came of them on one screen. */
#include "demo/demo.h"

#include "app/books.h"
#include "app/payment.h"
#include "app/payroll.h"
#include "app/recovery.h"
#include "demo/person.h"
#include "sys/file.h"
#include "value/period.h"

enum { PROGRAMME_BTXH = 1, DAY_SEND = 25, RECOVERY_ROWS = 5 };

static Status month_run(Ctx *ctx, Demo *demo, DemoMonth *month) {
    if (month->period > DEMO_FIRST_PERIOD) {
        TRY(demo_movements(ctx, demo, month));
        TRY(demo_recoveries(ctx, demo, month));
    }
    TRY(demo_pay(ctx, demo, month));
    int64_t sent_day = period_previous((Period){month->period}).number * 100 + DAY_SEND;
    TRY(demo_answers(ctx, demo, sent_day, month->period * 100 + DAY_SEND - 1));
    return demo_close(ctx, demo, month);
}

Status demo_run(Ctx *ctx, Demo *demo) {
    Period at = {DEMO_FIRST_PERIOD};
    TRY(demo_setup(ctx, demo));
    TRY(demo_intake(ctx, demo));
    for (int64_t i = 0; i < demo->options.months && i < DEMO_MONTH_MAX; i++) {
        ArenaMark mark = arena_mark(ctx->arena);
        DemoMonth *month = &demo->result.months[demo->result.month_count++];
        month->period = at.number;
        TRY(month_run(ctx, demo, month));
        at = period_next(at);
        arena_rewind(ctx->arena, mark);
    }
    ctx->request_key = STR("");
    ctx->user_id = demo->accountant_id;
    return books_digest(ctx, demo->app, &demo->result.books_digest);
}

/* ---- the screen ---- */

static Status figure(Ctx *ctx, const TableOut *out, const char *vi, const char *en,
                     int64_t number) {
    TableCell cells[] = {CELL_T(str_of(ctx->language == LANGUAGE_VI ? vi : en)), CELL_N(number)};
    return out->row(ctx, out->arg, cells, 2);
}

static Status intake_show(Ctx *ctx, const DemoIntake *intake, const TableOut *out) {
    static const TableColumn COLUMNS[] = {
        {"what", "Nhập danh sách", "Intake", CELL_TEXT},
        {"number", "Số lượng", "Number", CELL_INT},
    };
    TRY(out->begin(ctx, out->arg, "intake", COLUMNS, 2));
    TRY(figure(ctx, out, "Tệp của các xã", "Files of communes", intake->file_count));
    TRY(figure(ctx, out, "Số dòng", "Rows", intake->row_count));
    TRY(figure(ctx, out, "Được nhận", "Accepted", intake->accepted_count));
    TRY(figure(ctx, out, "Bị trả lại kèm lý do", "Sent back with the reason",
               intake->refused_count));
    TRY(figure(ctx, out, "Có cảnh báo", "With warnings", intake->warned_count));
    return out->end(ctx, out->arg);
}

static Status months_show(Ctx *ctx, const DemoResult *result, const TableOut *out) {
    static const TableColumn COLUMNS[] = {
        {"period", "Kỳ", "Month", CELL_PERIOD},
        {"eligible_count", "Đủ điều kiện", "Eligible", CELL_INT},
        {"obligated_count", "Được chi", "To be paid", CELL_INT},
        {"held_count", "Tạm giữ", "Held", CELL_INT},
        {"total_dong", "Phải chi (đ)", "Owed (đồng)", CELL_DONG},
        {"difference_dong", "Chênh lệch (đ)", "Difference (đồng)", CELL_DONG},
        {"sent_dong", "Chuyển chi (đ)", "Sent (đồng)", CELL_DONG},
        {"paid_dong", "Đã chi trong kỳ (đ)", "Paid in the month (đồng)", CELL_DONG},
        {"case_count", "Vụ việc", "Cases", CELL_INT},
        {"movement_count", "Biến động", "Movements", CELL_INT},
        {"answer_files", "Tệp kết quả", "Answers", CELL_INT},
        {"audit", "Kiểm toán", "Audit", CELL_TEXT},
    };
    bool vi = ctx->language == LANGUAGE_VI;
    TRY(out->begin(ctx, out->arg, "months", COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]));
    for (size_t i = 0; i < result->month_count; i++) {
        const DemoMonth *month = &result->months[i];
        Str audit = month->audit_exit == 0 ? (vi ? STR("sạch") : STR("clean"))
                                           : (vi ? STR("CÓ LỖI") : STR("BROKEN"));
        TableCell cells[] = {CELL_N(month->period),          CELL_N(month->eligible_count),
                             CELL_N(month->obligated_count), CELL_N(month->held_count),
                             CELL_N(month->total_dong),      CELL_N(month->difference_dong),
                             CELL_N(month->sent_dong),       CELL_N(month->paid_dong),
                             CELL_N(month->case_count),      CELL_N(month->movement_count),
                             CELL_N(month->answer_files),    CELL_T(audit)};
        TRY(out->row(ctx, out->arg, cells, sizeof cells / sizeof cells[0]));
    }
    return out->end(ctx, out->arg);
}

static Status place(Ctx *ctx, const Demo *demo, const TableOut *out, const char *vi, const char *en,
                    const char *name) {
    Str path;
    TRY(file_join(ctx, demo->options.dir, str_of(name), &path));
    TableCell cells[] = {CELL_T(str_of(ctx->language == LANGUAGE_VI ? vi : en)), CELL_T(path)};
    return out->row(ctx, out->arg, cells, 2);
}

static Status places_show(Ctx *ctx, const Demo *demo, const TableOut *out) {
    static const TableColumn COLUMNS[] = {
        {"what", "Xem tại", "Look at", CELL_TEXT},
        {"path", "", "", CELL_TEXT},
    };
    bool vi = ctx->language == LANGUAGE_VI;
    Str audit;
    TRY(out->begin(ctx, out->arg, "places", COLUMNS, 2));
    TRY(place(ctx, demo, out, "Danh sách của các xã", "Lists of the communes", "lists"));
    TRY(place(ctx, demo, out, "Danh sách trả lại kèm lý do", "Lists sent back with the reasons",
              "returned"));
    TRY(place(ctx, demo, out, "Sai sót đã cài (để đối chiếu)", "Defects put in, to compare",
              "truth.csv"));
    TRY(place(ctx, demo, out, "Tệp gửi tổ chức chi trả", "Files sent to providers", "exchange"));
    TRY(place(ctx, demo, out, "Tệp kết quả", "Answers", "answers"));
    TRY(ctx_print(ctx, &audit, "audit-%lld.txt",
                  (long long)demo->result.months[demo->result.month_count - 1].period));
    TRY(place(ctx, demo, out, "Kết quả kiểm toán", "Findings of the audit", audit.ptr));
    TableCell database[] = {CELL_T(vi ? STR("Cơ sở dữ liệu") : STR("Database")),
                            CELL_T(demo->options.db_address)};
    TRY(out->row(ctx, out->arg, database, 2));
    TableCell digest[] = {CELL_T(vi ? STR("Mã tóm lược sổ cái") : STR("Digest of the books")),
                          CELL_T(demo->result.books_digest)};
    TRY(out->row(ctx, out->arg, digest, 2));
    return out->end(ctx, out->arg);
}

Status demo_show(Ctx *ctx, Demo *demo, const TableOut *out) {
    const DemoMonth *last = &demo->result.months[demo->result.month_count - 1];
    ctx->user_id = demo->accountant_id;
    ctx->request_key = STR("");
    TRY(intake_show(ctx, &demo->result.intake, out));
    TRY(months_show(ctx, &demo->result, out));
    TRY(payroll_show_difference(ctx, demo->app, last->payroll_id, out));
    TRY(payment_show_status(ctx, demo->app, last->payroll_id, out));
    TRY(recovery_list(ctx, demo->app, &(Page){.row_count = RECOVERY_ROWS}, out));
    TRY(settlement_show(ctx, demo->app, PROGRAMME_BTXH, last->period, false, out));
    return places_show(ctx, demo, out);
}
