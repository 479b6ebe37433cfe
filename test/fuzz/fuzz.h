/*
 * fuzz.h -- what the fuzzers share. Each defines LLVMFuzzerTestOneInput; libFuzzer calls it (make
 * fuzz), or replay_main.c with the files of the corpus (every normal test run).
 *
 * A fuzzer looks for more than crashes: it states what must hold of a result and aborts otherwise.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/ctx.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_CHECK(condition)                                                                      \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);         \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#endif
