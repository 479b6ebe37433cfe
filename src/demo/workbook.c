/*
 * Most communes send XLSX. Of every 25, one sends CSV with semicolons, one CSV in Windows-1258, one
 * CSV in UTF-16, and one a workbook typed in the old TCVN3 fonts, whose bytes look like Latin-1
 * letters.
 */
#include "demo/workbook.h"

#include <iconv.h>
#include <stdio.h>

#include "base/strbuf.h"
#include "codec/sheet_writer.h"
#include "demo/list_row.h"
#include "sys/file.h"
#include "text/fold.h"

extern const char data_areas[];
extern const char data_areas_end[];

enum {
    FORM_CSV = 0,
    FORM_CP1258 = 1,
    FORM_UTF16 = 2,
    FORM_TCVN3 = 3,
    FORM_COUNT = 25,
    SPOILED = 4000,
    TITLE_ROWS = 3
};
enum { FIRST_DAY_NEW_MAP = 20250701, FILE_TEXT_MAX = 64 << 20 };

static int form_of(size_t i) {
    int form = (int)(i % FORM_COUNT);
    return form <= FORM_TCVN3 ? form : FORM_COUNT;
}

/* ---- the plan ---- */

static bool commune_of_line(Str line, Str province_code, DemoCommune *ret_commune) {
    Str field[7];
    size_t count = 0;
    int64_t valid_from = 0;
    while (count < 7 && str_split_next(&line, '\t', &field[count])) {
        count++;
    }
    if (count != 7 || !str_equal(field[0], STR("commune")) || !str_equal(field[4], province_code) ||
        !str_to_int64(field[5], &valid_from) || valid_from != FIRST_DAY_NEW_MAP) {
        return false;
    }
    *ret_commune = (DemoCommune){.code = field[1], .name = field[3]};
    return true;
}

Status demo_province_plan(Ctx *ctx, Str province_code, uint64_t seed, int64_t scale,
                          DemoProvince *ret_province) {
    Str rest = {data_areas, (size_t)(data_areas_end - data_areas)};
    Str line;
    int64_t weights[DEMO_COMMUNE_MAX];
    int64_t total = 0;
    int64_t first = 0;
    Rng rng;
    rng_seed(&rng, seed + 5);
    ret_province->count = 0;
    while (str_split_next(&rest, '\n', &line) && ret_province->count < DEMO_COMMUNE_MAX) {
        if (commune_of_line(line, province_code, &ret_province->communes[ret_province->count])) {
            weights[ret_province->count] = 60 + (int64_t)rng_below(&rng, 80);
            total += weights[ret_province->count++];
        }
    }
    if (ret_province->count == 0) {
        return ctx_fail(ctx, E_AREA_UNKNOWN, "%.*s", STR_ARG(province_code));
    }
    for (size_t i = 0; i < ret_province->count; i++) {
        int64_t share = i + 1 == ret_province->count ? scale - first : scale * weights[i] / total;
        ret_province->communes[i].first = first;
        ret_province->communes[i].count = share;
        first += share;
    }
    return OK;
}

static Status list_name(Ctx *ctx, const DemoProvince *province, size_t i, Str *ret_name) {
    Str fold;
    char *slug = NULL;
    int form = form_of(i);
    TRY(text_fold(ctx, province->communes[i].name, &fold));
    TRY(ctx_alloc(ctx, fold.len + 1, (void **)&slug));
    for (size_t j = 0; j < fold.len; j++) {
        bool plain = (fold.ptr[j] >= 'a' && fold.ptr[j] <= 'z') ||
                     (fold.ptr[j] >= '0' && fold.ptr[j] <= '9');
        slug[j] = plain ? fold.ptr[j] : '-';
    }
    return ctx_print(ctx, ret_name, "%.*s-%s.%s", STR_ARG(province->communes[i].code), slug,
                     form <= FORM_UTF16 ? "csv" : "xlsx");
}

Status demo_list_path(Ctx *ctx, Str dir, const DemoProvince *province, size_t i, Str *ret_path) {
    Str name;
    TRY(list_name(ctx, province, i, &name));
    return ctx_print(ctx, ret_path, "%.*s/lists/%.*s", STR_ARG(dir), STR_ARG(name));
}

/* ---- encodings ---- */

static Status convert(Ctx *ctx, const char *to, Str in, Str *ret_out) {
    char *out = NULL;
    size_t room = in.len * 4 + 16;
    TRY(ctx_alloc(ctx, room, (void **)&out));
    iconv_t conversion = iconv_open(to, "UTF-8");
    if (conversion == (iconv_t)-1) {
        return ctx_fail(ctx, E_TEXT_ENCODING, "%s", to);
    }
    char *in_at = (char *)(uintptr_t)in.ptr;
    char *out_at = out;
    size_t in_left = in.len;
    size_t out_left = room;
    size_t converted = iconv(conversion, &in_at, &in_left, &out_at, &out_left);
    iconv_close(conversion);
    if (converted == (size_t)-1) {
        return ctx_fail(ctx, E_TEXT_ENCODING, "%s takes no such text", to);
    }
    *ret_out = (Str){out, (size_t)(out_at - out)};
    return OK;
}

