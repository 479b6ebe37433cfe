#include "codec/iso/pain001_writer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/checked.h"

enum {
    BUFFER_SIZE = 256 * 1024,
    RECORD_MAX = 4096, /* above the longest header or transfer; flushed when less is left */
    ID_MAX = 35,
    ACCOUNT_MAX = 34,
    NAME_MAX_CHARS = 140
};

/* ActiveOrHistoricCurrencyAndAmount: totalDigits 18 */
static const int64_t AMOUNT_MAX_DONG = 999999999999999999;

struct Pain001Writer {
    int fd;
    size_t len;
    int64_t count;
    int64_t sum_dong;
    int64_t declared_count;
    int64_t declared_sum_dong;
    char buffer[BUFFER_SIZE];
};

/* ---- the buffer ---- */

static Status buffer_flush(Ctx *ctx, Pain001Writer *writer) {
    size_t at = 0;
    while (at < writer->len) { /* ends: grows, or fails */
        ssize_t wrote = write(writer->fd, writer->buffer + at, writer->len - at);
        if (wrote < 0 && errno == EINTR) {
            continue;
        }
        if (wrote < 0) {
            return ctx_fail(ctx, E_FILE_WRITE, "pain.001: %s", strerror(errno));
        }
        at += (size_t)wrote;
    }
    writer->len = 0;
    return OK;
}

/* Callers have made sure that RECORD_MAX bytes are free. */
static void put(Pain001Writer *writer, Str s) {
    memcpy(writer->buffer + writer->len, s.ptr, s.len);
    writer->len += s.len;
}

static void put_int64(Pain001Writer *writer, int64_t number) {
    char digits[20];
    size_t at = sizeof digits;
    do { /* ends: number shrinks to zero */
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    put(writer, (Str){digits + at, sizeof digits - at});
}

static void put_2_digits(Pain001Writer *writer, int64_t number) {
    writer->buffer[writer->len++] = (char)('0' + number / 10 % 10);
    writer->buffer[writer->len++] = (char)('0' + number % 10);
}

/* yyyymmdd as yyyy-mm-dd */
static void put_day(Pain001Writer *writer, int64_t day) {
    put_2_digits(writer, day / 1000000);
    put_2_digits(writer, day / 10000 % 100);
    put(writer, STR("-"));
    put_2_digits(writer, day / 100 % 100);
    put(writer, STR("-"));
    put_2_digits(writer, day % 100);
}

static void put_moment(Pain001Writer *writer, int64_t at_us) {
    int64_t day = clock_day(at_us);
    int64_t second = (at_us - clock_at_day(day, 0)) / 1000000;
    put_day(writer, day);
    put(writer, STR("T"));
    put_2_digits(writer, second / 3600);
    put(writer, STR(":"));
    put_2_digits(writer, second / 60 % 60);
    put(writer, STR(":"));
    put_2_digits(writer, second % 60);
    put(writer, STR("+07:00"));
}

/* ---- characters ---- */

/* ISO 20022's basic set, as banks agree on it: a-z A-Z 0-9 / - ? : ( ) . , ' + space */
static bool is_basic(char c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
        return true;
    }
    return c == ' ' || c == '/' || c == '-' || c == '?' || c == ':' || c == '(' || c == ')' ||
           c == '.' || c == ',' || c == '\'' || c == '+';
}

static bool is_code(Str s, size_t max) {
    if (s.len == 0 || s.len > max) {
        return false;
    }
    for (size_t i = 0; i < s.len; i++) {
        if (!is_basic(s.ptr[i]) || s.ptr[i] == ' ') {
            return false;
        }
    }
    return true;
}

/* A name or text: ASCII; what the basic set lacks becomes "+" or "."; none of it needs escaping. */
static Status put_text(Ctx *ctx, Pain001Writer *writer, Str text, const char *field) {
    text = str_trim(text);
    size_t len = text.len < NAME_MAX_CHARS ? text.len : NAME_MAX_CHARS;
    if (len == 0) {
        return ctx_fail(ctx, E_ARGUMENT, "%s is empty", field);
    }
    char *to = writer->buffer + writer->len;
    for (size_t i = 0; i < len; i++) {
        char c = text.ptr[i];
        if ((unsigned char)c >= 0x80) {
            return ctx_fail(ctx, E_TEXT_ENCODING, "%s has letters beyond ASCII: fold it first",
                            field);
        }
        to[i] = c;
        if (!is_basic(c)) {
            to[i] = c == '&' ? '+' : '.';
        }
    }
    writer->len += len;
    return OK;
}

