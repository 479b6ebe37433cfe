#include "answer_writer.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "codec/iso/template.h"
#include "codec/sheet_writer.h"
#include "sys/file.h"

enum { DAY_TEXT_MAX = 40 };

/* ---- words ---- */

static void day_print(int64_t day, char room[DAY_TEXT_MAX]) {
    (void)snprintf(room, DAY_TEXT_MAX, "%04d-%02d-%02d", (int)(day / 10000), (int)(day / 100 % 100),
                   (int)(day % 100));
}

static const char *status_code(ResultOutcome outcome) {
    if (outcome == RESULT_PAID) {
        return "ACSC";
    }
    return outcome == RESULT_ACCEPTED ? "ACSP" : "RJCT";
}

static bool is_credit(const AnswerRow *row) {
    return row->event.outcome == RESULT_MONEY_BACK || row->event.outcome == RESULT_RETURN_NOTICE;
}

/* ---- pain.002 ---- */

static void report_row_print(FILE *out, const AnswerRow *row) {
    char day[DAY_TEXT_MAX];
    day_print(row->event.booking_day, day);
    (void)fprintf(out, "<TxInfAndSts><OrgnlEndToEndId>%s</OrgnlEndToEndId><TxSts>%s</TxSts>",
                  row->id, status_code(row->event.outcome));
    if (row->event.reason_code[0] != '\0') {
        (void)fprintf(out, "<StsRsnInf><Rsn><Cd>%s</Cd></Rsn></StsRsnInf>", row->event.reason_code);
    }
    (void)fprintf(out,
                  "<AccptncDtTm>%sT09:00:00+07:00</AccptncDtTm><OrgnlTxRef><Amt><InstdAmt "
                  "Ccy=\"VND\">%" PRId64 "</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>\n",
                  day, row->amount_dong);
}

static void per_status_print(FILE *out, const Answer *answer, const char *status) {
    int64_t count = 0;
    int64_t sum_dong = 0;
    for (size_t i = 0; i < answer->row_count; i++) {
        if (strcmp(status_code(answer->rows[i].event.outcome), status) == 0) {
            count++;
            sum_dong += answer->rows[i].amount_dong;
        }
    }
    if (count > 0) {
        (void)fprintf(out,
                      "<NbOfTxsPerSts><DtldNbOfTxs>%" PRId64
                      "</DtldNbOfTxs><DtldSts>%s</DtldSts><DtldCtrlSum>%" PRId64
                      "</DtldCtrlSum></NbOfTxsPerSts>",
                      count, status, sum_dong);
    }
}

static void report_print(FILE *out, const Answer *answer) {
    const char *original = answer->sent->reference[0] ? answer->sent->reference : "UNKNOWN";
    char day[DAY_TEXT_MAX];
    day_print(answer->day, day);
    (void)fprintf(out,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\">\n"
                  "<CstmrPmtStsRpt>\n<GrpHdr><MsgId>%s</MsgId><CreDtTm>%sT%02d:00:00+07:00"
                  "</CreDtTm></GrpHdr>\n<OrgnlGrpInfAndSts><OrgnlMsgId>%s</OrgnlMsgId>"
                  "<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>",
                  answer->reference, day, answer->created_hour, original);
    if (answer->group_reason) {
        (void)fprintf(out,
                      "<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>%s</Cd></Rsn></StsRsnInf>"
                      "</OrgnlGrpInfAndSts>\n",
                      answer->group_reason);
    } else {
        (void)fprintf(out, "<GrpSts>PART</GrpSts>");
        per_status_print(out, answer, "ACSC");
        per_status_print(out, answer, "ACSP");
        per_status_print(out, answer, "RJCT");
        (void)fprintf(out,
                      "</OrgnlGrpInfAndSts>\n<OrgnlPmtInfAndSts><OrgnlPmtInfId>%s"
                      "</OrgnlPmtInfId>\n",
                      original);
        for (size_t i = 0; i < answer->row_count; i++) {
            report_row_print(out, &answer->rows[i]);
        }
        (void)fprintf(out, "</OrgnlPmtInfAndSts>\n");
    }
    (void)fprintf(out, "</CstmrPmtStsRpt>\n</Document>\n");
}

/* ---- camt.053 and camt.054 ---- */

static void detail_print(FILE *out, const AnswerRow *row) {
    (void)fprintf(out,
                  "<TxDtls><Refs><EndToEndId>%s</EndToEndId></Refs><Amt Ccy=\"VND\">%" PRId64
                  "</Amt><CdtDbtInd>%s</CdtDbtInd>",
                  row->id, row->amount_dong, is_credit(row) ? "CRDT" : "DBIT");
    if (is_credit(row)) {
        (void)fprintf(out, "<RtrInf><Rsn><Cd>%s</Cd></Rsn></RtrInf>",
                      row->event.reason_code[0] ? row->event.reason_code : "MS03");
    }
    (void)fprintf(out, "</TxDtls>\n");
}

