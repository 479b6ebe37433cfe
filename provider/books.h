/*
 * books.h -- the simulator's own memory: what it was sent, what it has answered, what it truly
 * paid.
 *
 * Outside the floors: the simulator. One text file in its folder, replaced as a whole at the end of
 * a day's work: a run that was killed has not happened.
 *
 * Invariant: one order per end-to-end id, whatever is sent how often: nothing is ever paid twice.
 */
#ifndef PROVIDER_BOOKS_H
#define PROVIDER_BOOKS_H

#include "fate.h"

enum { ORDER_ID_MAX = 35, SENT_REF_MAX = 35, SENT_NAME_MAX = 255, HASH_HEX_CHARS = 64 };

typedef struct Order {
    char id[ORDER_ID_MAX + 1];
    uint8_t emitted; /* events of the plan that have been told */
    int32_t day;     /* yyyymmdd of receipt */
    int32_t sent_no; /* index of the file that it came in */
    int64_t amount_dong;
} Order;

/* A file that we were sent. */
typedef struct Sent {
    char hash[HASH_HEX_CHARS + 1];
    char name[SENT_NAME_MAX + 1];
    char reference[SENT_REF_MAX + 1]; /* MsgId, or the number in the titles; may be empty */
    char template_name[32];
    ProviderKind kind;
} Sent;

/* An answer that waits in the folder for its day: the good copy of one that was cut short. */
typedef struct Waiting {
    int64_t due_day;
    char name[SENT_NAME_MAX + 1];
} Waiting;

typedef struct Books {
    char provider_code[SENT_REF_MAX + 1];
    char mix_text[512];
    uint64_t seed;
    int64_t day;          /* of the latest work */
    int64_t balance_dong; /* of the sender's account with us */
    int64_t next_answer_no;
    Order *orders;
    size_t order_count;
    size_t order_size;
    uint32_t *slots; /* hash table over ids: index + 1 */
    size_t slot_count;
    Sent *sent;
    size_t sent_count;
    Waiting *waiting;
    size_t waiting_count;
} Books;

void books_free(Books *books);
/* *ret_found is false when there are none yet; then *books is empty. */
Status books_load(Ctx *ctx, Str path, Books *books, bool *ret_found) MUST_CHECK;
Status books_save(Ctx *ctx, Str path, const Books *books) MUST_CHECK;

/* The order of that id, or NULL. */
Order *books_find_order(const Books *books, Str id);
/* Adds an order whose id is not known yet. */
Status books_add_order(Ctx *ctx, Books *books, Str id, const Order *order) MUST_CHECK;
bool books_has_sent(const Books *books, Str name, Str hash);
Status books_add_sent(Ctx *ctx, Books *books, const Sent *sent) MUST_CHECK;
Status books_add_waiting(Ctx *ctx, Books *books, const Waiting *waiting) MUST_CHECK;

#endif
