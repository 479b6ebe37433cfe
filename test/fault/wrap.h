/*
 * wrap.h -- makes the n-th call for memory or to a file fail, for all of the product's own code.
 *
 * Tests only. The linker puts these functions between the product and the C library
 * (-Wl,--wrap=...): the product has no hooks for it. Calls made inside shared libraries are not
 * touched.
 */
#ifndef TEST_FAULT_WRAP_H
#define TEST_FAULT_WRAP_H

#include <stdbool.h>

typedef enum WrapKind {
    WRAP_NOTHING = 0,
    WRAP_ARENA = 1,     /* arena_try() gives NULL, whatever arena it is */
    WRAP_HEAP = 2,      /* malloc, calloc, realloc give NULL */
    WRAP_FILE = 3,      /* open, read, write, fsync, rename, mkdir, ...: EIO */
    WRAP_DISK_FULL = 4, /* what takes room on a disk: ENOSPC, from the n-th call on */
    WRAP_SHORT = 5      /* write() takes half of the bytes, which is no failure */
} WrapKind;

/* From now on the n-th call of that kind (1 = the next) fails. */
void wrap_arm(WrapKind kind, long nth);
/* Everything works again; true when that call was reached. */
bool wrap_disarm(void);

#endif