/* Rows [from, to) are debits of one file, or a single credit: one entry. */
static void entry_print(FILE *out, const Answer *answer, size_t from, size_t to) {
    const AnswerRow *first = &answer->rows[from];
    char day[DAY_TEXT_MAX];
    int64_t sum_dong = 0;
    for (size_t i = from; i < to; i++) {
        sum_dong += answer->rows[i].amount_dong;
    }
    day_print(first->event.booking_day, day);
    (void)fprintf(out,
                  "<Ntry><Amt Ccy=\"VND\">%" PRId64 "</Amt><CdtDbtInd>%s</CdtDbtInd><Sts><Cd>%s"
                  "</Cd></Sts><BookgDt><Dt>%s</Dt></BookgDt><BkTxCd><Prtry><Cd>%s</Cd></Prtry>"
                  "</BkTxCd><NtryDtls>\n",
                  sum_dong, is_credit(first) ? "CRDT" : "DBIT",
                  first->event.outcome == RESULT_RETURN_NOTICE ? "PDNG" : "BOOK", day,
                  is_credit(first) ? "RTN" : "TRF");
    for (size_t i = from; i < to; i++) {
        detail_print(out, &answer->rows[i]);
    }
    (void)fprintf(out, "</NtryDtls></Ntry>\n");
}

/* The end of the entry that begins at `from`. */
static size_t entry_end(const Answer *answer, size_t from) {
    size_t to = from + 1;
    while (!is_credit(&answer->rows[from]) && to < answer->row_count &&
           !is_credit(&answer->rows[to]) &&
           answer->rows[to].sent_no == answer->rows[from].sent_no) {
        to++;
    }
    return to;
}

static void balance_print(FILE *out, const char *code, int64_t amount_dong, const char *day) {
    (void)fprintf(out,
                  "<Bal><Tp><CdOrPrtry><Cd>%s</Cd></CdOrPrtry></Tp><Amt Ccy=\"VND\">%" PRId64
                  "</Amt><CdtDbtInd>%s</CdtDbtInd><Dt><Dt>%s</Dt></Dt></Bal>\n",
                  code, amount_dong < 0 ? -amount_dong : amount_dong,
                  amount_dong < 0 ? "DBIT" : "CRDT", day);
}

static void statement_print(FILE *out, const Answer *answer) {
    bool is_statement = answer->form == ANSWER_STATEMENT;
    const char *root = is_statement ? "BkToCstmrStmt" : "BkToCstmrDbtCdtNtfctn";
    const char *part = is_statement ? "Stmt" : "Ntfctn";
    char day[DAY_TEXT_MAX];
    int64_t entry_count = 0;
    int64_t sum_dong = 0;
    day_print(answer->day, day);
    for (size_t i = 0; i < answer->row_count; i = entry_end(answer, i)) {
        entry_count++;
    }
    for (size_t i = 0; i < answer->row_count; i++) {
        sum_dong += answer->rows[i].amount_dong;
    }
    (void)fprintf(out,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.%s.001.08\">\n<%s>\n"
                  "<GrpHdr><MsgId>%s</MsgId><CreDtTm>%sT%02d:30:00+07:00</CreDtTm></GrpHdr>\n"
                  "<%s><Id>%s</Id><Acct><Id><Othr><Id>PAYER</Id></Othr></Id></Acct>\n",
                  is_statement ? "053" : "054", root, answer->reference, day, answer->created_hour,
                  part, answer->reference);
    if (is_statement) {
        balance_print(out, "OPBD", answer->opening_dong, day);
        balance_print(out, "CLBD", answer->closing_dong, day);
    }
    (void)fprintf(out,
                  "<TxsSummry><TtlNtries><NbOfNtries>%" PRId64 "</NbOfNtries><Sum>%" PRId64
                  "</Sum></TtlNtries></TxsSummry>\n",
                  entry_count, sum_dong);
    for (size_t i = 0; i < answer->row_count;) { /* ends: i grows */
        size_t to = entry_end(answer, i);
        entry_print(out, answer, i, to);
        i = to;
    }
    (void)fprintf(out, "</%s>\n</%s>\n</Document>\n", part, root);
}

static Status xml_write(Ctx *ctx, const Answer *answer, Str path) {
    char part[FILE_PATH_MAX];
    Str part_path;
    TRY(ctx_print(ctx, &part_path, "%.*s.part", STR_ARG(path)));
    TRY(file_path(ctx, part_path, part));
    FILE *out = fopen(part, "we");
    if (!out) {
        return ctx_fail(ctx, E_FILE_OPEN, "%s: %s", part, strerror(errno));
    }
    if (answer->form == ANSWER_REPORT) {
        report_print(out, answer);
    } else {
        statement_print(out, answer);
    }
    bool is_good = !ferror(out);
    if (fclose(out) != 0 || !is_good) {
        return ctx_fail(ctx, E_FILE_WRITE, "%s: %s", part, strerror(errno));
    }
    return file_publish(ctx, part_path, path);
}

