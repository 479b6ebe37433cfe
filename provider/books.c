#include "books.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/file.h"

enum { LINE_MAX_BYTES = 1024 };

static const char BOOKS_TITLE[] = "ansinh-provider-books 1";

void books_free(Books *books) {
    free(books->orders);
    free(books->slots);
    free(books->sent);
    free(books->waiting);
    *books = (Books){.order_count = 0};
}

/* ---- orders by id ---- */

static uint64_t id_hash(Str id) {
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < id.len; i++) {
        hash = (hash ^ (unsigned char)id.ptr[i]) * UINT64_C(1099511628211);
    }
    return hash ^ hash >> 29;
}

/* The slot of an id, or the free one where it would go; slot_count is a power of two. */
static size_t slot_of(const Books *books, Str id) {
    size_t slot = (size_t)id_hash(id) & (books->slot_count - 1);
    while (books->slots[slot] != 0 &&
           !str_equal(str_of(books->orders[books->slots[slot] - 1].id), id)) {
        slot = (slot + 1) & (books->slot_count - 1); /* ends: never more than half full */
    }
    return slot;
}

Order *books_find_order(const Books *books, Str id) {
    if (books->slot_count == 0) {
        return NULL;
    }
    uint32_t at = books->slots[slot_of(books, id)];
    return at == 0 ? NULL : &books->orders[at - 1];
}

static Status slots_grow(Ctx *ctx, Books *books) {
    if ((books->order_count + 1) * 2 <= books->slot_count) {
        return OK;
    }
    size_t slot_count = books->slot_count ? books->slot_count * 2 : 1024;
    uint32_t *slots = calloc(slot_count, sizeof *slots);
    if (!slots) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "orders");
    }
    free(books->slots);
    books->slots = slots;
    books->slot_count = slot_count;
    for (size_t i = 0; i < books->order_count; i++) {
        books->slots[slot_of(books, str_of(books->orders[i].id))] = (uint32_t)(i + 1);
    }
    return OK;
}

Status books_add_order(Ctx *ctx, Books *books, Str id, const Order *order) {
    if (id.len == 0 || id.len > ORDER_ID_MAX) {
        return ctx_fail(ctx, E_ARGUMENT, "an end-to-end id of %zu characters", id.len);
    }
    if (books->order_count == books->order_size) {
        size_t size = books->order_size ? books->order_size * 2 : 1024;
        Order *orders = realloc(books->orders, size * sizeof *orders);
        if (!orders) {
            return ctx_fail(ctx, E_MEMORY_LIMIT, "orders");
        }
        books->orders = orders;
        books->order_size = size;
    }
    TRY(slots_grow(ctx, books));
    size_t slot = slot_of(books, id);
    if (books->slots[slot] != 0) {
        return ctx_fail(ctx, E_BUG, "order known already");
    }
    Order *added = &books->orders[books->order_count++];
    *added = *order;
    memcpy(added->id, id.ptr, id.len);
    added->id[id.len] = '\0';
    books->slots[slot] = (uint32_t)books->order_count;
    return OK;
}

/* ---- files ---- */

bool books_has_sent(const Books *books, Str name, Str hash) {
    for (size_t i = 0; i < books->sent_count; i++) {
        if (str_equal(str_of(books->sent[i].name), name) &&
            str_equal(str_of(books->sent[i].hash), hash)) {
            return true;
        }
    }
    return false;
}

Status books_add_sent(Ctx *ctx, Books *books, const Sent *sent) {
    Sent *all = realloc(books->sent, (books->sent_count + 1) * sizeof *all);
    if (!all) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "files");
    }
    books->sent = all;
    books->sent[books->sent_count++] = *sent;
    return OK;
}

Status books_add_waiting(Ctx *ctx, Books *books, const Waiting *waiting) {
    Waiting *all = realloc(books->waiting, (books->waiting_count + 1) * sizeof *all);
    if (!all) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "waiting answers");
    }
    books->waiting = all;
    books->waiting[books->waiting_count++] = *waiting;
    return OK;
}

/* ---- the file ---- */

/* The next word of a line into a room of `size`; false when there is none or it does not fit. */
static bool word_take(Str *rest, char *room, size_t size) {
    Str word;
    if (!str_split_next(rest, ' ', &word) || word.len >= size) {
        return false;
    }
    memcpy(room, word.ptr, word.len);
    room[word.len] = '\0';
    return true;
}

static bool number_take(Str *rest, int64_t *ret_number) {
    Str word;
    return str_split_next(rest, ' ', &word) && str_to_int64(word, ret_number);
}

/* All that is left of a line: names may hold spaces. */
static bool tail_take(Str rest, char *room, size_t size) {
    if (rest.ptr == NULL || rest.len >= size) {
        return false;
    }
    memcpy(room, rest.ptr, rest.len);
    room[rest.len] = '\0';
    return true;
}

static Status order_line_take(Ctx *ctx, Books *books, Str rest, bool *ret_good) {
    char id[ORDER_ID_MAX + 1];
    int64_t amount_dong = 0;
    int64_t day = 0;
    int64_t sent_no = 0;
    int64_t emitted = 0;
    *ret_good = word_take(&rest, id, sizeof id) && number_take(&rest, &amount_dong) &&
                number_take(&rest, &day) && number_take(&rest, &sent_no) &&
                number_take(&rest, &emitted) && sent_no >= 0 &&
                sent_no < (int64_t)books->sent_count && emitted >= 0 && emitted <= PLAN_EVENT_MAX;
    if (!*ret_good) {
        return OK;
    }
    Order order = {.amount_dong = amount_dong,
                   .day = (int32_t)day,
                   .sent_no = (int32_t)sent_no,
                   .emitted = (uint8_t)emitted};
    return books_add_order(ctx, books, str_of(id), &order);
}

