#include "cli/show.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "codec/json_writer.h"

size_t show_letters(Str text) {
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    }
    return count;
}

static void print_padded(FILE *out, Str text, size_t width, bool right) {
    size_t letters = show_letters(text);
    size_t gap = letters < width ? width - letters : 0;
    fprintf(out, "%*s%.*s%*s", right ? (int)gap : 0, "", STR_ARG(text), right ? 0 : (int)gap, "");
}

Status show_reply(Ctx *ctx, const Reply *reply, bool json) {
    if (json) {
        CLEANUP(strbuf_done) StrBuf text;
        strbuf_init(&text, 1 << 20);
        TRY(reply_to_json(ctx, reply, &text));
        printf("%.*s\n", STR_ARG(strbuf_str(&text)));
        return OK;
    }
    show_progress_clear(ctx);
    for (size_t i = 0; i < reply->count; i++) {
        const ReplyField *field = &reply->fields[i];
        bool is_id = str_ends_with(str_of(field->name), STR("_id"));
        Str text = field->text;
        if (!field->is_text) {
            TRY(cell_text(ctx, is_id ? CELL_ID : CELL_INT, &CELL_N(field->number), &text));
        }
        print_padded(stdout, str_of(show_label(ctx->language, field->name)), 28, false);
        fputs("  ", stdout);
        print_padded(stdout, text, field->is_text ? 0 : 16, true);
        putchar('\n');
    }
    if (reply->replayed) {
        puts(ctx_say(ctx, "(yêu cầu này đã được thực hiện trước đó)",
                     "(this request had been carried out before)"));
    }
    return OK;
}

static Status failure_to_json(Ctx *ctx, Status status, const char *detail) {
    JsonWriter writer;
    json_writer_init_file(&writer, stdout);
    TRY(json_begin_object(ctx, &writer));
    TRY(json_name(ctx, &writer, STR("error")));
    TRY(json_begin_object(ctx, &writer));
    TRY(json_member_text(ctx, &writer, STR("code"), str_of(status_name(status))));
    TRY(json_member_int64(ctx, &writer, STR("number"), (int64_t)status));
    TRY(json_member_text(ctx, &writer, STR("detail"), str_of(detail)));
    TRY(json_member_text(ctx, &writer, STR("sentence"),
                         str_of(status_sentence(status, ctx->language))));
    TRY(json_member_text(ctx, &writer, STR("remedy"),
                         str_of(status_remedy(status, ctx->language))));
    TRY(json_end_object(ctx, &writer));
    TRY(json_end_object(ctx, &writer));
    TRY(json_end_line(ctx, &writer));
    return json_writer_finish(ctx, &writer);
}

void show_failure(const Ctx *ctx, Status status, bool json) {
    Ctx own = *ctx; /* a failure while telling of a failure leaves the first one as it is */
    const char *detail = ctx->failure.status == status ? ctx->failure.detail : "";
    if (json && failure_to_json(&own, status, detail) == OK) {
        return;
    }
    fflush(stdout);
    fprintf(stderr, "%s [%s]: %s%s%s\n  -> %s\n", ctx_say(ctx, "Lỗi", "Error"), status_name(status),
            status_sentence(status, ctx->language), *detail ? ": " : "", detail,
            status_remedy(status, ctx->language));
}

static void progress_bar(void *arg, const char *stage, int64_t done, int64_t total) {
    enum { WIDTH = 30 };
    ProgressBar *shown = arg;
    char number[32];
    if (stage == NULL) { /* show_progress_clear() */
        if (shown->is_shown) {
            fputs("\r\033[K", stderr);
            fflush(stderr);
        }
        shown->is_shown = false;
        return;
    }
    number_text(done, shown->language, number);
    if (total > 0) {
        int64_t filled = done * WIDTH / total;
        char bar[WIDTH + 1];
        for (int64_t i = 0; i < WIDTH; i++) {
            bar[i] = i < filled ? '#' : '.';
        }
        bar[WIDTH] = '\0';
        fprintf(stderr, "\r\033[K  [%s] %3d%%  %s", bar, (int)(done * 100 / total),
                show_stage(shown->language, stage));
    } else {
        fprintf(stderr, "\r\033[K  %12s  %s", number, show_stage(shown->language, stage));
    }
    shown->is_shown = true;
    if (total > 0 && done >= total) {
        fputs("\r\033[K", stderr);
        shown->is_shown = false;
    }
    fflush(stderr);
}

Progress show_progress(bool quiet, ProgressBar *bar) {
    if (quiet || !isatty(STDERR_FILENO)) {
        return (Progress){NULL, NULL};
    }
    return (Progress){progress_bar, bar};
}

void show_progress_clear(const Ctx *ctx) {
    if (ctx->progress.report == progress_bar) {
        progress_bar(ctx->progress.arg, NULL, 0, 0);
    }
}