/* TCVN3 bytes as the Latin-1 letters that a spreadsheet stores for them; unchanged when it cannot
 * be. */
static Status tcvn3_look_alike(Ctx *ctx, Str in, Str *ret_out) {
    Str bytes;
    char *out = NULL;
    size_t len = 0;
    if (convert(ctx, "TCVN-5712", in, &bytes) != OK) {
        *ret_out = in;
        return OK;
    }
    TRY(ctx_alloc(ctx, bytes.len * 2 + 1, (void **)&out));
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char byte = (unsigned char)bytes.ptr[i];
        if (byte < 0x20 || (byte >= 0x80 && byte < 0xA0)) {
            *ret_out = in; /* an accented capital: the old fonts had another way for these */
            return OK;
        }
        if (byte >= 0x80) {
            out[len++] = (char)(0xC0 | byte >> 6);
            byte = (unsigned char)(0x80 | (byte & 0x3F));
        }
        out[len++] = (char)byte;
    }
    *ret_out = (Str){out, len};
    return OK;
}

/* ---- rows ---- */

typedef struct ListOut {
    int form;
    TableWriter *writer; /* XLSX and UTF-8 CSV */
    StrBuf text;         /* the other CSVs, converted as a whole at the end */
} ListOut;

static Status titles_make(Ctx *ctx, const DemoCommune *commune, Str ret_titles[TITLE_ROWS]) {
    TRY(ctx_print(ctx, &ret_titles[0], "UBND %.*s", STR_ARG(commune->name)));
    ret_titles[1] = STR("DANH SÁCH ĐỐI TƯỢNG HƯỞNG TRỢ GIÚP XÃ HỘI HẰNG THÁNG");
    ret_titles[2] = STR("(Số liệu tổng hợp để thử nghiệm, không có người thật)");
    return OK;
}

static Status csv_cell(Ctx *ctx, StrBuf *text, Str cell, bool last) {
    bool quoted =
        str_find(cell, STR(","), 0) != SIZE_MAX || str_find(cell, STR("\""), 0) != SIZE_MAX;
    TRY(strbuf_print(ctx, text, quoted ? "\"%.*s\"" : "%.*s", STR_ARG(cell)));
    return strbuf_add(ctx, text, last ? STR("\r\n") : STR(","));
}

static Status list_open(Ctx *ctx, Str path, const DemoCommune *commune, ListOut *out) {
    Str titles[TITLE_ROWS];
    TableFileColumn columns[LIST_COLUMNS];
    TRY(titles_make(ctx, commune, titles));
    strbuf_init(&out->text, FILE_TEXT_MAX);
    for (size_t i = 0; i < LIST_COLUMNS; i++) {
        columns[i] = (TableFileColumn){str_of(LIST_HEADERS[i]), TABLE_TEXT, 0};
    }
    if (out->form == FORM_CP1258 || out->form == FORM_UTF16) {
        for (size_t i = 0; i < TITLE_ROWS; i++) {
            TRY(csv_cell(ctx, &out->text, titles[i], true));
        }
        for (size_t i = 0; i < LIST_COLUMNS; i++) {
            TRY(csv_cell(ctx, &out->text, columns[i].title, i + 1 == LIST_COLUMNS));
        }
        return OK;
    }
    TableFileOptions options = {.kind = out->form == FORM_CSV ? TABLE_FILE_CSV : TABLE_FILE_XLSX,
                                .sheet_name = STR("Danh sach"),
                                .columns = columns,
                                .column_count = LIST_COLUMNS,
                                .title_rows = titles,
                                .title_row_count = TITLE_ROWS,
                                .csv_separator = ';'};
    return table_writer_open(ctx, path.ptr, &options, &out->writer);
}

static bool typed_in_old_font(size_t column) {
    return column == LIST_NAME || column == LIST_HAMLET || column == LIST_RECIPIENT ||
           column == LIST_HOLDER || column == LIST_ETHNICITY;
}

static Status list_add(Ctx *ctx, ListOut *out, const ListRow *row) {
    for (size_t i = 0; i < LIST_COLUMNS; i++) {
        Str cell = row->cells[i];
        int64_t number = 0;
        if (out->writer == NULL) {
            TRY(csv_cell(ctx, &out->text, cell, i + 1 == LIST_COLUMNS));
            continue;
        }
        if (out->form == FORM_TCVN3 && typed_in_old_font(i)) {
            TRY(tcvn3_look_alike(ctx, cell, &cell));
        }
        if (i == LIST_ID && row->number_as_number && str_to_int64(cell, &number)) {
            TRY(table_writer_int64(ctx, out->writer, number));
        } else {
            TRY(table_writer_text(ctx, out->writer, cell));
        }
    }
    return out->writer ? table_writer_end_row(ctx, out->writer) : OK;
}

