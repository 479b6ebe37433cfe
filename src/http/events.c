/*
 * Open streams of events (text/event-stream, WHATWG HTML 9.2). A stream that has nothing to say is
 * suspended: it costs a descriptor and no thread. One thread of jobs.c looks at the jobs and wakes
 * the streams; who has gone away is found when something is written, at the latest with the next
 * comment line.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "http/daemon.h"
#include "http/jobs.h"

enum { STREAMS_MOST = 256, EVENT_MOST = 1024, COMMENT_US = 15000000, BLOCK_BYTES = 1024 };

typedef struct EventStream {
    Server *server;
    struct MHD_Connection *connection;
    int64_t job_id;
    char text[EVENT_MOST]; /* the last that was said */
    size_t len;
    size_t sent;
    bool is_comment; /* what goes out is only a sign of life */
    bool is_last;
    bool suspended;
    int64_t said_us;
    struct EventStream *next;
} EventStream;

Status events_text(Ctx *ctx, const Job *job, StrBuf *out) {
    bool ended = job->state != JOB_QUEUED && job->state != JOB_RUNNING;
    JsonWriter json;
    TRY(strbuf_print(ctx, out, "event: %s\ndata: ", ended ? "end" : "progress"));
    json_writer_init_buf(&json, out);
    TRY(json_begin_object(ctx, &json));
    TRY(json_member_int64(ctx, &json, STR("job_id"), job->job_id));
    TRY(json_member_text(ctx, &json, STR("state"), str_of(job_state_name(job->state))));
    TRY(json_member_text(ctx, &json, STR("stage"), job->stage));
    TRY(json_member_int64(ctx, &json, STR("done_count"), job->done_count));
    TRY(json_member_int64(ctx, &json, STR("total_count"), job->total_count));
    TRY(json_member_int64(ctx, &json, STR("http_status"), job->http_status));
    TRY(json_end_object(ctx, &json));
    TRY(json_writer_finish(ctx, &json));
    return strbuf_add(ctx, out, STR("\n\n"));
}

/* Asked for more on an I/O thread; nothing there: sleeps until it is woken. */
static ssize_t stream_read(void *arg, uint64_t position, char *room, size_t size) {
    EventStream *stream = arg;
    ssize_t count = 0;
    (void)position;
    pthread_mutex_lock(&stream->server->streams_lock);
    size_t left = stream->len - stream->sent;
    if (left > 0) {
        count = (ssize_t)(left < size ? left : size);
        memcpy(room, stream->text + stream->sent, (size_t)count);
        stream->sent += (size_t)count;
    } else if (stream->is_last || stream->server->streams_end) {
        count = MHD_CONTENT_READER_END_OF_STREAM;
    } else {
        stream->suspended = true;
        MHD_suspend_connection(stream->connection);
    }
    pthread_mutex_unlock(&stream->server->streams_lock);
    return count;
}

static void stream_free(void *arg) {
    EventStream *stream = arg;
    Server *server = stream->server;
    pthread_mutex_lock(&server->streams_lock);
    EventStream **at = &server->streams;
    while (*at != NULL && *at != stream) { /* ends: at the end of the list */
        at = &(*at)->next;
    }
    if (*at == stream) {
        *at = stream->next;
        server->stream_count--;
    }
    pthread_mutex_unlock(&server->streams_lock);
    free(stream);
}

/* Under the lock. */
static void stream_say(EventStream *stream, Str text, bool is_comment, int64_t now_us) {
    size_t len = text.len < sizeof stream->text ? text.len : sizeof stream->text;
    memcpy(stream->text, text.ptr, len);
    stream->len = len;
    stream->sent = 0;
    stream->is_comment = is_comment;
    stream->said_us = now_us;
    if (stream->suspended) {
        stream->suspended = false;
        MHD_resume_connection(stream->connection);
    }
}

