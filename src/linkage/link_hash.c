/* Open addressing; the key's hash stands beside its number, so that most misses touch no string. */
#include <string.h>

#include "linkage/link_table.h"

typedef struct Slot {
    uint64_t hash; /* whole, so that growing touches no string */
    const char *bytes;
    uint32_t length;
    uint32_t number; /* 0 = free */
} Slot;

struct LinkHash {
    Slot *slots;
    size_t mask;
    size_t count;
};

enum { SLOTS_LEAST = 64 };

uint64_t link_hash_bytes(Str bytes) {
    uint64_t hash = bytes.len * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = 0;
    for (; at + 8 <= bytes.len; at += 8) {
        uint64_t word;
        memcpy(&word, bytes.ptr + at, 8);
        hash = link_mix(hash ^ word);
    }
    uint64_t rest = 0;
    if (at < bytes.len) {
        memcpy(&rest, bytes.ptr + at, bytes.len - at);
    }
    return link_mix(hash ^ rest);
}

static Status slots_new(Ctx *ctx, LinkHash *hash, size_t size) {
    void *memory = NULL;
    TRY(ctx_alloc(ctx, size * sizeof(Slot), &memory));
    hash->slots = memory;
    hash->mask = size - 1;
    return OK;
}

Status link_hash_new(Ctx *ctx, size_t expected, LinkHash **ret_hash) {
    void *memory = NULL;
    size_t size = SLOTS_LEAST;
    while (size < expected * 2) { /* ends: size doubles */
        size *= 2;
    }
    TRY(ctx_alloc(ctx, sizeof(LinkHash), &memory));
    TRY(slots_new(ctx, memory, size));
    *ret_hash = memory;
    return OK;
}

static Slot *slot_of(const LinkHash *hash, Str key, uint64_t full) {
    for (size_t at = (size_t)full;; at++) { /* ends: at least half of the slots are free */
        Slot *slot = &hash->slots[at & hash->mask];
        if (slot->number == 0 || (slot->hash == full && slot->length == key.len &&
                                  memcmp(slot->bytes, key.ptr, key.len) == 0)) {
            return slot;
        }
    }
}

static Status grow(Ctx *ctx, LinkHash *hash) {
    Slot *old = hash->slots;
    size_t old_size = hash->mask + 1;
    TRY(slots_new(ctx, hash, old_size * 2));
    for (size_t i = 0; i < old_size; i++) {
        if (old[i].number != 0) {
            size_t at = (size_t)old[i].hash;
            while (hash->slots[at & hash->mask].number != 0) { /* ends: most slots are free */
                at++;
            }
            hash->slots[at & hash->mask] = old[i];
        }
    }
    return OK;
}

Status link_hash_take(Ctx *ctx, LinkHash *hash, Str key, uint32_t number, uint32_t *ret_number,
                      bool *ret_is_new) {
    uint64_t full = link_hash_bytes(key);
    Slot *slot = slot_of(hash, key, full);
    if (key.len > UINT32_MAX) {
        return ctx_fail(ctx, E_LINK_SIZE, "a value of %zu bytes", key.len);
    }
    *ret_is_new = slot->number == 0;
    if (slot->number == 0) {
        *slot = (Slot){full, key.ptr, (uint32_t)key.len, number};
        hash->count++;
        if (hash->count * 2 > hash->mask) {
            TRY(grow(ctx, hash));
        }
        *ret_number = number;
        return OK;
    }
    *ret_number = slot->number;
    return OK;
}

uint32_t link_hash_find(const LinkHash *hash, Str key) {
    return slot_of(hash, key, link_hash_bytes(key))->number;
}
