/*
 * iso_reader_rows.h -- inside of the ISO reader: drafts become rows, entries and balances.
 *
 * Floor 1. For iso_reader.c and iso_reader_rows.c only. iso_reader.c walks the elements and fills
 * the drafts; here a draft that is complete becomes a row of the queue, and the sums are kept.
 *
 * Invariant: each complete draft becomes one row, whatever is wrong with it.
 */
#ifndef CODEC_ISO_ISO_READER_ROWS_H
#define CODEC_ISO_ISO_READER_ROWS_H

#include "base/strbuf.h"
#include "codec/iso/iso_path.h"
#include "codec/iso/iso_reader.h"

enum {
    TEXT_MAX = 512, /* of one field; what is longer is cut at a character */
    CODE_MAX = 144, /* Max35Text in UTF-8 */
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
    int node;        /* where we are; NODE_OUTSIDE before the document's element */
    int64_t unread;  /* depth below an element that means nothing to us */
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

void text_clear(FieldText *text);
Str text_str(const FieldText *text);
/* What is too long is cut at a character. */
void text_add(FieldText *text, const char *bytes, size_t len);
void text_copy(FieldText *text, Str value);
/* Adds after a space. */
void text_join(FieldText *text, Str more);
void draft_clear(Draft *draft);

/* The sum, unless it does not fit: then false, and the sum stays. */
bool sum_add(int64_t *sum_dong, int64_t amount_dong);
/* Notes that the file disagrees with itself; the first disagreement is told. */
void reader_disagree(IsoReader *reader, const char *what, int64_t declared, int64_t found);

/* The drafted row, entry, balance or statement is complete. */
Status row_begin(IsoReader *reader) MUST_CHECK;
Status row_end(IsoReader *reader) MUST_CHECK;
void entry_begin(IsoReader *reader);
Status entry_end(IsoReader *reader) MUST_CHECK;
void balance_end(IsoReader *reader);
void statement_begin(IsoReader *reader);
void statement_end(IsoReader *reader);
/* Compares count and sum with what the file declared; at the end of a whole file. */
void reader_close_books(IsoReader *reader);

#endif
