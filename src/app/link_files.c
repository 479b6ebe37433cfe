#include "app/link.h"

#include <string.h>

#include "app/link_run.h"
#include "codec/csv_scan.h"
#include "codec/text_out.h"
#include "linkage/link_print.h"
#include "sys/file.h"

enum { TEXT_MAX = 1 << 24, PROGRESS_ROWS = 1 << 16 };

/* ---- in ---- */

/* Which cell of a row each column of the spec is. */
typedef struct Places {
    size_t id;
    size_t cells[LINK_COLUMN_MAX];
} Places;

static Status place_of(Ctx *ctx, const CsvScan *scan, Str path, Str column, size_t *ret_place) {
    *ret_place = csv_scan_column(scan, column);
    if (*ret_place == SIZE_MAX) {
        return ctx_fail(ctx, E_LINK_DATA, "%.*s: there is no column \"%.*s\" in its first line",
                        STR_ARG(path), STR_ARG(column));
    }
    return OK;
}

static Status places_find(Ctx *ctx, const CsvScan *scan, Str path, const LinkSpec *spec,
                          Places *ret_places) {
    int32_t name = 0;
    while (name + 1 < spec->id_count &&
           csv_scan_column(scan, spec->id_columns[name]) == SIZE_MAX) { /* ends: name grows */
        name++;
    }
    TRY(place_of(ctx, scan, path, spec->id_columns[name], &ret_places->id));
    for (int32_t i = 0; i < spec->column_count; i++) {
        TRY(place_of(ctx, scan, path, spec->columns[i].source, &ret_places->cells[i]));
    }
    return OK;
}

static Status row_take(Ctx *ctx, LinkTable *table, const Places *places, const Str *cells) {
    Str of_spec[LINK_COLUMN_MAX];
    Str id = str_trim(cells[places->id]);
    for (int32_t i = 0; i < table->spec->column_count; i++) {
        of_spec[i] = cells[places->cells[i]];
    }
    if (id.len == 0) {
        return ctx_fail(ctx, E_LINK_DATA, "a record without an id");
    }
    return link_table_add(ctx, table, id, of_spec);
}

static Status rows_take(Ctx *ctx, CsvScan *scan, Str path, LinkTable *table) {
    Places places;
    TRY(places_find(ctx, scan, path, table->spec, &places));
    for (int64_t row = 0;; row++) { /* ends with the file */
        const Str *cells = NULL;
        bool has_row = false;
        TRY(csv_scan_next(ctx, scan, &cells, &has_row));
        if (!has_row) {
            return OK;
        }
        Status status = row_take(ctx, table, &places, cells);
        if (status != OK) {
            char detail[CTX_DETAIL_MAX];
            memcpy(detail, ctx->failure.detail, sizeof detail);
            return ctx_fail(ctx, status, "%.*s:%lld: %.300s", STR_ARG(path),
                            (long long)csv_scan_line(scan), detail);
        }
        if (row % PROGRESS_ROWS == 0) {
            ctx_progress(ctx, "link_read", csv_scan_done(scan), csv_scan_size(scan));
        }
    }
}

static Status scan_open(Ctx *ctx, Str path, CsvScan **ret_scan) {
    Str name;
    TRY(ctx_copy_str(ctx, path, &name));
    return csv_scan_open(ctx, name.ptr, ret_scan);
}

static Status table_read(Ctx *ctx, const LinkRequest *request, LinkTable **ret_table) {
    CLEANUP(csv_scan_close) CsvScan *left = NULL;
    CLEANUP(csv_scan_close) CsvScan *right = NULL;
    const LinkSpec *spec = NULL;
    bool is_match = !str_is_empty(request->right_path);
    Str bytes;
    TRY(link_run_spec(ctx, request->spec_path, &spec, &bytes));
    TRY(scan_open(ctx, request->left_path, &left));
    size_t rows = csv_scan_rows_at_most(left);
    if (is_match) {
        TRY(scan_open(ctx, request->right_path, &right));
        rows += csv_scan_rows_at_most(right);
    }
    TRY(link_table_new(ctx, spec, rows, ret_table));
    TRY(rows_take(ctx, left, request->left_path, *ret_table));
    uint32_t left_count = (*ret_table)->record_count;
    if (is_match) {
        TRY(rows_take(ctx, right, request->right_path, *ret_table));
    }
    (*ret_table)->left_count = left_count;
    if ((*ret_table)->record_count == 0) {
        return ctx_fail(ctx, E_LINK_DATA, "%.*s: no records", STR_ARG(request->left_path));
    }
    return OK;
}

