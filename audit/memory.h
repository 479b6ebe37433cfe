/*
 * memory.h -- zeroed memory, growing arrays of numbers, sums by key. Out of memory ends the program
 * with exit code 2: an audit that could not run.
 */
#ifndef AUDIT_MEMORY_H
#define AUDIT_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void *memory_new(size_t size);
/* Makes room for one more item in `items` (of `size` bytes each); capacity doubles. */
void *memory_grow(void *items, size_t count, size_t *capacity, size_t size);

enum { SUM_KEY = 4 };

typedef struct SumItem {
    int64_t key[SUM_KEY];
    int64_t dong;
    bool used;
} SumItem;

/* A hash table from up to four numbers to a sum. */
typedef struct SumMap {
    SumItem *items;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
} SumMap;

void sum_map_add(SumMap *map, const int64_t key[SUM_KEY], int64_t dong);
/* 0 where nothing was added. */
int64_t sum_map_get(const SumMap *map, const int64_t key[SUM_KEY]);
bool sum_map_has(const SumMap *map, const int64_t key[SUM_KEY]);
/* Puts the items in the order of their keys at the front; after that only read them. */
void sum_map_sort(SumMap *map);
void sum_map_done(SumMap *map);

#define SUM_KEY_OF(...) ((const int64_t[SUM_KEY]){__VA_ARGS__})

#endif
