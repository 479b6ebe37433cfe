#include "answer.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answer_writer.h"
#include "order_reader.h"
#include "sys/digest.h"
#include "sys/file.h"

enum { CODE_MAX = 16, FILES_MAX = 10000, AMOUNT_SLIP_DONG = 10000, MORNING = 10, NOON = 12 };

/* What is being put together during one day. */
typedef struct Work {
    Ctx *ctx;
    const AnswerDay *day;
    Books books;
    AnswerRow *rows;
    size_t row_count;
    size_t row_size;
    Sent current; /* the file that is being read */
    size_t new_count;
    size_t known_count;
    bool is_first_pass; /* of the file: it is read once to see that it is whole */
} Work;

static void work_done(Work *work) {
    books_free(&work->books);
    free(work->rows);
    work->rows = NULL;
}

/* ---- rows of today's answers ---- */

static Status row_add(Work *work, size_t order_no, const AnswerEvent *event) {
    if (work->row_count == work->row_size) {
        size_t size = work->row_size ? work->row_size * 2 : 1024;
        AnswerRow *rows = realloc(work->rows, size * sizeof *rows);
        if (!rows) {
            return ctx_fail(work->ctx, E_MEMORY_LIMIT, "rows of answers");
        }
        work->rows = rows;
        work->row_size = size;
    }
    const Order *order = &work->books.orders[order_no];
    AnswerRow *row = &work->rows[work->row_count++];
    *row = (AnswerRow){.amount_dong = order->amount_dong,
                       .true_amount_dong = order->amount_dong,
                       .order_no = (uint32_t)order_no,
                       .sent_no = order->sent_no,
                       .event = *event};
    memcpy(row->id, order->id, sizeof row->id);
    if (event->is_wrong_amount) {
        row->amount_dong +=
            order->amount_dong > AMOUNT_SLIP_DONG ? -AMOUNT_SLIP_DONG : AMOUNT_SLIP_DONG;
    }
    if (event->is_wrong_id) {
        size_t at = strlen(row->id) / 2;
        row->id[at] = row->id[at] == '7' ? '1' : '7'; /* a slip of the pen */
    }
    return OK;
}

/* ---- taking in ---- */

static Status order_take(Ctx *ctx, void *arg, Str id, int64_t amount_dong) {
    Work *work = arg;
    if (work->is_first_pass) {
        return amount_dong > 0 && id.len > 0 && id.len <= ORDER_ID_MAX
                   ? OK
                   : ctx_fail(ctx, E_ARGUMENT, "an order without id or amount");
    }
    Order *known = books_find_order(&work->books, id);
    int32_t sent_no = (int32_t)(work->books.sent_count - 1);
    if (!known) {
        Order order = {
            .day = (int32_t)work->day->day, .sent_no = sent_no, .amount_dong = amount_dong};
        work->new_count++;
        return books_add_order(ctx, &work->books, id, &order);
    }
    /* It lives: never paid again, and said so. */
    AnswerEvent event = {.due_day = work->day->day,
                         .booking_day = work->day->day,
                         .form = ANSWER_REPORT,
                         .outcome = RESULT_REJECTED,
                         .reason_code = "DUPL"};
    work->known_count++;
    TRY(row_add(work, (size_t)(known - work->books.orders), &event));
    work->rows[work->row_count - 1].sent_no = sent_no;
    return OK;
}

static Status answer_name(Ctx *ctx, Work *work, char letter, Str *ret_reference) {
    return ctx_print(ctx, ret_reference, "%.*s-%" PRId64 "-%c%05" PRId64,
                     STR_ARG(work->day->provider_code), work->day->day, letter,
                     ++work->books.next_answer_no);
}

