#include "codec/json.h"

#include <jansson.h>

static void json_root_done(json_t **root) {
    json_decref(*root);
    *root = NULL;
}

static Status member_read(Ctx *ctx, const char *name, const json_t *value, JsonMember *ret_member) {
    JsonMember member = {0};
    TRY(ctx_copy_str(ctx, str_of(name), &member.name));
    if (json_is_string(value)) {
        Str text = {json_string_value(value), json_string_length(value)};
        TRY(ctx_copy_str(ctx, text, &member.text));
    } else if (json_is_integer(value)) {
        member.is_number = true;
        member.number = json_integer_value(value);
    } else if (json_is_boolean(value)) {
        member.is_number = true;
        member.number = json_is_true(value) ? 1 : 0;
    } else {
        return ctx_fail(ctx, E_JSON_SYNTAX, "member \"%s\" is not text or a whole number", name);
    }
    *ret_member = member;
    return OK;
}

Status json_parse_flat(Ctx *ctx, Str json, JsonFlat *ret_flat) {
    CLEANUP(json_root_done) json_t *root = NULL;
    json_error_t error;
    if (json.len > JSON_FLAT_BYTES_MAX) {
        return ctx_fail(ctx, E_JSON_SYNTAX, "more than %d bytes", JSON_FLAT_BYTES_MAX);
    }
    root = json_loadb(json.ptr ? json.ptr : "", json.len, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL) {
        return ctx_fail(ctx, E_JSON_SYNTAX, "line %d: %s", error.line, error.text);
    }
    if (!json_is_object(root)) {
        return ctx_fail(ctx, E_JSON_SYNTAX, "not an object");
    }
    void *memory = NULL;
    size_t count = 0;
    TRY(ctx_alloc(ctx, (json_object_size(root) + 1) * sizeof(JsonMember), &memory));
    JsonMember *members = memory;
    const char *name;
    json_t *value;
    json_object_foreach(root, name, value) {
        TRY(member_read(ctx, name, value, &members[count]));
        count++;
    }
    *ret_flat = (JsonFlat){members, count};
    return OK;
}

static const JsonMember *member_find(const JsonFlat *flat, Str name, bool is_number) {
    for (size_t i = 0; i < flat->member_count; i++) {
        const JsonMember *member = &flat->members[i];
        if (member->is_number == is_number && str_equal(member->name, name)) {
            return member;
        }
    }
    return NULL;
}

bool json_flat_text(const JsonFlat *flat, Str name, Str *ret_text) {
    const JsonMember *member = member_find(flat, name, false);
    if (member) {
        *ret_text = member->text;
    }
    return member != NULL;
}

bool json_flat_int64(const JsonFlat *flat, Str name, int64_t *ret_number) {
    const JsonMember *member = member_find(flat, name, true);
    if (member) {
        *ret_number = member->number;
    }
    return member != NULL;
}
