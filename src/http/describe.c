/* OpenAPI 3.1 from the table of routes: what the server does is what the document says. */
#include <string.h>

#include "http/route.h"

#ifndef ANSINH_VERSION
#define ANSINH_VERSION "0"
#endif

static Status ref(Ctx *ctx, JsonWriter *json, const char *name, const char *target) {
    TRY(json_name(ctx, json, str_of(name)));
    TRY(json_begin_object(ctx, json));
    TRY(json_member_text(ctx, json, STR("$ref"), str_of(target)));
    return json_end_object(ctx, json);
}

static Status parameter(Ctx *ctx, JsonWriter *json, const char *in, const SpecField *field) {
    bool required = strcmp(in, "path") == 0 || !field->optional;
    TRY(json_begin_object(ctx, json));
    TRY(json_member_text(ctx, json, STR("name"), field->name));
    TRY(json_member_text(ctx, json, STR("in"), str_of(in)));
    TRY(json_member_bool(ctx, json, STR("required"), required));
    TRY(json_name(ctx, json, STR("schema")));
    TRY(spec_write_field(ctx, json, field, false));
    return json_end_object(ctx, json);
}

static Status path_parameters(Ctx *ctx, JsonWriter *json, Str path) {
    for (size_t open = 0; (open = str_find(path, STR("{"), open)) != SIZE_MAX; open++) {
        size_t close = str_find(path, STR("}"), open);
        SpecField field = {.name = str_part(path, open + 1, close - open - 1),
                           .kind = SPEC_INT,
                           .has_bounds = true,
                           .least = 1,
                           .most = 999999999999999999};
        TRY(parameter(ctx, json, "path", &field));
    }
    return OK;
}

static Status header_parameter(Ctx *ctx, JsonWriter *json, const char *name, int64_t least,
                               int64_t most) {
    SpecField field = {
        .name = str_of(name), .kind = SPEC_TEXT, .has_bounds = true, .least = least, .most = most};
    return parameter(ctx, json, "header", &field);
}

static Status parameters(Ctx *ctx, JsonWriter *json, const Route *route) {
    SpecField field;
    Str rest = str_of(route->query);
    TRY(json_name(ctx, json, STR("parameters")));
    TRY(json_begin_array(ctx, json));
    TRY(path_parameters(ctx, json, str_of(route->path)));
    while (spec_next(&rest, &field)) {
        TRY(parameter(ctx, json, "query", &field));
    }
    if (strcmp(route->method, "GET") != 0 && !(route->flags & ROUTE_PUBLIC)) {
        TRY(header_parameter(ctx, json, "X-CSRF-Token", 32, 32));
    }
    if (route->flags & ROUTE_KEYED) {
        TRY(header_parameter(ctx, json, "Idempotency-Key", 8, 64));
    }
    if (route->flags & ROUTE_JOB) {
        SpecField prefer = {.name = STR("Prefer"), .kind = SPEC_TEXT, .optional = true};
        TRY(parameter(ctx, json, "header", &prefer));
    }
    if (route->flags & ROUTE_UPLOAD) {
        TRY(header_parameter(ctx, json, "X-File-Name", 1, 600));
    }
    return json_end_array(ctx, json);
}

static Status content(Ctx *ctx, JsonWriter *json, const char *type, const char *spec,
                      bool is_reply) {
    TRY(json_name(ctx, json, STR("content")));
    TRY(json_begin_object(ctx, json));
    TRY(json_name(ctx, json, str_of(type)));
    TRY(json_begin_object(ctx, json));
    TRY(json_name(ctx, json, STR("schema")));
    if (spec) {
        TRY(spec_write_schema(ctx, json, str_of(spec), is_reply));
    } else {
        TRY(json_begin_object(ctx, json));
        TRY(json_end_object(ctx, json));
    }
    TRY(json_end_object(ctx, json));
    return json_end_object(ctx, json);
}

static Status body(Ctx *ctx, JsonWriter *json, const Route *route) {
    bool upload = (route->flags & ROUTE_UPLOAD) != 0;
    if (!upload && *route->body == '\0') {
        return OK;
    }
    TRY(json_name(ctx, json, STR("requestBody")));
    TRY(json_begin_object(ctx, json));
    TRY(json_member_bool(ctx, json, STR("required"), true));
    TRY(upload ? content(ctx, json, "application/octet-stream", NULL, false)
               : content(ctx, json, "application/json", route->body, false));
    return json_end_object(ctx, json);
}

#define PUT_ASIDE "job_id:i state:s address:s"

static Status response(Ctx *ctx, JsonWriter *json, const char *status, const char *type,
                       const char *spec) {
    TRY(json_name(ctx, json, str_of(status)));
    TRY(json_begin_object(ctx, json));
    TRY(json_member_text(ctx, json, STR("description"),
                         strcmp(status, "202") == 0 ? STR("put aside as a job") : STR("done")));
    TRY(content(ctx, json, type, spec, true));
    return json_end_object(ctx, json);
}

static Status responses(Ctx *ctx, JsonWriter *json, const Route *route) {
    bool is_file = (route->flags & ROUTE_DOWNLOAD) != 0;
    const char *type = is_file                       ? "application/octet-stream"
                       : route->flags & ROUTE_EVENTS ? "text/event-stream"
                                                     : "application/json";
    TRY(json_name(ctx, json, STR("responses")));
    TRY(json_begin_object(ctx, json));
    TRY(response(ctx, json, "200", type, *route->reply ? route->reply : NULL));
    if (route->flags & ROUTE_JOB) {
        TRY(response(ctx, json, "202", "application/json", PUT_ASIDE));
    }
    TRY(ref(ctx, json, "default", "#/components/responses/problem"));
    return json_end_object(ctx, json);
}