/* The whole file is refused: nothing of it has been taken. */
static Status refuse_file(Ctx *ctx, Work *work, const char *reason) {
    Str reference;
    Str path;
    (void)fprintf(work->day->out, "refused\t%s\t%s\n", work->current.name, reason);
    if (!str_ends_with(str_of(work->current.name), STR(".xml")) || !work->current.reference[0]) {
        return OK; /* a list is refused by telephone */
    }
    TRY(answer_name(ctx, work, 'R', &reference));
    Answer answer = {.form = ANSWER_REPORT,
                     .is_xml = true,
                     .reference = reference.ptr,
                     .sent = &work->current,
                     .day = work->day->day,
                     .group_reason = reason,
                     .created_hour = MORNING};
    TRY(ctx_print(ctx, &path, "%.*s/%.*s.xml", STR_ARG(work->day->out_dir), STR_ARG(reference)));
    TRY(answer_write(ctx, &answer, path));
    (void)fprintf(work->day->out, "wrote\t%.*s\t0\n", STR_ARG(path));
    return OK;
}

static Status take_file(Ctx *ctx, Work *work, Str name) {
    uint8_t hash[DIGEST_BYTES];
    Str path;
    work->current = (Sent){.kind = PROVIDER_BANK};
    TRY(file_join(ctx, work->day->in_dir, name, &path));
    TRY(sha256_file(ctx, path, hash));
    hex_write(hash, sizeof hash, work->current.hash);
    if (name.len > SENT_NAME_MAX ||
        books_has_sent(&work->books, name, str_of(work->current.hash))) {
        return OK;
    }
    memcpy(work->current.name, name.ptr, name.len);
    work->is_first_pass = true;
    Status status = orders_read(ctx, path, &work->current, order_take, work);
    if (status != OK && status_class(status) == STATUS_FAULT) {
        return status;
    }
    if (status != OK) {
        TRY(refuse_file(ctx, work, "FF01"));
        return books_add_sent(ctx, &work->books, &work->current);
    }
    work->is_first_pass = false;
    work->new_count = 0;
    work->known_count = 0;
    size_t rows_before = work->row_count;
    TRY(books_add_sent(ctx, &work->books, &work->current));
    TRY(orders_read(ctx, path, &work->current, order_take, work));
    (void)fprintf(work->day->out, "took\t%s\t%zu new\t%zu known\n", work->current.name,
                  work->new_count, work->known_count);
    if (work->new_count == 0 && work->known_count > 0) {
        work->row_count = rows_before; /* the whole file is known: said once */
        return refuse_file(ctx, work, "DUPL");
    }
    return OK;
}

static Status take_files(Ctx *ctx, Work *work) {
    const Str suffixes[] = {STR(".csv"), STR(".xlsx"), STR(".xml")};
    for (size_t s = 0; s < sizeof suffixes / sizeof suffixes[0]; s++) {
        Str *names = NULL;
        size_t count = 0;
        TRY(file_list(ctx, work->day->in_dir, suffixes[s], FILES_MAX, &names, &count));
        for (size_t i = 0; i < count; i++) {
            ArenaMark mark = arena_mark(ctx->arena);
            TRY(take_file(ctx, work, names[i]));
            arena_rewind(ctx->arena, mark);
        }
    }
    return OK;
}

/* ---- telling ---- */

/* Puts all that is due and has not been told into rows. */
static Status collect_due(Work *work) {
    Books *books = &work->books;
    for (size_t i = 0; i < books->order_count; i++) {
        Order *order = &books->orders[i];
        Plan plan;
        plan_make(&work->day->mix, work->day->seed, books->sent[order->sent_no].kind,
                  str_of(order->id), order->day, &plan);
        while (order->emitted < plan.count &&
               plan.events[order->emitted].due_day <= work->day->day) {
            const AnswerEvent *event = &plan.events[order->emitted++];
            if (event->form == ANSWER_STATEMENT && work->day->without_statement) {
                continue;
            }
            TRY(row_add(work, i, event));
            if (event->is_twice) {
                TRY(row_add(work, i, event));
            }
        }
    }
    return OK;
}

