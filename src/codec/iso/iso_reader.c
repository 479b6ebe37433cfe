#include "codec/iso/iso_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/checked.h"
#include "base/strbuf.h"
#include "codec/iso/iso_path.h"
#include "codec/iso/iso_value.h"

enum {
    TEXT_MAX = 512,           /* of one field; what is longer is cut at a character */
    CODE_MAX = 144,           /* Max35Text in UTF-8 */
    POOL_MAX = 16 * 1024 * 1024,
    DISAGREEMENT_MAX = 200,
    NODE_OUTSIDE = -1
};

typedef struct FieldText {
    char bytes[TEXT_MAX];
    size_t len;
} FieldText;

/* A finished row: its texts are places in the pool, which may still move. */
typedef struct QueuedRow {
    ResultRow row;
    size_t id_at;
    size_t status_at;
    size_t reason_at;
    size_t text_at;
} QueuedRow;

/* The row, or the entry above it, that is being read. */
typedef struct Draft {
    FieldText id;
    FieldText status;
    FieldText reason;
    FieldText text;
    int64_t line;
    int64_t day;
    int64_t amount_dong;
    Status problem;
    bool is_credit;
    bool has_sign;
    bool is_return;
    bool is_reversal;
} Draft;

struct IsoReader {
    XmlPump *pump;
    const IsoPath *paths;
    const char *names[ISO_PATH_MAX]; /* interned, parallel to paths */
    int first_child[ISO_PATH_MAX];   /* children of a node, as a list through next_sibling */
    int next_sibling[ISO_PATH_MAX];
    int node;       /* where we are; NODE_OUTSIDE before the document's element */
    int64_t unread; /* depth below an element that means nothing to us */
    FieldText value; /* text of the element being read */
    Draft entry;
    Draft row;
    Draft balance;
    FieldText group_status;
    FieldText group_reason;
    FieldText group_text;
    char file_ref[CODE_MAX];
    char statement_ref[CODE_MAX];
    char original_ref[CODE_MAX];
    char disagreement[DISAGREEMENT_MAX];
    int64_t rows_of_entry;
    int64_t rows_of_entry_dong;
    bool rows_of_entry_have_amounts;
    int64_t entry_count;
    int64_t entry_sum_dong;
    int64_t statement_no; /* a file may hold several; the header is that of the first */
    int64_t net_dong;     /* of the statement: booked credits less booked debits */
    int64_t opening_dong;
    int64_t closing_dong;
    bool has_opening;
    bool has_closing;
    bool is_row_pending; /* a detail without an amount waits: is it the only one of its entry? */
    bool complete;
    Status event_failure; /* of a callback, told at the next step */
    Status failure;       /* told after the queued rows */
    ResultHeader header;
    ResultTotals totals;
    StrBuf pool;
    QueuedRow *queue;
    size_t queue_len;
    size_t queue_size;
    size_t queue_at;
    ResultRow current;
    Ctx *ctx; /* of the call in progress; NULL between calls */
};

/* ---- text ---- */

static void text_clear(FieldText *text) {
    text->len = 0;
}

static Str text_str(const FieldText *text) {
    return (Str){text->bytes, text->len};
}

static void text_add(FieldText *text, const char *bytes, size_t len) {
    size_t room = sizeof text->bytes - text->len;
    if (len > room) {
        len = room;
        while (len > 0 && ((unsigned char)bytes[len] & 0xC0) == 0x80) {
            len--; /* not through a character */
        }
    }
    memcpy(text->bytes + text->len, bytes, len);
    text->len += len;
}

static void text_copy(FieldText *text, Str value) {
    text_clear(text);
    text_add(text, value.ptr, value.len);
}

static void text_join(FieldText *text, Str more) {
    if (text->len > 0 && more.len > 0) {
        text_add(text, " ", 1);
    }
    text_add(text, more.ptr, more.len);
}

static Str keep_code(char *room, Str value) {
    size_t len = value.len < CODE_MAX ? value.len : CODE_MAX;
    memcpy(room, value.ptr, len);
    return (Str){room, len};
}

static void draft_clear(Draft *draft) {
    text_clear(&draft->id);
    text_clear(&draft->status);
    text_clear(&draft->reason);
    text_clear(&draft->text);
    draft->line = 0;
    draft->day = 0;
    draft->amount_dong = RESULT_NOT_GIVEN;
    draft->problem = OK;
    draft->is_credit = false;
    draft->has_sign = false;
    draft->is_return = false;
    draft->is_reversal = false;
}

