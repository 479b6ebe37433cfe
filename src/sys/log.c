#include "sys/log.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A line being made. What does not fit is dropped as a whole part, never in the middle. */
typedef struct Line {
    char text[LOG_LINE_MAX];
    size_t len;
    bool full;
} Line;

enum { LINE_TAIL = 16, /* room for ,"cut":true}\n */ SECONDS_A_DAY = 86400 };

static void line_add(Line *line, const char *bytes, size_t len) {
    if (line->full || line->len + len > LOG_LINE_MAX - LINE_TAIL) {
        line->full = true;
        return;
    }
    memcpy(line->text + line->len, bytes, len);
    line->len += len;
}

/* Bytes of the UTF-8 sequence at `s`, or 0 when it is not one (RFC 3629). */
static size_t utf8_len(Str s) {
    unsigned char a = (unsigned char)s.ptr[0];
    size_t len = a < 0x80 ? 1 : a >= 0xC2 && a <= 0xDF ? 2 : (a & 0xF0) == 0xE0 ? 3 : 4;
    if ((a >= 0x80 && a < 0xC2) || a > 0xF4 || len > s.len) {
        return 0;
    }
    for (size_t i = 1; i < len; i++) {
        if (((unsigned char)s.ptr[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    unsigned char b = len > 1 ? (unsigned char)s.ptr[1] : 0;
    bool overlong = (a == 0xE0 && b < 0xA0) || (a == 0xF0 && b < 0x90);
    bool outside = (a == 0xED && b > 0x9F) || (a == 0xF4 && b > 0x8F);
    return overlong || outside ? 0 : len;
}

static void line_add_string(Line *line, Str s) {
    char code[8];
    line_add(line, "\"", 1);
    while (s.len > 0) {
        unsigned char c = (unsigned char)s.ptr[0];
        size_t len = utf8_len(s);
        if (len == 0 || c < 0x20 || c == 0x7F || c == '"' || c == '\\') {
            int n = snprintf(code, sizeof code, "\\u%04x", c);
            line_add(line, code, (size_t)n);
            len = 1;
        } else {
            line_add(line, s.ptr, len);
        }
        s = str_part(s, len, s.len);
    }
    line_add(line, "\"", 1);
}

static void line_add_key(Line *line, const char *key) {
    line_add(line, line->len > 1 ? "," : "", line->len > 1 ? 1 : 0);
    line_add_string(line, str_of(key));
    line_add(line, ":", 1);
}

static void line_add_field(Line *line, const LogField *field) {
    size_t before = line->len;
    char number[24];
    line_add_key(line, field->key);
    if (field->is_number) {
        int n = snprintf(number, sizeof number, "%lld", (long long)field->number);
        line_add(line, number, (size_t)n);
    } else {
        line_add_string(line, field->text);
    }
    if (line->full) {
        line->len = before;
    }
}

static void line_add_time(Line *line, int64_t now_us) {
    char text[40];
    /* clock_day() speaks Vietnam's time; seven hours earlier it is the day of UTC. */
    int64_t second = now_us / 1000000;
    int64_t day = clock_day(now_us - (int64_t)7 * 3600 * 1000000);
    int64_t of_day = second % SECONDS_A_DAY;
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", (int)(day / 10000),
             (int)(day / 100 % 100), (int)(day % 100), (int)(of_day / 3600),
             (int)(of_day / 60 % 60), (int)(of_day % 60), (int)(now_us % 1000000));
    line_add_field(line, &LOG_T("at", str_of(text)));
}

static void line_write(const Line *line, int fd) {
    size_t done = 0;
    while (done < line->len) { /* ends: an error gives up, a log may not stop the work */
        ssize_t n = write(fd, line->text + done, line->len - done);
        if (n < 0 && errno != EINTR) {
            return;
        }
        done += n > 0 ? (size_t)n : 0;
    }
}

void log_write(const Log *log, LogLevel level, const char *event, const LogField *fields,
               size_t count) {
    static const char *const LEVEL_NAMES[] = {"debug", "info", "warning", "error"};
    Line line = {.len = 0};
    if (log->fd < 0 || level < log->least) {
        return;
    }
    line_add(&line, "{", 1);
    line_add_time(&line, clock_now_us(&log->clock));
    line_add_field(&line, &LOG_T("level", str_of(LEVEL_NAMES[level])));
    line_add_field(&line, &LOG_T("program", str_of(log->program)));
    line_add_field(&line, &LOG_T("event", str_of(event)));
    for (size_t i = 0; i < count && !line.full; i++) {
        line_add_field(&line, &fields[i]);
    }
    const char *end = line.full ? ",\"cut\":true}\n" : "}\n";
    size_t end_len = strlen(end);
    memcpy(line.text + line.len, end, end_len); /* LINE_TAIL keeps this room */
    line.len += end_len;
    line_write(&line, log->fd);
}

void log_failure(const Log *log, const Ctx *ctx, const char *event) {
    const Failure *failure = &ctx->failure;
    const LogField fields[] = {
        LOG_T("status", str_of(status_name(failure->status))),
        LOG_I("number", failure->status),
        LOG_I("user_id", ctx->user_id),
        LOG_T("source", str_of(failure->source_file)),
        LOG_I("line", failure->source_line),
        LOG_T("detail", str_of(failure->detail)),
    };
    bool ours = status_class(failure->status) >= STATUS_FAULT;
    log_write(log, ours ? LOG_ERROR : LOG_WARNING, event, fields, sizeof fields / sizeof fields[0]);
}