/* Rows of one file stand together: of a report by what it answers, of a statement by its day. */
static int64_t row_group(const AnswerRow *row) {
    if (row->event.form == ANSWER_REPORT) {
        return row->sent_no;
    }
    return row->event.form == ANSWER_STATEMENT ? row->event.booking_day : 0;
}

static bool row_is_credit(const AnswerRow *row) {
    return row->event.outcome == RESULT_MONEY_BACK || row->event.outcome == RESULT_RETURN_NOTICE;
}

static int row_compare(const void *left, const void *right) {
    const AnswerRow *a = left;
    const AnswerRow *b = right;
    const int64_t keys[][2] = {
        {a->event.form, b->event.form},
        {row_group(a), row_group(b)},
        {a->event.form != ANSWER_REPORT && row_is_credit(a),
         b->event.form != ANSWER_REPORT && row_is_credit(b)},
        {a->sent_no, b->sent_no},
        {a->order_no, b->order_no},
        {a->event.due_day, b->event.due_day},
        {a->event.outcome, b->event.outcome},
    };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (keys[i][0] != keys[i][1]) {
            return keys[i][0] < keys[i][1] ? -1 : 1;
        }
    }
    return 0;
}

static Status answer_put(Ctx *ctx, Work *work, const Answer *answer, Str name) {
    Str path;
    TRY(file_join(ctx, work->day->out_dir, name, &path));
    TRY(answer_write(ctx, answer, path));
    (void)fprintf(work->day->out, "wrote\t%.*s\t%zu\n", STR_ARG(path), answer->row_count);
    return OK;
}

/* The first copy is cut at three fifths; the good one waits for tomorrow. */
static Status answer_put_cut(Ctx *ctx, Work *work, const Answer *answer, Str name, Str good_name) {
    Str waiting_name;
    Str good_path;
    Str path;
    char cut_path[FILE_PATH_MAX];
    int64_t size = 0;
    Waiting waiting = {.due_day = day_add(work->day->day, 1)};
    TRY(ctx_print(ctx, &waiting_name, "%.*s.waiting", STR_ARG(good_name)));
    TRY(answer_put(ctx, work, answer, waiting_name));
    TRY(file_join(ctx, work->day->out_dir, waiting_name, &good_path));
    TRY(file_join(ctx, work->day->out_dir, name, &path));
    TRY(file_copy(ctx, good_path, path));
    TRY(file_size(ctx, path, &size));
    TRY(file_path(ctx, path, cut_path));
    if (truncate(cut_path, size * 3 / 5) != 0) {
        return ctx_fail(ctx, E_FILE_WRITE, "%s: %s", cut_path, strerror(errno));
    }
    (void)fprintf(work->day->out, "cut\t%s\n", cut_path);
    memcpy(waiting.name, good_name.ptr, good_name.len);
    return books_add_waiting(ctx, &work->books, &waiting);
}

/* Writes an answer with what befalls its file on the way. */
static Status answer_send(Ctx *ctx, Work *work, Answer *answer, const char *suffix) {
    Str name;
    Str other_name;
    Str reference = str_of(answer->reference);
    FileFault fault = file_fault(&work->day->mix, work->day->seed, reference);
    TRY(ctx_print(ctx, &name, "%s%s", answer->reference, suffix));
    TRY(ctx_print(ctx, &other_name, "%s-2%s", answer->reference, suffix));
    if (fault == FILE_FAULT_CUT) {
        return answer_put_cut(ctx, work, answer, name, other_name);
    }
    TRY(answer_put(ctx, work, answer, name));
    if (fault == FILE_FAULT_TWICE_CHANGED) {
        answer->created_hour = NOON;
    }
    if (fault != FILE_FAULT_NONE) {
        (void)fprintf(work->day->out, "twice\t%.*s\n", STR_ARG(other_name));
        return answer_put(ctx, work, answer, other_name);
    }
    return OK;
}

static const char *list_suffix(const char *template_name) {
    return str_ends_with(str_of(template_name), STR("csv")) ? ".csv" : ".xlsx";
}