static void reader_disagree(IsoReader *reader, const char *what, int64_t declared, int64_t found) {
    if (reader->totals.as_declared) { /* the first one is told */
        int len = snprintf(reader->disagreement, sizeof reader->disagreement,
                           "%s: declared %lld, found %lld", what, (long long)declared,
                           (long long)found);
        reader->totals.as_declared = false;
        reader->totals.disagreement = (Str){reader->disagreement, (size_t)len};
    }
}

/* ---- rows ---- */

static bool sum_add(int64_t *sum_dong, int64_t amount_dong) {
    int64_t sum = 0;
    if (ckd_add(&sum, *sum_dong, amount_dong)) {
        return false;
    }
    *sum_dong = sum;
    return true;
}

static Status pool_add(IsoReader *reader, const FieldText *text, size_t *ret_at, Str *ret_str) {
    *ret_at = reader->pool.len;
    *ret_str = (Str){NULL, text->len};
    return strbuf_add(reader->ctx, &reader->pool, text_str(text));
}

static Status queue_reserve(IsoReader *reader) {
    if (reader->queue_len < reader->queue_size) {
        return OK;
    }
    size_t size = reader->queue_size ? reader->queue_size * 2 : 256;
    QueuedRow *queue = realloc(reader->queue, size * sizeof *queue);
    if (!queue) {
        return ctx_fail(reader->ctx, E_MEMORY_LIMIT, "rows of an XML file");
    }
    reader->queue = queue;
    reader->queue_size = size;
    return OK;
}

/* Puts the drafted row into the queue and its amount into the totals. */
static Status row_finish(IsoReader *reader, ResultOutcome outcome, ResultEntryKind kind) {
    Draft *draft = &reader->row;
    TRY(queue_reserve(reader));
    QueuedRow *queued = &reader->queue[reader->queue_len];
    ResultRow *row = &queued->row;
    *row = (ResultRow){.row_no = reader->totals.row_count + 1,
                       .line = draft->line,
                       .amount_dong = draft->amount_dong,
                       .outcome = outcome,
                       .entry_kind = kind,
                       .booking_day = draft->day,
                       .problem = draft->problem};
    TRY(pool_add(reader, &draft->id, &queued->id_at, &row->end_to_end_id));
    TRY(pool_add(reader, &draft->status, &queued->status_at, &row->status));
    TRY(pool_add(reader, &draft->reason, &queued->reason_at, &row->reason_code));
    TRY(pool_add(reader, &draft->text, &queued->text_at, &row->text));
    if (row->problem == OK && row->amount_dong > 0 &&
        !sum_add(&reader->totals.sum_dong, row->amount_dong)) {
        row->problem = E_MONEY_OVERFLOW;
    }
    if (row->problem != OK) {
        row->outcome = RESULT_OTHER;
        row->amount_dong = RESULT_NOT_GIVEN;
        reader->totals.problem_count++;
    }
    reader->totals.row_count++;
    reader->queue_len++;
    return OK;
}

static Status report_row_finish(IsoReader *reader) {
    Draft *row = &reader->row;
    ResultOutcome outcome = iso_status_outcome(text_str(&row->status), text_str(&row->reason));
    return row_finish(reader, outcome, RESULT_ENTRY_STATUS);
}

/* What a detail leaves out, its entry says; the amount only if there is no other detail. */
static Status entry_row_finish(IsoReader *reader, bool is_only_row) {
    Draft *row = &reader->row;
    const Draft *entry = &reader->entry;
    bool is_credit = row->has_sign ? row->is_credit : entry->is_credit;
    if (row->problem == OK) {
        row->problem = entry->problem;
    }
    if (row->amount_dong == RESULT_NOT_GIVEN && row->problem == OK) {
        row->amount_dong = entry->amount_dong;
        row->problem = is_only_row ? OK : E_RESULT_FORMAT;
    }
    reader->is_row_pending = false;
    row->day = entry->day;
    text_copy(&row->status, text_str(&entry->status));
    text_join(&row->text, text_str(&entry->text));
    ResultOutcome outcome = iso_entry_outcome(is_credit, row->is_return, entry->is_reversal,
                                              text_str(&entry->status));
    return row_finish(reader, outcome, is_credit ? RESULT_ENTRY_CREDIT : RESULT_ENTRY_DEBIT);
}

static Status row_end(IsoReader *reader) {
    if (reader->header.kind == RESULT_FILE_PAIN_002) {
        return report_row_finish(reader);
    }
    if (str_equal(str_trim(text_str(&reader->row.id)), STR("NOTPROVIDED"))) {
        text_clear(&reader->row.id); /* ISO's word for an absent reference */
    }
    reader->rows_of_entry++;
    if (reader->row.amount_dong == RESULT_NOT_GIVEN) {
        reader->rows_of_entry_have_amounts = false;
        reader->is_row_pending = true;
        return OK;
    }
    if (!sum_add(&reader->rows_of_entry_dong, reader->row.amount_dong)) {
        reader->row.problem = E_MONEY_OVERFLOW;
    }
    return entry_row_finish(reader, false);
}

