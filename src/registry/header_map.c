/*
 * Each header cell is reduced to lower-case words without tones and signs and looked up among the
 * spellings of each field. A row (or two rows joined) with the most fields wins; at least three of
 * them, a name among them (or, for movements, the kind of movement).
 */
#include "registry/header_map.h"

#include <string.h>

#include "text/encoding.h"
#include "text/fold.h"

typedef struct Spelling {
    RowField field;
    const char *folded; /* words; a trailing * means that more may follow */
} Spelling;

/* The first spelling of a field is that of its canonical title. */
static const Spelling SPELLINGS[] = {
    {FIELD_STT, "stt"},
    {FIELD_STT, "tt"},
    {FIELD_STT, "so tt"},
    {FIELD_STT, "so thu tu"},
    {FIELD_NAME, "ho va ten"},
    {FIELD_NAME, "ho ten"},
    {FIELD_NAME, "ho va ten doi tuong*"},
    {FIELD_NAME, "ho ten doi tuong*"},
    {FIELD_NAME, "ten doi tuong"},
    {FIELD_NAME, "ho ten nguoi huong*"},
    {FIELD_NAME, "ho va ten nguoi huong*"},
    {FIELD_NAME, "ho ten nguoi duoc huong*"},
    {FIELD_NAME, "ho va ten nguoi duoc huong*"},
    {FIELD_NAME, "ho chu dem va ten*"},
    {FIELD_NAME, "nguoi huong"},
    {FIELD_BIRTH, "ngay sinh"},
    {FIELD_BIRTH, "ngay thang nam sinh"},
    {FIELD_BIRTH, "nam sinh"},
    {FIELD_BIRTH, "ngay thang nam sinh cua doi tuong"},
    {FIELD_BIRTH, "sinh ngay"},
    {FIELD_BIRTH, "ns"},
    {FIELD_BIRTH, "ngay sinh nam sinh"},
    {FIELD_BIRTH, "nam sinh ngay sinh"},
    {FIELD_BIRTH, "date of birth"},
    {FIELD_BIRTH_MALE, "nam sinh nam"},
    {FIELD_BIRTH_MALE, "ngay sinh nam"},
    {FIELD_BIRTH_MALE, "ngay thang nam sinh nam"},
    {FIELD_BIRTH_MALE, "nam sinh gioi tinh nam"},
    {FIELD_BIRTH_FEMALE, "nam sinh nu"},
    {FIELD_BIRTH_FEMALE, "ngay sinh nu"},
    {FIELD_BIRTH_FEMALE, "ngay thang nam sinh nu"},
    {FIELD_BIRTH_FEMALE, "nam sinh gioi tinh nu"},
    {FIELD_SEX, "gioi tinh"},
    {FIELD_SEX, "gioi"},
    {FIELD_SEX, "nam nu"},
    {FIELD_SEX, "phai"},
    {FIELD_SEX, "sex"},
    {FIELD_SEX_MALE, "gioi tinh nam"},
    {FIELD_SEX_FEMALE, "gioi tinh nu"},
    {FIELD_ID, "so cccd"},
    {FIELD_ID, "cccd"},
    {FIELD_ID, "so cmnd"},
    {FIELD_ID, "cmnd"},
    {FIELD_ID, "so dinh danh"},
    {FIELD_ID, "so dinh danh ca nhan"},
    {FIELD_ID, "ma dinh danh"},
    {FIELD_ID, "so can cuoc*"},
    {FIELD_ID, "can cuoc cong dan"},
    {FIELD_ID, "cccd cmnd"},
    {FIELD_ID, "cmnd cccd"},
    {FIELD_ID, "so cmnd cccd*"},
    {FIELD_ID, "so cccd cmnd*"},
    {FIELD_ID, "so cccd so dinh danh*"},
    {FIELD_ID, "so dinh danh cccd*"},
    {FIELD_ID, "so giay to"},
    {FIELD_ID, "so chung minh nhan dan*"},
    {FIELD_ID, "so cccd doi tuong"},
    {FIELD_ID, "ma so dinh danh*"},
    {FIELD_ID, "so dinh danh cmnd*"},
    {FIELD_ETHNICITY, "dan toc"},
    {FIELD_HAMLET, "thon ban"},
    {FIELD_HAMLET, "thon"},
    {FIELD_HAMLET, "ban"},
    {FIELD_HAMLET, "to dan pho"},
    {FIELD_HAMLET, "thon ban to dan pho"},
    {FIELD_HAMLET, "thon to dan pho"},
    {FIELD_HAMLET, "thon ban tdp"},
    {FIELD_HAMLET, "ban tieu khu*"},
    {FIELD_HAMLET, "thon ban to"},
    {FIELD_HAMLET, "khu pho"},
    {FIELD_HAMLET, "ap khu pho"},
    {FIELD_HAMLET, "dia chi"},
    {FIELD_HAMLET, "noi o hien nay"},
    {FIELD_HAMLET, "cho o hien nay"},
    {FIELD_HAMLET, "thon ban tieu khu*"},
    {FIELD_HAMLET, "ban to dan pho"},
    {FIELD_AREA_CODE, "ma xa"},
    {FIELD_AREA_CODE, "ma xa phuong*"},
    {FIELD_AREA_CODE, "ma don vi*"},
    {FIELD_AREA_CODE, "ma dvhc"},
    {FIELD_AREA_NAME, "xa"},
    {FIELD_AREA_NAME, "xa phuong"},
    {FIELD_AREA_NAME, "ten xa"},
    {FIELD_AREA_NAME, "xa phuong thi tran"},
    {FIELD_AREA_NAME, "phuong xa"},
    {FIELD_AREA_NAME, "xa phuong dac khu"},
    {FIELD_PHONE_NO, "so dien thoai"},
    {FIELD_PHONE_NO, "dien thoai"},
    {FIELD_PHONE_NO, "sdt"},
    {FIELD_PHONE_NO, "so dt"},
    {FIELD_PHONE_NO, "so dien thoai lien he"},
    {FIELD_PHONE_NO, "dtdd"},
    {FIELD_CATEGORY, "ma doi tuong"},
    {FIELD_CATEGORY, "loai doi tuong"},
    {FIELD_CATEGORY, "doi tuong"},
    {FIELD_CATEGORY, "dien doi tuong"},
    {FIELD_CATEGORY, "dien"},
    {FIELD_CATEGORY, "nhom doi tuong"},
    {FIELD_CATEGORY, "ma loai doi tuong"},
    {FIELD_CATEGORY, "dien huong*"},
    {FIELD_CATEGORY, "loai hinh tro cap"},
    {FIELD_CATEGORY, "doi tuong huong*"},
    {FIELD_CATEGORY, "loai tro cap"},
    {FIELD_CATEGORY, "che do huong"},
    {FIELD_DEGREE, "muc do khuyet tat"},
    {FIELD_DEGREE, "muc do kt"},
    {FIELD_DEGREE, "muc do"},
    {FIELD_DEGREE, "mdkt"},
    {FIELD_CHILDREN, "so con"},
    {FIELD_CHILDREN, "so con dang nuoi"},
    {FIELD_CHILDREN, "so tre dang nuoi"},
    {FIELD_CHILDREN, "so con duoi 16*"},
    {FIELD_DECISION_NO, "so quyet dinh"},
    {FIELD_DECISION_NO, "so qd"},
    {FIELD_DECISION_NO, "quyet dinh so"},
    {FIELD_DECISION_NO, "qd so"},
    {FIELD_DECISION_NO, "so quyet dinh huong*"},
    {FIELD_DECISION_NO, "quyet dinh"},
    {FIELD_DECISION_NO, "so qd huong*"},
    {FIELD_DECISION_NO, "quyet dinh huong so"},
    {FIELD_DECISION_DATE, "ngay quyet dinh"},
    {FIELD_DECISION_DATE, "ngay qd"},
    {FIELD_DECISION_DATE, "ngay ky"},
    {FIELD_DECISION_DATE, "ngay ky qd"},
    {FIELD_DECISION_DATE, "quyet dinh ngay"},
    {FIELD_DECISION_DATE, "ngay ky quyet dinh"},
    {FIELD_DECISION_DATE, "ngay thang quyet dinh"},
    {FIELD_DECISION_DATE, "quyet dinh huong ngay"},
    {FIELD_DECISION_DATE, "ngay ra quyet dinh"},
    {FIELD_FROM, "huong tu"},
    {FIELD_FROM, "huong tu thang"},
    {FIELD_FROM, "thoi diem huong"},
    {FIELD_FROM, "huong tu ngay"},
    {FIELD_FROM, "thang huong"},
    {FIELD_FROM, "tu thang"},
    {FIELD_FROM, "thoi gian huong*"},
    {FIELD_FROM, "bat dau huong*"},
    {FIELD_FROM, "ngay huong"},
    {FIELD_HOUSEHOLD, "ma ho"},
    {FIELD_HOUSEHOLD, "so ho"},
    {FIELD_HOUSEHOLD, "ma ho gia dinh"},
    {FIELD_HOUSEHOLD, "chu ho"},
    {FIELD_HOUSEHOLD, "ho ten chu ho"},
    {FIELD_POVERTY, "ho ngheo"},
    {FIELD_POVERTY, "ho ngheo can ngheo"},
    {FIELD_POVERTY, "dien ho"},
    {FIELD_POVERTY, "ho ngheo ho can ngheo"},
    {FIELD_POVERTY, "thuoc ho*"},
    {FIELD_POVERTY, "loai ho"},
    {FIELD_RECIPIENT, "nguoi nhan thay"},
    {FIELD_RECIPIENT, "nguoi duoc uy quyen"},
    {FIELD_RECIPIENT, "ho ten nguoi nhan*"},
    {FIELD_RECIPIENT, "ho va ten nguoi nhan*"},
    {FIELD_RECIPIENT, "ho ten nguoi duoc uy quyen*"},
    {FIELD_RECIPIENT, "ho va ten nguoi duoc uy quyen*"},
    {FIELD_RECIPIENT, "nguoi giam ho"},
    {FIELD_RECIPIENT, "nguoi nhan"},
    {FIELD_RECIPIENT, "nguoi nhan thay ho va ten"},
    {FIELD_RECIPIENT, "nguoi nhan thay ho ten"},
    {FIELD_RECIPIENT, "nguoi duoc uy quyen ho va ten"},
    {FIELD_RECIPIENT, "nguoi duoc uy quyen ho ten"},
    {FIELD_RECIPIENT, "nguoi nhan tro cap"},
    {FIELD_RECIPIENT_NO, "cccd nguoi nhan"},
    {FIELD_RECIPIENT_NO, "cccd nguoi nhan thay"},
    {FIELD_RECIPIENT_NO, "so cccd nguoi nhan*"},
    {FIELD_RECIPIENT_NO, "cmnd nguoi nhan*"},
    {FIELD_RECIPIENT_NO, "cccd nguoi duoc uy quyen"},
    {FIELD_RECIPIENT_NO, "so cccd nguoi duoc uy quyen"},
    {FIELD_RECIPIENT_NO, "nguoi nhan thay so cccd"},
    {FIELD_RECIPIENT_NO, "nguoi nhan thay cccd"},
    {FIELD_RECIPIENT_NO, "nguoi duoc uy quyen so cccd"},
    {FIELD_RECIPIENT_NO, "nguoi duoc uy quyen cccd"},
    {FIELD_RELATION, "quan he"},
    {FIELD_RELATION, "quan he voi*"},
    {FIELD_RELATION, "moi quan he*"},
    {FIELD_RELATION, "nguoi nhan thay quan he*"},
    {FIELD_RELATION, "nguoi duoc uy quyen quan he*"},
    {FIELD_MANDATE_KIND, "loai uy quyen"},
    {FIELD_MANDATE_KIND, "hinh thuc uy quyen"},
    {FIELD_MANDATE_KIND, "loai dai dien"},
    {FIELD_MANDATE_DATE, "ngay uy quyen"},
    {FIELD_MANDATE_DATE, "ngay giay uy quyen"},
    {FIELD_MANDATE_DATE, "uy quyen tu ngay"},
    {FIELD_MANDATE_DATE, "ngay xac nhan uy quyen"},
    {FIELD_MANDATE_TO, "uy quyen den ngay"},
    {FIELD_MANDATE_TO, "het han uy quyen"},
    {FIELD_MANDATE_TO, "thoi han uy quyen"},
    {FIELD_MANDATE_TO, "uy quyen den"},
    {FIELD_CERTIFIER, "noi xac nhan"},
    {FIELD_CERTIFIER, "noi chung thuc"},
    {FIELD_CERTIFIER, "co quan xac nhan"},
    {FIELD_CERTIFIER, "nguoi xac nhan"},
    {FIELD_CHANNEL, "hinh thuc chi tra"},
    {FIELD_CHANNEL, "hinh thuc nhan"},
    {FIELD_CHANNEL, "hinh thuc"},
    {FIELD_CHANNEL, "phuong thuc chi tra"},
    {FIELD_CHANNEL, "kenh chi tra"},
    {FIELD_CHANNEL, "phuong thuc nhan"},
    {FIELD_PROVIDER, "ngan hang"},
    {FIELD_PROVIDER, "ten ngan hang"},
    {FIELD_PROVIDER, "tai ngan hang"},
    {FIELD_PROVIDER, "to chuc chi tra"},
    {FIELD_PROVIDER, "don vi chi tra"},
    {FIELD_PROVIDER, "ngan hang vi dien tu"},
    {FIELD_PROVIDER, "mo tai ngan hang"},
    {FIELD_PROVIDER, "to chuc dich vu chi tra"},
    {FIELD_ACCOUNT_NO, "so tai khoan"},
    {FIELD_ACCOUNT_NO, "stk"},
    {FIELD_ACCOUNT_NO, "so tk"},
    {FIELD_ACCOUNT_NO, "so tai khoan ngan hang"},
    {FIELD_ACCOUNT_NO, "so tai khoan vi*"},
    {FIELD_ACCOUNT_NO, "tai khoan"},
    {FIELD_ACCOUNT_NO, "so tai khoan nhan*"},
    {FIELD_HOLDER, "chu tai khoan"},
    {FIELD_HOLDER, "ten chu tai khoan"},
    {FIELD_HOLDER, "ten tai khoan"},
    {FIELD_HOLDER, "ho ten chu tai khoan"},
    {FIELD_HOLDER, "chu tk"},
    {FIELD_MOVEMENT_KIND, "loai bien dong"},
    {FIELD_MOVEMENT_KIND, "bien dong"},
    {FIELD_MOVEMENT_KIND, "noi dung bien dong"},
    {FIELD_MOVEMENT_DATE, "ngay bien dong"},
    {FIELD_MOVEMENT_DATE, "ngay"},
    {FIELD_MOVEMENT_DATE, "tu ngay"},
    {FIELD_MOVEMENT_REASON, "ly do"},
    {FIELD_MOVEMENT_REASON, "ly do bien dong"},
    {FIELD_MOVEMENT_REASON, "ghi chu"},
    {FIELD_MOVEMENT_AREA, "ma xa moi"},
    {FIELD_MOVEMENT_AREA, "ma xa chuyen den"},
};

