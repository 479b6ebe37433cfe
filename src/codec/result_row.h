/*
 * result_row.h -- one row of a provider's answer, whatever file it came in.
 *
 * Floor 1. pain.002, camt.053, camt.054, CSV and XLSX all end as these rows; codec/iso/
 * result_reader.h gives them. A row says what the provider wrote, not what we make of it: matching
 * and state belong to payment/.
 *
 * Invariants: a row never disappears because it is bad -- what is wrong with it stands in
 * `problem`, and its outcome is then RESULT_OTHER. Strings live until the next row is asked for.
 */
#ifndef CODEC_RESULT_ROW_H
#define CODEC_RESULT_ROW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "base/str.h"

/* Numbers are stored in the database: they never change meaning. */
typedef enum ResultOutcome {
    RESULT_ACCEPTED = 1,       /* taken over for payment; not final */
    RESULT_PAID = 2,           /* final credit, or cash handed over */
    RESULT_REJECTED = 3,       /* final: will not be paid */
    RESULT_NEVER_RECEIVED = 4, /* fenced: not received, and will be refused if it comes */
    RESULT_UNCLAIMED = 5, /* the pay-out window ended and the money is still with the provider */
    RESULT_RETURN_NOTICE = 6, /* the money will come back */
    RESULT_MONEY_BACK = 7,    /* the money is back on our account */
    RESULT_OTHER = 8          /* anything else, and every doubt: a person looks */
} ResultOutcome;

typedef enum ResultEntryKind {
    RESULT_ENTRY_STATUS = 1, /* a status report or a list */
    RESULT_ENTRY_DEBIT = 2,  /* money left our account */
    RESULT_ENTRY_CREDIT = 3  /* money came to our account */
} ResultEntryKind;

typedef enum ResultFileKind {
    RESULT_FILE_PAIN_002 = 1,
    RESULT_FILE_CAMT_053 = 2,
    RESULT_FILE_CAMT_054 = 3,
    RESULT_FILE_CSV = 4,
    RESULT_FILE_XLSX = 5
} ResultFileKind;

/* "not given" of an amount or a count; zero is a value. */
enum { RESULT_NOT_GIVEN = -1 };

typedef struct ResultRow {
    int64_t row_no;      /* 1.. in the order of the file */
    int64_t line;        /* line of the XML or CSV file, row of the sheet */
    Str end_to_end_id;   /* empty when the provider gave none */
    int64_t amount_dong; /* RESULT_NOT_GIVEN, or >= 0 */
    ResultOutcome outcome;
    ResultEntryKind entry_kind;
    Str status;          /* as written: "ACSC", "BOOK", "Đã trả" */
    Str reason_code;     /* as written: "AC04"; empty when there is none */
    Str text;            /* free text of the provider, at most 512 bytes */
    int64_t booking_day; /* yyyymmdd, 0 when not given */
    Status problem;      /* OK, or why the row cannot be believed: E_MONEY_SYNTAX, ... */
} ResultRow;

/* What stands above the rows. Strings live as long as the reader. */
typedef struct ResultHeader {
    ResultFileKind kind;
    Str file_ref;          /* the provider's own name of the file: MsgId; never empty for XML */
    Str statement_ref;     /* Stmt or Ntfctn Id; empty for pain.002 */
    Str original_ref;      /* our file that this answers (OrgnlMsgId); empty when not said */
    int64_t statement_day; /* yyyymmdd, 0 when not given */
    int64_t opening_dong;  /* balances of a statement; valid when has_balances */
    int64_t closing_dong;
    bool has_balances;
    ResultOutcome group_outcome; /* of the whole original file; 0 when not said or mixed */
    Str group_reason_code;
    Str group_text;
} ResultHeader;

/* What stands at the end, complete once the last row was given. */
typedef struct ResultTotals {
    int64_t row_count;
    int64_t sum_dong; /* of the rows' amounts; the bad ones left out */
    int64_t problem_count;
    int64_t declared_count;    /* RESULT_NOT_GIVEN when the file says none */
    int64_t declared_sum_dong; /* the same */
    bool as_declared;          /* count, sum and balances agree with the rows, as far as given */
    Str disagreement;          /* in words, for a person; empty when as_declared */
} ResultTotals;

#endif