static Status sent_line_take(Ctx *ctx, Books *books, Str rest, bool *ret_good) {
    Sent sent = {.hash = ""};
    int64_t kind = 0;
    *ret_good = word_take(&rest, sent.hash, sizeof sent.hash) && number_take(&rest, &kind) &&
                word_take(&rest, sent.template_name, sizeof sent.template_name) &&
                word_take(&rest, sent.reference, sizeof sent.reference) &&
                tail_take(rest, sent.name, sizeof sent.name) && kind >= PROVIDER_BANK &&
                kind <= PROVIDER_POST;
    if (!*ret_good) {
        return OK;
    }
    if (strcmp(sent.reference, "-") == 0) {
        sent.reference[0] = '\0';
    }
    sent.kind = (ProviderKind)kind;
    return books_add_sent(ctx, books, &sent);
}

static Status line_take(Ctx *ctx, Books *books, Str line, bool *ret_good) {
    Str rest = line;
    Str word;
    int64_t seed = 0;
    Waiting waiting = {0};
    (void)str_split_next(&rest, ' ', &word);
    *ret_good = true;
    if (str_equal(word, STR("order"))) {
        return order_line_take(ctx, books, rest, ret_good);
    }
    if (str_equal(word, STR("sent"))) {
        return sent_line_take(ctx, books, rest, ret_good);
    }
    if (str_equal(word, STR("waiting"))) {
        *ret_good = number_take(&rest, &waiting.due_day) &&
                    tail_take(rest, waiting.name, sizeof waiting.name);
        return *ret_good ? books_add_waiting(ctx, books, &waiting) : OK;
    }
    if (str_equal(word, STR("provider"))) {
        *ret_good = tail_take(rest, books->provider_code, sizeof books->provider_code);
    } else if (str_equal(word, STR("mix"))) {
        *ret_good = tail_take(rest, books->mix_text, sizeof books->mix_text);
    } else if (str_equal(word, STR("seed"))) {
        *ret_good = number_take(&rest, &seed);
        books->seed = (uint64_t)seed;
    } else if (str_equal(word, STR("day"))) {
        *ret_good = number_take(&rest, &books->day);
    } else if (str_equal(word, STR("balance"))) {
        *ret_good = number_take(&rest, &books->balance_dong);
    } else if (str_equal(word, STR("next"))) {
        *ret_good = number_take(&rest, &books->next_answer_no);
    } else {
        *ret_good = str_equal(line, str_of(BOOKS_TITLE));
    }
    return OK;
}

static Status lines_take(Ctx *ctx, FILE *in, Books *books) {
    char line[LINE_MAX_BYTES];
    int64_t line_no = 0;
    while (fgets(line, sizeof line, in)) { /* ends with the file */
        bool is_good = false;
        line_no++;
        size_t len = strcspn(line, "\n");
        TRY(line_take(ctx, books, (Str){line, len}, &is_good));
        if (!is_good) {
            return ctx_fail(ctx, E_FILE_READ, "the books are damaged in line %" PRId64, line_no);
        }
    }
    return ferror(in) ? ctx_fail(ctx, E_FILE_READ, "books: %s", strerror(errno)) : OK;
}

Status books_load(Ctx *ctx, Str path, Books *books, bool *ret_found) {
    char name[FILE_PATH_MAX];
    TRY(file_path(ctx, path, name));
    *ret_found = file_exists(path);
    if (!*ret_found) {
        return OK;
    }
    FILE *in = fopen(name, "re");
    if (!in) {
        return ctx_fail(ctx, E_FILE_OPEN, "%s: %s", name, strerror(errno));
    }
    Status status = lines_take(ctx, in, books);
    (void)fclose(in);
    return status;
}

static void books_print(FILE *out, const Books *books) {
    (void)fprintf(out, "%s\nprovider %s\nmix %s\nseed %" PRId64 "\nday %" PRId64 "\n", BOOKS_TITLE,
                  books->provider_code, books->mix_text, (int64_t)books->seed, books->day);
    (void)fprintf(out, "balance %" PRId64 "\nnext %" PRId64 "\n", books->balance_dong,
                  books->next_answer_no);
    for (size_t i = 0; i < books->sent_count; i++) {
        const Sent *sent = &books->sent[i];
        (void)fprintf(out, "sent %s %d %s %s %s\n", sent->hash, (int)sent->kind,
                      sent->template_name, sent->reference[0] ? sent->reference : "-", sent->name);
    }
    for (size_t i = 0; i < books->waiting_count; i++) {
        (void)fprintf(out, "waiting %" PRId64 " %s\n", books->waiting[i].due_day,
                      books->waiting[i].name);
    }
    for (size_t i = 0; i < books->order_count; i++) {
        const Order *order = &books->orders[i];
        (void)fprintf(out, "order %s %" PRId64 " %d %d %d\n", order->id, order->amount_dong,
                      order->day, order->sent_no, order->emitted);
    }
}

Status books_save(Ctx *ctx, Str path, const Books *books) {
    char part[FILE_PATH_MAX];
    Str part_path;
    TRY(ctx_print(ctx, &part_path, "%.*s.part", STR_ARG(path)));
    TRY(file_path(ctx, part_path, part));
    FILE *out = fopen(part, "we");
    if (!out) {
        return ctx_fail(ctx, E_FILE_OPEN, "%s: %s", part, strerror(errno));
    }
    books_print(out, books);
    bool is_good = !ferror(out);
    if (fclose(out) != 0 || !is_good) {
        return ctx_fail(ctx, E_FILE_WRITE, "%s: %s", part, strerror(errno));
    }
    return file_publish(ctx, part_path, path);
}
