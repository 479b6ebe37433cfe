/*
 * The buffer holds the file from the row that is being read onwards. A row is first scanned to its
 * end without touching a byte; when the buffer ends before the row does, more is read and the scan
 * begins again. Quotes are only removed when the row is whole. So a quote that is never closed can
 * be given up: the line where it began is reported, and reading goes on with the next line.
 */
#include "codec/csv_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codec/utf8.h"

enum { READ_SIZE = 1 << 18, US_PER_S = 1000000, CELL_FIRST = 64 };

typedef enum CsvEncoding { CSV_BYTES, CSV_UTF16_LE, CSV_UTF16_BE } CsvEncoding;

typedef enum ScanEnd { SCAN_WHOLE, SCAN_NEEDS_MORE, SCAN_DAMAGED } ScanEnd;

struct CsvReader {
    SheetLimits limits;
    int fd;
    CsvEncoding encoding;
    unsigned char raw[READ_SIZE]; /* UTF-16 before it is turned */
    size_t raw_len;
    char *buffer;
    size_t size;
    size_t from; /* where the next row begins */
    size_t len;
    bool is_at_end; /* of the file: the buffer holds all that is left */
    int64_t byte_count;
    int64_t deadline_us;
    int64_t row_number;
    int64_t damaged_count;
    char separator;
    SheetCell *cells;
    size_t cell_count;
    size_t cell_size;
    int32_t damage_column;
};

/* ---- bytes in ---- */

static Status buffer_reserve(Ctx *ctx, CsvReader *reader, size_t more) {
    if (reader->from > 0) {
        memmove(reader->buffer, reader->buffer + reader->from, reader->len - reader->from);
        reader->len -= reader->from;
        reader->from = 0;
    }
    if (reader->len + more <= reader->size) {
        return OK;
    }
    size_t size = (reader->len + more) * 2;
    char *grown = realloc(reader->buffer, size);
    if (grown == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "%zu bytes for rows", size);
    }
    reader->buffer = grown;
    reader->size = size;
    return OK;
}

static Status file_read(Ctx *ctx, CsvReader *reader, void *bytes, size_t size, size_t *ret_length) {
    ssize_t length;
    if (ctx_now_us(ctx) > reader->deadline_us) {
        return ctx_fail(ctx, E_CSV_LIMIT, "time: more than %lld s",
                        (long long)reader->limits.deadline_s);
    }
    do { /* ends: a signal is rare */
        length = read(reader->fd, bytes, size);
    } while (length < 0 && errno == EINTR);
    if (length < 0) {
        return ctx_fail(ctx, E_FILE_READ, "%s", strerror(errno));
    }
    reader->byte_count += length;
    if (reader->byte_count > reader->limits.inflated_bytes) {
        return ctx_fail(ctx, E_CSV_LIMIT, "bytes: more than %lld",
                        (long long)reader->limits.inflated_bytes);
    }
    *ret_length = (size_t)length;
    return OK;
}

static uint32_t utf16_unit(const CsvReader *reader, size_t at) {
    const unsigned char *p = reader->raw + at;
    return reader->encoding == CSV_UTF16_LE ? (uint32_t)(p[0] | p[1] << 8)
                                            : (uint32_t)(p[0] << 8 | p[1]);
}

/* Turns whole characters of raw[0, raw_len) and keeps what is cut. Half a pair becomes U+FFFD. */
static void utf16_turn(CsvReader *reader) {
    size_t at = 0;
    while (reader->raw_len - at >= 2) {
        uint32_t code = utf16_unit(reader, at);
        size_t used = 2;
        if (code >= 0xD800 && code < 0xDC00) {
            if (reader->raw_len - at < 4 && !reader->is_at_end) {
                break;
            }
            uint32_t low = reader->raw_len - at >= 4 ? utf16_unit(reader, at + 2) : 0;
            if (low >= 0xDC00 && low <= 0xDFFF) {
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                used = 4;
            }
        }
        if (code >= 0xD800 && code <= 0xDFFF) {
            code = UTF8_REPLACEMENT;
        }
        reader->len += codec_utf8_encode(code, reader->buffer + reader->len);
        at += used;
    }
    memmove(reader->raw, reader->raw + at, reader->raw_len - at);
    reader->raw_len -= at;
}

