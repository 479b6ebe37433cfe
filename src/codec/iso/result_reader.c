#include "codec/iso/result_reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codec/iso/iso_reader.h"
#include "codec/iso/sheet_result.h"

enum { PEEK_SIZE = 256 };

struct ResultReader {
    int fd; /* of an XML file; -1 */
    IsoReader *iso;
    SheetResult *sheet;
};

/* XML begins with "<", after a mark of its encoding and white space at most. */
static bool looks_like_xml(const char *bytes, size_t len) {
    size_t at = 0;
    if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        at = 3;
    } else if (len >= 4 &&
               (memcmp(bytes, "\xFF\xFE<", 3) == 0 || memcmp(bytes, "\xFE\xFF\0<", 4) == 0)) {
        return true;
    }
    while (at < len &&
           (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r' || bytes[at] == '\n')) {
        at++;
    }
    return at < len && bytes[at] == '<';
}

static Status peek(Ctx *ctx, const char *path, int fd, bool *ret_is_xml) {
    char bytes[PEEK_SIZE];
    ssize_t got = pread(fd, bytes, sizeof bytes, 0);
    if (got < 0) {
        return ctx_fail(ctx, E_FILE_READ, "%s: %s", path, strerror(errno));
    }
    *ret_is_xml = looks_like_xml(bytes, (size_t)got);
    return OK;
}

Status result_reader_open(Ctx *ctx, const char *path, const ProviderTemplate *template,
                          ResultReader **ret_reader) {
    CLEANUP(result_reader_close) ResultReader *reader = calloc(1, sizeof *reader);
    if (!reader) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "result file");
    }
    bool is_xml = false;
    reader->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (reader->fd < 0) {
        return ctx_fail(ctx, E_FILE_OPEN, "%s: %s", path, strerror(errno));
    }
    TRY(peek(ctx, path, reader->fd, &is_xml));
    if (is_xml) {
        TRY(iso_reader_open(ctx, xml_source_fd(&reader->fd), &reader->iso));
    } else {
        TRY(sheet_result_open(ctx, path, template, &reader->sheet));
    }
    *ret_reader = reader;
    reader = NULL;
    return OK;
}

void result_reader_close(ResultReader **reader) {
    ResultReader *r = *reader;
    if (r) {
        iso_reader_close(&r->iso);
        sheet_result_close(&r->sheet);
        if (r->fd >= 0) {
            (void)close(r->fd);
        }
        free(r);
        *reader = NULL;
    }
}

const char *result_file_kind_name(ResultFileKind kind) {
    switch (kind) {
    case RESULT_FILE_PAIN_002:
        return "pain.002";
    case RESULT_FILE_CAMT_053:
        return "camt.053";
    case RESULT_FILE_CAMT_054:
        return "camt.054";
    case RESULT_FILE_CSV:
        return "csv";
    case RESULT_FILE_XLSX:
        return "xlsx";
    }
    return "";
}

const ResultHeader *result_reader_header(const ResultReader *reader) {
    return reader->iso ? iso_reader_header(reader->iso) : sheet_result_header(reader->sheet);
}

Status result_reader_next(Ctx *ctx, ResultReader *reader, const ResultRow **ret_row) {
    return reader->iso ? iso_reader_next(ctx, reader->iso, ret_row)
                       : sheet_result_next(ctx, reader->sheet, ret_row);
}

const ResultTotals *result_reader_totals(const ResultReader *reader) {
    return reader->iso ? iso_reader_totals(reader->iso) : sheet_result_totals(reader->sheet);
}