struct MHD_Response *events_response(Request *request) {
    Server *server = request->server;
    EventStream *stream = calloc(1, sizeof *stream);
    if (stream == NULL) {
        return NULL;
    }
    stream->server = server;
    stream->connection = request->connection;
    stream->job_id = request->stream_id;
    Str first = strbuf_str(&request->out);
    stream->is_last = str_starts_with(first, STR("event: end"));
    stream_say(stream, first, false, clock_now_us(&server->clock));
    pthread_mutex_lock(&server->streams_lock);
    bool room = server->stream_count < STREAMS_MOST && !server->streams_end;
    if (room) {
        stream->next = server->streams;
        server->streams = stream;
        server->stream_count++;
    } else { /* says how it stands and ends: a browser asks again by itself */
        stream->is_last = true;
    }
    pthread_mutex_unlock(&server->streams_lock);
    struct MHD_Response *response = MHD_create_response_from_callback(
        MHD_SIZE_UNKNOWN, BLOCK_BYTES, stream_read, stream, stream_free);
    if (response == NULL) {
        stream_free(stream);
    }
    return response;
}

static size_t ids_take(Server *server, int64_t ids[STREAMS_MOST]) {
    size_t count = 0;
    pthread_mutex_lock(&server->streams_lock);
    for (const EventStream *s = server->streams; s != NULL && count < STREAMS_MOST; s = s->next) {
        bool known = s->is_last;
        for (size_t i = 0; i < count && !known; i++) {
            known = ids[i] == s->job_id;
        }
        if (!known) {
            ids[count++] = s->job_id;
        }
    }
    pthread_mutex_unlock(&server->streams_lock);
    return count;
}

static void streams_tell(Server *server, int64_t job_id, Str text, int64_t now_us) {
    bool is_last = str_starts_with(text, STR("event: end"));
    pthread_mutex_lock(&server->streams_lock);
    for (EventStream *s = server->streams; s != NULL; s = s->next) {
        bool idle = s->suspended && s->sent == s->len; /* what is on its way is not cut short */
        if (s->job_id != job_id || !idle) {
            continue;
        }
        bool known = !s->is_comment && str_equal((Str){s->text, s->len}, text);
        s->is_last = is_last;
        if (!known) {
            stream_say(s, text, false, now_us);
        } else if (now_us - s->said_us > COMMENT_US) {
            stream_say(s, STR(": \n\n"), true, now_us);
        }
    }
    pthread_mutex_unlock(&server->streams_lock);
}

void events_feed(Ctx *ctx, Server *server, App *reader) {
    int64_t ids[STREAMS_MOST];
    size_t count = ids_take(server, ids);
    for (size_t i = 0; i < count; i++) {
        CLEANUP(strbuf_done) StrBuf text;
        Job job;
        strbuf_init(&text, EVENT_MOST);
        Status status = job_look(ctx, reader, ids[i], &job);
        if (status == OK && job.job_id != 0) {
            jobs_step_now(server, &job);
            status = events_text(ctx, &job, &text);
        }
        if (status == OK) {
            streams_tell(server, ids[i], strbuf_str(&text), ctx_now_us(ctx));
        } else {
            log_failure(server->log, ctx, "events");
        }
    }
}

void events_end(Server *server) {
    const struct timespec pause = {0, 10000000};
    int64_t left = 0;
    pthread_mutex_lock(&server->streams_lock);
    server->streams_end = true;
    for (EventStream *s = server->streams; s != NULL; s = s->next) {
        if (s->suspended) {
            s->suspended = false;
            MHD_resume_connection(s->connection);
        }
    }
    left = server->stream_count;
    pthread_mutex_unlock(&server->streams_lock);
    for (int i = 0; i < 200 && left > 0; i++) { /* two seconds: no stream may sleep at the end */
        nanosleep(&pause, NULL);
        pthread_mutex_lock(&server->streams_lock);
        left = server->stream_count;
        pthread_mutex_unlock(&server->streams_lock);
    }
}