static Status buffer_fill(Ctx *ctx, CsvReader *reader) {
    size_t length = 0;
    size_t before;
    TRY(buffer_reserve(ctx, reader, (size_t)READ_SIZE * 2)); /* a unit of 2 bytes makes up to 3 */
    before = reader->len;
    if (reader->encoding == CSV_BYTES) {
        TRY(file_read(ctx, reader, reader->buffer + reader->len, READ_SIZE, &length));
        reader->is_at_end = length == 0;
        reader->len += length;
    } else {
        TRY(file_read(ctx, reader, reader->raw + reader->raw_len, READ_SIZE - reader->raw_len,
                      &length));
        reader->is_at_end = length == 0;
        reader->raw_len += length;
        utf16_turn(reader);
    }
    if (memchr(reader->buffer + before, 0, reader->len - before)) {
        return ctx_fail(ctx, E_CSV_SYNTAX, "a NUL byte after row %lld: this is no text file",
                        (long long)reader->row_number);
    }
    return OK;
}

/* ---- the first look ---- */

static size_t count_in_line(Str line, char separator) {
    size_t count = 0;
    bool is_quoted = false;
    for (size_t i = 0; i < line.len; i++) {
        is_quoted = is_quoted != (line.ptr[i] == '"');
        count += !is_quoted && line.ptr[i] == separator;
    }
    return count;
}

/* How many lines have the count that most lines with any have; ties go to the larger count. */
static size_t separator_score(Str head, char separator) {
    enum { LINE_MAX_SEEN = 40, COUNT_MAX_SEEN = 512 };
    uint8_t lines_by_count[COUNT_MAX_SEEN] = {0};
    size_t best = 0;
    Str line;
    for (int i = 0; i < LINE_MAX_SEEN && str_split_next(&head, '\n', &line); i++) {
        size_t count = count_in_line(line, separator);
        if (count > 0 && count < COUNT_MAX_SEEN) {
            lines_by_count[count]++;
        }
    }
    for (size_t count = 1; count < COUNT_MAX_SEEN; count++) {
        size_t score = (size_t)lines_by_count[count] * COUNT_MAX_SEEN + count;
        if (lines_by_count[count] > 0 && score > best) {
            best = score;
        }
    }
    return best;
}

char csv_guess_separator(Str head) {
    static const char candidates[] = {'\t', ';', '|', ','};
    char best = ',';
    size_t best_score = 0;
    for (size_t i = 0; i < sizeof candidates; i++) {
        size_t score = separator_score(head, candidates[i]);
        if (score > best_score) {
            best_score = score;
            best = candidates[i];
        }
    }
    return best;
}

/* Excel's own hint: a first line "sep=;". It is no row. */
static bool take_separator_line(CsvReader *reader) {
    Str head = {reader->buffer + reader->from, reader->len - reader->from};
    if (head.len < 6 || !str_equal_ignoring_case(str_part(head, 0, 4), STR("sep="))) {
        return false;
    }
    size_t line_end = head.ptr[5] == '\r' ? 6 : 5;
    if (line_end >= head.len || head.ptr[line_end] != '\n') {
        return false;
    }
    reader->separator = head.ptr[4];
    reader->from += line_end + 1;
    return true;
}

static bool head_begins(const CsvReader *reader, const char *bytes, size_t count) {
    return reader->len >= count && memcmp(reader->buffer, bytes, count) == 0;
}

