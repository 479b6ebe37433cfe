#include "codec/json_writer.h"

#include <errno.h>
#include <string.h>

#include "codec/utf8.h"

void json_writer_init_buf(JsonWriter *writer, StrBuf *buf) {
    *writer = (JsonWriter){.buf = buf};
}

void json_writer_init_file(JsonWriter *writer, FILE *file) {
    *writer = (JsonWriter){.file = file};
}

static Status put(Ctx *ctx, JsonWriter *writer, Str s) {
    if (writer->buf) {
        return strbuf_add(ctx, writer->buf, s);
    }
    if (s.len > 0 && fwrite(s.ptr, 1, s.len, writer->file) != s.len) {
        return ctx_fail(ctx, E_FILE_WRITE, "%s", strerror(errno));
    }
    return OK;
}

/* The comma before a value or a name, and the rule that a value in an object has a name. */
static Status before_value(Ctx *ctx, JsonWriter *writer) {
    if (writer->depth == 0) {
        return OK;
    }
    int top = writer->depth - 1;
    if (writer->is_object[top]) {
        if (!writer->has_name) {
            return ctx_fail(ctx, E_BUG, "a JSON value without a name inside an object");
        }
        writer->has_name = false;
        return OK;
    }
    bool is_next = writer->has_value[top];
    writer->has_value[top] = true;
    return is_next ? put(ctx, writer, STR(",")) : OK;
}

static Status begin(Ctx *ctx, JsonWriter *writer, bool is_object) {
    if (writer->depth == JSON_DEPTH_MAX) {
        return ctx_fail(ctx, E_BUG, "JSON deeper than %d", JSON_DEPTH_MAX);
    }
    TRY(before_value(ctx, writer));
    writer->is_object[writer->depth] = is_object;
    writer->has_value[writer->depth] = false;
    writer->depth++;
    return put(ctx, writer, is_object ? STR("{") : STR("["));
}

static Status end(Ctx *ctx, JsonWriter *writer, bool is_object) {
    if (writer->depth == 0 || writer->is_object[writer->depth - 1] != is_object ||
        writer->has_name) {
        return ctx_fail(ctx, E_BUG, "a JSON end that does not match its begin");
    }
    writer->depth--;
    return put(ctx, writer, is_object ? STR("}") : STR("]"));
}

Status json_begin_object(Ctx *ctx, JsonWriter *writer) {
    return begin(ctx, writer, true);
}

Status json_end_object(Ctx *ctx, JsonWriter *writer) {
    return end(ctx, writer, true);
}

Status json_begin_array(Ctx *ctx, JsonWriter *writer) {
    return begin(ctx, writer, false);
}

Status json_end_array(Ctx *ctx, JsonWriter *writer) {
    return end(ctx, writer, false);
}

/* The escape of one byte that RFC 8259 section 7 does not allow bare; `room` holds 6. */
static Str escape_byte(unsigned char byte, char *room) {
    static const char hex[] = "0123456789abcdef";
    switch (byte) {
    case '"':
        return STR("\\\"");
    case '\\':
        return STR("\\\\");
    case '\n':
        return STR("\\n");
    case '\r':
        return STR("\\r");
    case '\t':
        return STR("\\t");
    default:
        memcpy(room, "\\u00", 4);
        room[4] = hex[byte >> 4];
        room[5] = hex[byte & 15];
        return (Str){room, 6};
    }
}

static Status put_quoted(Ctx *ctx, JsonWriter *writer, Str text) {
    char room[6];
    size_t from = 0; /* text[from, at) may be copied as it is */
    TRY(put(ctx, writer, STR("\"")));
    for (size_t at = 0; at < text.len;) {
        unsigned char byte = (unsigned char)text.ptr[at];
        bool is_plain = byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\' && byte != 0x7F;
        size_t length = is_plain ? 1 : 0;
        if (byte >= 0x80) {
            length = codec_utf8_sequence_length((Str){text.ptr + at, text.len - at});
        }
        if (length > 0) {
            at += length;
            continue;
        }
        TRY(put(ctx, writer, (Str){text.ptr + from, at - from}));
        TRY(put(ctx, writer, byte >= 0x80 ? STR("\xEF\xBF\xBD") : escape_byte(byte, room)));
        from = ++at;
    }
    TRY(put(ctx, writer, (Str){text.ptr + from, text.len - from}));
    return put(ctx, writer, STR("\""));
}

Status json_name(Ctx *ctx, JsonWriter *writer, Str name) {
    if (writer->depth == 0 || !writer->is_object[writer->depth - 1] || writer->has_name) {
        return ctx_fail(ctx, E_BUG, "a JSON name outside of an object: %.*s", STR_ARG(name));
    }
    int top = writer->depth - 1;
    if (writer->has_value[top]) {
        TRY(put(ctx, writer, STR(",")));
    }
    writer->has_value[top] = true;
    writer->has_name = true;
    TRY(put_quoted(ctx, writer, name));
    return put(ctx, writer, STR(":"));
}

Status json_text(Ctx *ctx, JsonWriter *writer, Str text) {
    TRY(before_value(ctx, writer));
    return put_quoted(ctx, writer, text);
}

Status json_int64(Ctx *ctx, JsonWriter *writer, int64_t number) {
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%lld", (long long)number);
    TRY(before_value(ctx, writer));
    return put(ctx, writer, (Str){digits, (size_t)length});
}

Status json_bool(Ctx *ctx, JsonWriter *writer, bool flag) {
    TRY(before_value(ctx, writer));
    return put(ctx, writer, flag ? STR("true") : STR("false"));
}

Status json_null(Ctx *ctx, JsonWriter *writer) {
    TRY(before_value(ctx, writer));
    return put(ctx, writer, STR("null"));
}

Status json_member_text(Ctx *ctx, JsonWriter *writer, Str name, Str text) {
    TRY(json_name(ctx, writer, name));
    return json_text(ctx, writer, text);
}

Status json_member_int64(Ctx *ctx, JsonWriter *writer, Str name, int64_t number) {
    TRY(json_name(ctx, writer, name));
    return json_int64(ctx, writer, number);
}

Status json_member_bool(Ctx *ctx, JsonWriter *writer, Str name, bool flag) {
    TRY(json_name(ctx, writer, name));
    return json_bool(ctx, writer, flag);
}

Status json_end_line(Ctx *ctx, JsonWriter *writer) {
    if (writer->depth != 0) {
        return ctx_fail(ctx, E_BUG, "a JSON line ends inside a value");
    }
    return put(ctx, writer, STR("\n"));
}

Status json_writer_finish(Ctx *ctx, JsonWriter *writer) {
    if (writer->depth != 0) {
        return ctx_fail(ctx, E_BUG, "JSON ends with %d levels open", writer->depth);
    }
    if (writer->file && (fflush(writer->file) != 0 || ferror(writer->file))) {
        return ctx_fail(ctx, E_FILE_WRITE, "%s", strerror(errno));
    }
    return OK;
}
