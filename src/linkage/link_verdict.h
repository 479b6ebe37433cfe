/*
 * link_verdict.h -- what people decided about pairs, and what follows from it for others.
 *
 * Floor 2, linkage. Pure. "Same" joins persons into one, however little the engine thinks of it
 * (must-link); "different" keeps apart all that was joined to either of the two (cannot-link). So a
 * verdict holds for records that nobody was asked about: A is B, B is not C, hence A is not C.
 */
#ifndef LINKAGE_LINK_VERDICT_H
#define LINKAGE_LINK_VERDICT_H

#include <stdbool.h>

#include "base/ctx.h"

/* The last verdict about two persons. */
typedef struct LinkVerdict {
    int64_t a;
    int64_t b;
    bool same;
} LinkVerdict;

typedef struct LinkVerdicts LinkVerdicts;

typedef enum LinkSaid {
    LINK_SAID_NOTHING = 0,
    LINK_SAID_SAME = 1,
    LINK_SAID_DIFFERENT = 2 /* also where others say both: who contradicts is not believed */
} LinkSaid;

/* In any order; each pair once. E_MEMORY_LIMIT */
Status link_verdicts_new(Ctx *ctx, const LinkVerdict *verdicts, size_t count,
                         LinkVerdicts **ret_verdicts) MUST_CHECK;
LinkSaid link_verdicts_say(const LinkVerdicts *verdicts, int64_t a, int64_t b);

#endif
