/*
 * arena.h -- memory that lives as long as one request, job or batch, under a cap.
 *
 * Floor 0. An arena gives memory and takes it back all at once; it never gives more than its cap,
 * and reaching the cap is an ordinary refusal (E_MEMORY_LIMIT), not a crash. Loops mark and rewind,
 * so that a stream of any length runs in flat memory.
 *
 * Not thread-safe: one arena, one thread.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/attr.h"
#include "base/str.h"

typedef struct Arena Arena;

typedef struct ArenaMark {
    void *block;
    size_t used;
    size_t total;
} ArenaMark;

/* A new arena that gives at most `cap` bytes; NULL when the machine has no memory. */
Arena *arena_new(size_t cap);
/* Frees the arena and all it gave; accepts NULL inside, sets it to NULL. */
void arena_free(Arena **arena);
/* `size` zeroed bytes aligned for any type, or NULL when the cap or the machine is exhausted. */
void *arena_try(Arena *arena, size_t size);
/* Where the arena stands now; arena_rewind() gives back all that was taken since. */
ArenaMark arena_mark(const Arena *arena);
void arena_rewind(Arena *arena, ArenaMark mark);
/* Bytes given and not rewound. */
size_t arena_used(const Arena *arena);

/* For tests: the n-th allocation from now fails (1 = the next one); 0 switches it off. */
void arena_fail_nth(Arena *arena, size_t nth);

#endif
