#include "registry/row_word.h"

#include "text/fold.h"

typedef struct Word {
    const char *folded;
    int value;
} Word;

#define COUNT_OF(table) (sizeof(table) / sizeof((table)[0]))

static bool holds(Str text, const char *part) {
    return str_find(text, str_of(part), 0) != SIZE_MAX;
}

static bool word_is(Str text, const Word *words, size_t count, int *ret_value) {
    for (size_t i = 0; i < count; i++) {
        if (str_equal(text, str_of(words[i].folded))) {
            *ret_value = words[i].value;
            return true;
        }
    }
    return false;
}

static bool word_holds(Str text, const Word *words, size_t count, int *ret_value) {
    for (size_t i = 0; i < count; i++) {
        if (holds(text, words[i].folded)) {
            *ret_value = words[i].value;
            return true;
        }
    }
    return false;
}

bool sex_word_read(Str folded, Sex *ret_sex) {
    static const Word WORDS[] = {{"nam", SEX_MALE},  {"nu", SEX_FEMALE}, {"m", SEX_MALE},
                                 {"f", SEX_FEMALE},  {"male", SEX_MALE}, {"female", SEX_FEMALE},
                                 {"trai", SEX_MALE}, {"gai", SEX_FEMALE}};
    int value = 0;
    if (!word_is(folded, WORDS, COUNT_OF(WORDS), &value)) {
        return false;
    }
    *ret_sex = (Sex)value;
    return true;
}

bool degree_word_read(Str folded, int64_t *ret_degree) {
    static const Word EXACT[] = {{"1", 1},   {"2", 2}, {"0", 0},   {"khong", 0},
                                 {"dbn", 2}, {"n", 1}, {"nang", 1}};
    static const Word PARTS[] = {{"dac biet", 2}, {"db nang", 2}, {"nang", 1}};
    int value = 0;
    if (!word_is(folded, EXACT, COUNT_OF(EXACT), &value) &&
        !word_holds(folded, PARTS, COUNT_OF(PARTS), &value)) {
        return false;
    }
    *ret_degree = value;
    return true;
}

bool poverty_word_read(Str folded, int *ret_class) {
    static const Word EXACT[] = {{"hn", 1},    {"hcn", 2}, {"cn", 2},    {"x", 1},
                                 {"khong", 3}, {"0", 3},   {"1", 1},     {"2", 2},
                                 {"3", 3},     {"co", 1},  {"ngheo", 1}, {"binh thuong", 3}};
    static const Word PARTS[] = {{"khong thuoc", 3}, {"khong phai", 3}, {"thoat", 3},
                                 {"can ngheo", 2},   {"trung binh", 3}, {"ho ngheo", 1}};
    int value = 0;
    if (!word_is(folded, EXACT, COUNT_OF(EXACT), &value) &&
        !word_holds(folded, PARTS, COUNT_OF(PARTS), &value)) {
        return false;
    }
    *ret_class = value;
    return true;
}

bool channel_word_read(Str folded, Channel *ret_channel) {
    static const Word EXACT[] = {{"1", 1},   {"2", 2},  {"3", 3},  {"4", 4}, {"ck", 1},
                                 {"atm", 1}, {"tk", 1}, {"tm", 3}, {"vi", 2}};
    static const Word PARTS[] = {
        {"tai nha", CHANNEL_CASH_HOME},   {"vi dien tu", CHANNEL_WALLET},
        {"mobile money", CHANNEL_WALLET}, {"viettel money", CHANNEL_WALLET},
        {"momo", CHANNEL_WALLET},         {"tai khoan", CHANNEL_BANK},
        {"chuyen khoan", CHANNEL_BANK},   {"ngan hang", CHANNEL_BANK},
        {"qua the", CHANNEL_BANK},        {"tien mat", CHANNEL_CASH_POINT},
        {"buu dien", CHANNEL_CASH_POINT}, {"diem chi tra", CHANNEL_CASH_POINT},
        {"truc tiep", CHANNEL_CASH_POINT}};
    int value = 0;
    if (!word_is(folded, EXACT, COUNT_OF(EXACT), &value) &&
        !word_holds(folded, PARTS, COUNT_OF(PARTS), &value)) {
        return false;
    }
    *ret_channel = (Channel)value;
    return true;
}