/* ---- out ---- */

static Status out_open(Ctx *ctx, const LinkRequest *request, const char *name, TextOut **ret_out) {
    Str path;
    Str copy;
    TRY(file_join(ctx, request->out_dir, str_of(name), &path));
    TRY(ctx_copy_str(ctx, path, &copy));
    return text_out_open(ctx, copy.ptr, ret_out);
}

static Status ids_write(Ctx *ctx, TextOut *out, const LinkTable *table, const LinkPair *pair) {
    TRY(text_out_add_cell(ctx, out, table->ids[pair->a]));
    TRY(text_out_add(ctx, out, STR(",")));
    return text_out_add_cell(ctx, out, table->ids[pair->b]);
}

static Status pairs_write(Ctx *ctx, const LinkRequest *request, const LinkRun *run) {
    CLEANUP(text_out_discard) TextOut *out = NULL;
    CLEANUP(strbuf_done) StrBuf text;
    strbuf_init(&text, TEXT_MAX);
    TRY(out_open(ctx, request, "pairs.csv", &out));
    TRY(link_print_pair_head(ctx, &run->job, &text));
    TRY(text_out_add(ctx, out, STR("id_l,id_r")));
    TRY(text_out_add(ctx, out, strbuf_str(&text)));
    for (size_t i = 0; i < run->pairs.count; i++) {
        TRY(ids_write(ctx, out, run->table, &run->pairs.pairs[i]));
        strbuf_clear(&text);
        TRY(link_print_pair(ctx, &run->job, &run->pairs.pairs[i], &text));
        TRY(text_out_add(ctx, out, strbuf_str(&text)));
        if (i % PROGRESS_ROWS == 0) {
            ctx_progress(ctx, "link_write", (int64_t)i, (int64_t)run->pairs.count);
        }
    }
    return text_out_finish(ctx, &out);
}

static Status patterns_write(Ctx *ctx, const LinkRequest *request, const LinkRun *run) {
    CLEANUP(text_out_discard) TextOut *out = NULL;
    CLEANUP(strbuf_done) StrBuf text;
    strbuf_init(&text, TEXT_MAX);
    TRY(out_open(ctx, request, "patterns.tsv", &out));
    for (int32_t i = 0; i < run->model.comparison_count; i++) {
        TRY(text_out_add(ctx, out, run->table->spec->comparisons[i].name));
        TRY(text_out_add(ctx, out, STR("\t")));
    }
    TRY(text_out_add(ctx, out, STR("pairs\n")));
    for (uint32_t pattern = 0; pattern < run->model.pattern_count; pattern++) {
        if (run->counts[pattern] == 0) {
            continue;
        }
        strbuf_clear(&text);
        TRY(link_print_pattern(ctx, &run->job, pattern, run->counts[pattern], &text));
        TRY(text_out_add(ctx, out, strbuf_str(&text)));
    }
    return text_out_finish(ctx, &out);
}

static Status clusters_write(Ctx *ctx, const LinkRequest *request, const LinkRun *run,
                             const LinkClusters *clusters) {
    CLEANUP(text_out_discard) TextOut *out = NULL;
    TRY(out_open(ctx, request, "clusters.csv", &out));
    TRY(text_out_add(ctx, out, STR("id,cluster\n")));
    for (uint32_t i = 0; i < run->table->record_count; i++) {
        TRY(text_out_add_cell(ctx, out, run->table->ids[i]));
        TRY(text_out_add(ctx, out, STR(",")));
        TRY(text_out_add_cell(ctx, out, run->table->ids[clusters->of[i]]));
        TRY(text_out_add(ctx, out, STR("\n")));
    }
    return text_out_finish(ctx, &out);
}

/* links.csv: the pairs that stand without a person, then review.csv: those that a person decides.
 */