static Status code_require(Ctx *ctx, Str code, size_t max, const char *field) {
    if (!is_code(code, max)) {
        return ctx_fail(ctx, E_ARGUMENT, "%s: 1 to %zu letters or digits of the basic set", field,
                        max);
    }
    return OK;
}

/* ---- parts of the message ---- */

static bool is_bin(Str agent) {
    for (size_t i = 0; i < agent.len; i++) {
        if (agent.ptr[i] < '0' || agent.ptr[i] > '9') {
            return false;
        }
    }
    return true;
}

/* BICFI: 4 letters or digits, 2 letters, 2 or 5 letters or digits; ISO 9362. */
static bool is_bic(Str agent) {
    if (agent.len != 8 && agent.len != 11) {
        return false;
    }
    for (size_t i = 0; i < agent.len; i++) {
        char c = agent.ptr[i];
        bool is_letter = c >= 'A' && c <= 'Z';
        if (!is_letter && (i == 4 || i == 5 || c < '0' || c > '9')) {
            return false;
        }
    }
    return true;
}

static Status put_agent(Ctx *ctx, Pain001Writer *writer, Str agent, const char *field) {
    TRY(code_require(ctx, agent, ID_MAX, field));
    if (is_bin(agent)) {
        put(writer, STR("<FinInstnId><ClrSysMmbId><MmbId>"));
        put(writer, agent);
        put(writer, STR("</MmbId></ClrSysMmbId></FinInstnId>"));
        return OK;
    }
    if (!is_bic(agent)) {
        return ctx_fail(ctx, E_ARGUMENT, "%s is neither a BIN nor a BIC", field);
    }
    put(writer, STR("<FinInstnId><BICFI>"));
    put(writer, agent);
    put(writer, STR("</BICFI></FinInstnId>"));
    return OK;
}

static void put_totals(Pain001Writer *writer, const Pain001Header *header) {
    put(writer, STR("<NbOfTxs>"));
    put_int64(writer, header->count);
    put(writer, STR("</NbOfTxs><CtrlSum>"));
    put_int64(writer, header->sum_dong);
    put(writer, STR("</CtrlSum>"));
}

static Status put_header(Ctx *ctx, Pain001Writer *writer, const Pain001Header *header) {
    put(writer, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\">\n"
                    "<CstmrCdtTrfInitn>\n<GrpHdr><MsgId>"));
    put(writer, header->message_id);
    put(writer, STR("</MsgId><CreDtTm>"));
    put_moment(writer, header->created_us);
    put(writer, STR("</CreDtTm>"));
    put_totals(writer, header);
    put(writer, STR("<InitgPty><Nm>"));
    TRY(put_text(ctx, writer, header->debtor_name, "Dbtr/Nm"));
    put(writer, STR("</Nm></InitgPty></GrpHdr>\n<PmtInf><PmtInfId>"));
    put(writer, header->message_id);
    put(writer, STR("</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>true</BtchBookg>"));
    put_totals(writer, header);
    put(writer, STR("<ReqdExctnDt><Dt>"));
    put_day(writer, header->execution_day);
    put(writer, STR("</Dt></ReqdExctnDt><Dbtr><Nm>"));
    TRY(put_text(ctx, writer, header->debtor_name, "Dbtr/Nm"));
    put(writer, STR("</Nm></Dbtr><DbtrAcct><Id><Othr><Id>"));
    put(writer, header->debtor_account);
    put(writer, STR("</Id></Othr></Id><Ccy>VND</Ccy></DbtrAcct><DbtrAgt>"));
    TRY(put_agent(ctx, writer, header->debtor_agent, "DbtrAgt"));
    put(writer, STR("</DbtrAgt>\n"));
    return OK;
}

