/*
 * answer_writer.h -- one answer file from the events that belong in it.
 *
 * Outside the floors: the simulator. Own code, apart from the table writer: that our reader and
 * this writer agree is worth something only when they do not share the reading of the standard.
 */
#ifndef PROVIDER_ANSWER_WRITER_H
#define PROVIDER_ANSWER_WRITER_H

#include "books.h"

/* One line of an answer. */
typedef struct AnswerRow {
    char id[ORDER_ID_MAX + 1]; /* as told: may be misspelt */
    int64_t amount_dong;       /* as told: may be wrong */
    int64_t true_amount_dong;
    uint32_t order_no; /* keeps equal rows in the order of receipt */
    int32_t sent_no;
    AnswerEvent event;
} AnswerRow;

typedef struct Answer {
    AnswerForm form;
    bool is_xml;
    const char *reference;     /* the provider's own name of it */
    const char *template_name; /* of a list */
    const Sent *sent;          /* the file that a report answers */
    int64_t day;
    int64_t opening_dong; /* of a statement */
    int64_t closing_dong;
    const char *group_reason; /* the whole file is refused for it; NULL = row by row */
    int created_hour;         /* to make other bytes of the same contents */
    const AnswerRow *rows;
    size_t row_count;
} Answer;

/* Writes `path` as a whole or not at all. */
Status answer_write(Ctx *ctx, const Answer *answer, Str path) MUST_CHECK;

#endif