enum { SPELLING_COUNT = sizeof SPELLINGS / sizeof SPELLINGS[0] };

static const char *const TITLES[FIELD_COUNT] = {
    [FIELD_NONE] = "",
    [FIELD_STT] = "STT",
    [FIELD_NAME] = "Họ và tên",
    [FIELD_BIRTH] = "Ngày sinh",
    [FIELD_BIRTH_MALE] = "Năm sinh Nam",
    [FIELD_BIRTH_FEMALE] = "Năm sinh Nữ",
    [FIELD_SEX] = "Giới tính",
    [FIELD_SEX_MALE] = "Giới tính Nam",
    [FIELD_SEX_FEMALE] = "Giới tính Nữ",
    [FIELD_ID] = "Số CCCD",
    [FIELD_ETHNICITY] = "Dân tộc",
    [FIELD_HAMLET] = "Thôn, bản",
    [FIELD_AREA_CODE] = "Mã xã",
    [FIELD_AREA_NAME] = "Xã",
    [FIELD_PHONE_NO] = "Số điện thoại",
    [FIELD_CATEGORY] = "Mã đối tượng",
    [FIELD_DEGREE] = "Mức độ khuyết tật",
    [FIELD_CHILDREN] = "Số con",
    [FIELD_DECISION_NO] = "Số quyết định",
    [FIELD_DECISION_DATE] = "Ngày quyết định",
    [FIELD_FROM] = "Hưởng từ",
    [FIELD_HOUSEHOLD] = "Mã hộ",
    [FIELD_POVERTY] = "Hộ nghèo",
    [FIELD_RECIPIENT] = "Người nhận thay",
    [FIELD_RECIPIENT_NO] = "CCCD người nhận",
    [FIELD_RELATION] = "Quan hệ",
    [FIELD_MANDATE_KIND] = "Loại ủy quyền",
    [FIELD_MANDATE_DATE] = "Ngày ủy quyền",
    [FIELD_MANDATE_TO] = "Ủy quyền đến ngày",
    [FIELD_CERTIFIER] = "Nơi xác nhận",
    [FIELD_CHANNEL] = "Hình thức chi trả",
    [FIELD_PROVIDER] = "Ngân hàng",
    [FIELD_ACCOUNT_NO] = "Số tài khoản",
    [FIELD_HOLDER] = "Chủ tài khoản",
    [FIELD_MOVEMENT_KIND] = "Loại biến động",
    [FIELD_MOVEMENT_DATE] = "Ngày biến động",
    [FIELD_MOVEMENT_REASON] = "Lý do",
    [FIELD_MOVEMENT_AREA] = "Mã xã mới",
};

