/*
 * Replies of figures that cost a pass over all persons, kept until something changes: a reply is
 * that of its user, question, language, day and last change. A sign-in or a look is no change of
 * figures.
 */
#include <stdlib.h>
#include <string.h>

#include "app/figures.h"
#include "http/server_inside.h"

enum { CACHE_REPLY_MOST = 512 << 10 };

static void key_write(const Ctx *ctx, const Request *request, char key[CACHE_KEY_MOST]) {
    const RouteMatch *match = &request->match;
    snprintf(key, CACHE_KEY_MOST, "%s %lld %lld %s %lld %d %lld", match->route->name,
             (long long)match->values[0], (long long)match->values[1], request->query,
             (long long)ctx->user_id, (int)ctx->language, (long long)ctx_today(ctx));
}

static CacheSlot *slot_of(Server *server, const char *key) {
    uint64_t hash = 14695981039346656037U; /* FNV-1a */
    for (const char *c = key; *c; c++) {
        hash = (hash ^ (unsigned char)*c) * 1099511628211U;
    }
    return &server->cache[hash % CACHE_SLOTS];
}

Status cache_find(Ctx *ctx, Exchange *exchange, const Request *request, StrBuf *out,
                  bool *ret_found) {
    char key[CACHE_KEY_MOST];
    Server *server = exchange->server;
    TRY(figures_version(ctx, &exchange->app, &exchange->version));
    key_write(ctx, request, key);
    pthread_mutex_lock(&server->cache_lock);
    const CacheSlot *slot = slot_of(server, key);
    *ret_found =
        slot->bytes != NULL && slot->version == exchange->version && strcmp(slot->key, key) == 0;
    Status status = *ret_found ? strbuf_add(ctx, out, (Str){slot->bytes, slot->len}) : OK;
    pthread_mutex_unlock(&server->cache_lock);
    return status;
}

void cache_keep(const Ctx *ctx, Exchange *exchange, const Request *request, const StrBuf *reply) {
    char key[CACHE_KEY_MOST];
    Server *server = exchange->server;
    char *bytes = reply->len <= CACHE_REPLY_MOST ? malloc(reply->len + 1) : NULL;
    if (bytes == NULL) {
        return; /* it is computed again next time */
    }
    memcpy(bytes, reply->ptr, reply->len);
    key_write(ctx, request, key);
    pthread_mutex_lock(&server->cache_lock);
    CacheSlot *slot = slot_of(server, key);
    free(slot->bytes);
    *slot = (CacheSlot){.version = exchange->version, .bytes = bytes, .len = reply->len};
    memcpy(slot->key, key, sizeof slot->key);
    pthread_mutex_unlock(&server->cache_lock);
}

void cache_close(Server *server) {
    for (size_t i = 0; i < CACHE_SLOTS; i++) {
        free(server->cache[i].bytes);
    }
}