/* ---- lists ---- */

/* The second word of UNCLAIMED means "unpaid, and stop"; the first one of a list is the usual. */
static Str status_word(const ProviderTemplate *template, const AnswerEvent *event) {
    const TemplateWords *words = &template->in_statuses;
    bool is_first = true;
    for (size_t i = 0; event->is_stop && i < words->count; i++) {
        if (words->words[i].meaning == (int)event->outcome) {
            if (!is_first) {
                return words->words[i].written;
            }
            is_first = false;
        }
    }
    return template_word_of(words, (int)event->outcome);
}

static Status list_title(Ctx *ctx, const ProviderTemplate *template, InLabel label,
                         const char *value, Str *ret_title) {
    return ctx_print(ctx, ret_title, "%.*s: %s",
                     STR_ARG(template_word_of(&template->in_labels, (int)label)), value);
}

static Status list_titles(Ctx *ctx, const Answer *answer, const ProviderTemplate *template,
                          Str titles[IN_LABEL_TOTAL]) {
    char number[DAY_TEXT_MAX];
    int64_t sum_dong = 0;
    for (size_t i = 0; i < answer->row_count; i++) {
        sum_dong += answer->rows[i].amount_dong;
    }
    TRY(list_title(ctx, template, IN_LABEL_REFERENCE, answer->reference, &titles[0]));
    TRY(list_title(ctx, template, IN_LABEL_ORIGINAL, answer->sent->reference, &titles[1]));
    day_print(answer->day, number);
    TRY(list_title(ctx, template, IN_LABEL_DAY, number, &titles[2]));
    (void)snprintf(number, sizeof number, "%zu", answer->row_count);
    TRY(list_title(ctx, template, IN_LABEL_COUNT, number, &titles[3]));
    (void)snprintf(number, sizeof number, "%" PRId64, sum_dong);
    return list_title(ctx, template, IN_LABEL_SUM, number, &titles[4]);
}

static Status list_row_write(Ctx *ctx, TableWriter *table, const ProviderTemplate *template,
                             const AnswerRow *row) {
    TRY(table_writer_text(ctx, table, str_of(row->id)));
    TRY(table_writer_int64(ctx, table, row->amount_dong));
    TRY(table_writer_text(ctx, table, status_word(template, &row->event)));
    TRY(table_writer_text(ctx, table, str_of(row->event.reason_code)));
    TRY(table_writer_date(ctx, table, row->event.booking_day));
    return table_writer_end_row(ctx, table);
}

static Status list_write(Ctx *ctx, const Answer *answer, Str path) {
    const ProviderTemplate *template = NULL;
    char name[FILE_PATH_MAX];
    Str titles[IN_LABEL_TOTAL + 1];
    TRY(provider_template_load(ctx, str_of(answer->template_name), &template));
    TRY(list_titles(ctx, answer, template, titles));
    /* Other bytes of the same contents: one more line of politeness. */
    titles[IN_LABEL_TOTAL] = STR("Bản gửi lại");
    const InColumn shown[] = {IN_END_TO_END_ID, IN_AMOUNT, IN_STATUS, IN_REASON, IN_DATE};
    const TableColumnKind kinds[] = {TABLE_TEXT, TABLE_MONEY, TABLE_TEXT, TABLE_TEXT, TABLE_DATE};
    TableFileColumn columns[5];
    for (size_t i = 0; i < 5; i++) {
        columns[i] =
            (TableFileColumn){template_word_of(&template->in_columns, (int)shown[i]), kinds[i], 22};
    }
    TableFileOptions options = {
        .kind = template->kind == TEMPLATE_CSV ? TABLE_FILE_CSV : TABLE_FILE_XLSX,
        .columns = columns,
        .column_count = 5,
        .title_rows = titles,
        .title_row_count = IN_LABEL_TOTAL + (answer->created_hour > 10 ? 1 : 0),
        .csv_separator = template->separator,
    };
    CLEANUP(table_writer_close) TableWriter *table = NULL;
    TRY(file_path(ctx, path, name));
    TRY(table_writer_open(ctx, name, &options, &table));
    for (size_t i = 0; i < answer->row_count; i++) {
        TRY(list_row_write(ctx, table, template, &answer->rows[i]));
    }
    return table_writer_finish(ctx, &table);
}

Status answer_write(Ctx *ctx, const Answer *answer, Str path) {
    return answer->is_xml ? xml_write(ctx, answer, path) : list_write(ctx, answer, path);
}
