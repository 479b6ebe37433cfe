#include "codec/iso/iso_reader.h"

#include <stdlib.h>
#include <string.h>

#include "codec/iso/iso_reader_rows.h"
#include "codec/iso/iso_value.h"

static Str keep_code(char *room, Str value) {
    size_t len = value.len < CODE_MAX ? value.len : CODE_MAX;
    memcpy(room, value.ptr, len);
    return (Str){room, len};
}

/* ---- fields ---- */

static void amount_take(Draft *draft, Str value) {
    draft->problem = iso_amount_parse(value, &draft->amount_dong);
}

static void currency_check(Draft *draft, XmlAttributes attributes) {
    Str currency = xml_attribute(attributes, "Ccy");
    if (!str_is_empty(currency) && !str_equal(currency, STR("VND"))) {
        draft->problem = E_MONEY_SYNTAX;
        draft->amount_dong = RESULT_NOT_GIVEN;
    }
}

static void declared_add(int64_t *declared, Str value) {
    int64_t number = 0;
    if (iso_amount_parse(value, &number) != OK ||
        !sum_add(&number, *declared < 0 ? 0 : *declared)) {
        number = INT64_MAX; /* never equals what is found */
    }
    *declared = number;
}

static bool field_take_header(IsoReader *reader, IsoField field, Str value) {
    ResultHeader *header = &reader->header;
    if (field == FIELD_MESSAGE_ID) {
        header->file_ref = keep_code(reader->file_ref, value);
    } else if (field == FIELD_STATEMENT_ID && str_is_empty(header->statement_ref)) {
        header->statement_ref = keep_code(reader->statement_ref, value);
    } else if (field == FIELD_ORIGINAL_MESSAGE_ID) {
        header->original_ref = keep_code(reader->original_ref, value);
    } else if (field == FIELD_CREATED || field == FIELD_STATEMENT_TO) {
        header->statement_day =
            reader->statement_no <= 1 ? iso_day_parse(value) : header->statement_day;
    } else if (field == FIELD_GROUP_STATUS) {
        text_copy(&reader->group_status, value);
    } else if (field == FIELD_GROUP_REASON) {
        text_copy(&reader->group_reason, value);
    } else if (field == FIELD_GROUP_TEXT) {
        text_join(&reader->group_text, value);
    } else if (field == FIELD_PER_STATUS_COUNT || field == FIELD_ENTRY_COUNT) {
        declared_add(&reader->totals.declared_count, value);
    } else if (field == FIELD_PER_STATUS_SUM || field == FIELD_ENTRY_SUM) {
        declared_add(&reader->totals.declared_sum_dong, value);
    } else {
        return false;
    }
    return true;
}

static bool field_take_balance(IsoReader *reader, IsoField field, Str value) {
    Draft *balance = &reader->balance;
    if (field == FIELD_BALANCE_CODE) {
        text_copy(&balance->status, value);
    } else if (field == FIELD_BALANCE_AMOUNT && balance->problem == OK) {
        amount_take(balance, value);
    } else if (field == FIELD_BALANCE_SIGN) {
        balance->is_credit = str_equal(value, STR("CRDT"));
    } else if (field == FIELD_BALANCE_DAY) {
        balance->day = iso_day_parse(value);
    } else {
        return false;
    }
    return true;
}

static bool field_take_entry(IsoReader *reader, IsoField field, Str value) {
    Draft *entry = &reader->entry;
    if (field == FIELD_ENTRY_AMOUNT && entry->problem == OK) {
        amount_take(entry, value);
    } else if (field == FIELD_ENTRY_SIGN) {
        entry->is_credit = str_equal(value, STR("CRDT"));
    } else if (field == FIELD_ENTRY_REVERSAL) {
        entry->is_reversal = str_equal(value, STR("true")) || str_equal(value, STR("1"));
    } else if (field == FIELD_ENTRY_STATUS) {
        text_copy(&entry->status, value);
    } else if (field == FIELD_ENTRY_DAY) {
        entry->day = iso_day_parse(value);
    } else if (field == FIELD_ENTRY_TEXT) {
        text_join(&entry->text, value);
    } else {
        return false;
    }
    return true;
}