static Status links_write(Ctx *ctx, const LinkRequest *request, const LinkRun *run,
                          const LinkChoice *choices, Reply *reply) {
    static const char *const WHY[] = {"", "", "near_tie", "contested"};
    CLEANUP(text_out_discard) TextOut *links = NULL;
    CLEANUP(text_out_discard) TextOut *review = NULL;
    CLEANUP(strbuf_done) StrBuf text;
    int64_t link_count = 0;
    int64_t review_count = 0;
    strbuf_init(&text, TEXT_MAX);
    TRY(out_open(ctx, request, "links.csv", &links));
    TRY(out_open(ctx, request, "review.csv", &review));
    TRY(text_out_add(ctx, links, STR("id_l,id_r,probability\n")));
    TRY(text_out_add(ctx, review, STR("id_l,id_r,probability,reason\n")));
    for (uint32_t i = 0; i < run->table->left_count; i++) {
        if (choices[i].outcome == LINK_NONE) {
            continue;
        }
        bool is_link = choices[i].outcome == LINK_MATCHED;
        const LinkPair *pair = &run->pairs.pairs[choices[i].best];
        TextOut *out = is_link ? links : review;
        strbuf_clear(&text);
        TRY(link_print_probability(ctx, pair, &text));
        TRY(ids_write(ctx, out, run->table, pair));
        TRY(text_out_add(ctx, out, STR(",")));
        TRY(text_out_add(ctx, out, strbuf_str(&text)));
        if (!is_link) {
            TRY(text_out_add(ctx, out, STR(",")));
            TRY(text_out_add(ctx, out, str_of(WHY[choices[i].outcome])));
        }
        TRY(text_out_add(ctx, out, STR("\n")));
        link_count += is_link;
        review_count += !is_link;
    }
    reply_add_int(reply, "link_count", link_count);
    reply_add_int(reply, "review_count", review_count);
    TRY(text_out_finish(ctx, &links));
    return text_out_finish(ctx, &review);
}

static Status blocks_report(Ctx *ctx, const LinkRun *run, StrBuf *out) {
    TRY(strbuf_add(
        ctx, out,
        STR("\n| rule | blocks | pairs | left out: blocks | pairs | largest, with record |\n"
            "|---|---|---|---|---|---|\n")));
    for (int32_t i = 0; i < run->table->spec->rule_count; i++) {
        const LinkBlocks *blocks = &run->blocks[i];
        Str record = blocks->left_out_blocks ? run->table->ids[blocks->left_out_record] : STR("");
        TRY(strbuf_print(
            ctx, out, "| %.*s | %u | %llu | %u | %llu | %u %.*s |\n", STR_ARG(blocks->rule->text),
            blocks->block_count, (unsigned long long)blocks->pair_count, blocks->left_out_blocks,
            (unsigned long long)blocks->left_out_pairs, blocks->left_out_largest, STR_ARG(record)));
    }
    return OK;
}

static Status columns_report(Ctx *ctx, const LinkRun *run, StrBuf *out) {
    TRY(strbuf_add(
        ctx, out,
        STR("\n| column | distinct values | missing | unreadable |\n|---|---|---|---|\n")));
    for (int32_t i = 0; i < run->table->spec->column_count; i++) {
        const LinkValues *values = &run->table->columns[i];
        TRY(strbuf_print(ctx, out, "| %.*s | %u | %u | %llu |\n",
                         STR_ARG(run->table->spec->columns[i].name), values->count,
                         values->frequency[0], (unsigned long long)values->unreadable));
    }
    return OK;
}

static Status report_write(Ctx *ctx, const LinkRequest *request, const LinkRun *run) {
    CLEANUP(strbuf_done) StrBuf page;
    Str path;
    strbuf_init(&page, TEXT_MAX);
    TRY(strbuf_print(ctx, &page,
                     "# Linkage\n\nrecords: %u, left: %u; pairs looked at: %llu; kept: %zu\n",
                     run->table->record_count, run->table->left_count,
                     (unsigned long long)run->pairs.looked_at, run->pairs.count));
    TRY(columns_report(ctx, run, &page));
    TRY(blocks_report(ctx, run, &page));
    TRY(strbuf_add(ctx, &page, STR("\n")));
    TRY(link_print_model(ctx, &run->job, &page));
    TRY(strbuf_add(ctx, &page, STR("\n")));
    TRY(link_print_thresholds(ctx, &run->job, run->counts, &page));
    TRY(file_join(ctx, request->out_dir, STR("report.md"), &path));
    return file_write_atomic(ctx, path, strbuf_str(&page));
}

/* ---- the use cases ---- */

static Status decide_and_write(Ctx *ctx, const LinkRequest *request, const LinkRun *run,
                               Reply *reply) {
    if (!str_is_empty(request->right_path)) {
        LinkChoice *choices = NULL;
        TRY(link_choose(ctx, &run->job, &run->pairs, &choices));
        return links_write(ctx, request, run, choices, reply);
    }
    LinkClusters clusters;
    ctx_progress(ctx, "link_cluster", 0, 0);
    TRY(link_cluster(ctx, &run->job, &run->pairs, &clusters));
    reply_add_int(reply, "cluster_count", clusters.cluster_count);
    reply_add_int(reply, "largest_cluster", clusters.largest);
    reply_add_int(reply, "taken_apart_count", clusters.taken_apart);
    return clusters_write(ctx, request, run, &clusters);
}

