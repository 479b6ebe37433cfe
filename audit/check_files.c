/*
 * Kept files, byte for byte: SHA-256 and length of each; and of each file that went out, its ids
 * and amounts against the attempts of its batch. The scanners here know nothing of the writers:
 * pain.001 is searched for NbOfTxs, CtrlSum, EndToEndId and InstdAmt, other text line by line for
 * ids. Spreadsheets are compressed; of them the hash is checked, which was taken when the batch was
 * sealed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit.h"
#include "canon.h"
#include "end_to_end.h"

typedef struct FileLine {
    int64_t person_id, amount_dong;
    int64_t seen_count;
} FileLine;

typedef struct SentFile {
    Audit *audit;
    const Batch *batch;
    int64_t file_id;
    const char *data;
    const char *end;
    FileLine *lines; /* by line number, from 1 */
    size_t line_count;
} SentFile;

/* The value of the next element of this local name at or after `from`; NULL when there is none. */
static const char *element_find(const SentFile *file, const char *from, const char *name,
                                Bytes *ret_value) {
    const size_t size = strlen(name);
    for (const char *at = from; at < file->end;) {
        at = memmem(at, (size_t)(file->end - at), name, size);
        if (!at) {
            return NULL;
        }
        const char before = at > file->data ? at[-1] : '\0';
        const char *open = memchr(at, '>', (size_t)(file->end - at));
        const char after = at + size < file->end ? at[size] : '\0';
        if ((before == '<' || before == ':') && open && (after == '>' || after == ' ')) {
            const char *close = memchr(open, '<', (size_t)(file->end - open));
            if (!close) {
                return NULL;
            }
            *ret_value = (Bytes){(const unsigned char *)open + 1, (size_t)(close - open - 1)};
            return close;
        }
        at += size;
    }
    return NULL;
}

/* Digits, and at most a fraction of zeros: đồng has none. -1 when it is anything else. */
static int64_t amount_read(Bytes text) {
    int64_t dong = 0;
    size_t i = 0;
    for (; i < text.size && text.data[i] >= '0' && text.data[i] <= '9' && i < 18; i++) {
        dong = dong * 10 + (text.data[i] - '0');
    }
    if (i == 0) {
        return -1;
    }
    for (; i < text.size; i++) {
        if (text.data[i] != '.' && text.data[i] != '0') {
            return -1;
        }
    }
    return dong;
}

static void head_check(SentFile *file, const char *name, What what, int64_t expected) {
    Bytes value;
    if (!element_find(file, file->data, name, &value)) {
        return; /* optional in the group header */
    }
    const int64_t found = amount_read(value);
    if (found != expected) {
        FOUND(&file->audit->report, CHECK_FILE, what, NUM("batch_id", file->batch->batch_id),
              NUM("file_id", file->file_id), NUM("file", found), NUM("batch", expected));
    }
}

/* One id that the file carries; amount -1 = not readable, -2 = compare by `line_text`. */
static void line_check(SentFile *file, Bytes id, int64_t amount_dong, Bytes line_text) {
    Report *report = &file->audit->report;
    EndToEnd parsed;
    char text[FACT_TEXT_MAX];

    const size_t size = id.size < sizeof(text) ? id.size : sizeof(text) - 1;
    memcpy(text, id.data, size);
    text[size] = '\0';
    const bool ours = end_to_end_read(id, &parsed) && parsed.batch_id == file->batch->batch_id &&
                      parsed.line_no >= 1 && (size_t)parsed.line_no <= file->line_count;
    FileLine *line = ours ? &file->lines[parsed.line_no] : NULL;
    if (!line || line->person_id % END_TO_END_SHARDS != parsed.shard || line->seen_count++ > 0) {
        FOUND(report, CHECK_FILE, WHAT_FILE_LINE_EXTRA, NUM("batch_id", file->batch->batch_id),
              NUM("file_id", file->file_id), TXT("end_to_end_id", text));
        return;
    }
    const bool fits = amount_dong == -2 ? line_has_amount(line_text, line->amount_dong)
                                        : amount_dong == line->amount_dong;
    if (!fits) {
        FOUND(report, CHECK_FILE, WHAT_FILE_LINE_AMOUNT, NUM("batch_id", file->batch->batch_id),
              NUM("file_id", file->file_id), NUM("line_no", parsed.line_no),
              NUM("person_id", line->person_id), NUM("amount_dong", line->amount_dong),
              NUM("file_dong", amount_dong));
    }
}

static void pain001_check(SentFile *file) {
    Bytes id;
    Bytes amount;

    head_check(file, "NbOfTxs", WHAT_COUNT_DIFFERS, file->batch->line_count);
    head_check(file, "CtrlSum", WHAT_TOTAL_DIFFERS, file->batch->total_dong);
    for (const char *at = file->data; (at = element_find(file, at, "EndToEndId", &id)) != NULL;) {
        const char *next = element_find(file, at, "InstdAmt", &amount);
        line_check(file, id, next ? amount_read(amount) : -1, (Bytes){0});
        at = next ? next : at;
    }
}

/* Lists for a bank or the post: each line that carries an id carries its amount too. */
static void text_check(SentFile *file) {
    for (const char *line = file->data; line < file->end;) {
        const char *stop = memchr(line, '\n', (size_t)(file->end - line));
        stop = stop ? stop : file->end;
        const Bytes text = {(const unsigned char *)line, (size_t)(stop - line)};
        Bytes id;
        if (end_to_end_find(text, &id)) {
            line_check(file, id, -2, text);
        }
        line = stop + 1;
    }
}