static Status head_look(Ctx *ctx, CsvReader *reader) {
    TRY(file_read(ctx, reader, reader->raw, 4, &reader->raw_len));
    if (reader->raw_len >= 2 && memcmp(reader->raw, "\xFF\xFE", 2) == 0) {
        reader->encoding = CSV_UTF16_LE;
    } else if (reader->raw_len >= 2 && memcmp(reader->raw, "\xFE\xFF", 2) == 0) {
        reader->encoding = CSV_UTF16_BE;
    }
    if (reader->encoding == CSV_BYTES) {
        TRY(buffer_reserve(ctx, reader, READ_SIZE));
        memcpy(reader->buffer, reader->raw, reader->raw_len);
        reader->len = reader->raw_len;
        if (memchr(reader->buffer, 0, reader->len)) {
            return ctx_fail(ctx, E_CSV_SYNTAX, "a NUL byte at the beginning: this is no text file");
        }
    } else {
        reader->raw_len -= 2;
        memmove(reader->raw, reader->raw + 2, reader->raw_len);
    }
    TRY(buffer_fill(ctx, reader));
    reader->from = head_begins(reader, "\xEF\xBB\xBF", 3) ? 3 : 0;
    Str head = {reader->buffer + reader->from, reader->len - reader->from};
    Str text = str_trim(str_part(head, 0, 1024));
    if (str_starts_with(text, STR("<")) || str_starts_with(text, STR("{\\rtf")) ||
        str_starts_with(text, STR("%PDF"))) {
        return ctx_fail(ctx, E_FILE_KIND, "a web page, XML, RTF or PDF: save it as .xlsx");
    }
    if (!take_separator_line(reader)) {
        reader->separator = csv_guess_separator(str_part(head, 0, 1 << 16));
    }
    if (reader->limits.csv_separator) {
        reader->separator = reader->limits.csv_separator;
    }
    return OK;
}

Status csv_open(Ctx *ctx, const char *path, const SheetLimits *limits, CsvReader **ret_reader) {
    CLEANUP(csv_close) CsvReader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "no memory for a CSV reader");
    }
    reader->limits = *limits;
    reader->deadline_us = ctx_now_us(ctx) + limits->deadline_s * US_PER_S;
    reader->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (reader->fd < 0) {
        return ctx_fail(ctx, E_FILE_OPEN, "%s: %s", path, strerror(errno));
    }
    TRY(head_look(ctx, reader));
    *ret_reader = reader;
    reader = NULL;
    return OK;
}

void csv_close(CsvReader **reader) {
    if (*reader) {
        if ((*reader)->fd >= 0) {
            close((*reader)->fd);
        }
        free((*reader)->buffer);
        free((*reader)->cells);
        free(*reader);
        *reader = NULL;
    }
}

char csv_separator(const CsvReader *reader) {
    return reader->separator;
}

/* ---- one row ---- */

/* Adds the field [from, to); `is_escaped` marks doubled quotes inside, for row_settle(). */
static Status field_add(Ctx *ctx, CsvReader *reader, Str field, int32_t column, bool is_escaped) {
    if (field.len == 0) {
        return OK;
    }
    if (column > SHEET_COLUMN_MAX) {
        return ctx_fail(ctx, E_CSV_LIMIT, "columns: more than %d in row %lld", SHEET_COLUMN_MAX,
                        (long long)reader->row_number + 1);
    }
    if (reader->cell_count == reader->cell_size) {
        size_t size = reader->cell_size ? reader->cell_size * 2 : CELL_FIRST;
        SheetCell *grown = realloc(reader->cells, size * sizeof *grown);
        if (grown == NULL) {
            return ctx_fail(ctx, E_MEMORY_LIMIT, "%zu cells", size);
        }
        reader->cells = grown;
        reader->cell_size = size;
    }
    reader->cells[reader->cell_count++] = (SheetCell){
        .text = field, .column = column, .kind = SHEET_TEXT, .has_date_style = is_escaped};
    return OK;
}

/* From behind an opening quote: where the closing one is; SIZE_MAX when the buffer ends first. */
static size_t quote_close(Str data, size_t at, bool *ret_is_escaped) {
    while (at < data.len) {
        const char *quote = memchr(data.ptr + at, '"', data.len - at);
        if (quote == NULL) {
            return SIZE_MAX;
        }
        at = (size_t)(quote - data.ptr);
        if (at + 1 < data.len && data.ptr[at + 1] == '"') {
            *ret_is_escaped = true;
            at += 2;
            continue;
        }
        return at;
    }
    return SIZE_MAX;
}

