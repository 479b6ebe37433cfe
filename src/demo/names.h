/*
 * names.h -- synthetic names by ethnic group and sex, from frequencies of name parts.
 *
 * Floor 5.
 */
#ifndef DEMO_NAMES_H
#define DEMO_NAMES_H

#include "base/rng.h"
#include "demo/person.h"

/* Draws an ethnic group with the shares of the province; names as the register writes them. */
Str demo_ethnicity_draw(Rng *rng);
/* A full name in title case, in the arena. */
Status demo_name_draw(Ctx *ctx, const DemoNames *names, Rng *rng, Str ethnicity, int sex,
                      Str *ret_name) MUST_CHECK;

#endif
