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
