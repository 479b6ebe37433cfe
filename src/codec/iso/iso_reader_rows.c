#include "codec/iso/iso_reader_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/checked.h"
#include "codec/iso/iso_value.h"

/* ---- text ---- */

void text_clear(FieldText *text) {
    text->len = 0;
}

Str text_str(const FieldText *text) {
    return (Str){text->bytes, text->len};
}

void text_add(FieldText *text, const char *bytes, size_t len) {
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

void text_copy(FieldText *text, Str value) {
    text_clear(text);
    text_add(text, value.ptr, value.len);
}

void text_join(FieldText *text, Str more) {
    if (text->len > 0 && more.len > 0) {
        text_add(text, " ", 1);
    }
    text_add(text, more.ptr, more.len);
}

void draft_clear(Draft *draft) {
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

void reader_disagree(IsoReader *reader, const char *what, int64_t declared, int64_t found) {
    if (reader->totals.as_declared) { /* the first one is told */
        int len =
            snprintf(reader->disagreement, sizeof reader->disagreement,
                     "%s: declared %lld, found %lld", what, (long long)declared, (long long)found);
        reader->totals.as_declared = false;
        reader->totals.disagreement = (Str){reader->disagreement, (size_t)len};
    }
}

/* ---- rows ---- */

bool sum_add(int64_t *sum_dong, int64_t amount_dong) {
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
    ResultOutcome outcome =
        iso_entry_outcome(is_credit, row->is_return, entry->is_reversal, text_str(&entry->status));
    return row_finish(reader, outcome, is_credit ? RESULT_ENTRY_CREDIT : RESULT_ENTRY_DEBIT);
}

Status row_begin(IsoReader *reader) {
    if (reader->is_row_pending) {
        TRY(entry_row_finish(reader, false)); /* another detail follows: it was not alone */
    }
    draft_clear(&reader->row);
    reader->row.line = xml_pump_line(reader->pump);
    return OK;
}

Status row_end(IsoReader *reader) {
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

void entry_begin(IsoReader *reader) {
    draft_clear(&reader->entry);
    reader->entry.line = xml_pump_line(reader->pump);
    reader->rows_of_entry = 0;
    reader->rows_of_entry_dong = 0;
    reader->rows_of_entry_have_amounts = true;
}

Status entry_end(IsoReader *reader) {
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

void balance_end(IsoReader *reader) {
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

void statement_begin(IsoReader *reader) {
    reader->statement_no++;
    reader->net_dong = 0;
    reader->has_opening = false;
    reader->has_closing = false;
}

void statement_end(IsoReader *reader) {
    if (!reader->has_opening || !reader->has_closing) {
        return;
    }
    int64_t closing_dong = reader->opening_dong;
    if (!sum_add(&closing_dong, reader->net_dong) || closing_dong != reader->closing_dong) {
        reader_disagree(reader, "closing balance in đồng", reader->closing_dong, closing_dong);
    }
}

void reader_close_books(IsoReader *reader) {
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
