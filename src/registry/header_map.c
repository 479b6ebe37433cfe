/*
 * Each header cell is reduced to lower-case words without tones and signs and looked up among the
 * spellings of each field (header_word.c). A row (or two rows joined) with the most fields wins; at
 * least three of them, a name among them (or, for movements, the kind of movement).
 */
#include "registry/header_map.h"

#include <string.h>

#include "registry/header_word.h"
#include "text/encoding.h"
#include "text/fold.h"

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
        bool known = header_word_field((Str){tried, len}) != FIELD_NONE;
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
    RowField field = header_word_field((Str){joined.text, joined.len});
    if (field == FIELD_NONE && lower->len > 0) {
        field = header_word_field((Str){lower->text, lower->len});
    }
    if (field == FIELD_NONE && lower->len == 0) {
        field = header_word_field((Str){upper->text, upper->len});
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
