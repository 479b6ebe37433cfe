/*
 * link_kernel.h -- the innermost loops: one record beside many, one comparison at a time.
 *
 * Floor 2, linkage, friends only. Each loop exists for the plain machine, AVX2 and AVX-512; all
 * three give the same numbers, since they only look up and add.
 */
#ifndef LINKAGE_LINK_KERNEL_H
#define LINKAGE_LINK_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a comparison adds to a pattern, and how. */
typedef struct KernelAdd {
    int kernel; /* LINK_KERNEL_... */
    uint32_t stride;
    const uint8_t *of_likeness; /* 16 levels by likeness; of dates and digits */
} KernelAdd;

/* patterns[i] += stride * row[codes[i]]; `row` may be read 3 bytes past its end. */
void kernel_table(const KernelAdd *add, uint32_t *patterns, const uint32_t *codes, size_t count,
                  const uint8_t *row);
/* patterns[i] += stride * (1 where codes[i] is `code`, 0 where it is 0, else 2); code is not 0. */
void kernel_equal(const KernelAdd *add, uint32_t *patterns, const uint32_t *codes, size_t count,
                  uint32_t code);
/* patterns[i] += stride * levels[i] */
void kernel_levels(const KernelAdd *add, uint32_t *patterns, const uint8_t *levels, size_t count);
/* levels[i] = row[codes[i]]; true when one of them is UINT8_MAX. */
bool kernel_look_up(const KernelAdd *add, uint8_t *levels, const uint32_t *codes, size_t count,
                    const uint8_t *row);
/* patterns[i] += stride * level of the likeness of two dates, of two numbers. */
void kernel_dates(const KernelAdd *add, uint32_t *patterns, const uint32_t *dates, size_t count,
                  uint32_t date);
void kernel_digits(const KernelAdd *add, uint32_t *patterns, const uint64_t *digits, size_t count,
                   uint64_t number);
/* seen[i] |= blocks[i] == block; block is not 0. */
void kernel_seen(uint8_t *seen, const uint32_t *blocks, size_t count, uint32_t block);

#endif
