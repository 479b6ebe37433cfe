#include "demo/list_row.h"

#include <string.h>

#include "text/fold.h"
#include "text/name.h"

const char *const LIST_HEADERS[LIST_COLUMNS] = {"STT",
                                                "Họ và tên",
                                                "Ngày sinh",
                                                "Giới tính",
                                                "Số CCCD",
                                                "Dân tộc",
                                                "Thôn, bản",
                                                "Số điện thoại",
                                                "Mã đối tượng",
                                                "Mức độ khuyết tật",
                                                "Số con",
                                                "Số quyết định",
                                                "Ngày quyết định",
                                                "Hưởng từ",
                                                "Hộ nghèo",
                                                "Người nhận thay",
                                                "CCCD người nhận",
                                                "Quan hệ",
                                                "Loại ủy quyền",
                                                "Ngày ủy quyền",
                                                "Nơi xác nhận",
                                                "Hình thức chi trả",
                                                "Ngân hàng",
                                                "Số tài khoản",
                                                "Chủ tài khoản"};

static Status day_text(Ctx *ctx, int64_t day, Str *ret_text) {
    if (day % 10000 == 0) {
        return ctx_print(ctx, ret_text, "%lld", (long long)(day / 10000));
    }
    return ctx_print(ctx, ret_text, "%02d/%02d/%04d", (int)(day % 100), (int)(day / 100 % 100),
                     (int)(day / 10000));
}

static Status recipient_fill(Ctx *ctx, const DemoPerson *person, ListRow *row) {
    if (!person->has_recipient) {
        return OK;
    }
    row->cells[LIST_RECIPIENT] = person->recipient_name;
    TRY(ctx_copy_str(ctx, str_of(person->recipient_id), &row->cells[LIST_RECIPIENT_ID]));
    row->cells[LIST_RELATION] = str_of(person->relation);
    row->cells[LIST_MANDATE_KIND] = person->is_guardian ? STR("Giám hộ") : STR("Ủy quyền");
    TRY(day_text(ctx, person->decision_date, &row->cells[LIST_MANDATE_DATE]));
    row->cells[LIST_CERTIFIER] = STR("UBND xã");
    return OK;
}

static Status account_fill(Ctx *ctx, const DemoPerson *person, ListRow *row) {
    static const char *const CHANNELS[] = {"", "Tài khoản", "Ví điện tử", "Tiền mặt", "Tại nhà"};
    static const char *const PROVIDERS[] = {"", "bank1", "wallet1", "post1", "post1"};
    row->cells[LIST_CHANNEL] = str_of(CHANNELS[person->channel]);
    row->cells[LIST_PROVIDER] = str_of(PROVIDERS[person->channel]);
    row->cells[LIST_HOLDER] = person->has_recipient ? person->recipient_name : person->full_name;
    return ctx_copy_str(ctx, str_of(person->account_number), &row->cells[LIST_NUMBER]);
}

Status list_row_make(Ctx *ctx, const DemoPerson *person, int64_t no, ListRow *ret_row) {
    ListRow row = {.defect = NULL};
    for (size_t i = 0; i < LIST_COLUMNS; i++) {
        row.cells[i] = STR("");
    }
    TRY(ctx_print(ctx, &row.cells[LIST_NO], "%lld", (long long)no));
    row.cells[LIST_NAME] = person->full_name;
    TRY(day_text(ctx, person->birth, &row.cells[LIST_BIRTH]));
    row.cells[LIST_SEX] = person->sex == 1 ? STR("Nam") : STR("Nữ");
    TRY(ctx_copy_str(ctx, str_of(person->citizen_id), &row.cells[LIST_ID]));
    row.cells[LIST_ETHNICITY] = person->ethnicity;
    row.cells[LIST_HAMLET] = person->hamlet;
    TRY(ctx_copy_str(ctx, str_of(person->phone), &row.cells[LIST_PHONE]));
    row.cells[LIST_CATEGORY] = str_of(person->category);
    row.cells[LIST_DEGREE] = person->degree == 1   ? STR("Nặng")
                             : person->degree == 2 ? STR("Đặc biệt nặng")
                                                   : STR("");
    if (person->child_count > 0) {
        TRY(ctx_print(ctx, &row.cells[LIST_CHILDREN], "%d", person->child_count));
    }
    TRY(ctx_print(ctx, &row.cells[LIST_DECISION_NO], "%lld/QĐ-UBND",
                  (long long)person->decision_no));
    TRY(day_text(ctx, person->decision_date, &row.cells[LIST_DECISION_DATE]));
    TRY(ctx_print(ctx, &row.cells[LIST_FROM], "%02d/%04d", (int)(person->from_period % 100),
                  (int)(person->from_period / 100)));
    row.cells[LIST_POVERTY] = person->poor ? STR("Hộ nghèo") : STR("Không");
    TRY(recipient_fill(ctx, person, &row));
    TRY(account_fill(ctx, person, &row));
    *ret_row = row;
    return OK;
}