static Status entry_end(IsoReader *reader) {
    const Draft *entry = &reader->entry;
    reader->entry_count++;
    if (reader->rows_of_entry == 0) {
        draft_clear(&reader->row);
        reader->row.line = entry->line;
        TRY(entry_row_finish(reader, true));
    } else if (reader->is_row_pending) {
        TRY(entry_row_finish(reader, reader->rows_of_entry == 1));
    } else if (reader->rows_of_entry_have_amounts && entry->amount_dong >= 0 &&
               reader->rows_of_entry_dong != entry->amount_dong) {
        reader_disagree(reader, "sum of the details of an entry", entry->amount_dong,
                        reader->rows_of_entry_dong);
    }
    if (entry->amount_dong > 0) {
        bool is_booked = str_equal(text_str(&entry->status), STR("BOOK"));
        int64_t net_dong = entry->is_credit ? entry->amount_dong : -entry->amount_dong;
        if (!sum_add(&reader->entry_sum_dong, entry->amount_dong) ||
            (is_booked && !sum_add(&reader->net_dong, net_dong))) {
            reader_disagree(reader, "sum of the entries that fits", 0, entry->amount_dong);
        }
    }
    return OK;
}

static void balance_end(IsoReader *reader) {
    const Draft *balance = &reader->balance;
    if (balance->amount_dong < 0) {
        reader_disagree(reader, "balance in whole đồng", 0, 0);
        return;
    }
    int64_t signed_dong = balance->is_credit ? balance->amount_dong : -balance->amount_dong;
    Str code = text_str(&balance->status);
    if (str_equal(code, STR("OPBD"))) {
        reader->opening_dong = signed_dong;
        reader->has_opening = true;
    } else if (str_equal(code, STR("CLBD"))) {
        reader->closing_dong = signed_dong;
        reader->has_closing = true;
        if (balance->day > 0 && reader->statement_no == 1) {
            reader->header.statement_day = balance->day;
        }
    }
    if (reader->statement_no == 1 && reader->has_opening && reader->has_closing) {
        reader->header.opening_dong = reader->opening_dong;
        reader->header.closing_dong = reader->closing_dong;
        reader->header.has_balances = true;
    }
}

static void statement_begin(IsoReader *reader) {
    reader->statement_no++;
    reader->net_dong = 0;
    reader->has_opening = false;
    reader->has_closing = false;
}

static void statement_end(IsoReader *reader) {
    if (!reader->has_opening || !reader->has_closing) {
        return;
    }
    int64_t closing_dong = reader->opening_dong;
    if (!sum_add(&closing_dong, reader->net_dong) || closing_dong != reader->closing_dong) {
        reader_disagree(reader, "closing balance in đồng", reader->closing_dong, closing_dong);
    }
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
    if (iso_amount_parse(value, &number) != OK || !sum_add(&number, *declared < 0 ? 0 : *declared)) {
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
        header->statement_day = reader->statement_no <= 1 ? iso_day_parse(value)
                                                          : header->statement_day;
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
        if (reader->is_row_pending) {
            TRY(entry_row_finish(reader, false));
        }
        draft_clear(&reader->row);
        reader->row.line = xml_pump_line(reader->pump);
    } else if (field == FIELD_ENTRY) {
        draft_clear(&reader->entry);
        reader->entry.line = xml_pump_line(reader->pump);
        reader->rows_of_entry = 0;
        reader->rows_of_entry_dong = 0;
        reader->rows_of_entry_have_amounts = true;
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

static void reader_close_books(IsoReader *reader) {
    ResultTotals *totals = &reader->totals;
    bool is_report = reader->header.kind == RESULT_FILE_PAIN_002;
    int64_t count = is_report ? totals->row_count : reader->entry_count;
    int64_t sum_dong = is_report ? totals->sum_dong : reader->entry_sum_dong;
    if (totals->declared_count >= 0 && totals->declared_count != count) {
        reader_disagree(reader, "count", totals->declared_count, count);
    }
    if (totals->declared_sum_dong >= 0 && totals->declared_sum_dong != sum_dong) {
        reader_disagree(reader, "sum in đồng", totals->declared_sum_dong, sum_dong);
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
    reader->current.end_to_end_id = str_trim((Str){pool + queued->id_at, queued->row.end_to_end_id.len});
    reader->current.status.ptr = pool + queued->status_at;
    reader->current.reason_code.ptr = pool + queued->reason_at;
    reader->current.text.ptr = pool + queued->text_at;
    *ret_row = &reader->current;
    return OK;
}