const char *row_field_title(RowField field) {
    return field > FIELD_NONE && field < FIELD_COUNT ? TITLES[field] : "";
}

/* Letters and digits of a folded text as single-spaced words, without "(...)" notes. */
static size_t words_of(Str folded, char *out, size_t size) {
    size_t len = 0;
    int depth = 0;
    for (size_t i = 0; i < folded.len; i++) {
        char c = folded.ptr[i];
        depth += (c == '(') - (c == ')' && depth > 0);
        bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (word && depth == 0) {
            if (len + 1 < size) {
                out[len++] = c;
            }
        } else if (len > 0 && out[len - 1] != ' ' && len + 1 < size) {
            out[len++] = ' ';
        }
    }
    while (len > 0 && out[len - 1] == ' ') {
        len--;
    }
    return len;
}

static RowField field_of_words(Str words) {
    for (size_t i = 0; words.len > 0 && i < SPELLING_COUNT; i++) {
        if (SPELLINGS[i].folded[0] != words.ptr[0]) {
            continue; /* almost all of them: forty rows of every file are asked */
        }
        Str spelling = str_of(SPELLINGS[i].folded);
        bool open_end = str_ends_with(spelling, STR("*"));
        spelling.len -= open_end;
        if (str_equal(words, spelling) || (open_end && str_starts_with(words, spelling))) {
            return SPELLINGS[i].field;
        }
    }
    return FIELD_NONE;
}

