#include "http/exchange.h"

#include <stdlib.h>
#include <string.h>

#include "codec/json.h"
#include "sys/digest.h"
#include "text/clean.h"

/* ---- what came in ---- */

static const ExchangeValue *value_of(const Exchange *exchange, const char *name) {
    for (size_t i = 0; i < exchange->value_count; i++) {
        if (str_equal(exchange->values[i].name, str_of(name))) {
            return &exchange->values[i];
        }
    }
    abort(); /* a handler asks for what its route does not declare */
}

bool exchange_has(const Exchange *exchange, const char *name) {
    return value_of(exchange, name)->present;
}

int64_t exchange_int(const Exchange *exchange, const char *name) {
    return value_of(exchange, name)->number;
}

Str exchange_text(const Exchange *exchange, const char *name) {
    const ExchangeValue *value = value_of(exchange, name);
    return value->is_text ? value->text : STR("");
}

static Status refuse_field(Ctx *ctx, Exchange *exchange, Str name, const char *why) {
    snprintf(exchange->field, sizeof exchange->field, "%.*s", STR_ARG(name));
    return ctx_fail(ctx, E_FIELD_INVALID, "%.*s: %s", STR_ARG(name), why);
}

static ExchangeValue *value_add(Exchange *exchange, Str name) {
    if (exchange->value_count == EXCHANGE_VALUE_MAX) {
        abort(); /* a route declares more than there is room for */
    }
    ExchangeValue *value = &exchange->values[exchange->value_count++];
    *value = (ExchangeValue){.name = name};
    return value;
}

void exchange_take_path(Exchange *exchange, const RouteMatch *match) {
    Str path = str_of(match->route->path);
    size_t count = 0;
    for (size_t open = 0; (open = str_find(path, STR("{"), open)) != SIZE_MAX; open++) {
        size_t close = str_find(path, STR("}"), open);
        ExchangeValue *value = value_add(exchange, str_part(path, open + 1, close - open - 1));
        value->present = true;
        value->number = match->values[count++];
    }
}

/* %41 and + of a query; SIZE_MAX as length when it is malformed. */
static Status percent_decode(Ctx *ctx, Str in, Str *ret_text, bool *ret_fits) {
    char *out = NULL;
    size_t len = 0;
    TRY(ctx_alloc(ctx, in.len + 1, (void **)&out));
    *ret_fits = true;
    for (size_t i = 0; i < in.len; i++) {
        uint8_t byte = 0;
        if (in.ptr[i] == '%') {
            if (!hex_read(str_part(in, i + 1, 2), &byte, 1)) {
                *ret_fits = false;
                return OK;
            }
            out[len++] = (char)byte;
            i += 2;
        } else {
            out[len++] = in.ptr[i] == '+' ? ' ' : in.ptr[i];
        }
    }
    *ret_text = (Str){out, len};
    return OK;
}

static bool field_find(Str spec, Str name, SpecField *ret_field) {
    while (spec_next(&spec, ret_field)) {
        if (str_equal(ret_field->name, name)) {
            return true;
        }
    }
    return false;
}

static Status text_take(Ctx *ctx, Exchange *exchange, const SpecField *field, Str text,
                        ExchangeValue *value) {
    if (!spec_takes_text(field, text)) {
        return refuse_field(ctx, exchange, field->name, "not a text of that length");
    }
    /* A secret is taken as it is typed; everything else in one spelling. */
    bool secret = str_find(field->name, STR("password"), 0) != SIZE_MAX;
    value->is_text = true;
    value->present = true;
    value->text = text;
    return secret ? OK : text_nfc(ctx, text, &value->text);
}

static Status int_take(Ctx *ctx, Exchange *exchange, const SpecField *field, int64_t number,
                       ExchangeValue *value) {
    if (!spec_takes_int(field, number)) {
        return refuse_field(ctx, exchange, field->name, "not a number of that kind");
    }
    value->present = true;
    value->number = number;
    return OK;
}

/* All declared fields get a value; those that must be there and are not are refused. */
static Status values_declare(Ctx *ctx, Exchange *exchange, Str spec, size_t first) {
    SpecField field;
    while (spec_next(&spec, &field)) {
        bool there = false;
        for (size_t i = first; i < exchange->value_count; i++) {
            there = there || str_equal(exchange->values[i].name, field.name);
        }
        if (!there && !field.optional) {
            return refuse_field(ctx, exchange, field.name, "missing");
        }
        if (!there) {
            value_add(exchange, field.name);
        }
    }
    return OK;
}