static Status files_linked(Ctx *ctx, const LinkRequest *request, Reply *reply) {
    LinkTable *table = NULL;
    void *memory = NULL;
    TRY(ctx_alloc(ctx, sizeof(LinkRun), &memory));
    LinkRun *run = memory;
    TRY(file_make_folders(ctx, request->out_dir));
    TRY(table_read(ctx, request, &table));
    TRY(link_run_train(ctx, table, request->threads, run));
    TRY(link_run_score(ctx, run));
    reply_add_int(reply, "record_count", table->record_count);
    reply_add_int(reply, "pair_count", (int64_t)run->pairs.looked_at);
    reply_add_int(reply, "kept_count", (int64_t)run->pairs.count);
    TRY(pairs_write(ctx, request, run));
    TRY(decide_and_write(ctx, request, run, reply));
    TRY(patterns_write(ctx, request, run));
    return report_write(ctx, request, run);
}

/* An arena of its own, as large as the caller allows. */
static Status with_memory(Ctx *ctx, const LinkRequest *request, Ctx *ret_inner) {
    *ret_inner = *ctx;
    ret_inner->arena = arena_new((size_t)request->memory_bytes);
    return ret_inner->arena ? OK : ctx_fail(ctx, E_MEMORY_LIMIT, "--memory");
}

Status link_files(Ctx *ctx, const LinkRequest *request, Reply *ret_reply) {
    Ctx inner;
    Reply reply = {.count = 0};
    TRY(with_memory(ctx, request, &inner));
    Status status = files_linked(&inner, request, &reply);
    ctx->failure = inner.failure;
    arena_free(&inner.arena);
    *ret_reply = reply;
    return status;
}

static Status record_find(Ctx *ctx, const LinkTable *table, Str id, uint32_t from,
                          uint32_t *ret_record) {
    for (uint32_t i = from; i < table->record_count; i++) {
        if (str_equal(table->ids[i], id)) {
            *ret_record = i;
            return OK;
        }
    }
    return ctx_fail(ctx, E_NOT_FOUND, "%.*s", STR_ARG(id));
}

static Status explained(Ctx *ctx, const LinkRequest *request, const LinkQuestion *question,
                        const TableOut *out) {
    static const TableColumn COLUMNS[] = {
        {"comparison", "So sánh", "Comparison", CELL_TEXT},
        {"left", "Bên trái", "Left", CELL_TEXT},
        {"right", "Bên phải", "Right", CELL_TEXT},
        {"level", "Mức", "Level", CELL_TEXT},
        {"bits", "Trọng số (bit)", "Weight (bits)", CELL_TEXT},
    };
    enum { COLUMN_COUNT = sizeof COLUMNS / sizeof COLUMNS[0] };
    LinkTable *table = NULL;
    LinkReason reasons[LINK_COMPARISON_MAX + 4];
    size_t count = 0;
    uint32_t a = 0;
    uint32_t b = 0;
    void *memory = NULL;
    TRY(ctx_alloc(ctx, sizeof(LinkRun), &memory));
    LinkRun *run = memory;
    TRY(table_read(ctx, request, &table));
    TRY(record_find(ctx, table, question->left_id, 0, &a));
    uint32_t right_from = table->left_count == table->record_count ? 0 : table->left_count;
    TRY(record_find(ctx, table, question->right_id, right_from, &b));
    TRY(link_run_train(ctx, table, request->threads, run));
    TRY(link_explain_pair(ctx, &run->job, a, b, reasons, &count));
    TRY(out->begin(ctx, out->arg, "reasons", COLUMNS, COLUMN_COUNT));
    for (size_t i = 0; i < count; i++) {
        TableCell cells[] = {CELL_T(reasons[i].comparison), CELL_T(reasons[i].left),
                             CELL_T(reasons[i].right), CELL_T(reasons[i].level),
                             CELL_T(reasons[i].bits)};
        TRY(out->row(ctx, out->arg, cells, COLUMN_COUNT));
    }
    return out->end(ctx, out->arg);
}

Status link_explain(Ctx *ctx, const LinkRequest *request, const LinkQuestion *question,
                    const TableOut *out) {
    Ctx inner;
    TRY(with_memory(ctx, request, &inner));
    Status status = explained(&inner, request, question, out);
    ctx->failure = inner.failure;
    arena_free(&inner.arena);
    return status;
}