/* The words of a header cell as it is and, when they say nothing, decoded from the old encodings.
 */
static Status cell_words(Ctx *ctx, Str text, char *words, size_t size, size_t *ret_len) {
    static const EncodingKind KINDS[] = {ENCODING_UTF8,      ENCODING_TCVN3,  ENCODING_VNI,
                                         ENCODING_VIQR,      ENCODING_CP1258, ENCODING_VISCII,
                                         ENCODING_UTF8_TWICE};
    size_t first_len = 0;
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0] * 2; i++) {
        Encoding encoding = {KINDS[i / 2], i % 2 == 1, false};
        char tried[128];
        Str decoded;
        Str folded;
        Status status = encoding_decode(ctx, encoding, text, &decoded);
        if (status == OK) {
            status = text_fold(ctx, decoded, &folded);
        }
        if (status == E_MEMORY_LIMIT) {
            return status;
        }
        if (status != OK) {
            continue;
        }
        size_t len = words_of(folded, tried, sizeof tried);
        bool known = field_of_words((Str){tried, len}) != FIELD_NONE;
        if (i == 0 || known) {
            first_len = len < size ? len : size;
            memcpy(words, tried, first_len);
        }
        if (known) {
            break;
        }
    }
    *ret_len = first_len;
    return OK;
}

