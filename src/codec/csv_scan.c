#include "codec/csv_scan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct CsvScan {
    const char *map;
    size_t size;
    size_t at;
    int64_t line;     /* of the next byte */
    int64_t row_line; /* of the row given last */
    char separator;
    size_t column_count;
    Str heads[CSV_SCAN_COLUMN_MAX];
    Str cells[CSV_SCAN_COLUMN_MAX];
    char *unquoted; /* cells of this row with doubled quotes, without them */
    size_t unquoted_size;
    size_t unquoted_used;
    char path[4096];
};

static void scan_free(CsvScan *scan) {
    if (scan->map != NULL && scan->size != 0) {
        munmap((void *)(uintptr_t)scan->map, scan->size);
    }
    free(scan->unquoted);
    free(scan);
}

void csv_scan_close(CsvScan **scan) {
    if (*scan) {
        scan_free(*scan);
        *scan = NULL;
    }
}

static Status map_file(Ctx *ctx, CsvScan *scan) {
    struct stat about;
    int fd = open(scan->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return ctx_fail(ctx, E_FILE_OPEN, "%s: %s", scan->path, strerror(errno));
    }
    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
        close(fd);
        return ctx_fail(ctx, E_FILE_READ, "%s: not a file", scan->path);
    }
    scan->size = (size_t)about.st_size;
    void *map = scan->size ? mmap(NULL, scan->size, PROT_READ, MAP_PRIVATE, fd, 0) : NULL;
    close(fd);
    if (map == MAP_FAILED) {
        scan->size = 0;
        return ctx_fail(ctx, E_FILE_READ, "%s: %s", scan->path, strerror(errno));
    }
    scan->map = map;
    if (map) {
        (void)madvise(map, scan->size, MADV_SEQUENTIAL);
    }
    return OK;
}

static char guess_separator(const CsvScan *scan) {
    static const char SEPARATORS[] = ",;\t";
    size_t counts[3] = {0};
    size_t best = 0;
    for (size_t i = scan->at; i < scan->size && scan->map[i] != '\n'; i++) {
        const char *found = scan->map[i] ? strchr(SEPARATORS, scan->map[i]) : NULL;
        if (found) {
            counts[found - SEPARATORS]++;
        }
    }
    for (size_t i = 1; i < 3; i++) {
        best = counts[i] > counts[best] ? i : best;
    }
    return SEPARATORS[best];
}

/* A cell in quotes, from behind the opening one. */
static Status quoted_cell(Ctx *ctx, CsvScan *scan, Str *ret_cell) {
    size_t start = scan->at;
    size_t doubled = 0;
    for (;;) { /* ends: at grows to the end of the file */
        const char *quote =
            scan->at < scan->size ? memchr(scan->map + scan->at, '"', scan->size - scan->at) : NULL;
        if (quote == NULL) {
            return ctx_fail(ctx, E_CSV_SYNTAX, "%s:%lld: a quote is not closed", scan->path,
                            (long long)scan->row_line);
        }
        scan->at = (size_t)(quote - scan->map) + 1;
        if (scan->at == scan->size || scan->map[scan->at] != '"') {
            break;
        }
        doubled++;
        scan->at++;
    }
    Str cell = {scan->map + start, scan->at - 1 - start};
    for (size_t i = 0; i < cell.len; i++) {
        scan->line += cell.ptr[i] == '\n';
    }
    if (doubled == 0) {
        *ret_cell = cell;
        return OK;
    }
    if (scan->unquoted_used + cell.len > scan->unquoted_size) {
        return ctx_fail(ctx, E_CSV_SYNTAX, "%s:%lld: a row of more than %zu bytes in quotes",
                        scan->path, (long long)scan->row_line, scan->unquoted_size);
    }
    char *to = scan->unquoted + scan->unquoted_used;
    size_t len = 0;
    for (size_t i = 0; i < cell.len; i++) {
        to[len++] = cell.ptr[i];
        i += cell.ptr[i] == '"';
    }
    scan->unquoted_used += len;
    *ret_cell = (Str){to, len};
    return OK;
}

enum { QUOTED_ROW_BYTES = 1 << 20 };

/* Room for what quotes hide in one row; made when the first quote is met. */
static Status unquoted_room(Ctx *ctx, CsvScan *scan) {
    if (scan->unquoted == NULL) {
        scan->unquoted = malloc(QUOTED_ROW_BYTES);
        if (scan->unquoted == NULL) {
            return ctx_fail(ctx, E_MEMORY_LIMIT, "%d bytes", QUOTED_ROW_BYTES);
        }
        scan->unquoted_size = QUOTED_ROW_BYTES;
    }
    return OK;
}

