/*
 * A provider's answer: pain.002, camt.053, camt.054, CSV or XLSX. The first byte chooses the
 * template by which a table is read. Whatever comes, rows end, and totals are those of the rows.
 */
#include "codec/iso/result_reader.h"
#include "codec/iso/template.h"
#include "fuzz_file.h"

void fuzz_one(Ctx *ctx, Str input) {
    static const char *const TEMPLATES[] = {"bank_csv", "wallet_xlsx", "post_list_xlsx", "pain001"};
    const ProviderTemplate *template = NULL;
    CLEANUP(result_reader_close) ResultReader *reader = NULL;
    const ResultRow *row = NULL;
    int64_t rows = 0;
    size_t choice = input.len > 0 ? (unsigned char)input.ptr[0] % 4 : 0;
    FUZZ_CHECK(provider_template_load(ctx, str_of(TEMPLATES[choice]), &template) == OK);
    if (result_reader_open(ctx, fuzz_path(input), template, &reader) != OK) {
        return;
    }
    FUZZ_CHECK(result_reader_header(reader) != NULL);
    while (result_reader_next(ctx, reader, &row) == OK) {
        if (row == NULL) {
            FUZZ_CHECK(result_reader_totals(reader) != NULL);
            break;
        }
        rows++;
        FUZZ_CHECK(rows <= (int64_t)input.len * 1000);
    }
}