static Status list_finish(Ctx *ctx, Str path, ListOut *out) {
    Str bytes;
    if (out->writer) {
        return table_writer_finish(ctx, &out->writer);
    }
    if (out->form == FORM_CP1258) {
        TRY(convert(ctx, "CP1258", strbuf_str(&out->text), &bytes));
        return file_write_atomic(ctx, path, bytes);
    }
    TRY(convert(ctx, "UTF-16", strbuf_str(&out->text), &bytes));
    return file_write_atomic(ctx, path, bytes);
}

/* ---- files ---- */

typedef struct ListJob {
    const DemoNames *names;
    uint64_t seed;
    const DemoProvince *province;
    StrBuf *truth;
    bool clean; /* no defects */
    int64_t decision_day;
} ListJob;

static Status list_rows(Ctx *ctx, const ListJob *job, const DemoCommune *commune, Str file_name,
                        ListOut *out) {
    char earlier[13] = "";
    Rng rng;
    rng_seed(&rng, job->seed * 77 + (uint64_t)commune->first);
    for (int64_t k = 0; k < commune->count; k++) {
        ArenaMark mark = arena_mark(ctx->arena);
        DemoPerson person;
        ListRow row;
        TRY(demo_person_make(ctx, job->names, job->seed, commune->first + k, &person));
        if (job->decision_day != 0) {
            person.decision_date = job->decision_day;
            person.from_period = job->decision_day / 100;
        }
        TRY(list_row_make(ctx, &person, k + 1, &row));
        if (!job->clean && rng_chance(&rng, SPOILED)) {
            TRY(list_row_spoil(ctx, &row, &rng, str_of(earlier)));
        }
        if (row.defect == NULL) {
            snprintf(earlier, sizeof earlier, "%s", person.citizen_id);
        } else {
            TRY(strbuf_print(ctx, job->truth, "%.*s,%lld,%s,%s\n", STR_ARG(file_name),
                             (long long)(TITLE_ROWS + 2 + k), row.defect,
                             row.refused ? "refused" : "warned"));
        }
        TRY(list_add(ctx, out, &row));
        arena_rewind(ctx->arena, mark);
    }
    return OK;
}

/* The list of one commune. One that is there is not written again, but its truth is. */
static Status list_write(Ctx *ctx, const ListJob *job, const DemoCommune *commune, int form,
                         Str path) {
    ListOut out = {.form = form};
    Str there = path;
    bool exists = file_exists(path);
    if (exists) {
        TRY(ctx_print(ctx, &there, "%.*s.again", STR_ARG(path)));
    }
    Status status = list_open(ctx, there, commune, &out);
    if (status == OK) {
        status = list_rows(ctx, job, commune, file_base_name(path), &out);
    }
    if (status == OK && !exists) {
        status = list_finish(ctx, path, &out);
    }
    table_writer_close(&out.writer);
    strbuf_done(&out.text);
    return status;
}

Status demo_lists_write(Ctx *ctx, Str dir, const DemoNames *names, uint64_t seed,
                        const DemoProvince *province) {
    Str folder;
    Str truth_path;
    CLEANUP(strbuf_done) StrBuf truth;
    strbuf_init(&truth, FILE_TEXT_MAX);
    ListJob job = {names, seed, province, &truth, false, 0};
    TRY(file_join(ctx, dir, STR("lists"), &folder));
    TRY(file_join(ctx, dir, STR("truth.csv"), &truth_path));
    TRY(file_make_folders(ctx, folder));
    if (file_exists(truth_path)) {
        return OK; /* written last: all lists are there */
    }
    TRY(strbuf_add(ctx, &truth, STR("file,row,defect,expected\n")));
    for (size_t i = 0; i < province->count; i++) {
        ArenaMark mark = arena_mark(ctx->arena);
        Str path;
        ctx_progress(ctx, "demo_lists", (int64_t)i, (int64_t)province->count);
        TRY(demo_list_path(ctx, dir, province, i, &path));
        TRY(list_write(ctx, &job, &province->communes[i], form_of(i), path));
        arena_rewind(ctx->arena, mark);
    }
    ctx_progress(ctx, "demo_lists", (int64_t)province->count, (int64_t)province->count);
    return file_write_atomic(ctx, truth_path, strbuf_str(&truth));
}

Status demo_new_list_write(Ctx *ctx, Str path, const DemoNames *names, uint64_t seed,
                           int64_t first_index, int64_t count, int64_t decision_day) {
    CLEANUP(strbuf_done) StrBuf truth;
    strbuf_init(&truth, FILE_TEXT_MAX);
    DemoCommune commune = {
        .code = STR(""), .name = STR("xã"), .first = first_index, .count = count};
    ListJob job = {names, seed, NULL, &truth, true, decision_day};
    return file_exists(path) ? OK : list_write(ctx, &job, &commune, FORM_COUNT, path);
}
