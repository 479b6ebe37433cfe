/*
 * The whole directory of the zip is judged before anything is inflated. Names compare without case,
 * as OPC (ECMA-376 part 2) has it: two names that differ only by case are one part twice, and which
 * of the two a program reads is what an attacker plays with.
 */
#include "codec/xlsx_package.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { US_PER_S = 1000000, MAGIC_LENGTH = 6 };

static Status fail_unsafe(Ctx *ctx, const char *what, const char *name) {
    return ctx_fail(ctx, E_XLSX_UNSAFE, "%s: %.200s", what, name);
}

static bool name_climbs(const char *name) {
    Str rest = str_of(name);
    Str part;
    while (str_split_next(&rest, '/', &part)) {
        if (str_equal(part, STR("..")) || str_equal(part, STR("."))) {
            return true;
        }
    }
    return name[0] == '/' || strchr(name, '\\') != NULL || strchr(name, ':') != NULL;
}

static bool ends_with_nocase(const char *name, const char *end) {
    size_t length = strlen(name);
    size_t end_length = strlen(end);
    return length >= end_length && strcasecmp(name + length - end_length, end) == 0;
}

static Status name_check(Ctx *ctx, const char *name) {
    static const char *const archives[] = {".zip",  ".xlsx", ".xlsm", ".xlsb", ".xls", ".docx",
                                           ".pptx", ".jar",  ".7z",   ".rar",  ".gz",  ".tar"};
    if (name[0] == '\0' || name_climbs(name)) {
        return fail_unsafe(ctx, "a part name leaves the package", name);
    }
    if (strncasecmp(name, "xl/externalLinks/", 17) == 0) {
        return fail_unsafe(ctx, "links to other workbooks", name);
    }
    if (ends_with_nocase(name, "vbaProject.bin") || strncasecmp(name, "xl/macrosheets/", 15) == 0) {
        return fail_unsafe(ctx, "macros", name);
    }
    if (strncasecmp(name, "xl/embeddings/", 14) == 0 || strncasecmp(name, "xl/activeX/", 11) == 0) {
        return fail_unsafe(ctx, "an embedded file", name);
    }
    for (size_t i = 0; i < sizeof archives / sizeof archives[0]; i++) {
        if (ends_with_nocase(name, archives[i])) {
            return fail_unsafe(ctx, "an archive inside the workbook", name);
        }
    }
    return OK;
}

/* A part that is not XML may still be an archive under an innocent name: its first bytes tell. */
static Status content_check(Ctx *ctx, zip_t *zip, zip_uint64_t index, const char *name) {
    char bytes[MAGIC_LENGTH] = {0};
    if (ends_with_nocase(name, ".xml") || ends_with_nocase(name, ".rels") ||
        ends_with_nocase(name, "/")) {
        return OK;
    }
    zip_file_t *file = zip_fopen_index(zip, index, 0);
    if (file == NULL) {
        return ctx_fail(ctx, E_XLSX_SYNTAX, "part %.200s: %s", name, zip_strerror(zip));
    }
    zip_int64_t length = zip_fread(file, bytes, sizeof bytes);
    zip_fclose(file);
    bool is_archive =
        length >= 4 && (memcmp(bytes, "PK\3\4", 4) == 0 || memcmp(bytes, "7z\xBC\xAF", 4) == 0 ||
                        memcmp(bytes, "Rar!", 4) == 0 || memcmp(bytes, "\xD0\xCF\x11\xE0", 4) == 0);
    is_archive = is_archive || (length >= 3 && memcmp(bytes, "\x1F\x8B\x08", 3) == 0);
    return is_archive ? fail_unsafe(ctx, "an archive inside the workbook", name) : OK;
}

static Status entry_check(Ctx *ctx, zip_t *zip, zip_uint64_t index, const char **ret_name) {
    zip_stat_t entry;
    zip_stat_init(&entry);
    if (zip_stat_index(zip, index, ZIP_FL_ENC_RAW, &entry) != 0 || entry.name == NULL) {
        return ctx_fail(ctx, E_XLSX_SYNTAX, "%s", zip_strerror(zip));
    }
    TRY(name_check(ctx, entry.name));
    if ((entry.valid & ZIP_STAT_ENCRYPTION_METHOD) && entry.encryption_method != ZIP_EM_NONE) {
        return fail_unsafe(ctx, "a part under a password", entry.name);
    }
    TRY(content_check(ctx, zip, index, entry.name));
    *ret_name = entry.name;
    return OK;
}

static int name_compare(const void *a, const void *b) {
    return strcasecmp(*(const char *const *)a, *(const char *const *)b);
}

