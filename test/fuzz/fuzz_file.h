/*
 * fuzz_file.h -- for parsers that need a whole context, or a file to open.
 *
 * Tests only. The fuzzer defines fuzz_one(); fuzz_file.c calls it with a fresh arena, a clock that
 * stands still and the input in memory of exactly its size.
 */
#ifndef FUZZ_FUZZ_FILE_H
#define FUZZ_FUZZ_FILE_H

#include "fuzz.h"

enum { FUZZ_ARENA_BYTES = 64 << 20 };

void fuzz_one(Ctx *ctx, Str input);
/* A path under which the bytes can be opened, until fuzz_one() returns. Once per input. */
const char *fuzz_path(Str bytes);

#endif