static size_t field_end(Str data, size_t at, char separator) {
    while (at < data.len && data.ptr[at] != separator && data.ptr[at] != '\n' &&
           data.ptr[at] != '\r') {
        at++;
    }
    return at;
}

/* A quoted field that begins at data[*at]; *at moves behind its closing quote. */
static Status scan_quoted(Ctx *ctx, CsvReader *reader, Str data, size_t *at, int32_t column,
                          ScanEnd *ret_end) {
    bool is_escaped = false;
    size_t close = quote_close(data, *at + 1, &is_escaped);
    bool is_last_byte = close != SIZE_MAX && close + 1 == data.len; /* its pair may follow */
    if (close == SIZE_MAX || is_last_byte) {
        if (!reader->is_at_end) {
            *ret_end = SCAN_NEEDS_MORE;
            return OK;
        }
        if (close == SIZE_MAX) {
            *ret_end = SCAN_DAMAGED;
            return OK;
        }
    }
    Str field = {data.ptr + *at + 1, close - *at - 1};
    *at = close + 1;
    bool is_closed = *at == data.len || data.ptr[*at] == reader->separator ||
                     data.ptr[*at] == '\n' || data.ptr[*at] == '\r';
    if (!is_closed || field.len > (size_t)SHEET_TEXT_CHAR_MAX * 4) {
        *ret_end = SCAN_DAMAGED;
        return OK;
    }
    *ret_end = SCAN_WHOLE;
    return field_add(ctx, reader, field, column, is_escaped);
}

/* Scans the row at the head of `data`; *ret_length counts its line end too. */
static Status row_scan(Ctx *ctx, CsvReader *reader, Str data, size_t *ret_length,
                       ScanEnd *ret_end) {
    size_t at = 0;
    reader->cell_count = 0;
    for (int32_t column = 1;; column++) { /* ends: at grows, or the row does not */
        ScanEnd end = SCAN_WHOLE;
        reader->damage_column = column;
        if (at < data.len && data.ptr[at] == '"') {
            TRY(scan_quoted(ctx, reader, data, &at, column, &end));
            if (end != SCAN_WHOLE) {
                *ret_end = end;
                return OK;
            }
        } else {
            size_t stop = field_end(data, at, reader->separator);
            TRY(field_add(ctx, reader, (Str){data.ptr + at, stop - at}, column, false));
            at = stop;
        }
        bool is_cr_last = at + 1 == data.len && data.ptr[at] == '\r'; /* its LF may follow */
        if ((at == data.len || is_cr_last) && !reader->is_at_end) {
            *ret_end = SCAN_NEEDS_MORE;
            return OK;
        }
        if (at == data.len || data.ptr[at] != reader->separator) {
            break;
        }
        at++;
    }
    if (at < data.len) {
        at += data.ptr[at] == '\r' && at + 1 < data.len && data.ptr[at + 1] == '\n' ? 2 : 1;
    }
    *ret_length = at;
    *ret_end = SCAN_WHOLE;
    return OK;
}

/* The row is whole and will not be scanned again: doubled quotes become single, in place. */
static Status row_settle(Ctx *ctx, CsvReader *reader, Str row) {
    bool is_utf8 = codec_utf8_is_valid(row);
    for (size_t i = 0; i < reader->cell_count; i++) {
        SheetCell *cell = &reader->cells[i];
        if (cell->has_date_style) {
            char *text = reader->buffer + (cell->text.ptr - reader->buffer);
            size_t out = 0;
            for (size_t at = 0; at < cell->text.len; at++, out++) {
                text[out] = text[at];
                at += text[at] == '"';
            }
            cell->text.len = out;
            cell->has_date_style = false;
        }
        cell->is_utf8 = is_utf8 || codec_utf8_is_valid(cell->text);
        if (cell->text.len > SHEET_TEXT_CHAR_MAX &&
            codec_utf8_count(cell->text) > SHEET_TEXT_CHAR_MAX) {
            return ctx_fail(ctx, E_CSV_LIMIT, "text of a cell: more than %d characters, row %lld",
                            SHEET_TEXT_CHAR_MAX, (long long)reader->row_number);
        }
    }
    return OK;
}

