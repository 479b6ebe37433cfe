/*
 * kept.h -- replies that are kept as long as nothing changes.
 *
 * Floor 6, friends only. Figures over a whole province take a second and are looked at by everybody
 * all day. A reply of a ROUTE_KEPT route is given again to whoever has the same grants and asks the
 * same, while the change log has not moved, and for ten minutes at most, since some figures speak
 * of today. Nothing personal is kept here but what the asker's grants show anyway; nothing outlives
 * the process.
 */
#ifndef HTTP_KEPT_H
#define HTTP_KEPT_H

#include "http/exchange.h"
#include "sys/digest.h"

enum { KEPT_SLOTS = 256, KEPT_BYTES_MOST = 262144 };

typedef struct Kept Kept;

/* NULL when there is no memory. */
Kept *kept_new(void);
void kept_free(Kept **kept);

/* What the reply depends on, in one digest; only with the session checked. */
Status kept_key(Ctx *ctx, Exchange *exchange, Str address, Str query,
                uint8_t ret_key[DIGEST_BYTES]) MUST_CHECK;
/* Adds the reply of that key to `out`; *ret_found says whether there was one. */
Status kept_find(Ctx *ctx, Kept *kept, const uint8_t key[DIGEST_BYTES], StrBuf *out,
                 bool *ret_found) MUST_CHECK;
/* In the place of the one that was used least lately. Too long, or no memory: it is not kept. */
void kept_put(Kept *kept, const uint8_t key[DIGEST_BYTES], Str reply);

#endif
