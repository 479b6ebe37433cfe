/*
 * row_queue.h -- rows between a parser that pushes and a caller that pulls.
 *
 * Floor 1, codec, for the sheet readers only. The parser adds cells and ends rows while a chunk is
 * fed; afterwards the caller takes the whole rows, and what is begun stays for the next chunk.
 * Memory is that of one chunk's rows.
 */
#ifndef CODEC_ROW_QUEUE_H
#define CODEC_ROW_QUEUE_H

#include "base/ctx.h"
#include "codec/sheet.h"

enum { ROW_TEXT_BYTES_MAX = 16 << 20 };

typedef struct QueuedRow {
    int64_t number;
    size_t first_cell;
    size_t cell_count;
} QueuedRow;

typedef struct RowQueue {
    SheetCell *cells;
    size_t *offsets; /* into text, of each cell; SIZE_MAX = its view stands already */
    size_t cell_count;
    size_t cell_size;
    char *text;
    size_t text_len;
    size_t text_size;
    QueuedRow *rows;
    size_t row_count;
    size_t row_size;
    size_t row_taken;
    size_t open_cell; /* where the row that is not ended begins, in cells and in text */
    size_t open_text;
} RowQueue;

void row_queue_done(RowQueue *queue);
/* Forgets everything, keeps the memory. */
void row_queue_clear(RowQueue *queue);
/* Drops the rows that were taken; call before each chunk. */
void row_queue_begin_chunk(RowQueue *queue);
Status row_queue_add_text(Ctx *ctx, RowQueue *queue, Str text) MUST_CHECK;
/* A cell whose text is text[from, text_len), or cell->text itself when from is SIZE_MAX. */
Status row_queue_add_cell(Ctx *ctx, RowQueue *queue, const SheetCell *cell, size_t from) MUST_CHECK;
/* Ends the row; without cells it is dropped (S3). E_XLSX_SYNTAX when columns do not ascend. */
Status row_queue_end_row(Ctx *ctx, RowQueue *queue, int64_t number) MUST_CHECK;
/* The next whole row; false when there is none. Views stand until the next chunk. */
bool row_queue_take(RowQueue *queue, SheetRow *ret_row);

#endif