static void lines_load(SentFile *file) {
    const int64_t batch_id = file->batch->batch_id;
    const int64_t range[] = {batch_id << 20, (batch_id + 1) << 20};
    size_t capacity = 0;

    ROWS(rows) = rows_open(file->audit->db, "batch_attempts", range, 2);
    file->lines = memory_grow(NULL, 0, &capacity, sizeof(FileLine));
    while (rows_next(rows)) {
        const size_t line_no = (size_t)(rows_int(rows, 0) & 0xFFFFF);
        while (file->line_count < line_no) {
            file->line_count++;
            file->lines = memory_grow(file->lines, file->line_count, &capacity, sizeof(FileLine));
            file->lines[file->line_count] = (FileLine){.person_id = NULL_ID};
        }
        file->lines[line_no] =
            (FileLine){.person_id = rows_int(rows, 1), .amount_dong = rows_int(rows, 2)};
    }
}

static void sent_check(SentFile *file) {
    const size_t size = (size_t)(file->end - file->data);
    if (size >= 2 && memcmp(file->data, "PK", 2) == 0) {
        return;
    }
    lines_load(file);
    if (size >= 1 && memmem(file->data, size < 512 ? size : 512, "<", 1)) {
        pain001_check(file);
    } else {
        text_check(file);
    }
    for (size_t i = 1; i <= file->line_count; i++) {
        if (file->lines[i].seen_count == 0 && file->lines[i].person_id != NULL_ID) {
            FOUND(&file->audit->report, CHECK_FILE, WHAT_FILE_LINE_MISSING,
                  NUM("batch_id", file->batch->batch_id), NUM("file_id", file->file_id),
                  NUM("line_no", (int64_t)i), NUM("person_id", file->lines[i].person_id),
                  NUM("amount_dong", file->lines[i].amount_dong));
        }
    }
    free(file->lines);
}

static void bytes_check(Audit *audit, const Rows *rows, const char *data, size_t size) {
    unsigned char digest[crypto_hash_sha256_BYTES];
    const Bytes stored = rows_bytes(rows, 1);

    if ((int64_t)size != rows_int(rows, 2)) {
        FOUND(&audit->report, CHECK_FILE, WHAT_FILE_SIZE, NUM("file_id", rows_int(rows, 0)),
              NUM("byte_count", rows_int(rows, 2)), NUM("bytes", (int64_t)size));
    }
    crypto_hash_sha256(digest, (const unsigned char *)data, size);
    if (stored.size != sizeof(digest) || memcmp(stored.data, digest, sizeof(digest)) != 0) {
        FOUND(&audit->report, CHECK_FILE, WHAT_FILE_CHANGED, NUM("file_id", rows_int(rows, 0)),
              NUM("kind", rows_int(rows, 3)), NUM("bytes", (int64_t)size));
    }
}

static void file_check(Audit *audit, const Rows *rows) {
    char path[4096];
    struct stat about;
    const Bytes stored_path = rows_bytes(rows, 4);

    snprintf(path, sizeof(path), "%s/%.*s", audit->options->files_dir, (int)stored_path.size,
             (const char *)stored_path.data);
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &about) != 0) {
        FOUND(&audit->report, CHECK_FILE, WHAT_FILE_MISSING, NUM("file_id", rows_int(rows, 0)),
              TXT("why", strerror(errno)));
        if (fd >= 0) {
            close(fd);
        }
        return;
    }
    const size_t size = (size_t)about.st_size;
    const char *data = size ? mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0) : "";
    close(fd);
    if (data == MAP_FAILED) {
        FOUND(&audit->report, CHECK_FILE, WHAT_FILE_MISSING, NUM("file_id", rows_int(rows, 0)),
              TXT("why", strerror(errno)));
        return;
    }
    bytes_check(audit, rows, data, size);
    if (!rows_is_null(rows, 5)) {
        SentFile file = {.audit = audit,
                         .batch = world_batch(&audit->world, rows_int(rows, 5)),
                         .file_id = rows_int(rows, 0),
                         .data = data,
                         .end = data + size};
        if (file.batch) {
            sent_check(&file);
        }
    }
    if (size > 0) {
        munmap((void *)(uintptr_t)data, size);
    }
}

void pass_files(Audit *audit) {
    const World *world = &audit->world;
    for (size_t i = 0; i < world->batches.count; i++) {
        const Batch *batch = &world->batches.items[i];
        if (batch->file_id == NULL_ID && batch->state >= STATE_SENDING) {
            FOUND(&audit->report, CHECK_FILE, WHAT_BATCH_UNSEALED, NUM("batch_id", batch->batch_id),
                  NUM("state", batch->state), NUM("total_dong", batch->total_dong));
        }
    }
    if (!audit->options->files_dir) {
        return;
    }
    ROWS(rows) = rows_open(audit->db, "files", NULL, 0);
    while (rows_next(rows)) {
        const Batch *batch = rows_is_null(rows, 5) ? NULL : world_batch(world, rows_int(rows, 5));
        if (!batch || batch->in_scope) {
            file_check(audit, rows);
            report_looked(&audit->report, CHECK_FILE, 1);
        }
    }
}
