/*
 * The set is a hash table in the arena that doubles when it is three quarters full; the older table
 * stays behind in the arena, which costs at most as much again.
 */
#include "ledger/txn.h"

#include <assert.h>
#include <string.h>

#include "base/checked.h"

enum { FIRST_SLOT_COUNT = 64 };

const char *txn_kind_name(int64_t kind) {
    static const char *const NAMES[] = {"",       "ALLOTMENT", "APPROVAL",  "PREFUND", "RELEASE",
                                        "RESULT", "CANCEL",    "HAND_BACK", "CASE"};
    return NAMES[kind >= 1 && kind <= TXN_CASE ? kind : 0];
}

void posting_set_init(PostingSet *set) {
    *set = (PostingSet){0};
}

static uint64_t mix(uint64_t hash, int64_t number) {
    hash = (hash ^ (uint64_t)number) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ (hash >> 29);
}

static bool same_place(const PostingPlace *a, const PostingPlace *b) {
    return a->area_id == b->area_id && a->programme_id == b->programme_id &&
           a->provider_id == b->provider_id && a->batch_id == b->batch_id;
}

/* The slot of that account, place and side, or the free one where it belongs. */
static Posting *find_slot(Posting *slots, size_t slot_count, const Posting *posting) {
    bool debit = posting->amount_dong > 0;
    uint64_t hash = mix((uint64_t)posting->account * 2 + debit, posting->place.area_id);
    hash = mix(hash, posting->place.provider_id);
    hash = mix(hash, posting->place.batch_id);
    hash = mix(hash, posting->place.programme_id);
    size_t mask = slot_count - 1;
    for (size_t at = (size_t)hash & mask;; at = (at + 1) & mask) { /* ends: a quarter is free */
        Posting *slot = &slots[at];
        if (slot->account == 0 ||
            (slot->account == posting->account && (slot->amount_dong > 0) == debit &&
             same_place(&slot->place, &posting->place))) {
            return slot;
        }
    }
}

static Status grow(Ctx *ctx, PostingSet *set) {
    size_t slot_count = set->slot_count == 0 ? FIRST_SLOT_COUNT : 2 * set->slot_count;
    void *memory = NULL;
    TRY(ctx_alloc(ctx, slot_count * sizeof(Posting), &memory));
    Posting *slots = memory;
    for (size_t i = 0; i < set->slot_count; i++) {
        if (set->slots[i].account != 0) {
            *find_slot(slots, slot_count, &set->slots[i]) = set->slots[i];
        }
    }
    set->slots = slots;
    set->slot_count = slot_count;
    return OK;
}

Status posting_set_add(Ctx *ctx, PostingSet *set, LedgerAccount account, PostingPlace place,
                       int64_t amount_dong) {
    if (amount_dong == 0) {
        return OK;
    }
    if (4 * (set->count + 1) > 3 * set->slot_count) {
        TRY(grow(ctx, set));
    }
    Posting posting = {(int64_t)account, place, amount_dong};
    Posting *slot = find_slot(set->slots, set->slot_count, &posting);
    if (slot->account == 0) {
        *slot = posting;
        set->count++;
        return OK;
    }
    int64_t sum = 0;
    if (ckd_add(&sum, slot->amount_dong, amount_dong)) {
        return ctx_fail(ctx, E_MONEY_OVERFLOW, "posting to account %d", (int)account);
    }
    slot->amount_dong = sum;
    return OK;
}

Status posting_set_move(Ctx *ctx, PostingSet *set, int64_t move, PostingPlace place,
                        int64_t amount_dong) {
    if (move == MOVE_NONE) {
        return OK;
    }
    MoveRule rule = {0, 0};
    if (!ledger_move_rule(move, &rule) || amount_dong < 0) {
        return ctx_fail(ctx, E_BUG, "move %lld of %lld dong", (long long)move,
                        (long long)amount_dong);
    }
    TRY(posting_set_add(ctx, set, rule.debit, place, amount_dong));
    return posting_set_add(ctx, set, rule.credit, place, -amount_dong);
}

Status posting_set_check(Ctx *ctx, const PostingSet *set) {
    int64_t sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < set->slot_count; i++) {
        const Posting *slot = &set->slots[i];
        if (slot->account == 0) {
            continue;
        }
        count++;
        if (slot->amount_dong == 0 || ckd_add(&sum, sum, slot->amount_dong)) {
            return ctx_fail(ctx, E_LEDGER_UNBALANCED, "a posting of zero, or sums too large");
        }
    }
    if (sum != 0 || count < 2) {
        return ctx_fail(ctx, E_LEDGER_UNBALANCED, "%zu postings sum to %lld", count,
                        (long long)sum);
    }
    return OK;
}

static int compare_numbers(int64_t a, int64_t b) {
    return (a > b) - (a < b);
}

static int compare_postings(const void *left, const void *right) {
    const Posting *a = left;
    const Posting *b = right;
    const int64_t keys[][2] = {
        {a->place.area_id, b->place.area_id},           {a->account, b->account},
        {a->place.provider_id, b->place.provider_id},   {a->place.batch_id, b->place.batch_id},
        {a->place.programme_id, b->place.programme_id}, {b->amount_dong > 0, a->amount_dong > 0}};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        int order = compare_numbers(keys[i][0], keys[i][1]);
        if (order != 0) {
            return order;
        }
    }
    return 0;
}

Status posting_set_list(Ctx *ctx, const PostingSet *set, const Posting **ret_postings) {
    void *memory = NULL;
    TRY(ctx_alloc(ctx, (set->count + 1) * sizeof(Posting), &memory));
    Posting *postings = memory;
    size_t count = 0;
    for (size_t i = 0; i < set->slot_count; i++) {
        if (set->slots[i].account != 0) {
            postings[count++] = set->slots[i];
        }
    }
    assert(count == set->count);
    qsort(postings, count, sizeof postings[0], compare_postings);
    *ret_postings = postings;
    return OK;
}

int64_t posting_set_sum(const PostingSet *set, LedgerAccount account) {
    int64_t sum = 0;
    for (size_t i = 0; i < set->slot_count; i++) {
        if (set->slots[i].account == (int64_t)account) {
            sum += set->slots[i].amount_dong;
        }
    }
    return sum;
}
