/*
 * log.h -- the program log: one JSON object a line, written by the edges only.
 *
 * Floor 1. Libraries never log; a program logs a failure once, where it is handled. Fields are
 * numbers and short texts of our own: there is no way to log a person, and callers pass ids,
 * counts, codes and file names, never names or personal numbers.
 *
 * A line is one write(2) of at most LOG_LINE_MAX bytes, so lines of several threads and processes
 * do not mix. Control characters, quotes and invalid UTF-8 are escaped: nobody can forge a line. A
 * field that does not fit is left out and "cut":true says so.
 */
#ifndef SYS_LOG_H
#define SYS_LOG_H

#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/ctx.h"

enum { LOG_LINE_MAX = 2048 };

typedef enum LogLevel { LOG_DEBUG = 0, LOG_INFO = 1, LOG_WARNING = 2, LOG_ERROR = 3 } LogLevel;

typedef struct LogField {
    const char *key; /* snake_case, a literal */
    bool is_number;
    int64_t number;
    Str text;
} LogField;

#define LOG_I(key, number) ((LogField){(key), true, (number), {0, 0}})
#define LOG_T(key, text) ((LogField){(key), false, 0, (text)})

typedef struct Log {
    int fd;         /* where lines go; -1 = nowhere */
    LogLevel least; /* lower levels are dropped */
    Clock clock;
    const char *program; /* "ansinh", "ansinh-provider" */
} Log;

/* {"at":"2026-07-01T02:03:04.567890Z","level":"info","program":...,"event":...,<fields>} */
void log_write(const Log *log, LogLevel level, const char *event, const LogField *fields,
               size_t count);
/* The failure that ctx carries: status, number, detail, source file and line. */
void log_failure(const Log *log, const Ctx *ctx, const char *event);

#endif
