/*
 * text_out.h -- a text file written line by line, whole under its name or not there.
 *
 * Floor 1, codec. Buffers, writes beside the path, publishes at text_out_finish().
 */
#ifndef CODEC_TEXT_OUT_H
#define CODEC_TEXT_OUT_H

#include "base/ctx.h"

typedef struct TextOut TextOut;

Status text_out_open(Ctx *ctx, const char *path, TextOut **ret_out) MUST_CHECK;
Status text_out_add(Ctx *ctx, TextOut *out, Str text) MUST_CHECK;
/* Quoted when it holds the separator, a quote or a line end (RFC 4180). */
Status text_out_add_cell(Ctx *ctx, TextOut *out, Str cell) MUST_CHECK;
/* Flushes to the disk and gives the file its name; *out becomes NULL also on failure. */
Status text_out_finish(Ctx *ctx, TextOut **out) MUST_CHECK;
void text_out_discard(TextOut **out);

#endif
