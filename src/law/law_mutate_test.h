/* law_mutate_test.h -- the mutation check of the law files; for law_cases_test.c only. */
#ifndef LAW_LAW_MUTATE_TEST_H
#define LAW_LAW_MUTATE_TEST_H

#include "law/law_cases.h"

/* Prints each mutant that no case noticed, then the share; 0 when at least 95 % were noticed. */
int law_mutate(Ctx *ctx, const LawFile *files, size_t count, const LawFile *cases,
               size_t case_count);

#endif