/* ---- what goes wrong ---- */

static Status spoil_id_letters(Ctx *ctx, ListRow *row) {
    return ctx_print(ctx, &row->cells[LIST_ID], "%.*sAB", 10, row->cells[LIST_ID].ptr);
}

static Status spoil_id_long(Ctx *ctx, ListRow *row) {
    return ctx_print(ctx, &row->cells[LIST_ID], "%.*s7", STR_ARG(row->cells[LIST_ID]));
}

static Status spoil_id_lost_zero(Ctx *ctx, ListRow *row) {
    (void)ctx;
    row->cells[LIST_ID] = str_part(row->cells[LIST_ID], 1, 11);
    row->number_as_number = true;
    return OK;
}

static Status spoil_id_missing(Ctx *ctx, ListRow *row) {
    (void)ctx;
    row->cells[LIST_ID] = STR("");
    return OK;
}

static Status spoil_birth_impossible(Ctx *ctx, ListRow *row) {
    (void)ctx;
    row->cells[LIST_BIRTH] = STR("31/02/1961");
    return OK;
}

static Status spoil_birth_missing(Ctx *ctx, ListRow *row) {
    (void)ctx;
    row->cells[LIST_BIRTH] = STR("");
    return OK;
}

static Status spoil_birth_words(Ctx *ctx, ListRow *row) {
    (void)ctx;
    row->cells[LIST_BIRTH] = STR("không rõ");
    return OK;
}

static Status spoil_birth_future(Ctx *ctx, ListRow *row) {
    (void)ctx;
    row->cells[LIST_BIRTH] = STR("01/01/2090");
    return OK;
}

static Status spoil_sex_missing(Ctx *ctx, ListRow *row) {
    (void)ctx;
    row->cells[LIST_SEX] = STR("");
    return OK;
}

static Status spoil_sex_other(Ctx *ctx, ListRow *row) {
    (void)ctx;
    row->cells[LIST_SEX] = str_equal(row->cells[LIST_SEX], STR("Nam")) ? STR("Nữ") : STR("Nam");
    return OK;
}

static Status spoil_name_digits(Ctx *ctx, ListRow *row) {
    return ctx_print(ctx, &row->cells[LIST_NAME], "%.*s 2", STR_ARG(row->cells[LIST_NAME]));
}

static Status spoil_name_missing(Ctx *ctx, ListRow *row) {
    (void)ctx;
    row->cells[LIST_NAME] = STR("");
    return OK;
}

static Status spoil_phone_short(Ctx *ctx, ListRow *row) {
    (void)ctx;
    row->cells[LIST_PHONE] = STR("12345");
    return OK;
}

static Status spoil_phone_old(Ctx *ctx, ListRow *row) {
    (void)ctx;
    row->cells[LIST_PHONE] = STR("01687654321");
    return OK;
}

static Status spoil_category_unknown(Ctx *ctx, ListRow *row) {
    (void)ctx;
    row->cells[LIST_CATEGORY] = STR("9.9.z");
    return OK;
}

static Status spoil_category_missing(Ctx *ctx, ListRow *row) {
    (void)ctx;
    row->cells[LIST_CATEGORY] = STR("");
    return OK;
}

static Status spoil_decision_missing(Ctx *ctx, ListRow *row) {
    (void)ctx;
    row->cells[LIST_DECISION_NO] = STR("");
    return OK;
}

