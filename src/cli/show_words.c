/* The words that people see for fields of replies and for stages of work. */
#include <string.h>

#include "cli/show.h"

typedef struct Word {
    const char *name;
    const char *vi;
    const char *en;
} Word;

static const Word LABELS[] = {
    {"accepted_count", "Dòng được nhận", "Rows accepted"},
    {"account_id", "Tài khoản số", "Account no"},
    {"allocation_count", "Số khoản được chi", "Obligations paid by them"},
    {"already_count", "Đã có từ trước", "There before"},
    {"amount_dong", "Số tiền (đ)", "Amount (đồng)"},
    {"annotated_path", "Tệp có ghi chú lỗi", "Annotated workbook"},
    {"applied_count", "Dòng được ghi nhận", "Rows applied"},
    {"area_count", "Đơn vị hành chính", "Areas"},
    {"attempt_count", "Số lệnh chi", "Attempts"},
    {"attempt_id", "Lệnh chi", "Attempt"},
    {"batch_count", "Số lô", "Batches"},
    {"batch_id", "Lô", "Batch"},
    {"byte_count", "Dung lượng (byte)", "Bytes"},
    {"case_count", "Vụ việc mới", "Cases opened"},
    {"case_id", "Vụ việc", "Case"},
    {"changed_count", "Thay đổi", "Changed"},
    {"checkpoint", "Mã niêm phong sổ", "Checkpoint"},
    {"closed_account_count", "Tài khoản thôi dùng", "Accounts closed"},
    {"closed_as", "Kết quả xử lý", "Closed as"},
    {"decision_no", "Số quyết định", "Decision"},
    {"difference_dong", "Chênh lệch (đ)", "Difference (đồng)"},
    {"digest", "Mã tóm lược", "Digest"},
    {"eligible_count", "Đủ điều kiện", "Eligible"},
    {"engine", "Hệ cơ sở dữ liệu", "Database engine"},
    {"enrolment_id", "Quyết định hưởng", "Enrolment"},
    {"file_count", "Số tệp", "Files"},
    {"from_date", "Hưởng từ", "From"},
    {"held_count", "Tạm giữ", "Held"},
    {"hold_id", "Lần tạm giữ", "Hold"},
    {"home_area_id", "Địa bàn phục vụ", "Home area"},
    {"intake_id", "Lần tiếp nhận", "Intake"},
    {"law_case_count", "Số ca tính mẫu", "Worked cases"},
    {"law_category_count", "Số loại đối tượng", "Categories"},
    {"law_clause_count", "Số điều khoản", "Clauses"},
    {"law_failed_count", "Số ca sai", "Cases that differ"},
    {"law_month_count", "Số tháng đã so", "Months compared"},
    {"law_row_count", "Số dòng luật", "Rows of the law"},
    {"law_unverified_count", "Dòng chưa kiểm chứng", "Rows not verified"},
    {"line_count", "Số khoản", "Obligations"},
    {"listed_count", "Còn phải theo dõi", "Listed with an owner"},
    {"login", "Tên đăng nhập", "Login"},
    {"mandate_id", "Giấy ủy quyền", "Mandate"},
    {"migration_count", "Bước nâng cấp cấu trúc", "Migrations applied"},
    {"new_count", "Người mới", "New persons"},
    {"obligated_count", "Được chi", "To be paid"},
    {"paid_count", "Đã chi", "Paid"},
    {"paid_dong", "Số tiền đã chi (đ)", "Paid (đồng)"},
    {"path", "Tệp", "File"},
    {"payroll_id", "Danh sách chi trả", "Payroll"},
    {"person_id", "Mã người hưởng", "Person"},
    {"posting_count", "Số bút toán", "Postings"},
    {"previous_dong", "Tháng trước (đ)", "Month before (đồng)"},
    {"provider_code", "Tổ chức chi trả", "Provider"},
    {"provider_id", "Số của tổ chức", "Provider no"},
    {"quarantined", "Bị tách riêng", "Quarantined"},
    {"refused_count", "Dòng bị trả lại", "Rows sent back"},
    {"rejected_count", "Bị từ chối", "Rejected"},
    {"repeated", "Tệp đã nạp trước đó", "File was taken in before"},
    {"repeated_count", "Dòng lặp lại", "Rows repeated"},
    {"repeated_file", "Tệp đã nạp trước đó", "File was taken in before"},
    {"rest_dong", "Còn phải thu (đ)", "Left to recover (đồng)"},
    {"result_id", "Tệp kết quả số", "Result file no"},
    {"returned_count", "Bị hoàn trả", "Returned"},
    {"role", "Vai trò", "Role"},
    {"row_count", "Số dòng", "Rows"},
    {"sending_count", "Còn dở dang", "Being sent"},
    {"sent_count", "Tệp đã gửi", "Files sent"},
    {"state", "Trạng thái", "State"},
    {"stopped_count", "Số quyền lợi kết thúc", "Rights ended"},
    {"successor_count", "Quan hệ kế thừa", "Successors"},
    {"suspended_count", "Dòng chờ xử lý", "Rows in suspense"},
    {"to_area_id", "Địa bàn mới", "New area"},
    {"total_dong", "Tổng tiền (đ)", "Total (đồng)"},
    {"txn_count", "Số giao dịch sổ cái", "Entries"},
    {"txn_id", "Giao dịch sổ cái", "Entry"},
    {"unchanged_count", "Không đổi", "Unchanged"},
    {"unknown_batch_count", "Lô chưa rõ kết quả", "Batches unknown"},
    {"unknown_code_count", "Mã kế thừa không rõ", "Unknown codes"},
    {"unknown_count", "Chưa rõ kết quả", "Unknown"},
    {"updated_count", "Được cập nhật", "Updated"},
    {"user_id", "Người dùng số", "User no"},
    {"warned_count", "Dòng có cảnh báo", "Rows with warnings"},
    {"withheld_dong", "Khấu trừ thu hồi (đ)", "Withheld (đồng)"},
};

/* The keys with which use cases report where they are. */
static const Word STAGES[] = {
    {"demo_answers", "các tổ chức chi trả trả lời (ngày)", "providers answer (day)"},
    {"demo_intake", "nạp danh sách của các xã", "taking in the lists of the communes"},
    {"demo_lists", "lập danh sách của các xã", "writing the lists of the communes"},
    {"intake_match", "đối chiếu với sổ người hưởng", "comparing with the register"},
    {"intake_parse", "dòng đã đọc", "rows read"},
    {"payment_release", "lập lệnh chi", "making attempts"},
    {"payment_seal", "niêm phong tệp chi", "sealing files"},
    {"payment_send", "gửi tệp chi", "sending files"},
    {"payroll_approve", "dòng đã kiểm", "rows checked"},
    {"payroll_compute", "người đã tính", "persons computed"},
    {"result_load", "dòng kết quả đã đọc", "result rows read"},
};

static const char *word_of(const Word *words, size_t count, const char *name, Language language) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i].name, name) == 0) {
            return language == LANGUAGE_VI ? words[i].vi : words[i].en;
        }
    }
    return name;
}

const char *show_label(Language language, const char *name) {
    return word_of(LABELS, sizeof LABELS / sizeof LABELS[0], name, language);
}

const char *show_stage(Language language, const char *stage) {
    return word_of(STAGES, sizeof STAGES / sizeof STAGES[0], stage, language);
}