static Status package_check(Ctx *ctx, zip_t *zip, int64_t entry_max) {
    ArenaMark mark = arena_mark(ctx->arena);
    zip_int64_t count = zip_get_num_entries(zip, 0);
    void *memory = NULL;
    if (count > entry_max) {
        return ctx_fail(ctx, E_XLSX_LIMIT, "entries: %lld parts, at most %lld", (long long)count,
                        (long long)entry_max);
    }
    TRY(ctx_alloc(ctx, (size_t)(count + 1) * sizeof(char *), &memory));
    const char **names = memory;
    for (zip_int64_t i = 0; i < count; i++) {
        TRY(entry_check(ctx, zip, (zip_uint64_t)i, &names[i]));
    }
    qsort(names, (size_t)count, sizeof *names, name_compare);
    for (zip_int64_t i = 1; i < count; i++) {
        if (strcasecmp(names[i - 1], names[i]) == 0) {
            return fail_unsafe(ctx, "a part comes twice", names[i]);
        }
    }
    arena_rewind(ctx->arena, mark);
    return OK;
}

Status xlsx_package_open(Ctx *ctx, const char *path, const SheetLimits *limits,
                         XlsxPackage *ret_package) {
    int code = 0;
    zip_t *zip = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &code);
    if (zip == NULL) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        Status status = code == ZIP_ER_EXISTS ? E_XLSX_UNSAFE : E_XLSX_SYNTAX;
        ctx_fail(ctx, status, "%s",
                 code == ZIP_ER_EXISTS ? "a part comes twice" : zip_error_strerror(&error));
        zip_error_fini(&error);
        return status;
    }
    Status status = package_check(ctx, zip, limits->entries);
    if (status != OK) {
        zip_discard(zip);
        return status;
    }
    *ret_package = (XlsxPackage){
        .zip = zip,
        .limits = *limits,
        .deadline_us = ctx_now_us(ctx) + limits->deadline_s * US_PER_S,
    };
    return OK;
}

void xlsx_package_close(XlsxPackage *package) {
    if (package->zip) {
        zip_discard(package->zip);
        package->zip = NULL;
    }
}

bool xlsx_package_has(const XlsxPackage *package, const char *part_name) {
    return zip_name_locate(package->zip, part_name, ZIP_FL_NOCASE) >= 0;
}

Status xlsx_package_open_part(Ctx *ctx, XlsxPackage *package, const char *part_name,
                              zip_file_t **ret_file) {
    zip_int64_t index = zip_name_locate(package->zip, part_name, ZIP_FL_NOCASE);
    zip_file_t *file = index < 0 ? NULL : zip_fopen_index(package->zip, (zip_uint64_t)index, 0);
    if (file == NULL) {
        return ctx_fail(ctx, E_XLSX_SYNTAX, "part %.200s: %s", part_name,
                        zip_strerror(package->zip));
    }
    *ret_file = file;
    return OK;
}

Status xlsx_package_read(Ctx *ctx, XlsxPackage *package, zip_file_t *file, char *bytes, size_t size,
                         size_t *ret_length) {
    if (ctx_now_us(ctx) > package->deadline_us) {
        return ctx_fail(ctx, E_XLSX_LIMIT, "time: more than %lld s",
                        (long long)package->limits.deadline_s);
    }
    zip_int64_t length = zip_fread(file, bytes, size);
    if (length < 0) {
        return ctx_fail(ctx, E_XLSX_SYNTAX, "%s", zip_file_strerror(file));
    }
    package->inflated_bytes += length;
    if (package->inflated_bytes > package->limits.inflated_bytes) {
        return ctx_fail(ctx, E_XLSX_LIMIT, "inflated bytes: more than %lld",
                        (long long)package->limits.inflated_bytes);
    }
    *ret_length = (size_t)length;
    return OK;
}

Status xlsx_package_resolve(Ctx *ctx, Str base, Str target, char *part_name) {
    size_t length = 0;
    bool is_absolute = str_starts_with(target, STR("/"));
    Str sources[2] = {is_absolute ? STR("") : base, target};
    for (size_t i = 0; i < 2; i++) {
        Str step;
        while (str_split_next(&sources[i], '/', &step)) {
            if (step.len == 0 || str_equal(step, STR("."))) {
                continue;
            }
            if (str_equal(step, STR(".."))) {
                if (length == 0) {
                    return ctx_fail(ctx, E_XLSX_UNSAFE, "a target leaves the package: %.*s",
                                    STR_ARG(str_part(target, 0, 200)));
                }
                while (length > 0 && part_name[--length] != '/') { /* ends: length falls */
                }
                continue;
            }
            if (length + step.len + 2 > XLSX_PART_NAME_MAX) {
                return ctx_fail(ctx, E_XLSX_SYNTAX, "a part name longer than %d",
                                XLSX_PART_NAME_MAX - 2);
            }
            if (length > 0) {
                part_name[length++] = '/';
            }
            memcpy(part_name + length, step.ptr, step.len);
            length += step.len;
        }
    }
    part_name[length] = '\0';
    return OK;
}
