#include "memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_COULD_NOT_RUN = 2, FIRST_CAPACITY = 64 };

static void *memory_check(void *memory) {
    if (!memory) {
        fputs("ansinh-audit: out of memory\n", stderr);
        exit(EXIT_COULD_NOT_RUN);
    }
    return memory;
}

void *memory_new(size_t size) {
    return memory_check(calloc(1, size ? size : 1));
}

void *memory_grow(void *items, size_t count, size_t *capacity, size_t size) {
    if (count < *capacity) {
        return items;
    }
    *capacity = *capacity ? *capacity * 2 : FIRST_CAPACITY;
    return memory_check(reallocarray(items, *capacity, size));
}

static uint64_t key_hash(const int64_t key[SUM_KEY]) {
    uint64_t hash = 0x9E3779B97F4A7C15U;
    for (int i = 0; i < SUM_KEY; i++) {
        hash ^= (uint64_t)key[i];
        hash *= 0xFF51AFD7ED558CCDU;
        hash ^= hash >> 32;
    }
    return hash;
}

static SumItem *sum_map_slot(const SumMap *map, const int64_t key[SUM_KEY]) {
    /* Ends: the table is never more than half full. */
    for (size_t i = key_hash(key) & (map->capacity - 1);; i = (i + 1) & (map->capacity - 1)) {
        SumItem *item = &map->items[i];
        if (!item->used || memcmp(item->key, key, sizeof(item->key)) == 0) {
            return item;
        }
    }
}

static void sum_map_widen(SumMap *map) {
    const SumMap old = *map;
    map->capacity = old.capacity ? old.capacity * 2 : FIRST_CAPACITY;
    map->items = memory_check(calloc(map->capacity, sizeof(*map->items)));
    for (size_t i = 0; i < old.capacity; i++) {
        if (old.items[i].used) {
            *sum_map_slot(map, old.items[i].key) = old.items[i];
        }
    }
    free(old.items);
}

void sum_map_add(SumMap *map, const int64_t key[SUM_KEY], int64_t dong) {
    if (map->count * 2 >= map->capacity) {
        sum_map_widen(map);
    }
    SumItem *item = sum_map_slot(map, key);
    if (!item->used) {
        item->used = true;
        memcpy(item->key, key, sizeof(item->key));
        map->count++;
    }
    /* Wraps instead of trapping: damaged amounts must be reported, not end the audit. */
    item->dong = (int64_t)((uint64_t)item->dong + (uint64_t)dong);
}

int64_t sum_map_get(const SumMap *map, const int64_t key[SUM_KEY]) {
    if (map->count == 0) {
        return 0;
    }
    return sum_map_slot(map, key)->dong;
}

bool sum_map_has(const SumMap *map, const int64_t key[SUM_KEY]) {
    return map->count > 0 && sum_map_slot(map, key)->used;
}

static int sum_item_compare(const void *left, const void *right) {
    const SumItem *a = left;
    const SumItem *b = right;
    for (int i = 0; i < SUM_KEY; i++) {
        if (a->key[i] != b->key[i]) {
            return a->key[i] < b->key[i] ? -1 : 1;
        }
    }
    return 0;
}

void sum_map_sort(SumMap *map) {
    size_t count = 0;
    for (size_t i = 0; i < map->capacity; i++) {
        if (map->items[i].used) {
            map->items[count++] = map->items[i];
        }
    }
    if (count > 0) {
        qsort(map->items, count, sizeof(*map->items), sum_item_compare);
    }
}

void sum_map_done(SumMap *map) {
    free(map->items);
    *map = (SumMap){0};
}