bool mandate_word_read(Str folded, MandateKind *ret_kind) {
    static const Word PARTS[] = {{"uy quyen", MANDATE_AUTHORISED},
                                 {"nhan thay", MANDATE_AUTHORISED},
                                 {"giam ho", MANDATE_GUARDIAN},
                                 {"dai dien", MANDATE_REPRESENTATIVE}};
    int value = 0;
    if (!word_holds(folded, PARTS, COUNT_OF(PARTS), &value)) {
        return false;
    }
    *ret_kind = (MandateKind)value;
    return true;
}

bool movement_word_read(Str folded, MovementKind *ret_kind) {
    static const Word PARTS[] = {
        {"chuyen den", MOVEMENT_MOVED_IN}, {"chuyen", MOVEMENT_MOVED_OUT},
        {"chet", MOVEMENT_DIED},           {"tu tran", MOVEMENT_DIED},
        {"qua doi", MOVEMENT_DIED},        {"mat tich", MOVEMENT_STOPPED},
        {"tu vong", MOVEMENT_DIED},        {"tam dung", MOVEMENT_SUSPENDED},
        {"huong lai", MOVEMENT_RESUMED},   {"khoi phuc", MOVEMENT_RESUMED},
        {"tiep tuc", MOVEMENT_RESUMED},    {"thoi huong", MOVEMENT_STOPPED},
        {"dung huong", MOVEMENT_STOPPED},  {"cat giam", MOVEMENT_STOPPED},
        {"giam", MOVEMENT_STOPPED}};
    int value = 0;
    if (!word_holds(folded, PARTS, COUNT_OF(PARTS), &value)) {
        return false;
    }
    *ret_kind = (MovementKind)value;
    return true;
}

/* Parts of a code: numbers and one letter, e.g. 5, 1, a. The letter keeps its đ. */
typedef struct CodeParts {
    int numbers[3];
    size_t number_count;
    Str letter;
    size_t letter_count;
} CodeParts;

static bool is_point_letter(Str s) {
    return (s.len == 1 && s.ptr[0] >= 'a' && s.ptr[0] <= 'z') || str_equal(s, STR("đ"));
}

/* One run of digits or one letter at the front of *rest. */
static bool code_take(Str *rest, CodeParts *parts) {
    size_t digits = 0;
    while (digits < rest->len && rest->ptr[digits] >= '0' && rest->ptr[digits] <= '9') {
        digits++;
    }
    if (digits > 0) {
        int64_t number = 0;
        if (digits > 2 || parts->number_count == 3 || parts->letter_count > 0 ||
            !str_to_int64((Str){rest->ptr, digits}, &number)) {
            return false;
        }
        parts->numbers[parts->number_count++] = (int)number;
        *rest = str_part(*rest, digits, SIZE_MAX);
        return true;
    }
    size_t len = str_starts_with(*rest, STR("đ")) ? sizeof "đ" - 1 : 1;
    Str letter = str_part(*rest, 0, len);
    if (!is_point_letter(letter) || parts->letter_count > 0) {
        return false;
    }
    parts->letter = letter;
    parts->letter_count = 1;
    *rest = str_part(*rest, len, SIZE_MAX);
    return true;
}

/* "5.1.a", "5 1 a", "1a", "20.2.c": false when there is anything but numbers, points and one
 * letter. */
static bool code_split(Str lower, CodeParts *ret_parts) {
    CodeParts parts = {.number_count = 0};
    Str rest = lower;
    while (rest.len > 0) {
        char c = rest.ptr[0];
        if (c == '.' || c == ' ' || c == '-' || c == '/' || c == ',') {
            rest = str_part(rest, 1, SIZE_MAX);
        } else if (!code_take(&rest, &parts)) {
            return false;
        }
    }
    *ret_parts = parts;
    return parts.number_count > 0;
}

/* Article 5 may be left out where the clause is 1 to 8; "5.c" is point c of clause 5. */
static Status code_print(Ctx *ctx, const CodeParts *parts, Str *ret_code) {
    int article = 5;
    int clause = parts->numbers[0];
    bool has_article = parts->number_count >= 2;
    if (has_article) {
        article = parts->numbers[0];
        clause = parts->numbers[1];
    }
    bool known = (article == 5 && clause >= 1 && clause <= 8) || (article == 20 && clause == 2);
    if (!known || parts->number_count == 3) {
        *ret_code = (Str){"", 0};
        return OK;
    }
    if (parts->letter_count == 0) {
        return ctx_print(ctx, ret_code, "nd20/%d.%d", article, clause);
    }
    return ctx_print(ctx, ret_code, "nd20/%d.%d.%.*s", article, clause, STR_ARG(parts->letter));
}

