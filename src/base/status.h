/*
 * status.h -- what every function that can fail returns, and the registry of reasons.
 *
 * Floor 0. OK is zero; every other value is a row of errors.def with a stable number, a class
 * (which gives the exit code and what a retry may do), and sentences in Vietnamese and English.
 * Normal answers ("already paid", "no match") are not failures: they are result enums beside a
 * Status.
 */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

#include <stddef.h>

#include "base/attr.h"

typedef enum Status {
    OK = 0,
#define ERROR(name, number, class_, http, en, en_remedy, vi, vi_remedy) E_##name = (number),
#include "base/errors.def"
#undef ERROR
} Status;

typedef enum StatusClass {
    STATUS_OK = 0,
    STATUS_REFUSED = 1, /* the caller's doing */
    STATUS_RETRY = 2,   /* busy or in conflict: the same call may pass later */
    STATUS_FAULT = 3,   /* disk, network, memory of the machine */
    STATUS_BUG = 4      /* ours */
} StatusClass;

typedef enum Language { LANGUAGE_VI = 0, LANGUAGE_EN = 1 } Language;

StatusClass status_class(Status status);
/* The name as in errors.def, for example "DB_BUSY"; "OK" for OK. */
const char *status_name(Status status);
/* One sentence without its full stop. */
const char *status_sentence(Status status, Language language);
/* What the reader can do about it. */
const char *status_remedy(Status status, Language language);
int status_http(Status status);
/* 0 for OK, 1 refused, 2 retry, 3 fault, 4 bug: the exit code of every program. */
int status_exit_code(Status status);
/* The i-th row of the registry, in order; OK when i is past the end. For tests and documents. */
Status status_at(size_t i);

/* Returns from the calling function when `call` fails. The only macro that changes control flow. */
#define TRY(call)                                                                                  \
    do {                                                                                           \
        Status try_status_ = (call);                                                               \
        if (try_status_ != OK) {                                                                   \
            return try_status_;                                                                    \
        }                                                                                          \
    } while (0)

#endif