/* Makes the line at the head of `data` the only cell of a damaged row. */
static Status row_give_up(Ctx *ctx, CsvReader *reader, Str data, SheetRow *ret_row) {
    const char *line_end = memchr(data.ptr, '\n', data.len);
    size_t length = line_end ? (size_t)(line_end - data.ptr) : data.len;
    int32_t damage_column = reader->damage_column;
    Str line = {data.ptr, length};
    if (length > 0 && data.ptr[length - 1] == '\r') {
        line.len--;
    }
    reader->from += line_end ? length + 1 : length;
    reader->row_number++;
    reader->damaged_count++;
    if (reader->damaged_count > reader->limits.damaged_rows) {
        return ctx_fail(ctx, E_CSV_SYNTAX, "more than %lld rows with damaged quotes, by row %lld",
                        (long long)reader->limits.damaged_rows, (long long)reader->row_number);
    }
    reader->cell_count = 0;
    TRY(field_add(ctx, reader, str_part(line, 0, SHEET_TEXT_CHAR_MAX), 1, false));
    for (size_t i = 0; i < reader->cell_count; i++) {
        reader->cells[i].is_utf8 = codec_utf8_is_valid(reader->cells[i].text);
    }
    *ret_row = (SheetRow){.number = reader->row_number,
                          .cells = reader->cells,
                          .cell_count = reader->cell_count,
                          .damage = E_CSV_SYNTAX,
                          .damage_column = damage_column};
    return OK;
}

/* Scans on until the row at the head is whole or damaged, reading as needed. */
static Status row_read(Ctx *ctx, CsvReader *reader, size_t *ret_length, ScanEnd *ret_end) {
    for (;;) { /* ends: the buffer grows to the row's limit at most */
        Str data = {reader->buffer + reader->from, reader->len - reader->from};
        TRY(row_scan(ctx, reader, data, ret_length, ret_end));
        if (*ret_end != SCAN_NEEDS_MORE) {
            return OK;
        }
        if ((int64_t)data.len > reader->limits.csv_row_bytes) {
            if (memchr(data.ptr, '\n', data.len) == NULL) {
                return ctx_fail(ctx, E_CSV_LIMIT, "row %lld: longer than %lld bytes",
                                (long long)reader->row_number + 1,
                                (long long)reader->limits.csv_row_bytes);
            }
            *ret_end = SCAN_DAMAGED; /* a quote swallows the lines: it was never closed */
            return OK;
        }
        TRY(buffer_fill(ctx, reader));
    }
}

Status csv_next_row(Ctx *ctx, CsvReader *reader, SheetRow *ret_row, bool *ret_has) {
    for (;;) { /* ends: the file does, or its limits */
        size_t length = 0;
        ScanEnd end = SCAN_WHOLE;
        if (reader->from == reader->len && !reader->is_at_end) {
            TRY(buffer_fill(ctx, reader));
        }
        if (reader->from == reader->len && reader->is_at_end) {
            *ret_has = false;
            return OK;
        }
        TRY(row_read(ctx, reader, &length, &end));
        Str data = {reader->buffer + reader->from, reader->len - reader->from};
        if (reader->row_number >= reader->limits.rows) {
            return ctx_fail(ctx, E_CSV_LIMIT, "rows: more than %lld",
                            (long long)reader->limits.rows);
        }
        *ret_has = true;
        if (end == SCAN_DAMAGED) {
            return row_give_up(ctx, reader, data, ret_row);
        }
        reader->from += length;
        reader->row_number++;
        TRY(row_settle(ctx, reader, str_part(data, 0, length)));
        if (reader->cell_count > 0) {
            *ret_row = (SheetRow){.number = reader->row_number,
                                  .cells = reader->cells,
                                  .cell_count = reader->cell_count};
            return OK;
        }
    }
}
