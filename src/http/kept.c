#include "http/kept.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { PERIOD_US = 600000000 };

typedef struct KeptReply {
    uint8_t key[DIGEST_BYTES];
    char *bytes; /* NULL = free */
    size_t len;
    int64_t used_no;
} KeptReply;

struct Kept {
    pthread_mutex_t lock;
    KeptReply replies[KEPT_SLOTS];
    int64_t use_no;
};

Kept *kept_new(void) {
    Kept *kept = calloc(1, sizeof *kept);
    if (kept != NULL) {
        pthread_mutex_init(&kept->lock, NULL);
    }
    return kept;
}

void kept_free(Kept **kept) {
    Kept *own = *kept;
    if (own == NULL) {
        return;
    }
    for (size_t i = 0; i < KEPT_SLOTS; i++) {
        free(own->replies[i].bytes);
    }
    free(own);
    *kept = NULL;
}

typedef struct KeyArg {
    DigestState *state;
} KeyArg;

/* The last change, and every grant of the user: who sees less, or something else, has another key.
 */
static Status key_read(Ctx *ctx, Db *db, const void *arg) {
    const KeyArg *in = arg;
    int64_t seq = 0;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query_int64(ctx, db, SQL_CHANGE_LAST_SEQ, DB_NO_PARAMS, 0, &seq));
    digest_add_int64(in->state, seq);
    TRY(db_query(ctx, db, SQL_GRANT_LIST_OF_USER,
                 DB_PARAMS(DB_I(ctx->user_id), DB_I(ctx_today(ctx))), &cursor));
    for (;;) { /* ends: a user has few grants */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            return OK;
        }
        digest_add_int64(in->state, db_int64(cursor, 0));
        digest_add_int64(in->state, db_int64(cursor, 1));
    }
}

Status kept_key(Ctx *ctx, Exchange *exchange, Str address, Str query,
                uint8_t ret_key[DIGEST_BYTES]) {
    DigestState state;
    KeyArg arg = {&state};
    digest_init(&state);
    digest_add_text(&state, address);
    digest_add_text(&state, query);
    digest_add_int64(&state, (int64_t)ctx->language);
    digest_add_int64(&state, ctx_now_us(ctx) / PERIOD_US);
    digest_add_int64(&state, ctx_today(ctx));
    TRY(db_read(ctx, exchange->app.db, key_read, &arg));
    digest_final(&state, ret_key);
    return OK;
}

Status kept_find(Ctx *ctx, Kept *kept, const uint8_t key[DIGEST_BYTES], StrBuf *out,
                 bool *ret_found) {
    Status status = OK;
    bool found = false;
    pthread_mutex_lock(&kept->lock);
    for (size_t i = 0; i < KEPT_SLOTS && !found; i++) {
        KeptReply *reply = &kept->replies[i];
        if (reply->bytes != NULL && memcmp(reply->key, key, DIGEST_BYTES) == 0) {
            reply->used_no = ++kept->use_no;
            status = strbuf_add(ctx, out, (Str){reply->bytes, reply->len});
            found = true;
        }
    }
    pthread_mutex_unlock(&kept->lock);
    *ret_found = found;
    return status;
}

void kept_put(Kept *kept, const uint8_t key[DIGEST_BYTES], Str reply) {
    char *bytes = reply.len > 0 && reply.len <= KEPT_BYTES_MOST ? malloc(reply.len) : NULL;
    if (bytes == NULL) {
        return;
    }
    memcpy(bytes, reply.ptr, reply.len);
    pthread_mutex_lock(&kept->lock);
    KeptReply *place = &kept->replies[0];
    for (size_t i = 0; i < KEPT_SLOTS; i++) {
        KeptReply *other = &kept->replies[i];
        bool same = other->bytes != NULL && memcmp(other->key, key, DIGEST_BYTES) == 0;
        if (same || other->used_no < place->used_no) {
            place = other;
        }
        if (same) {
            break;
        }
    }
    free(place->bytes);
    place->bytes = bytes;
    place->len = reply.len;
    place->used_no = ++kept->use_no;
    memcpy(place->key, key, DIGEST_BYTES);
    pthread_mutex_unlock(&kept->lock);
}