/* One file from rows [from, to), which belong together. */
static Status answer_group(Ctx *ctx, Work *work, size_t from, size_t to) {
    const AnswerRow *first = &work->rows[from];
    AnswerForm form = first->event.form;
    const Sent *sent = &work->books.sent[first->sent_no];
    bool is_xml = form != ANSWER_REPORT || strcmp(sent->template_name, "pain001") == 0;
    Str reference;
    TRY(answer_name(ctx, work, "?RNS"[form], &reference));
    Answer answer = {.form = form,
                     .is_xml = is_xml,
                     .reference = reference.ptr,
                     .template_name = sent->template_name,
                     .sent = sent,
                     .day = form == ANSWER_STATEMENT ? first->event.booking_day : work->day->day,
                     .created_hour = MORNING,
                     .rows = first,
                     .row_count = to - from};
    if (form == ANSWER_STATEMENT) {
        answer.opening_dong = work->books.balance_dong;
        for (size_t i = from; i < to; i++) {
            int64_t amount_dong = work->rows[i].amount_dong;
            work->books.balance_dong += row_is_credit(&work->rows[i]) ? amount_dong : -amount_dong;
        }
        answer.closing_dong = work->books.balance_dong;
    }
    return answer_send(ctx, work, &answer, is_xml ? ".xml" : list_suffix(sent->template_name));
}

static Status answer_all(Ctx *ctx, Work *work) {
    if (work->row_count == 0) {
        return OK;
    }
    qsort(work->rows, work->row_count, sizeof *work->rows, row_compare);
    for (size_t from = 0; from < work->row_count;) { /* ends: from grows */
        size_t to = from + 1;
        while (to < work->row_count && work->rows[to].event.form == work->rows[from].event.form &&
               row_group(&work->rows[to]) == row_group(&work->rows[from])) {
            to++;
        }
        ArenaMark mark = arena_mark(ctx->arena);
        TRY(answer_group(ctx, work, from, to));
        arena_rewind(ctx->arena, mark);
        from = to;
    }
    return OK;
}

/* Good copies whose day has come. */
static Status waiting_publish(Ctx *ctx, Work *work) {
    Books *books = &work->books;
    size_t kept = 0;
    for (size_t i = 0; i < books->waiting_count; i++) {
        const Waiting *waiting = &books->waiting[i];
        Str from;
        Str to;
        if (waiting->due_day > work->day->day) {
            books->waiting[kept++] = *waiting;
            continue;
        }
        TRY(file_join(ctx, work->day->out_dir, str_of(waiting->name), &to));
        TRY(ctx_print(ctx, &from, "%.*s.waiting", STR_ARG(to)));
        if (file_exists(from)) { /* else a run that was killed has published it */
            TRY(file_publish(ctx, from, to));
        }
        (void)fprintf(work->day->out, "wrote\t%.*s\tgood copy\n", STR_ARG(to));
    }
    books->waiting_count = kept;
    return OK;
}

/* ---- the day ---- */

static Status books_open(Ctx *ctx, Work *work, Str path) {
    Books *books = &work->books;
    bool has_books = false;
    Str mix;
    TRY(books_load(ctx, path, books, &has_books));
    TRY(fault_mix_print(ctx, &work->day->mix, &mix));
    if (!has_books) {
        memcpy(books->provider_code, work->day->provider_code.ptr, work->day->provider_code.len);
        memcpy(books->mix_text, mix.ptr, mix.len);
        books->seed = work->day->seed;
        books->balance_dong = work->day->opening_dong;
    } else if (books->seed != work->day->seed || !str_equal(str_of(books->mix_text), mix)) {
        return ctx_fail(ctx, E_ARGUMENT, "the books were begun with another seed or fault mix");
    } else if (work->day->day < books->day) {
        return ctx_fail(ctx, E_ARGUMENT, "day %" PRId64 " is over: the books stand at %" PRId64,
                        work->day->day, books->day);
    }
    books->day = work->day->day;
    return OK;
}