typedef struct Words {
    char text[128];
    size_t len;
} Words;

typedef struct WordRow {
    Words columns[HEADER_COLUMN_MAX + 1];
} WordRow;

static Status row_words(Ctx *ctx, const HeadRow *row, WordRow *out) {
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < row->cell_count; i++) {
        const RowCell *cell = &row->cells[i];
        if (cell->column < 1 || cell->column > HEADER_COLUMN_MAX || cell->text.len > 200) {
            continue;
        }
        Words *words = &out->columns[cell->column];
        ArenaMark mark = arena_mark(ctx->arena);
        Status status = cell_words(ctx, cell->text, words->text, sizeof words->text, &words->len);
        arena_rewind(ctx->arena, mark);
        TRY(status);
    }
    return OK;
}

/*
 * Carries an upper title over the columns that it is merged across; a file without merges (CSV) has
 * the title in the first of its columns, and the ones after it are blank above and filled below.
 */
static void upper_spread(const HeadRow *row, const SheetMerge *merges, size_t merge_count,
                         WordRow *upper, const WordRow *lower) {
    for (size_t i = 0; i < merge_count; i++) {
        const SheetMerge *merge = &merges[i];
        if (merge->first_row != row->number || merge->first_column < 1) {
            continue;
        }
        for (int32_t c = merge->first_column + 1; c <= merge->last_column && c <= HEADER_COLUMN_MAX;
             c++) {
            upper->columns[c] = upper->columns[merge->first_column];
        }
    }
    for (int32_t c = 2; merge_count == 0 && c <= HEADER_COLUMN_MAX; c++) {
        if (upper->columns[c].len == 0 && lower->columns[c].len > 0 &&
            lower->columns[c - 1].len > 0) {
            upper->columns[c] = upper->columns[c - 1];
        }
    }
}

