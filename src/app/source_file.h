/*
 * source_file.h -- files that came or went, known by their bytes.
 *
 * Floor 4. The same bytes mean the same thing for ever: a list taken in is no answer of a provider.
 */
#ifndef APP_SOURCE_FILE_H
#define APP_SOURCE_FILE_H

#include "db/db.h"

/* source_file.kind */
typedef enum FileKind { FILE_KIND_INTAKE = 1, FILE_KIND_OUT = 2, FILE_KIND_RESULT = 3 } FileKind;

/*
 * The file of these bytes, inside a transaction.
 *
 * OK           *ret_file_id, 0 when these bytes never came
 * E_FILE_KIND  they came, or went, as something else
 */
Status source_file_find(Ctx *ctx, Db *db, Str sha256, FileKind kind,
                        int64_t *ret_file_id) MUST_CHECK;

#endif