static bool is_code(Str code) {
    for (size_t i = 0; i < code.len; i++) {
        char c = code.ptr[i];
        if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9')) {
            return false;
        }
    }
    return code.len > 0 && code.len <= CODE_MAX;
}

static Status day_work(Ctx *ctx, const AnswerDay *day) {
    CLEANUP(work_done) Work work = {.ctx = ctx, .day = day};
    Str path;
    if (!is_code(day->provider_code)) {
        return ctx_fail(ctx, E_ARGUMENT, "--provider: 1 to %d letters and digits", CODE_MAX);
    }
    TRY(file_make_folders(ctx, day->out_dir));
    TRY(ctx_print(ctx, &path, "%.*s/books-%.*s.txt", STR_ARG(day->out_dir),
                  STR_ARG(day->provider_code)));
    TRY(books_open(ctx, &work, path));
    if (provider_is_down(&day->mix, day->seed, day->provider_code, day->day)) {
        (void)fprintf(day->out, "down\t%" PRId64 "\n", day->day);
        return books_save(ctx, path, &work.books);
    }
    TRY(waiting_publish(ctx, &work));
    TRY(take_files(ctx, &work));
    TRY(collect_due(&work));
    TRY(answer_all(ctx, &work));
    return books_save(ctx, path, &work.books);
}

Status answer_day(Ctx *ctx, const AnswerDay *day) {
    ArenaMark mark = arena_mark(ctx->arena);
    Status status = day_work(ctx, day);
    arena_rewind(ctx->arena, mark);
    return status;
}

/* ---- the truth ---- */

static void order_truth_print(FILE *out, const Books *books, const FaultMix *mix,
                              const Order *order) {
    const Sent *sent = &books->sent[order->sent_no];
    Plan plan;
    plan_make(mix, books->seed, sent->kind, str_of(order->id), order->day, &plan);
    bool is_paid = plan.paid_day != 0 && plan.paid_day <= books->day;
    bool is_back = plan.return_day != 0 && plan.return_day <= books->day;
    (void)fprintf(out, "%s\t%s\t%" PRId64 "\t%d\t%d\t%" PRId64 "\t%" PRId64 "\t%s\n",
                  books->provider_code, order->id, order->amount_dong, order->day, is_paid ? 1 : 0,
                  is_paid ? plan.paid_day : 0, is_back ? plan.return_day : 0, sent->reference);
}

static Status books_truth_print(Ctx *ctx, Str path, FILE *out) {
    CLEANUP(books_free) Books books = {.order_count = 0};
    bool has_books = false;
    FaultMix mix;
    char mix_lines[sizeof books.mix_text];
    TRY(books_load(ctx, path, &books, &has_books));
    memcpy(mix_lines, books.mix_text, sizeof mix_lines);
    for (char *space = strchr(mix_lines, ' '); space; space = strchr(space, ' ')) {
        *space = '\n';
    }
    TRY(fault_mix_parse(ctx, str_of(mix_lines), &mix));
    for (size_t i = 0; i < books.order_count; i++) {
        order_truth_print(out, &books, &mix, &books.orders[i]);
    }
    return OK;
}

Status truth_print(Ctx *ctx, Str dir, FILE *out) {
    Str *names = NULL;
    size_t count = 0;
    size_t books_count = 0;
    TRY(file_list(ctx, dir, STR(".txt"), FILES_MAX, &names, &count));
    (void)fprintf(out, "provider\tend_to_end_id\tamount_dong\treceived_day\tpaid\tpaid_day\t"
                       "returned_day\tfile\n");
    for (size_t i = 0; i < count; i++) {
        Str path;
        if (str_starts_with(names[i], STR("books-"))) {
            TRY(file_join(ctx, dir, names[i], &path));
            TRY(books_truth_print(ctx, path, out));
            books_count++;
        }
    }
    return books_count > 0 ? OK : ctx_fail(ctx, E_NOT_FOUND, "books in %.*s", STR_ARG(dir));
}