static void field_take_row(IsoReader *reader, IsoField field, Str value) {
    Draft *row = &reader->row;
    if (field == FIELD_ROW_ID) {
        text_copy(&row->id, value);
    } else if (field == FIELD_ROW_AMOUNT && row->problem == OK) {
        amount_take(row, value);
    } else if (field == FIELD_ROW_SIGN) {
        row->is_credit = str_equal(value, STR("CRDT"));
        row->has_sign = true;
    } else if (field == FIELD_ROW_STATUS) {
        text_copy(&row->status, value);
    } else if (field == FIELD_ROW_REASON && row->reason.len == 0) {
        text_copy(&row->reason, value);
    } else if (field == FIELD_ROW_TEXT) {
        text_join(&row->text, value);
    } else if (field == FIELD_ROW_DAY) {
        row->day = iso_day_parse(value);
    }
}

/* ---- events ---- */

static Status element_begin(IsoReader *reader, IsoField field, XmlAttributes attributes) {
    if (field == FIELD_ROW) {
        return row_begin(reader);
    }
    if (field == FIELD_ENTRY) {
        entry_begin(reader);
    } else if (field == FIELD_BALANCE) {
        draft_clear(&reader->balance);
    } else if (field == FIELD_ROW_RETURN) {
        reader->row.is_return = true;
    } else if (field == FIELD_ROW_AMOUNT) {
        currency_check(&reader->row, attributes);
    } else if (field == FIELD_ENTRY_AMOUNT) {
        currency_check(&reader->entry, attributes);
    } else if (field == FIELD_BALANCE_AMOUNT) {
        currency_check(&reader->balance, attributes);
    } else if (field == FIELD_STATEMENT) {
        statement_begin(reader);
    }
    return OK;
}

/* A callback cannot return: its failure waits for the end of the step. */
static void reader_note(IsoReader *reader, Status status) {
    if (status != OK && reader->event_failure == OK) {
        reader->event_failure = status;
    }
}

static void reader_on_start(void *arg, const char *name, XmlAttributes attributes) {
    IsoReader *reader = arg;
    if (reader->unread > 0) {
        reader->unread++;
        return;
    }
    int child = reader->node == NODE_OUTSIDE ? 0 : reader->first_child[reader->node];
    while (child >= 0 && reader->names[child] != name) {
        child = reader->next_sibling[child];
    }
    if (child < 0) {
        reader->unread = 1;
        return;
    }
    reader->node = child;
    text_clear(&reader->value);
    reader_note(reader, element_begin(reader, reader->paths[child].field, attributes));
}

static void reader_on_text(void *arg, const char *text, size_t len) {
    IsoReader *reader = arg;
    if (reader->unread == 0 && reader->node >= 0) {
        text_add(&reader->value, text, len);
    }
}

static void reader_on_end(void *arg) {
    IsoReader *reader = arg;
    if (reader->unread > 0) {
        reader->unread--;
        return;
    }
    if (reader->node == NODE_OUTSIDE) {
        return;
    }
    IsoField field = reader->paths[reader->node].field;
    Str value = text_str(&reader->value);
    if (field == FIELD_ROW) {
        reader_note(reader, row_end(reader));
    } else if (field == FIELD_ENTRY) {
        reader_note(reader, entry_end(reader));
    } else if (field == FIELD_STATEMENT) {
        statement_end(reader);
    } else if (field == FIELD_BALANCE) {
        balance_end(reader);
    } else if (field != FIELD_NONE && !field_take_header(reader, field, value) &&
               !field_take_balance(reader, field, value) &&
               !field_take_entry(reader, field, value)) {
        field_take_row(reader, field, value);
    }
    reader->node = reader->node == 0 ? NODE_OUTSIDE : reader->paths[reader->node].parent;
    text_clear(&reader->value);
}

/* ---- life ---- */

static void reader_plant_tree(IsoReader *reader, size_t path_count) {
    for (size_t i = 0; i < path_count; i++) {
        reader->names[i] = xml_pump_intern(reader->pump, reader->paths[i].name);
        reader->first_child[i] = -1;
        reader->next_sibling[i] = -1;
    }
    for (size_t i = path_count - 1; i > 0; i--) { /* backwards, so that lists keep the order */
        int parent = reader->paths[i].parent;
        reader->next_sibling[i] = reader->first_child[parent];
        reader->first_child[parent] = (int)i;
    }
}

