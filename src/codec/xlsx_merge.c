#include <string.h>

#include "codec/xlsx_sheet.h"

enum { WINDOW_SIZE = 1 << 16, TAG_MAX = 256 };

static const Str TAG = {"mergeCell ", 10};

static bool merge_read(Str tag, SheetMerge *ret_merge) {
    size_t at = str_find(tag, STR("ref="), 0);
    Str corner;
    Str rest;
    int64_t first_row = 0;
    int64_t last_row = 0;
    SheetMerge merge = {0};
    if (at == SIZE_MAX || at + 5 >= tag.len) {
        return false;
    }
    rest = str_part(tag, at + 5, tag.len);
    size_t end = str_find(rest, (Str){tag.ptr + at + 4, 1}, 0);
    if (end == SIZE_MAX) {
        return false;
    }
    rest = str_part(rest, 0, end);
    if (!str_split_next(&rest, ':', &corner) || rest.ptr == NULL ||
        !xlsx_reference_read(corner, &merge.first_column, &first_row) ||
        !xlsx_reference_read(rest, &merge.last_column, &last_row)) {
        return false;
    }
    merge.first_row = (int32_t)first_row;
    merge.last_row = (int32_t)last_row;
    *ret_merge = merge;
    return merge.first_row <= merge.last_row && merge.first_column <= merge.last_column &&
           merge.first_row <= SHEET_MERGE_ROW_MAX;
}

/* Looks at all whole tags in `window`; the bytes from the result on wait for more. */
static size_t window_search(Str window, SheetMerge *merges, size_t *count) {
    size_t at = 0;
    for (;;) { /* ends: at grows with each tag */
        size_t hit = str_find(window, TAG, at);
        if (hit == SIZE_MAX) {
            break;
        }
        Str tag = str_part(window, hit, TAG_MAX);
        size_t close = str_find(tag, STR(">"), 0);
        if (close == SIZE_MAX && tag.len < TAG_MAX) {
            return hit;
        }
        bool is_tag = hit > 0 && (window.ptr[hit - 1] == '<' || window.ptr[hit - 1] == ':');
        SheetMerge merge;
        if (is_tag && *count < SHEET_MERGE_MAX && merge_read(tag, &merge)) {
            merges[(*count)++] = merge;
        }
        at = hit + TAG.len;
    }
    size_t keep = TAG.len; /* a tag's name may be cut by the end, with the sign before it */
    size_t waiting = window.len > keep ? window.len - keep : 0;
    return waiting > at ? waiting : at;
}

Status xlsx_merges_read(Ctx *ctx, XlsxBook *book, const XlsxSheetEntry *entry, SheetMerge *merges,
                        size_t *ret_count) {
    char window[WINDOW_SIZE];
    size_t held = 0;
    size_t length = 0;
    size_t count = 0;
    int64_t inflated_bytes = book->package.inflated_bytes;
    zip_file_t *file = NULL;
    Status status;
    TRY(xlsx_package_open_part(ctx, &book->package, entry->part_name, &file));
    do { /* ends: the part does, or its budget */
        status = xlsx_package_read(ctx, &book->package, file, window + held, sizeof window - held,
                                   &length);
        if (status == OK) {
            Str seen = {window, held + length};
            size_t from = window_search(seen, merges, &count);
            from = from > 0 ? from - 1 : 0; /* with the sign before the tag */
            held = seen.len - from;
            memmove(window, window + from, held);
        }
    } while (status == OK && length > 0);
    zip_fclose(file);
    book->package.inflated_bytes = inflated_bytes;
    if (status == OK) {
        *ret_count = count;
    }
    return status;
}