static bool is_twice(const Exchange *exchange, size_t first, Str name) {
    for (size_t i = first; i < exchange->value_count; i++) {
        if (str_equal(exchange->values[i].name, name)) {
            return true;
        }
    }
    return false;
}

static Status query_take(Ctx *ctx, Exchange *exchange, Str pair, size_t first) {
    Str text;
    SpecField field;
    bool fits = false;
    int64_t number = 0;
    size_t equals = str_find(pair, STR("="), 0);
    Str name = str_part(pair, 0, equals == SIZE_MAX ? pair.len : equals);
    Str raw = equals == SIZE_MAX ? STR("") : str_part(pair, equals + 1, pair.len);
    if (!field_find(str_of(exchange->route->query), name, &field)) {
        return refuse_field(ctx, exchange, STR("query"), "unknown name");
    }
    if (is_twice(exchange, first, field.name)) {
        return refuse_field(ctx, exchange, field.name, "given twice");
    }
    TRY(percent_decode(ctx, raw, &text, &fits));
    if (!fits) {
        return refuse_field(ctx, exchange, field.name, "malformed");
    }
    ExchangeValue *value = value_add(exchange, field.name);
    if (field.kind == SPEC_TEXT) {
        return text_take(ctx, exchange, &field, text, value);
    }
    if (field.kind == SPEC_BOOL && str_equal(text, STR("true"))) {
        text = STR("1");
    } else if (field.kind == SPEC_BOOL && str_equal(text, STR("false"))) {
        text = STR("0");
    }
    if (!str_to_int64(text, &number)) {
        return refuse_field(ctx, exchange, field.name, "not a whole number");
    }
    return int_take(ctx, exchange, &field, number, value);
}

Status exchange_take_query(Ctx *ctx, Exchange *exchange, Str query) {
    Str rest = query;
    Str pair;
    size_t first = exchange->value_count;
    while (query.len > 0 && str_split_next(&rest, '&', &pair)) {
        if (pair.len > 0) {
            TRY(query_take(ctx, exchange, pair, first));
        }
    }
    return values_declare(ctx, exchange, str_of(exchange->route->query), first);
}

static Status member_take(Ctx *ctx, Exchange *exchange, const JsonMember *member, size_t first) {
    SpecField field;
    if (!field_find(str_of(exchange->route->body), member->name, &field)) {
        return refuse_field(ctx, exchange, STR("body"), "unknown name");
    }
    if (is_twice(exchange, first, field.name)) {
        return refuse_field(ctx, exchange, field.name, "given twice");
    }
    if (member->is_number == (field.kind == SPEC_TEXT)) {
        return refuse_field(ctx, exchange, field.name, "not of its kind");
    }
    ExchangeValue *value = value_add(exchange, field.name);
    return field.kind == SPEC_TEXT ? text_take(ctx, exchange, &field, member->text, value)
                                   : int_take(ctx, exchange, &field, member->number, value);
}

Status exchange_take_body(Ctx *ctx, Exchange *exchange, Str body) {
    Str spec = str_of(exchange->route->body);
    size_t first = exchange->value_count;
    JsonFlat flat = {.member_count = 0};
    if (str_is_empty(spec) && str_is_empty(body)) {
        return OK;
    }
    TRY(json_parse_flat(ctx, body, &flat));
    for (size_t i = 0; i < flat.member_count; i++) {
        TRY(member_take(ctx, exchange, &flat.members[i], first));
    }
    return values_declare(ctx, exchange, spec, first);
}

/* ---- what goes out ---- */

static Status table_begin(Ctx *ctx, void *arg, const char *table_name, const TableColumn *columns,
                          size_t count) {
    Exchange *exchange = arg;
    (void)count;
    exchange->columns = columns;
    exchange->row_count = 0;
    exchange->last_key = 0;
    TRY(json_name(ctx, &exchange->json, str_of(table_name)));
    return json_begin_array(ctx, &exchange->json);
}

static Status table_cell(Ctx *ctx, Exchange *exchange, CellKind kind, const TableCell *cell) {
    JsonWriter *json = &exchange->json;
    Str word;
    if (cell->number == INT64_MIN) {
        return json_null(ctx, json);
    }
    if (kind == CELL_TEXT) {
        return json_text(ctx, json, cell->text);
    }
    if (kind == CELL_YES_NO) {
        return json_bool(ctx, json, cell->number != 0);
    }
    if (!cell_is_word(kind)) {
        return json_int64(ctx, json, cell->number);
    }
    TRY(cell_word(ctx, kind, cell->number, true, &word));
    return json_text(ctx, json, word);
}