static Status operation(Ctx *ctx, JsonWriter *json, const Route *route) {
    TRY(json_name(ctx, json,
                  strcmp(route->method, "GET") == 0    ? STR("get")
                  : strcmp(route->method, "POST") == 0 ? STR("post")
                                                       : STR("delete")));
    TRY(json_begin_object(ctx, json));
    TRY(json_member_text(ctx, json, STR("operationId"), str_of(route->name)));
    TRY(json_member_text(ctx, json, STR("summary"), str_of(route->summary)));
    TRY(json_member_text(ctx, json, STR("x-right"), str_of(right_name(route->right))));
    TRY(json_member_bool(ctx, json, STR("x-step-up"), (route->flags & ROUTE_STEP_UP) != 0));
    if (route->flags & ROUTE_PUBLIC) {
        TRY(json_name(ctx, json, STR("security")));
        TRY(json_begin_array(ctx, json));
        TRY(json_end_array(ctx, json));
    }
    TRY(parameters(ctx, json, route));
    TRY(body(ctx, json, route));
    TRY(responses(ctx, json, route));
    return json_end_object(ctx, json);
}

/* All methods of a path stand together; a path is written where it stands first. */
static Status paths(Ctx *ctx, JsonWriter *json) {
    const Route *first = NULL;
    TRY(json_name(ctx, json, STR("paths")));
    TRY(json_begin_object(ctx, json));
    for (size_t i = 0; (first = route_at(i)) != NULL; i++) {
        const Route *route = NULL;
        bool written = false;
        for (size_t j = 0; j < i; j++) {
            written = written || strcmp(route_at(j)->path, first->path) == 0;
        }
        if (written) {
            continue;
        }
        TRY(json_name(ctx, json, str_of(first->path)));
        TRY(json_begin_object(ctx, json));
        for (size_t j = i; (route = route_at(j)) != NULL; j++) {
            if (strcmp(route->path, first->path) == 0) {
                TRY(operation(ctx, json, route));
            }
        }
        TRY(json_end_object(ctx, json));
    }
    return json_end_object(ctx, json);
}

#define PROBLEM                                                                                    \
    "type:s title:s status:i code:s number:i detail:s field:s? remedy:s language:s request_id:s"

static Status components(Ctx *ctx, JsonWriter *json) {
    TRY(json_name(ctx, json, STR("components")));
    TRY(json_begin_object(ctx, json));
    TRY(json_name(ctx, json, STR("securitySchemes")));
    TRY(json_begin_object(ctx, json));
    TRY(json_name(ctx, json, STR("session")));
    TRY(json_begin_object(ctx, json));
    TRY(json_member_text(ctx, json, STR("type"), STR("apiKey")));
    TRY(json_member_text(ctx, json, STR("in"), STR("cookie")));
    TRY(json_member_text(ctx, json, STR("name"), STR("__Host-ansinh")));
    TRY(json_end_object(ctx, json));
    TRY(json_end_object(ctx, json));
    TRY(json_name(ctx, json, STR("responses")));
    TRY(json_begin_object(ctx, json));
    TRY(json_name(ctx, json, STR("problem")));
    TRY(json_begin_object(ctx, json));
    TRY(json_member_text(ctx, json, STR("description"),
                         STR("refused or failed: what was met, which field, and what to do")));
    TRY(content(ctx, json, "application/problem+json", PROBLEM, true));
    TRY(json_end_object(ctx, json));
    TRY(json_end_object(ctx, json));
    return json_end_object(ctx, json);
}

static Status head(Ctx *ctx, JsonWriter *json) {
    TRY(json_member_text(ctx, json, STR("openapi"), STR("3.1.0")));
    TRY(json_name(ctx, json, STR("info")));
    TRY(json_begin_object(ctx, json));
    TRY(json_member_text(ctx, json, STR("title"), STR("An Sinh")));
    TRY(json_member_text(ctx, json, STR("version"), STR(ANSINH_VERSION)));
    TRY(json_member_text(
        ctx, json, STR("description"),
        STR("Lists have a page: `after` is the `next` of the page before. What writes needs the "
            "token of the session in X-CSRF-Token, and mostly an Idempotency-Key: the same key and "
            "input get the stored reply. Personal numbers come masked. Accept-Language vi or "
            "en.")));
    TRY(json_name(ctx, json, STR("license")));
    TRY(json_begin_object(ctx, json));
    TRY(json_member_text(ctx, json, STR("name"), STR("Apache-2.0")));
    TRY(json_member_text(ctx, json, STR("identifier"), STR("Apache-2.0")));
    TRY(json_end_object(ctx, json));
    TRY(json_end_object(ctx, json));
    TRY(json_name(ctx, json, STR("servers")));
    TRY(json_begin_array(ctx, json));
    TRY(json_begin_object(ctx, json));
    TRY(json_member_text(ctx, json, STR("url"), STR("/")));
    TRY(json_end_object(ctx, json));
    TRY(json_end_array(ctx, json));
    TRY(json_name(ctx, json, STR("security")));
    TRY(json_begin_array(ctx, json));
    TRY(json_begin_object(ctx, json));
    TRY(json_name(ctx, json, STR("session")));
    TRY(json_begin_array(ctx, json));
    TRY(json_end_array(ctx, json));
    TRY(json_end_object(ctx, json));
    return json_end_array(ctx, json);
}

Status route_describe(Ctx *ctx, StrBuf *out) {
    JsonWriter json;
    json_writer_init_buf(&json, out);
    TRY(json_begin_object(ctx, &json));
    TRY(head(ctx, &json));
    TRY(paths(ctx, &json));
    TRY(components(ctx, &json));
    TRY(json_end_object(ctx, &json));
    return json_writer_finish(ctx, &json);
}