static void words_join(const Words *upper, const Words *lower, Words *out) {
    *out = *upper;
    if (lower->len == 0) {
        return;
    }
    if (out->len > 0 && out->len + 1 < sizeof out->text) {
        out->text[out->len++] = ' ';
    }
    size_t room = sizeof out->text - out->len;
    size_t len = lower->len < room ? lower->len : room;
    memcpy(out->text + out->len, lower->text, len);
    out->len += len;
}

/* A column under a title of two rows: the two joined, else the lower, else the upper alone. */
static RowField field_of_column(const Words *upper, const Words *lower) {
    Words joined;
    words_join(upper, lower, &joined);
    RowField field = field_of_words((Str){joined.text, joined.len});
    if (field == FIELD_NONE && lower->len > 0) {
        field = field_of_words((Str){lower->text, lower->len});
    }
    if (field == FIELD_NONE && lower->len == 0) {
        field = field_of_words((Str){upper->text, upper->len});
    }
    return field;
}

/* Number of different fields found; the first column of a field keeps it. */
static size_t map_fill(const WordRow *upper, const WordRow *lower, HeaderMap *map) {
    size_t count = 0;
    *map = (HeaderMap){.header_row = 0};
    for (int32_t c = 1; c <= HEADER_COLUMN_MAX; c++) {
        RowField field = field_of_column(&upper->columns[c], &lower->columns[c]);
        if (field == FIELD_NONE || map->column_of[field] != 0) {
            continue;
        }
        map->column_of[field] = c;
        map->field_of[c] = (uint8_t)field;
        count++;
    }
    return count;
}

static bool map_is_plausible(HeaderMap *map, size_t field_count) {
    map->is_movements = map->column_of[FIELD_MOVEMENT_KIND] != 0;
    return field_count >= 3 && (map->column_of[FIELD_NAME] != 0 || map->is_movements);
}

static Status map_check(Ctx *ctx, const HeaderMap *map) {
    static const RowField PERSON[] = {FIELD_NAME, FIELD_CATEGORY, FIELD_DECISION_NO,
                                      FIELD_DECISION_DATE};
    static const RowField MOVEMENT[] = {FIELD_ID, FIELD_MOVEMENT_KIND, FIELD_MOVEMENT_DATE};
    const RowField *needed = map->is_movements ? MOVEMENT : PERSON;
    size_t count = map->is_movements ? 3 : 4;
    for (size_t i = 0; i < count; i++) {
        if (map->column_of[needed[i]] == 0) {
            return ctx_fail(ctx, E_INTAKE_COLUMN_MISSING, "row %lld: %s",
                            (long long)map->header_row, row_field_title(needed[i]));
        }
    }
    bool birth = map->column_of[FIELD_BIRTH] != 0 || map->column_of[FIELD_BIRTH_MALE] != 0 ||
                 map->column_of[FIELD_BIRTH_FEMALE] != 0;
    if (!map->is_movements && !birth) {
        return ctx_fail(ctx, E_INTAKE_COLUMN_MISSING, "row %lld: %s", (long long)map->header_row,
                        row_field_title(FIELD_BIRTH));
    }
    return OK;
}

typedef struct Search {
    WordRow upper;
    WordRow lower;
    WordRow blank;
} Search;