/* What the group fields say, as far as the file has been read. */
static void reader_settle_header(IsoReader *reader) {
    ResultHeader *header = &reader->header;
    Str status = text_str(&reader->group_status);
    header->group_reason_code = text_str(&reader->group_reason);
    header->group_text = text_str(&reader->group_text);
    if (!str_is_empty(status) && !str_equal(status, STR("PART"))) {
        header->group_outcome = iso_status_outcome(status, header->group_reason_code);
    }
}

/* Fills the queue from the file until there is a row, or the end, or a failure to tell. */
static void reader_fill(Ctx *ctx, IsoReader *reader) {
    reader->ctx = ctx;
    reader->queue_len = 0;
    reader->queue_at = 0;
    strbuf_clear(&reader->pool);
    while (reader->queue_len == 0 && !reader->complete && reader->failure == OK) {
        reader->failure = xml_pump_step(ctx, reader->pump, &reader->complete);
        if (reader->event_failure != OK) {
            reader->failure = reader->event_failure;
        }
    }
    if (reader->complete && reader->failure == OK) {
        reader_close_books(reader);
    }
    reader->ctx = NULL;
}

static ResultFileKind file_kind(IsoMessage message) {
    if (message == ISO_CAMT_053_08) {
        return RESULT_FILE_CAMT_053;
    }
    return message == ISO_CAMT_054_08 ? RESULT_FILE_CAMT_054 : RESULT_FILE_PAIN_002;
}

Status iso_reader_open(Ctx *ctx, XmlSource source, IsoReader **ret_reader) {
    CLEANUP(iso_reader_close) IsoReader *reader = calloc(1, sizeof *reader);
    if (!reader) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "XML reader");
    }
    strbuf_init(&reader->pool, POOL_MAX);
    TRY(xml_pump_open(ctx, source, ISO_RESULT_MESSAGES, &reader->pump));
    size_t path_count = 0;
    reader->paths = iso_path_table(xml_pump_message(reader->pump), &path_count);
    reader->node = NODE_OUTSIDE;
    reader->header.kind = file_kind(xml_pump_message(reader->pump));
    reader->totals.declared_count = RESULT_NOT_GIVEN;
    reader->totals.declared_sum_dong = RESULT_NOT_GIVEN;
    reader->totals.as_declared = true;
    reader_plant_tree(reader, path_count);
    xml_pump_set_handler(reader->pump, (XmlHandler){.start = reader_on_start,
                                                    .text = reader_on_text,
                                                    .end = reader_on_end,
                                                    .arg = reader});
    reader_fill(ctx, reader);
    if (reader->queue_len == 0 && reader->failure != OK) {
        return reader->failure;
    }
    reader_settle_header(reader);
    *ret_reader = reader;
    reader = NULL;
    return OK;
}

void iso_reader_close(IsoReader **reader) {
    IsoReader *r = *reader;
    if (r) {
        xml_pump_close(&r->pump);
        strbuf_done(&r->pool);
        free(r->queue);
        free(r);
        *reader = NULL;
    }
}

const ResultHeader *iso_reader_header(const IsoReader *reader) {
    return &reader->header;
}

const ResultTotals *iso_reader_totals(const IsoReader *reader) {
    return &reader->totals;
}

Status iso_reader_next(Ctx *ctx, IsoReader *reader, const ResultRow **ret_row) {
    if (reader->queue_at == reader->queue_len && !reader->complete && reader->failure == OK) {
        reader_fill(ctx, reader);
    }
    if (reader->queue_at == reader->queue_len) {
        if (reader->failure != OK) {
            return reader->failure;
        }
        *ret_row = NULL;
        return OK;
    }
    const QueuedRow *queued = &reader->queue[reader->queue_at++];
    const char *pool = reader->pool.ptr ? reader->pool.ptr : "";
    reader->current = queued->row;
    reader->current.end_to_end_id =
        str_trim((Str){pool + queued->id_at, queued->row.end_to_end_id.len});
    reader->current.status.ptr = pool + queued->status_at;
    reader->current.reason_code.ptr = pool + queued->reason_at;
    reader->current.text.ptr = pool + queued->text_at;
    *ret_row = &reader->current;
    return OK;
}