static Status spoil_degree(Ctx *ctx, ListRow *row) {
    (void)ctx;
    row->cells[LIST_CATEGORY] = STR("5.6");
    row->cells[LIST_DEGREE] = STR("");
    return OK;
}

static Status spoil_children(Ctx *ctx, ListRow *row) {
    (void)ctx;
    row->cells[LIST_CHILDREN] = STR("99");
    row->cells[LIST_CATEGORY] = STR("5.4");
    row->cells[LIST_BIRTH] = STR("01/05/1985");
    row->cells[LIST_DEGREE] = STR("");
    return OK;
}

static Status spoil_account_rounded(Ctx *ctx, ListRow *row) {
    (void)ctx;
    row->cells[LIST_CHANNEL] = STR("Tài khoản");
    row->cells[LIST_PROVIDER] = STR("bank1");
    row->cells[LIST_NUMBER] = STR("1.0020030040E+15");
    return OK;
}

static Status spoil_account_missing(Ctx *ctx, ListRow *row) {
    (void)ctx;
    row->cells[LIST_CHANNEL] = STR("Tài khoản");
    row->cells[LIST_PROVIDER] = STR("bank1");
    row->cells[LIST_NUMBER] = STR("");
    return OK;
}

static Status spoil_provider(Ctx *ctx, ListRow *row) {
    (void)ctx;
    row->cells[LIST_CHANNEL] = STR("Tài khoản");
    row->cells[LIST_PROVIDER] = STR("Ngân hàng Sao Hỏa");
    row->cells[LIST_NUMBER] = STR("123456789");
    return OK;
}

static Status spoil_name_capitals(Ctx *ctx, ListRow *row) {
    return text_upper(ctx, row->cells[LIST_NAME], &row->cells[LIST_NAME]);
}

static Status spoil_poverty(Ctx *ctx, ListRow *row) {
    (void)ctx;
    row->cells[LIST_POVERTY] = STR("chưa rõ");
    return OK;
}

typedef struct Spoiler {
    const char *defect;
    bool refused;
    Status (*spoil)(Ctx *ctx, ListRow *row);
} Spoiler;

static const Spoiler SPOILERS[] = {
    {"id-letters", true, spoil_id_letters},
    {"id-13-digits", true, spoil_id_long},
    {"id-lost-zero", false, spoil_id_lost_zero},
    {"id-missing", false, spoil_id_missing},
    {"birth-31-02", true, spoil_birth_impossible},
    {"birth-missing", true, spoil_birth_missing},
    {"birth-words", true, spoil_birth_words},
    {"birth-future", true, spoil_birth_future},
    {"sex-missing", false, spoil_sex_missing},
    {"sex-differs", false, spoil_sex_other},
    {"name-digits", true, spoil_name_digits},
    {"name-missing", true, spoil_name_missing},
    {"phone-short", false, spoil_phone_short},
    {"phone-old-prefix", false, spoil_phone_old},
    {"category-unknown", true, spoil_category_unknown},
    {"category-missing", true, spoil_category_missing},
    {"decision-missing", true, spoil_decision_missing},
    {"degree-missing", true, spoil_degree},
    {"children-99", true, spoil_children},
    {"account-rounded", false, spoil_account_rounded},
    {"account-missing", false, spoil_account_missing},
    {"provider-unknown", false, spoil_provider},
    {"name-capitals", false, spoil_name_capitals},
    {"poverty-unknown", false, spoil_poverty},
};

enum { SPOILER_COUNT = sizeof SPOILERS / sizeof SPOILERS[0] };

Status list_row_spoil(Ctx *ctx, ListRow *row, Rng *rng, Str earlier_id) {
    uint64_t at = rng_below(rng, SPOILER_COUNT + 1);
    if (at == SPOILER_COUNT && !str_is_empty(earlier_id)) {
        row->cells[LIST_ID] = earlier_id;
        row->defect = "id-repeated";
        row->refused = true;
        return OK;
    }
    const Spoiler *spoiler = &SPOILERS[at % SPOILER_COUNT];
    row->defect = spoiler->defect;
    row->refused = spoiler->refused;
    return spoiler->spoil(ctx, row);
}
