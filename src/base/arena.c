/*
 * Blocks are chained newest first; each next block is twice as large, up to 1 MiB, or as large as
 * the request. Rewinding frees the blocks that were begun after the mark.
 */
#include "base/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_FIRST = 4096, BLOCK_MAX = 1 << 20 };

typedef struct Block {
    struct Block *older;
    size_t size;
    size_t used;
    alignas(max_align_t) char bytes[];
} Block;

struct Arena {
    Block *block;
    size_t cap;
    size_t total;
    size_t fail_after; /* 0 = never, else counts down */
};

Arena *arena_new(size_t cap) {
    Arena *arena = calloc(1, sizeof *arena);
    if (arena) {
        arena->cap = cap;
    }
    return arena;
}

static void blocks_free_until(Arena *arena, Block *keep) {
    while (arena->block != keep) {
        Block *older = arena->block->older;
        free(arena->block);
        arena->block = older;
    }
}

void arena_free(Arena **arena) {
    if (*arena) {
        blocks_free_until(*arena, NULL);
        free(*arena);
        *arena = NULL;
    }
}

static Block *block_add(Arena *arena, size_t need) {
    size_t size = arena->block ? arena->block->size * 2 : BLOCK_FIRST;
    if (size > BLOCK_MAX) {
        size = BLOCK_MAX;
    }
    if (size < need) {
        size = need;
    }
    Block *block = malloc(sizeof *block + size);
    if (block == NULL) {
        return NULL;
    }
    block->older = arena->block;
    block->size = size;
    block->used = 0;
    arena->block = block;
    return block;
}

void *arena_try(Arena *arena, size_t size) {
    if (arena->fail_after != 0 && --arena->fail_after == 0) {
        return NULL;
    }
    size_t align = alignof(max_align_t);
    if (size > SIZE_MAX - align) {
        return NULL;
    }
    size_t need = (size + align - 1) / align * align;
    if (need == 0) {
        need = align;
    }
    if (need > arena->cap - arena->total) {
        return NULL;
    }
    Block *block = arena->block;
    if (block == NULL || need > block->size - block->used) {
        block = block_add(arena, need);
        if (block == NULL) {
            return NULL;
        }
    }
    void *memory = block->bytes + block->used;
    block->used += need;
    arena->total += need;
    memset(memory, 0, need);
    return memory;
}

ArenaMark arena_mark(const Arena *arena) {
    return (ArenaMark){arena->block, arena->block ? arena->block->used : 0, arena->total};
}

void arena_rewind(Arena *arena, ArenaMark mark) {
    blocks_free_until(arena, mark.block);
    if (arena->block) {
        arena->block->used = mark.used;
    }
    arena->total = mark.total;
}

size_t arena_used(const Arena *arena) {
    return arena->total;
}

void arena_fail_nth(Arena *arena, size_t nth) {
    arena->fail_after = nth;
}
