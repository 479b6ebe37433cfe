#include "app/reply.h"

#include <assert.h>
#include <string.h>

#include "codec/json.h"
#include "codec/json_writer.h"

static ReplyField *reply_slot(Reply *reply, const char *name) {
    assert(reply->count < REPLY_FIELD_MAX);
    ReplyField *field = &reply->fields[reply->count++];
    field->name = name;
    return field;
}

void reply_add_int(Reply *reply, const char *name, int64_t number) {
    ReplyField *field = reply_slot(reply, name);
    field->is_text = false;
    field->number = number;
    field->text = (Str){"", 0};
}

void reply_add_text(Reply *reply, const char *name, Str text) {
    ReplyField *field = reply_slot(reply, name);
    field->is_text = true;
    field->number = 0;
    field->text = text;
}

static const ReplyField *reply_field(const Reply *reply, const char *name) {
    for (size_t i = 0; i < reply->count; i++) {
        if (strcmp(reply->fields[i].name, name) == 0) {
            return &reply->fields[i];
        }
    }
    return NULL;
}

int64_t reply_int(const Reply *reply, const char *name) {
    const ReplyField *field = reply_field(reply, name);
    return field && !field->is_text ? field->number : 0;
}

Str reply_text(const Reply *reply, const char *name) {
    const ReplyField *field = reply_field(reply, name);
    return field && field->is_text ? field->text : (Str){"", 0};
}

Status reply_to_json(Ctx *ctx, const Reply *reply, StrBuf *out) {
    JsonWriter writer;
    json_writer_init_buf(&writer, out);
    TRY(json_begin_object(ctx, &writer));
    for (size_t i = 0; i < reply->count; i++) {
        const ReplyField *field = &reply->fields[i];
        if (field->is_text) {
            TRY(json_member_text(ctx, &writer, str_of(field->name), field->text));
        } else {
            TRY(json_member_int64(ctx, &writer, str_of(field->name), field->number));
        }
    }
    TRY(json_end_object(ctx, &writer));
    return json_writer_finish(ctx, &writer);
}

Status reply_from_json(Ctx *ctx, Str json, Reply *ret_reply) {
    JsonFlat flat;
    TRY(json_parse_flat(ctx, json, &flat));
    if (flat.member_count > REPLY_FIELD_MAX) {
        return ctx_fail(ctx, E_BUG, "a stored reply has %zu fields", flat.member_count);
    }
    Reply reply = {.count = 0};
    for (size_t i = 0; i < flat.member_count; i++) {
        const JsonMember *member = &flat.members[i];
        Str name;
        Str text;
        TRY(ctx_copy_str(ctx, member->name, &name)); /* NUL-terminated */
        if (member->is_number) {
            reply_add_int(&reply, name.ptr, member->number);
        } else {
            TRY(ctx_copy_str(ctx, member->text, &text));
            reply_add_text(&reply, name.ptr, text);
        }
    }
    *ret_reply = reply;
    return OK;
}
