/*
 * _rels/.rels names the workbook part; the workbook names its sheets by relationship ids; the
 * relationships of the workbook part say where those lie, and where styles and shared strings are.
 */
#include "codec/xlsx_book.h"

#include <stdio.h>
#include <string.h>

#include "codec/xlsx_part.h"

enum { RELATION_MAX = 4096 };

typedef struct Relation {
    Str id;
    Str type; /* what follows the last slash: "worksheet" in both the transitional and strict name
               */
    Str target;
} Relation;

typedef struct BookReader {
    XlsxBook *book;
    Relation *relations;
    size_t relation_count;
    Str *sheet_relation_ids; /* of book->sheets */
    bool is_in_sheets;
} BookReader;

static Status keep(Ctx *ctx, XlsxBook *book, Str text, Str *ret_kept) {
    char *copy = arena_try(book->arena, text.len + 1);
    if (copy == NULL) { /* the file's doing, or the machine's */
        bool is_limit = text.len > XLSX_BOOK_MEMORY_MAX - arena_used(book->arena);
        return ctx_fail(ctx, is_limit ? E_XLSX_LIMIT : E_MEMORY_LIMIT,
                        "names of sheets and parts: too much text");
    }
    memcpy(copy, text.ptr, text.len);
    *ret_kept = (Str){copy, text.len};
    return OK;
}

static Status keep_array(Ctx *ctx, XlsxBook *book, size_t size, void **ret_memory) {
    *ret_memory = arena_try(book->arena, size);
    return *ret_memory ? OK : ctx_fail(ctx, E_MEMORY_LIMIT, "%zu bytes", size);
}

static Str last_step(Str path) {
    size_t at = path.len;
    while (at > 0 && path.ptr[at - 1] != '/') {
        at--;
    }
    return str_part(path, at, path.len);
}

static Status relation_begin(Ctx *ctx, void *arg, const char *name,
                             const XlsxAttributes *attributes) {
    BookReader *reader = arg;
    Relation relation = {STR(""), STR(""), STR("")};
    Str mode = STR("");
    if (strcmp(name, "Relationship") != 0) {
        return OK;
    }
    (void)xlsx_attribute(attributes, "Id", &relation.id);
    (void)xlsx_attribute(attributes, "Type", &relation.type);
    (void)xlsx_attribute(attributes, "Target", &relation.target);
    (void)xlsx_attribute(attributes, "TargetMode", &mode);
    if (str_equal(mode, STR("External"))) {
        return OK; /* never followed */
    }
    if (reader->relation_count == RELATION_MAX) {
        return ctx_fail(ctx, E_XLSX_LIMIT, "relationships: more than %d", RELATION_MAX);
    }
    TRY(keep(ctx, reader->book, relation.id, &relation.id));
    TRY(keep(ctx, reader->book, last_step(relation.type), &relation.type));
    TRY(keep(ctx, reader->book, relation.target, &relation.target));
    reader->relations[reader->relation_count++] = relation;
    return OK;
}

static Status nothing_end(Ctx *ctx, void *arg, const char *name) {
    (void)ctx, (void)arg, (void)name;
    return OK;
}

/* Replaces the reader's relations by those of `part_name` ("xl/workbook.xml"; "" = the package). */
static Status relations_read(Ctx *ctx, BookReader *reader, Str part_name) {
    char relations_name[XLSX_PART_NAME_MAX + 16];
    Str file = last_step(part_name);
    snprintf(relations_name, sizeof relations_name, "%.*s_rels/%.*s.rels",
             (int)(part_name.len - file.len), part_name.ptr, STR_ARG(file));
    reader->relation_count = 0;
    return xlsx_part_read(ctx, &reader->book->package, relations_name,
                          (XlsxHandler){relation_begin, nothing_end, NULL}, reader);
}

static const Relation *relation_by_type(const BookReader *reader, Str type) {
    for (size_t i = 0; i < reader->relation_count; i++) {
        if (str_equal(reader->relations[i].type, type)) {
            return &reader->relations[i];
        }
    }
    return NULL;
}

static const Relation *relation_by_id(const BookReader *reader, Str id) {
    for (size_t i = 0; i < reader->relation_count; i++) {
        if (str_equal(reader->relations[i].id, id)) {
            return &reader->relations[i];
        }
    }
    return NULL;
}

static Status sheet_add(Ctx *ctx, BookReader *reader, const XlsxAttributes *attributes) {
    XlsxBook *book = reader->book;
    Str name = STR("");
    Str id = STR("");
    Str state = STR("visible");
    (void)xlsx_attribute(attributes, "name", &name);
    (void)xlsx_attribute(attributes, "id", &id);
    (void)xlsx_attribute(attributes, "state", &state);
    if (book->sheet_count == XLSX_SHEET_MAX) {
        return ctx_fail(ctx, E_XLSX_LIMIT, "sheets: more than %d", XLSX_SHEET_MAX);
    }
    XlsxSheetEntry *sheet = &book->sheets[book->sheet_count];
    TRY(keep(ctx, book, name, &sheet->name));
    TRY(keep(ctx, book, id, &reader->sheet_relation_ids[book->sheet_count]));
    sheet->is_hidden = !str_equal(state, STR("visible"));
    book->sheet_count++;
    return OK;
}