Status pain001_open(Ctx *ctx, int fd, const Pain001Header *header, Pain001Writer **ret_writer) {
    TRY(code_require(ctx, header->message_id, ID_MAX, "MsgId"));
    TRY(code_require(ctx, header->debtor_account, ACCOUNT_MAX, "DbtrAcct"));
    if (header->count <= 0 || header->sum_dong <= 0 || header->execution_day < 19000101 ||
        header->execution_day > 29991231) {
        return ctx_fail(ctx, E_ARGUMENT, "NbOfTxs, CtrlSum or ReqdExctnDt");
    }
    CLEANUP(pain001_free) Pain001Writer *writer = malloc(sizeof *writer);
    if (!writer) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "pain.001");
    }
    writer->fd = fd;
    writer->len = 0;
    writer->count = 0;
    writer->sum_dong = 0;
    writer->declared_count = header->count;
    writer->declared_sum_dong = header->sum_dong;
    TRY(put_header(ctx, writer, header));
    *ret_writer = writer;
    writer = NULL;
    return OK;
}

Status pain001_add(Ctx *ctx, Pain001Writer *writer, const Pain001Transfer *transfer) {
    TRY(code_require(ctx, transfer->end_to_end_id, ID_MAX, "EndToEndId"));
    TRY(code_require(ctx, transfer->account_number, ACCOUNT_MAX, "CdtrAcct"));
    if (transfer->amount_dong <= 0 || transfer->amount_dong > AMOUNT_MAX_DONG) {
        return ctx_fail(ctx, E_ARGUMENT, "InstdAmt of %.*s: 1 to 18 digits, above zero",
                        STR_ARG(transfer->end_to_end_id));
    }
    int64_t sum_dong = 0;
    if (ckd_add(&sum_dong, writer->sum_dong, transfer->amount_dong)) {
        return ctx_fail(ctx, E_MONEY_OVERFLOW, "CtrlSum");
    }
    if (BUFFER_SIZE - writer->len < RECORD_MAX) {
        TRY(buffer_flush(ctx, writer));
    }
    size_t record_at = writer->len; /* a refused transfer leaves nothing behind */
    put(writer, STR("<CdtTrfTxInf><PmtId><EndToEndId>"));
    put(writer, transfer->end_to_end_id);
    put(writer, STR("</EndToEndId></PmtId><Amt><InstdAmt Ccy=\"VND\">"));
    put_int64(writer, transfer->amount_dong);
    put(writer, STR("</InstdAmt></Amt><CdtrAgt>"));
    Status status = put_agent(ctx, writer, transfer->agent, "CdtrAgt");
    put(writer, STR("</CdtrAgt><Cdtr><Nm>"));
    if (status == OK) {
        status = put_text(ctx, writer, transfer->holder_name, "Cdtr/Nm");
    }
    put(writer, STR("</Nm></Cdtr><CdtrAcct><Id><Othr><Id>"));
    put(writer, transfer->account_number);
    put(writer, STR("</Id></Othr></Id></CdtrAcct>"));
    if (status == OK && !str_is_empty(str_trim(transfer->remittance))) {
        put(writer, STR("<RmtInf><Ustrd>"));
        status = put_text(ctx, writer, transfer->remittance, "RmtInf");
        put(writer, STR("</Ustrd></RmtInf>"));
    }
    put(writer, STR("</CdtTrfTxInf>\n"));
    if (status != OK) {
        writer->len = record_at;
        return status;
    }
    writer->count++;
    writer->sum_dong = sum_dong;
    return OK;
}

Status pain001_finish(Ctx *ctx, Pain001Writer *writer) {
    if (writer->count != writer->declared_count || writer->sum_dong != writer->declared_sum_dong) {
        return ctx_fail(ctx, E_BUG,
                        "pain.001: %lld rows of %lld dong, the header says %lld of %lld",
                        (long long)writer->count, (long long)writer->sum_dong,
                        (long long)writer->declared_count, (long long)writer->declared_sum_dong);
    }
    if (BUFFER_SIZE - writer->len < RECORD_MAX) {
        TRY(buffer_flush(ctx, writer));
    }
    put(writer, STR("</PmtInf>\n</CstmrCdtTrfInitn>\n</Document>\n"));
    return buffer_flush(ctx, writer);
}

void pain001_free(Pain001Writer **writer) {
    free(*writer);
    *writer = NULL;
}