/* What follows a word, up to the next space: "khoản 5" -> "5". */
static Str after_word(Str lower, const char *word) {
    size_t at = str_find(lower, str_of(word), 0);
    if (at == SIZE_MAX) {
        return (Str){"", 0};
    }
    Str rest = str_trim(str_part(lower, at + str_of(word).len, SIZE_MAX));
    size_t len = 0;
    while (len < rest.len && rest.ptr[len] != ' ' && rest.ptr[len] != ',' && rest.ptr[len] != ';') {
        len++;
    }
    return (Str){rest.ptr, len};
}

static Status code_of_phrase(Ctx *ctx, Str lower, Str *ret_code) {
    Str clause = after_word(lower, "khoản ");
    Str point = after_word(lower, "điểm ");
    Str article = after_word(lower, "điều ");
    int64_t clause_no = 0;
    int64_t article_no = 5;
    *ret_code = (Str){"", 0};
    if (!str_to_int64(clause, &clause_no) ||
        (!str_is_empty(article) && !str_to_int64(article, &article_no)) ||
        (!str_is_empty(point) && !is_point_letter(point))) {
        return OK;
    }
    CodeParts parts = {.numbers = {(int)(article_no & 0xFF), (int)(clause_no & 0xFF)},
                       .number_count = 2,
                       .letter = point,
                       .letter_count = !str_is_empty(point)};
    return code_print(ctx, &parts, ret_code);
}

/* The words of the decree, the narrower before the wider. */
static CategoryWord category_of_words(Str folded) {
    static const struct {
        const char *first;
        const char *second; /* NULL = none */
        const char *category;
        int degree;
    } WORDS[] = {
        {"cham soc", "khuyet tat", "nd20/20.2.c", 2},
        {"khuyet tat", "dac biet nang", "nd20/5.6", 2},
        {"nkt", "dac biet nang", "nd20/5.6", 2},
        {"khuyet tat", "dbn", "nd20/5.6", 2},
        {"nkt", "dbn", "nd20/5.6", 2},
        {"khuyet tat", "nang", "nd20/5.6", 1},
        {"nkt", "nang", "nd20/5.6", 1},
        {"khuyet tat", NULL, "nd20/5.6", 0},
        {"bo roi", NULL, "nd20/5.1.a", 0},
        {"mo coi", "ca cha", "nd20/5.1.b", 0},
        {"mo coi", "ca cha lan me", "nd20/5.1.b", 0},
        {"hiv", "tre em", "nd20/5.3", 0},
        {"hiv", NULL, "nd20/5.8", 0},
        {"don than", NULL, "nd20/5.4", 0},
        {"mot minh nuoi con", NULL, "nd20/5.4", 0},
        {"doc than", "nuoi con", "nd20/5.4", 0},
        {"duoi 3 tuoi", NULL, "nd20/5.7", 0},
        {"tu du 16", "22", "nd20/5.2", 0},
        {"cao tuoi", "cong dong", "nd20/5.5.d", 0},
        {"75", "80", "nd20/5.5.b", 0},
        {"80 tuoi", NULL, "nd20/5.5.c", 0},
        {"cao tuoi", "ngheo", "nd20/5.5.a", 0},
        {"cao tuoi", "phung duong", "nd20/5.5.a", 0},
    };
    for (size_t i = 0; i < COUNT_OF(WORDS); i++) {
        if (holds(folded, WORDS[i].first) && (!WORDS[i].second || holds(folded, WORDS[i].second))) {
            return (CategoryWord){str_of(WORDS[i].category), WORDS[i].degree};
        }
    }
    return (CategoryWord){{"", 0}, 0};
}

Status category_word_read(Ctx *ctx, Str text, CategoryWord *ret_word) {
    Str lower;
    Str folded;
    CategoryWord word = {{"", 0}, 0};
    CodeParts parts;
    TRY(text_lower(ctx, text, &lower));
    lower = str_trim(lower);
    if (str_starts_with(lower, STR("nd20/"))) {
        lower = str_part(lower, 5, SIZE_MAX);
    }
    if (code_split(lower, &parts)) {
        TRY(code_print(ctx, &parts, &word.category));
        *ret_word = word;
        return OK;
    }
    TRY(code_of_phrase(ctx, lower, &word.category));
    if (str_is_empty(word.category)) {
        TRY(text_fold(ctx, text, &folded));
        word = category_of_words(folded);
    }
    *ret_word = word;
    return OK;
}
