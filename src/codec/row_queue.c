#include "codec/row_queue.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SIZE = 256 };

void row_queue_done(RowQueue *queue) {
    free(queue->cells);
    free(queue->offsets);
    free(queue->text);
    free(queue->rows);
    *queue = (RowQueue){0};
}

void row_queue_clear(RowQueue *queue) {
    queue->cell_count = queue->text_len = queue->row_count = queue->row_taken = 0;
    queue->open_cell = queue->open_text = 0;
}

void row_queue_begin_chunk(RowQueue *queue) {
    size_t cell_count = queue->cell_count - queue->open_cell;
    if (cell_count > 0) {
        memmove(queue->cells, queue->cells + queue->open_cell, cell_count * sizeof *queue->cells);
        memmove(queue->offsets, queue->offsets + queue->open_cell,
                cell_count * sizeof *queue->offsets);
    }
    size_t text_len = queue->text_len - queue->open_text;
    if (text_len > 0) {
        memmove(queue->text, queue->text + queue->open_text, text_len);
    }
    for (size_t i = 0; i < cell_count; i++) {
        if (queue->offsets[i] != SIZE_MAX) {
            queue->offsets[i] -= queue->open_text;
        }
    }
    queue->cell_count = cell_count;
    queue->text_len = text_len;
    queue->open_cell = queue->open_text = 0;
    queue->row_count = queue->row_taken = 0;
}

static Status grow(Ctx *ctx, void *array, size_t item_size, size_t size) {
    void **pointer = array;
    void *grown = realloc(*pointer, size * item_size);
    if (grown == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "%zu bytes for rows", size * item_size);
    }
    *pointer = grown;
    return OK;
}

Status row_queue_add_text(Ctx *ctx, RowQueue *queue, Str text) {
    size_t need = queue->text_len + text.len;
    if (need - queue->open_text > ROW_TEXT_BYTES_MAX) {
        return ctx_fail(ctx, E_XLSX_LIMIT, "text of a row: more than %d bytes", ROW_TEXT_BYTES_MAX);
    }
    if (need > queue->text_size) {
        size_t size = queue->text_size ? queue->text_size : FIRST_SIZE;
        while (size < need) { /* ends: doubles; a chunk bounds what one row does not */
            size *= 2;
        }
        TRY(grow(ctx, &queue->text, 1, size));
        queue->text_size = size;
    }
    memcpy(queue->text + queue->text_len, text.ptr, text.len);
    queue->text_len = need;
    return OK;
}

Status row_queue_add_cell(Ctx *ctx, RowQueue *queue, const SheetCell *cell, size_t from) {
    if (queue->cell_count == queue->cell_size) {
        size_t size = queue->cell_size ? queue->cell_size * 2 : FIRST_SIZE;
        TRY(grow(ctx, &queue->cells, sizeof *queue->cells, size));
        TRY(grow(ctx, &queue->offsets, sizeof *queue->offsets, size));
        queue->cell_size = size;
    }
    queue->cells[queue->cell_count] = *cell;
    queue->offsets[queue->cell_count] = from;
    if (from != SIZE_MAX) {
        queue->cells[queue->cell_count].text.len = queue->text_len - from;
    }
    queue->cell_count++;
    return OK;
}

Status row_queue_end_row(Ctx *ctx, RowQueue *queue, int64_t number) {
    size_t cell_count = queue->cell_count - queue->open_cell;
    for (size_t i = queue->open_cell + 1; i < queue->cell_count; i++) {
        if (queue->cells[i].column <= queue->cells[i - 1].column) {
            char name[4];
            sheet_column_name(queue->cells[i].column, name);
            return ctx_fail(ctx, E_XLSX_SYNTAX, "cell %s%lld comes twice or after a later one",
                            name, (long long)number);
        }
    }
    if (queue->row_count == queue->row_size) {
        size_t size = queue->row_size ? queue->row_size * 2 : FIRST_SIZE;
        TRY(grow(ctx, &queue->rows, sizeof *queue->rows, size));
        queue->row_size = size;
    }
    if (cell_count > 0) {
        queue->rows[queue->row_count++] = (QueuedRow){number, queue->open_cell, cell_count};
    }
    queue->open_cell = queue->cell_count;
    queue->open_text = queue->text_len;
    return OK;
}

bool row_queue_take(RowQueue *queue, SheetRow *ret_row) {
    if (queue->row_taken == queue->row_count) {
        return false;
    }
    const QueuedRow *row = &queue->rows[queue->row_taken++];
    for (size_t i = row->first_cell; i < row->first_cell + row->cell_count; i++) {
        if (queue->offsets[i] != SIZE_MAX) {
            queue->cells[i].text.ptr = queue->text + queue->offsets[i];
        }
    }
    *ret_row = (SheetRow){.number = row->number,
                          .cells = queue->cells + row->first_cell,
                          .cell_count = row->cell_count};
    return true;
}