static Status book_begin(Ctx *ctx, void *arg, const char *name, const XlsxAttributes *attributes) {
    BookReader *reader = arg;
    if (strcmp(name, "workbookPr") == 0) {
        reader->book->is_1904 = xlsx_attribute_bool(attributes, "date1904", false);
    } else if (strcmp(name, "sheets") == 0) {
        reader->is_in_sheets = true;
    } else if (strcmp(name, "sheet") == 0 && reader->is_in_sheets) {
        return sheet_add(ctx, reader, attributes);
    }
    return OK;
}

static Status book_end(Ctx *ctx, void *arg, const char *name) {
    BookReader *reader = arg;
    (void)ctx;
    if (strcmp(name, "sheets") == 0) {
        reader->is_in_sheets = false;
    }
    return OK;
}

/* Gives each sheet its part, and leaves out what is no work sheet. */
static Status sheets_locate(Ctx *ctx, BookReader *reader, Str base) {
    XlsxBook *book = reader->book;
    size_t kept = 0;
    for (size_t i = 0; i < book->sheet_count; i++) {
        char part_name[XLSX_PART_NAME_MAX];
        Str kept_name;
        const Relation *relation = relation_by_id(reader, reader->sheet_relation_ids[i]);
        XlsxSheetEntry sheet = book->sheets[i];
        if (relation == NULL) {
            return ctx_fail(ctx, E_XLSX_SYNTAX, "sheet \"%.*s\" has no part",
                            STR_ARG(str_part(sheet.name, 0, 100)));
        }
        if (!str_equal(relation->type, STR("worksheet"))) {
            continue;
        }
        TRY(xlsx_package_resolve(ctx, base, relation->target, part_name));
        if (!xlsx_package_has(&book->package, part_name)) {
            return ctx_fail(ctx, E_XLSX_SYNTAX, "sheet \"%.*s\": part %.200s is missing",
                            STR_ARG(str_part(sheet.name, 0, 100)), part_name);
        }
        TRY(keep(ctx, book, str_of(part_name), &kept_name));
        sheet.part_name = kept_name.ptr;
        book->sheets[kept++] = sheet;
    }
    book->sheet_count = kept;
    return OK;
}

static Status shared_read(Ctx *ctx, BookReader *reader, Str base) {
    XlsxBook *book = reader->book;
    char part_name[XLSX_PART_NAME_MAX];
    const Relation *styles = relation_by_type(reader, STR("styles"));
    const Relation *strings = relation_by_type(reader, STR("sharedStrings"));
    if (styles) {
        TRY(xlsx_package_resolve(ctx, base, styles->target, part_name));
        TRY(xlsx_styles_read(ctx, book->arena, &book->package, part_name, &book->styles));
    }
    if (strings) {
        TRY(xlsx_package_resolve(ctx, base, strings->target, part_name));
        if (xlsx_package_has(&book->package, part_name)) { /* some writers name it without need */
            TRY(xlsx_strings_read(ctx, &book->package, part_name, &book->strings));
        }
    }
    return OK;
}

Status xlsx_book_open(Ctx *ctx, const char *path, const SheetLimits *limits, XlsxBook *book) {
    BookReader reader = {.book = book};
    char part_name[XLSX_PART_NAME_MAX];
    void *memory = NULL;
    TRY(xlsx_package_open(ctx, path, limits, &book->package));
    book->arena = arena_new(XLSX_BOOK_MEMORY_MAX);
    if (book->arena == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "no memory for a workbook");
    }
    TRY(keep_array(ctx, book, RELATION_MAX * sizeof(Relation), &memory));
    reader.relations = memory;
    TRY(keep_array(ctx, book, XLSX_SHEET_MAX * sizeof(Str), &memory));
    reader.sheet_relation_ids = memory;
    TRY(keep_array(ctx, book, XLSX_SHEET_MAX * sizeof(XlsxSheetEntry), &memory));
    book->sheets = memory;

    TRY(relations_read(ctx, &reader, STR("")));
    const Relation *workbook = relation_by_type(&reader, STR("officeDocument"));
    if (workbook == NULL) {
        return ctx_fail(ctx, E_XLSX_SYNTAX, "a zip without a workbook inside");
    }
    TRY(xlsx_package_resolve(ctx, STR(""), workbook->target, part_name));
    TRY(xlsx_part_read(ctx, &book->package, part_name, (XlsxHandler){book_begin, book_end, NULL},
                       &reader));
    Str whole = str_of(part_name);
    Str base = str_part(whole, 0, whole.len - last_step(whole).len);
    TRY(relations_read(ctx, &reader, whole));
    TRY(sheets_locate(ctx, &reader, base));
    return shared_read(ctx, &reader, base);
}

void xlsx_book_close(XlsxBook *book) {
    xlsx_strings_done(&book->strings);
    arena_free(&book->arena);
    xlsx_package_close(&book->package);
}
