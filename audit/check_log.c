/*
 * The schema, the engine and the change log: what all the rest stands on.
 */
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "canon.h"

static const char *const TABLES[] = {
    "account",
    "allocation",
    "allocation_freed",
    "app_user",
    "area",
    "area_successor",
    "attempt",
    "attempt_event",
    "attempt_transition",
    "batch",
    "batch_event",
    "change",
    "claim_month",
    "clause",
    "enrolment",
    "enrolment_pause",
    "fiscal_period",
    "hold",
    "household",
    "household_poverty",
    "id_block",
    "identity",
    "intake",
    "intake_row",
    "ledger_account",
    "ledger_txn",
    "mandate",
    "movement",
    "obligation",
    "obligation_ended",
    "pay_point",
    "payment_case",
    "payroll",
    "payroll_difference",
    "payroll_held",
    "person",
    "posting",
    "programme",
    "provider",
    "provider_reason",
    "reason",
    "recovery_decision",
    "recovery_deduction",
    "request",
    "result_file",
    "schema_migration",
    "setting",
    "settlement",
    "source_file",
    "suspense",
    "user_grant",
};

/* Rules that the schema keeps by an index of its own: without it they are only hopes. */
static const char *const INDEXES[] = {"account_one_live", "enrolment_once", "hold_once"};

static void names_check(Audit *audit, const char *statement, const char *const *names, size_t count,
                        What what) {
    bool seen[64] = {false};
    ROWS(rows) = rows_open(audit->db, statement, NULL, 0);
    while (rows_next(rows)) {
        const Bytes name = rows_bytes(rows, 0);
        for (size_t i = 0; i < count; i++) {
            if (strlen(names[i]) == name.size && memcmp(names[i], name.data, name.size) == 0) {
                seen[i] = true;
            }
        }
    }
    report_looked(&audit->report, CHECK_SCHEMA, (int64_t)count);
    for (size_t i = 0; i < count && !db_why(audit->db); i++) {
        if (!seen[i]) {
            FOUND(&audit->report, CHECK_SCHEMA, what, TXT("name", names[i]));
        }
    }
}

void pass_schema(Audit *audit) {
    const int64_t before = audit->report.checks[CHECK_SCHEMA].found_count;
    names_check(audit, "table_names", TABLES, sizeof(TABLES) / sizeof(*TABLES), WHAT_TABLE_MISSING);
    if (audit->report.checks[CHECK_SCHEMA].found_count > before) {
        return; /* the statements of the other passes would not prepare */
    }
    names_check(audit, "index_names", INDEXES, sizeof(INDEXES) / sizeof(*INDEXES),
                WHAT_INDEX_MISSING);
    ROWS(rows) = rows_open(audit->db, "migration_count", NULL, 0);
    if (rows_next(rows) && rows_int(rows, 0) == 0) {
        FOUND(&audit->report, CHECK_SCHEMA, WHAT_NO_MIGRATION, NUM("count", 0));
    }
}

static void text_of(char *text, size_t size, Bytes bytes) {
    const size_t length = bytes.size < size ? bytes.size : size - 1;
    if (length > 0) {
        memcpy(text, bytes.data, length);
    }
    text[length] = '\0';
}

void pass_engine(Audit *audit) {
    char text[FACT_TEXT_MAX];
    {
        ROWS(rows) = rows_open(audit->db, "engine_integrity", NULL, 0);
        while (rows_next(rows)) {
            text_of(text, sizeof(text), rows_bytes(rows, 0));
            if (strcmp(text, "ok") != 0) {
                FOUND(&audit->report, CHECK_ENGINE, WHAT_ENGINE_SAYS, TXT("text", text));
            }
        }
    }
    ROWS(rows) = rows_open(audit->db, "engine_foreign_keys", NULL, 0);
    while (rows_next(rows)) {
        text_of(text, sizeof(text), rows_bytes(rows, 0));
        if (db_engine(audit->db) == ENGINE_SQLITE) {
            char parent[FACT_TEXT_MAX];
            text_of(parent, sizeof(parent), rows_bytes(rows, 2));
            FOUND(&audit->report, CHECK_ENGINE, WHAT_FOREIGN_KEY, TXT("table", text),
                  TXT("parent", parent));
        } else {
            FOUND(&audit->report, CHECK_ENGINE, WHAT_ENGINE_SAYS, TXT("text", text));
        }
    }
}

/*
 * A3: each entry is hashed over its columns and the hash of the one before; the first continues 32
 * zero bytes. Numbers of entries may have no gap: a gap is an entry taken away at a rewritten end.
 */
void pass_log(Audit *audit) {
    unsigned char previous[DIGEST_SIZE] = {0};
    int64_t expected_seq = 0;
    ROWS(rows) = rows_open(audit->db, "change_log", NULL, 0);

    while (rows_next(rows)) {
        const int64_t seq = rows_int(rows, 0);
        const Bytes linked = rows_bytes(rows, 6);
        const Bytes stored = rows_bytes(rows, 7);
        unsigned char digest[DIGEST_SIZE];
        Canon canon;

        if (expected_seq != 0 && seq != expected_seq) {
            FOUND(&audit->report, CHECK_LOG, WHAT_LOG_GAP, NUM("change_seq", seq),
                  NUM("expected", expected_seq));
        }
        expected_seq = seq + 1;
        canon_init(&canon);
        canon_numbers(&canon, (const int64_t[]){seq, rows_int(rows, 1), rows_int(rows, 2)}, 3);
        canon_text(&canon, rows_bytes(rows, 3));
        canon_number(&canon, rows_int(rows, 4));
        canon_text(&canon, rows_bytes(rows, 5));
        canon_bytes(&canon, linked);
        canon_final(&canon, digest);
        if (linked.size != DIGEST_SIZE || memcmp(linked.data, previous, DIGEST_SIZE) != 0) {
            FOUND(&audit->report, CHECK_LOG, WHAT_LOG_LINK, NUM("change_seq", seq));
        }
        if (stored.size != DIGEST_SIZE || memcmp(stored.data, digest, DIGEST_SIZE) != 0) {
            FOUND(&audit->report, CHECK_LOG, WHAT_LOG_HASH, NUM("change_seq", seq));
        }
        if (stored.size == DIGEST_SIZE) {
            memcpy(previous, stored.data, DIGEST_SIZE); /* one damaged row is one finding */
        }
        report_looked(&audit->report, CHECK_LOG, 1);
    }
}
