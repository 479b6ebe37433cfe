/*
 * fixture.h -- a small clean database for the auditor's tests, made row by row without the product.
 *
 * The tables come from sql/migration, translated here; every row, sum and digest is worked out
 * here. Fifteen persons, one province of two communes, a bank and a post office, May 2026 closed
 * and June 2026 running, with each road that money can take (fixture_rows.c names the persons).
 */
#ifndef AUDIT_FIXTURE_H
#define AUDIT_FIXTURE_H

#include <sodium.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum Kind { KIND_SQLITE, KIND_POSTGRES } Kind;

typedef struct Target {
    Kind kind;
    void *handle;  /* sqlite3 * or PGconn * */
    char url[512]; /* what ansinh-audit is given */
} Target;

/* All functions end the test with a message when the engine refuses. */
void target_open(Target *target, Kind kind, const char *url);
void target_close(Target *target);
/* `{ab01}` in the text is a blob, in the engine's own spelling. */
void target_run(Target *target, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* As target_run, with a text that is not a format; false when the engine refuses, without a
 * message. */
bool target_try(Target *target, const char *sql);
/* Foreign keys off, so that damage can be done. */
void target_unguard(Target *target);

/* The migrations from `source_root`, and the history of one. */
void fixture_make_schema(Target *target, const char *source_root);
/* All rows; the files go to `files_dir` under the names in source_file. */
void fixture_make_rows(Target *target, const char *files_dir);

/* Canonical bytes: numbers as little-endian int64, texts with their length before them. */
void hash_number(crypto_generichash_state *state, int64_t number);
void hash_text(crypto_generichash_state *state, const char *text);
/* Digests and hashes as hexadecimal text of the caller's 65 bytes. */
void hex_of(const unsigned char *bytes, unsigned size, char *text);

#endif