/* Tries row i alone, then with the one under it, and keeps the better of what was found. */
static Status header_try(Ctx *ctx, const HeadRow *rows, size_t row_count, size_t i,
                         const SheetMerge *merges, size_t merge_count, Search *search,
                         size_t *best_count, HeaderMap *best) {
    HeaderMap map;
    TRY(row_words(ctx, &rows[i], &search->lower));
    size_t count = map_fill(&search->blank, &search->lower, &map);
    if (map_is_plausible(&map, count) && count > *best_count) {
        map.header_row = rows[i].number;
        map.first_data_row = rows[i].number + 1;
        *best_count = count;
        *best = map;
    }
    if (i + 1 == row_count || rows[i + 1].number != rows[i].number + 1) {
        return OK;
    }
    search->upper = search->lower;
    TRY(row_words(ctx, &rows[i + 1], &search->lower));
    upper_spread(&rows[i], merges, merge_count, &search->upper, &search->lower);
    count = map_fill(&search->upper, &search->lower, &map);
    if (map_is_plausible(&map, count) && count > *best_count) {
        map.header_row = rows[i + 1].number;
        map.first_data_row = rows[i + 1].number + 1;
        *best_count = count;
        *best = map;
    }
    return OK;
}

Status header_map_find(Ctx *ctx, const HeadRow *rows, size_t row_count, const SheetMerge *merges,
                       size_t merge_count, HeaderMap *ret_map) {
    HeaderMap best = {.header_row = 0};
    size_t best_count = 0;
    Search *search = NULL;
    TRY(ctx_alloc(ctx, sizeof *search, (void **)&search));
    for (size_t i = 0; i < row_count && i < HEADER_ROW_MAX; i++) {
        TRY(header_try(ctx, rows, row_count, i, merges, merge_count, search, &best_count, &best));
    }
    if (best_count == 0) {
        return ctx_fail(ctx, E_INTAKE_NO_HEADER, "%s: %zu",
                        ctx_say(ctx, "số dòng đầu đã tìm", "first rows looked at"), row_count);
    }
    TRY(map_check(ctx, &best));
    *ret_map = best;
    return OK;
}

static bool is_column_number(Str text) {
    bool digit = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        digit = digit || (c >= '0' && c <= '9');
        if (!((c >= '0' && c <= '9') || c == '(' || c == ')' || c == ' ' || c == '[' || c == ']')) {
            return text.len == 1;
        }
    }
    return digit && text.len <= 5;
}

/* "(1) (2) (3)" or "A B 1 2" right under the header. */
static bool row_numbers_columns(const RowCell *cells, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!is_column_number(cells[i].text)) {
            return false;
        }
    }
    return count > 2;
}

static bool starts_like_a_sum(Ctx *ctx, Str text) {
    static const char *const WORDS[] = {"tong", "cong", "nguoi lap", "ke toan", "chu tich", "tm "};
    Str folded;
    ArenaMark mark = arena_mark(ctx->arena);
    bool sum = false;
    if (text_fold(ctx, text, &folded) == OK) {
        for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
            sum = sum || str_starts_with(folded, str_of(WORDS[i]));
        }
    }
    arena_rewind(ctx->arena, mark);
    return sum;
}

bool header_map_is_data(Ctx *ctx, const HeaderMap *map, int64_t row_number, const RowCell *cells,
                        size_t count) {
    size_t filled = 0;
    size_t telling = 0;  /* cells that only a row about a person has */
    size_t identity = 0; /* who it is: never in a sum or under a signature */
    Str name = {"", 0};
    Str first = {"", 0};
    if (row_number < map->first_data_row) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (str_is_empty(cells[i].text) || cells[i].column > HEADER_COLUMN_MAX) {
            continue;
        }
        RowField field = (RowField)map->field_of[cells[i].column];
        first = filled == 0 ? cells[i].text : first;
        filled++;
        identity += field == FIELD_ID || field == FIELD_BIRTH || field == FIELD_BIRTH_MALE ||
                    field == FIELD_BIRTH_FEMALE;
        telling += field == FIELD_CATEGORY || field == FIELD_DECISION_NO ||
                   field == FIELD_ACCOUNT_NO || field == FIELD_MOVEMENT_KIND;
        name = field == FIELD_NAME ? cells[i].text : name;
    }
    if (filled < 2 || (row_number == map->first_data_row && row_numbers_columns(cells, count))) {
        return false;
    }
    if (identity == 0 && (starts_like_a_sum(ctx, first) || starts_like_a_sum(ctx, name))) {
        return false;
    }
    return identity + telling > 0 || !str_is_empty(name);
}
