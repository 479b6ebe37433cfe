#include "value/citizen_id.h"

#include <string.h>

#include "value/digits.h"

enum { PROVINCE_DIGITS = 3, MASK_READABLE = 4, RAW_MAX = 24 };

typedef struct Province {
    char code[PROVINCE_DIGITS + 1];
    const char *name;
} Province;

/* Circular 07/2016/TT-BCA, annex; the provinces as they were before 1 July 2025. */
static const Province PROVINCES[] = {
    {"001", "Hà Nội"},
    {"002", "Hà Giang"},
    {"004", "Cao Bằng"},
    {"006", "Bắc Kạn"},
    {"008", "Tuyên Quang"},
    {"010", "Lào Cai"},
    {"011", "Điện Biên"},
    {"012", "Lai Châu"},
    {"014", "Sơn La"},
    {"015", "Yên Bái"},
    {"017", "Hòa Bình"},
    {"019", "Thái Nguyên"},
    {"020", "Lạng Sơn"},
    {"022", "Quảng Ninh"},
    {"024", "Bắc Giang"},
    {"025", "Phú Thọ"},
    {"026", "Vĩnh Phúc"},
    {"027", "Bắc Ninh"},
    {"030", "Hải Dương"},
    {"031", "Hải Phòng"},
    {"033", "Hưng Yên"},
    {"034", "Thái Bình"},
    {"035", "Hà Nam"},
    {"036", "Nam Định"},
    {"037", "Ninh Bình"},
    {"038", "Thanh Hóa"},
    {"040", "Nghệ An"},
    {"042", "Hà Tĩnh"},
    {"044", "Quảng Bình"},
    {"045", "Quảng Trị"},
    {"046", "Thừa Thiên Huế"},
    {"048", "Đà Nẵng"},
    {"049", "Quảng Nam"},
    {"051", "Quảng Ngãi"},
    {"052", "Bình Định"},
    {"054", "Phú Yên"},
    {"056", "Khánh Hòa"},
    {"058", "Ninh Thuận"},
    {"060", "Bình Thuận"},
    {"062", "Kon Tum"},
    {"064", "Gia Lai"},
    {"066", "Đắk Lắk"},
    {"067", "Đắk Nông"},
    {"068", "Lâm Đồng"},
    {"070", "Bình Phước"},
    {"072", "Tây Ninh"},
    {"074", "Bình Dương"},
    {"075", "Đồng Nai"},
    {"077", "Bà Rịa - Vũng Tàu"},
    {"079", "Thành phố Hồ Chí Minh"},
    {"080", "Long An"},
    {"082", "Tiền Giang"},
    {"083", "Bến Tre"},
    {"084", "Trà Vinh"},
    {"086", "Vĩnh Long"},
    {"087", "Đồng Tháp"},
    {"089", "An Giang"},
    {"091", "Kiên Giang"},
    {"092", "Cần Thơ"},
    {"093", "Hậu Giang"},
    {"094", "Sóc Trăng"},
    {"095", "Bạc Liêu"},
    {"096", "Cà Mau"},
};

static const char *province_name(const char *digits) {
    for (size_t i = 0; i < sizeof PROVINCES / sizeof PROVINCES[0]; i++) {
        if (memcmp(PROVINCES[i].code, digits, PROVINCE_DIGITS) == 0) {
            return PROVINCES[i].name;
        }
    }
    return NULL;
}

/*
 * How many zeros a spreadsheet dropped: it drops all of them, so what begins with a zero still has
 * its own; -1 when the length fits no number.
 */
static int zeros_lost(const char *digits, size_t len) {
    if (len == CITIZEN_ID_DIGITS || len == CITIZEN_ID_OLD_DIGITS) {
        return 0;
    }
    if (digits[0] == '0') {
        return -1;
    }
    if (len == CITIZEN_ID_DIGITS - 1 || len == CITIZEN_ID_OLD_DIGITS - 1) {
        return 1;
    }
    if (len == CITIZEN_ID_DIGITS - 2) {
        /* Ten digits may be a social insurance number: only a known province makes it ours. */
        char code[PROVINCE_DIGITS + 1] = {'0', '0', digits[0], '\0'};
        return province_name(code) ? 2 : -1;
    }
    return -1;
}

Status citizen_id_parse(Ctx *ctx, Str in, CitizenId *ret_id) {
    char digits[RAW_MAX];
    size_t len = 0;
    if (!digits_take(in, digits, sizeof digits, &len)) {
        return ctx_fail(ctx, E_CITIZEN_ID_SYNTAX,
                        "not digits alone, or a number cut by a spreadsheet");
    }
    int zeros = zeros_lost(digits, len);
    if (zeros < 0) {
        return ctx_fail(ctx, E_CITIZEN_ID_SYNTAX, "%zu digits", len);
    }
    if (digits_all_same(digits)) {
        return ctx_fail(ctx, E_CITIZEN_ID_SYNTAX, "one digit repeated");
    }
    CitizenId id = {.kind = (int)len + zeros, .flags = zeros ? CITIZEN_ID_ZERO_RESTORED : 0};
    memset(id.digits, '0', (size_t)zeros);
    memcpy(id.digits + zeros, digits, len);
    if (id.kind == CITIZEN_ID_DIGITS && province_name(id.digits) == NULL) {
        id.flags |= CITIZEN_ID_PROVINCE_UNKNOWN;
    }
    *ret_id = id;
    return OK;
}

const char *citizen_id_province(const CitizenId *id) {
    return id->kind == CITIZEN_ID_DIGITS ? province_name(id->digits) : NULL;
}

Sex citizen_id_sex(const CitizenId *id) {
    if (id->kind != CITIZEN_ID_DIGITS) {
        return SEX_UNKNOWN;
    }
    return (id->digits[3] - '0') % 2 == 0 ? SEX_MALE : SEX_FEMALE;
}

int citizen_id_birth_year(const CitizenId *id) {
    if (id->kind != CITIZEN_ID_DIGITS) {
        return 0;
    }
    int century = 1900 + (id->digits[3] - '0') / 2 * 100;
    return century + (id->digits[4] - '0') * 10 + (id->digits[5] - '0');
}

int citizen_id_compare(const CitizenId *id, Sex sex, const Date *birth) {
    int flags = 0;
    if (id->kind != CITIZEN_ID_DIGITS) {
        return 0;
    }
    if (sex != SEX_UNKNOWN && sex != citizen_id_sex(id)) {
        flags |= CITIZEN_ID_SEX_DIFFERS;
    }
    if (birth != NULL) {
        int stated = citizen_id_birth_year(id);
        if (stated % 100 != date_year(*birth) % 100) {
            flags |= CITIZEN_ID_YEAR_DIFFERS;
        }
        if (stated / 100 != date_year(*birth) / 100) {
            flags |= CITIZEN_ID_CENTURY_DIFFERS;
        }
    }
    return flags;
}

void citizen_id_mask(const CitizenId *id, char ret_mask[CITIZEN_ID_DIGITS + 1]) {
    size_t len = strlen(id->digits);
    memcpy(ret_mask, id->digits, len + 1);
    if (len > MASK_READABLE) {
        memset(ret_mask, '*', len - MASK_READABLE);
    }
}
