/*
 * link_register.h -- the persons of the register as records of the linkage.
 *
 * Floor 4, friends only. Identity numbers are opened into the arena of the run, which the caller
 * frees when it ends; they never leave it.
 */
#ifndef APP_LINK_REGISTER_H
#define APP_LINK_REGISTER_H

#include "app/app.h"
#include "linkage/link_table.h"
#include "sys/digest.h"

/* How a spec calls what the register knows of a person. */
typedef struct LinkPerson {
    Str id;
    Str full_name;
    int64_t birth_date; /* yyyymmdd, 00 where unknown */
    int64_t sex;
    int64_t area_id; /* 0 = not known */
    Str cccd;
    Str cmnd;
} LinkPerson;

/* Into the table, and into the digest. E_LINK_DATA when the spec asks for another column. */
Status link_register_add(Ctx *ctx, LinkTable *table, const LinkPerson *person,
                         DigestState *digest) MUST_CHECK;
/* Inside a reading transaction: everybody of the area, in the order of their ids. */
Status link_register_read(Ctx *ctx, App *app, const AreaScope *scope, LinkTable *table,
                          DigestState *digest) MUST_CHECK;
Status link_register_count(Ctx *ctx, App *app, const AreaScope *scope,
                           int64_t *ret_count) MUST_CHECK;

#endif