static Status next_cell(Ctx *ctx, CsvScan *scan, Str *ret_cell) {
    if (scan->at < scan->size && scan->map[scan->at] == '"') {
        scan->at++;
        TRY(unquoted_room(ctx, scan));
        return quoted_cell(ctx, scan, ret_cell);
    }
    size_t start = scan->at;
    const char separator = scan->separator;
    while (scan->at < scan->size && scan->map[scan->at] != separator &&
           scan->map[scan->at] != '\n') { /* ends: at grows */
        scan->at++;
    }
    *ret_cell = (Str){scan->map + start, scan->at - start};
    return OK;
}

static Status row_read(Ctx *ctx, CsvScan *scan, size_t most, size_t *ret_count) {
    size_t count = 0;
    scan->unquoted_used = 0;
    scan->row_line = scan->line;
    for (;;) { /* ends: at grows */
        if (count == most) {
            return ctx_fail(ctx, E_CSV_SYNTAX, "%s:%lld: more than the %zu cells of the head",
                            scan->path, (long long)scan->row_line, most);
        }
        TRY(next_cell(ctx, scan, &scan->cells[count++]));
        char end = scan->at < scan->size ? scan->map[scan->at] : '\n';
        scan->at++;
        if (end == '\r' && scan->at < scan->size && scan->map[scan->at] == '\n') {
            end = '\n';
            scan->at++;
        }
        if (end == '\n') {
            break;
        }
        if (end != scan->separator) {
            return ctx_fail(ctx, E_CSV_SYNTAX, "%s:%lld: text behind a closed quote", scan->path,
                            (long long)scan->row_line);
        }
    }
    scan->line++;
    Str *last = &scan->cells[count - 1];
    if (last->len > 0 && last->ptr[last->len - 1] == '\r') {
        last->len--;
    }
    *ret_count = count;
    return OK;
}

static Status head_read(Ctx *ctx, CsvScan *scan) {
    static const char MARK[] = "\xEF\xBB\xBF";
    scan->line = 1;
    if (scan->size >= 3 && memcmp(scan->map, MARK, 3) == 0) {
        scan->at = 3;
    }
    if (scan->at == scan->size) {
        return ctx_fail(ctx, E_CSV_SYNTAX, "%s: the file is empty", scan->path);
    }
    scan->separator = guess_separator(scan);
    TRY(row_read(ctx, scan, CSV_SCAN_COLUMN_MAX, &scan->column_count));
    for (size_t i = 0; i < scan->column_count; i++) {
        Str head;
        TRY(ctx_copy_str(ctx, str_trim(scan->cells[i]), &head));
        scan->heads[i] = head;
    }
    return OK;
}

Status csv_scan_open(Ctx *ctx, const char *path, CsvScan **ret_scan) {
    CsvScan *scan = calloc(1, sizeof *scan);
    if (scan == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "%zu bytes", sizeof *scan);
    }
    size_t length = strlen(path);
    Status status = OK;
    if (length >= sizeof scan->path) {
        status = ctx_fail(ctx, E_FILE_OPEN, "a path of %zu bytes", length);
    } else {
        memcpy(scan->path, path, length + 1);
        status = map_file(ctx, scan);
    }
    if (status == OK) {
        status = head_read(ctx, scan);
    }
    if (status != OK) {
        scan_free(scan);
        return status;
    }
    *ret_scan = scan;
    return OK;
}

size_t csv_scan_column_count(const CsvScan *scan) {
    return scan->column_count;
}

Str csv_scan_column_name(const CsvScan *scan, size_t column) {
    return scan->heads[column];
}

size_t csv_scan_column(const CsvScan *scan, Str name) {
    for (size_t i = 0; i < scan->column_count; i++) {
        if (str_equal(scan->heads[i], name)) {
            return i;
        }
    }
    return SIZE_MAX;
}

size_t csv_scan_rows_at_most(const CsvScan *scan) {
    size_t rows = 1;
    const char *at = scan->map + scan->at;
    const char *end = scan->map + scan->size;
    while (at < end) { /* ends: at grows */
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        if (line_end == NULL) {
            break;
        }
        rows++;
        at = line_end + 1;
    }
    return rows;
}

Status csv_scan_next(Ctx *ctx, CsvScan *scan, const Str **ret_cells, bool *ret_has) {
    size_t count = 0;
    *ret_has = false;
    do { /* ends: at grows */
        if (scan->at >= scan->size) {
            return OK;
        }
        TRY(row_read(ctx, scan, scan->column_count, &count));
    } while (count == 1 && scan->cells[0].len == 0 && scan->column_count > 1);
    for (size_t i = count; i < scan->column_count; i++) {
        scan->cells[i] = (Str){"", 0};
    }
    *ret_cells = scan->cells;
    *ret_has = true;
    return OK;
}

int64_t csv_scan_line(const CsvScan *scan) {
    return scan->row_line;
}

int64_t csv_scan_done(const CsvScan *scan) {
    return (int64_t)scan->at;
}

int64_t csv_scan_size(const CsvScan *scan) {
    return (int64_t)scan->size;
}