static Status table_row(Ctx *ctx, void *arg, const TableCell *cells, size_t count) {
    Exchange *exchange = arg;
    exchange->row_count++;
    exchange->last_key = cells[0].number;
    TRY(json_begin_object(ctx, &exchange->json));
    for (size_t i = 0; i < count; i++) {
        TRY(json_name(ctx, &exchange->json, str_of(exchange->columns[i].name)));
        TRY(table_cell(ctx, exchange, exchange->columns[i].kind, &cells[i]));
    }
    return json_end_object(ctx, &exchange->json);
}

static Status table_end(Ctx *ctx, void *arg) {
    Exchange *exchange = arg;
    return json_end_array(ctx, &exchange->json);
}

TableOut exchange_table(Exchange *exchange) {
    return (TableOut){exchange, table_begin, table_row, table_end};
}

static const ReplyField *reply_find(const Reply *reply, Str name) {
    for (size_t i = 0; i < reply->count; i++) {
        if (str_equal(name, str_of(reply->fields[i].name))) {
            return &reply->fields[i];
        }
    }
    return NULL;
}

/* By the spec of the route: what the document promises is there, what it does not name stays in. */
Status exchange_reply(Ctx *ctx, Exchange *exchange, const Reply *reply) {
    Str rest = str_of(exchange->route->reply);
    SpecField field;
    while (spec_next(&rest, &field)) {
        const ReplyField *found = reply_find(reply, field.name);
        if (found == NULL && !field.optional) {
            continue; /* written by the handler itself */
        }
        TRY(json_name(ctx, &exchange->json, field.name));
        TRY(found == NULL    ? json_null(ctx, &exchange->json)
            : found->is_text ? json_text(ctx, &exchange->json, found->text)
                             : json_int64(ctx, &exchange->json, found->number));
    }
    return OK;
}

int64_t exchange_limit(const Exchange *exchange) {
    return exchange_has(exchange, "limit") ? exchange_int(exchange, "limit") : PAGE_ROWS_DEFAULT;
}

static Status next_write(Ctx *ctx, Exchange *exchange, int64_t limit) {
    TRY(json_name(ctx, &exchange->json, STR("next")));
    return exchange->row_count < limit ? json_null(ctx, &exchange->json)
                                       : json_int64(ctx, &exchange->json, exchange->last_key);
}

Status exchange_next(Ctx *ctx, Exchange *exchange) {
    return next_write(ctx, exchange, exchange_limit(exchange));
}

static int64_t whole_limit(const Exchange *exchange) {
    return exchange_has(exchange, "limit") ? exchange_int(exchange, "limit") : PAGE_ROWS_WHOLE;
}

Page exchange_page(const Exchange *exchange) {
    return (Page){0, exchange_int(exchange, "after"), whole_limit(exchange)};
}

Status exchange_page_end(Ctx *ctx, Exchange *exchange) {
    return next_write(ctx, exchange, whole_limit(exchange));
}

/* ---- failures ---- */

Status exchange_problem(Ctx *ctx, Exchange *exchange, Status status, Str request_id, StrBuf *out) {
    JsonWriter json;
    Language language = ctx->language;
    /* What went wrong inside of us says nothing to the caller; what they sent is told in full. */
    Str detail = status_class(status) == STATUS_REFUSED && ctx->failure.status == status
                     ? str_of(ctx->failure.detail)
                     : STR("");
    Str type;
    TRY(ctx_print(ctx, &type, "urn:ansinh:problem:%s", status_name(status)));
    strbuf_clear(out);
    json_writer_init_buf(&json, out);
    TRY(json_begin_object(ctx, &json));
    TRY(json_member_text(ctx, &json, STR("type"), type));
    TRY(json_member_text(ctx, &json, STR("title"), str_of(status_sentence(status, language))));
    TRY(json_member_int64(ctx, &json, STR("status"), status_http(status)));
    TRY(json_member_text(ctx, &json, STR("code"), str_of(status_name(status))));
    TRY(json_member_int64(ctx, &json, STR("number"), (int64_t)status));
    TRY(json_member_text(ctx, &json, STR("detail"), detail));
    TRY(json_name(ctx, &json, STR("field")));
    TRY(exchange && exchange->field[0] ? json_text(ctx, &json, str_of(exchange->field))
                                       : json_null(ctx, &json));
    TRY(json_member_text(ctx, &json, STR("remedy"), str_of(status_remedy(status, language))));
    TRY(json_member_text(ctx, &json, STR("language"),
                         language == LANGUAGE_VI ? STR("vi") : STR("en")));
    TRY(json_member_text(ctx, &json, STR("request_id"), request_id));
    TRY(json_end_object(ctx, &json));
    return json_writer_finish(ctx, &json);
}
