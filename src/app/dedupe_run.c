/*
 * The search for duplicates: read, compare, write. What the engine found is one ordered list, what
 * is known already another; they are merged pair by pair in the one transaction that writes.
 */
#include "app/dedupe.h"

#include <stdlib.h>
#include <string.h>

#include "app/link_register.h"
#include "app/link_run.h"
#include "base/strbuf.h"
#include "linkage/link_print.h"
#include "linkage/link_verdict.h"

enum { REASONS_BYTES_MAX = 4096, PAIRS_LEAST = 2 };

/* A pair that is likely enough, with the smaller id first. */
typedef struct Found {
    int64_t person_id;
    int64_t other_person_id;
    int64_t pair_id; /* 0 until it is known to be new */
    const LinkPair *pair;
} Found;

typedef struct Search {
    const DedupeRun *run;
    Ctx *memory; /* whose arena holds records and pairs */
    const LinkSpec *spec;
    LinkTable *table;
    LinkRun *link;
    Found *found;
    size_t found_count;
    uint8_t input_digest[DIGEST_BYTES];
    uint8_t spec_hash[DIGEST_BYTES];
} Search;

/* ---- read ---- */

static Status records_read(Ctx *ctx, App *app, const void *arg) {
    Search *search = *(Search *const *)arg;
    AreaScope scope;
    DigestState digest;
    int64_t count = 0;
    (void)ctx;
    Ctx *memory = search->memory;
    TRY(right_scope(memory, app->db, RIGHT_REGISTER_WRITE, search->run->area_id, &scope));
    TRY(link_register_count(memory, app, &scope, &count));
    TRY(link_table_new(memory, search->spec, (size_t)count, &search->table));
    digest_init(&digest);
    digest_add(&digest, (Str){(const char *)search->spec_hash, DIGEST_BYTES});
    digest_add_int64(&digest, search->run->review_ppm);
    TRY(link_register_read(memory, app, &scope, search->table, &digest));
    search->table->left_count = search->table->record_count;
    digest_final(&digest, search->input_digest);
    return OK;
}

/* ---- compare ---- */

static Status id_read(Ctx *ctx, Str text, int64_t *ret_id) {
    return str_to_int64(text, ret_id) ? OK : ctx_fail(ctx, E_BUG, "id %.*s", STR_ARG(text));
}

/* The likeliest first: in that order they get their numbers. */
static int found_by_likelihood(const void *left, const void *right) {
    const Found *a = left;
    const Found *b = right;
    int64_t a_ppm = link_probability_ppm(a->pair);
    int64_t b_ppm = link_probability_ppm(b->pair);
    if (a_ppm != b_ppm) {
        return a_ppm > b_ppm ? -1 : 1;
    }
    if (a->person_id != b->person_id) {
        return a->person_id < b->person_id ? -1 : 1;
    }
    return (a->other_person_id > b->other_person_id) - (a->other_person_id < b->other_person_id);
}

static int found_by_key(const void *left, const void *right) {
    const Found *a = left;
    const Found *b = right;
    if (a->person_id != b->person_id) {
        return a->person_id < b->person_id ? -1 : 1;
    }
    return (a->other_person_id > b->other_person_id) - (a->other_person_id < b->other_person_id);
}

static Status pairs_gather(Ctx *ctx, Search *search) {
    const LinkPairs *pairs = &search->link->pairs;
    TRY(ctx_alloc_array(ctx, pairs->count + 1, sizeof(Found), &search->found));
    for (size_t i = 0; i < pairs->count; i++) {
        int64_t a = 0;
        int64_t b = 0;
        if (link_probability_ppm(&pairs->pairs[i]) < search->run->review_ppm) {
            continue;
        }
        TRY(id_read(ctx, search->table->ids[pairs->pairs[i].a], &a));
        TRY(id_read(ctx, search->table->ids[pairs->pairs[i].b], &b));
        search->found[search->found_count++] =
            (Found){a < b ? a : b, a < b ? b : a, 0, &pairs->pairs[i]};
    }
    qsort(search->found, search->found_count, sizeof(Found), found_by_key);
    return OK;
}

static Status pairs_find(Ctx *ctx, Search *search) {
    void *memory = NULL;
    TRY(ctx_alloc(ctx, sizeof(LinkRun), &memory));
    search->link = memory;
    if (search->table->record_count < PAIRS_LEAST) {
        return OK;
    }
    TRY(link_run_train(ctx, search->table, search->run->threads, search->link));
    TRY(link_run_score(ctx, search->link));
    return pairs_gather(ctx, search);
}

/* ---- write ---- */

typedef struct Counts {
    int64_t new_count;
    int64_t implied_count;
    int64_t gone_count;
} Counts;

typedef struct Writing {
    Ctx *ctx;
    Db *db;
    Search *search;
    const LinkVerdicts *verdicts;
    int64_t run_id;
    Counts counts;
} Writing;

static Status verdicts_read(Ctx *ctx, Db *db, LinkVerdicts **ret_verdicts) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    LinkVerdict *list = NULL;
    size_t count = 0;
    size_t room = 0;
    TRY(db_query(ctx, db, SQL_DEDUPE_PAIR_LIST_DECIDED, DB_NO_PARAMS, &cursor));
    for (;;) { /* ends: the cursor only moves forward */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            return link_verdicts_new(ctx, list, count, ret_verdicts);
        }
        if (count == room) {
            LinkVerdict *longer = NULL;
            room = room ? room * 2 : 256;
            TRY(ctx_alloc_array(ctx, room, sizeof *longer, &longer));
            if (count > 0) {
                memcpy(longer, list, count * sizeof *longer);
            }
            list = longer;
        }
        list[count++] = (LinkVerdict){db_int64(cursor, 0), db_int64(cursor, 1),
                                      db_int64(cursor, 2) == PAIR_SAME};
    }
}

/* A line a comparison: its name, the level, the bits. Never the values. */
static Status reasons_print(Ctx *ctx, const Search *search, const Found *found, Str *ret_reasons) {
    LinkReason reasons[LINK_COMPARISON_MAX + 4];
    size_t count = 0;
    CLEANUP(strbuf_done) StrBuf text;
    strbuf_init(&text, REASONS_BYTES_MAX);
    TRY(link_explain_pair(ctx, &search->link->job, found->pair->a, found->pair->b, reasons,
                          &count));
    for (size_t i = 0; i < count; i++) {
        TRY(strbuf_print(ctx, &text, "%.*s\t%.*s\t%.*s\n", STR_ARG(reasons[i].comparison),
                         STR_ARG(reasons[i].level), STR_ARG(reasons[i].bits)));
    }
    return ctx_copy_str(ctx, strbuf_str(&text), ret_reasons);
}

static Status known_meets(Writing *w, const Found *found, const DbCursor *known) {
    int64_t ppm = link_probability_ppm(found->pair);
    bool same =
        db_int64(known, 2) != PAIR_GONE && !db_is_null(known, 3) && db_int64(known, 3) == ppm;
    if (same) {
        return OK;
    }
    Str reasons;
    TRY(reasons_print(w->ctx, w->search, found, &reasons));
    return db_exec(w->ctx, w->db, SQL_DEDUPE_PAIR_SET_FOUND,
                   DB_PARAMS(DB_I(found->person_id), DB_I(found->other_person_id), DB_I(w->run_id),
                             DB_I(ppm), DB_T(reasons)),
                   NULL);
}

static Status known_is_gone(Writing *w, const DbCursor *known) {
    int64_t changed = 0;
    if (db_int64(known, 2) != PAIR_WAITING) {
        return OK;
    }
    TRY(db_exec(w->ctx, w->db, SQL_DEDUPE_PAIR_SET_GONE,
                DB_PARAMS(DB_I(db_int64(known, 0)), DB_I(db_int64(known, 1))), &changed));
    w->counts.gone_count += changed;
    return OK;
}

static int known_compare(const DbCursor *known, const Found *found) {
    Found key = {db_int64(known, 0), db_int64(known, 1), 0, NULL};
    return found_by_key(&key, found);
}

/* What is not known yet is moved to the front of the list; verdicts about others may decide it. */
static void found_is_new(Writing *w, const Found *found) {
    if (link_verdicts_say(w->verdicts, found->person_id, found->other_person_id) !=
        LINK_SAID_NOTHING) {
        w->counts.implied_count++;
        return;
    }
    w->search->found[w->counts.new_count++] = *found;
}

static Status pairs_merge(Writing *w, const AreaScope *scope) {
    CLEANUP(db_cursor_close) DbCursor *known = NULL;
    const Search *search = w->search;
    bool has_row = false;
    size_t at = 0;
    TRY(db_query(w->ctx, w->db, SQL_DEDUPE_PAIR_LIST_KNOWN,
                 DB_PARAMS(DB_I(scope->tree_from), DB_I(scope->tree_to)), &known));
    TRY(db_next(w->ctx, known, &has_row));
    while (has_row || at < search->found_count) { /* ends: one of the lists moves on */
        int order = !has_row                    ? 1
                    : at == search->found_count ? -1
                                                : known_compare(known, &search->found[at]);
        if (order > 0) {
            Found found = search->found[at++];
            found_is_new(w, &found);
            continue;
        }
        TRY(order == 0 ? known_meets(w, &search->found[at], known) : known_is_gone(w, known));
        at += order == 0;
        TRY(db_next(w->ctx, known, &has_row));
    }
    return OK;
}

static Status pairs_insert(Writing *w, int64_t change_seq) {
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    Found *fresh = w->search->found;
    int64_t pair_id = 0;
    int64_t count = w->counts.new_count;
    if (count == 0) {
        return OK;
    }
    qsort(fresh, (size_t)count, sizeof(Found), found_by_likelihood);
    TRY(db_take_ids(w->ctx, w->db, STR("dedupe_pair"), count, &pair_id));
    for (int64_t i = 0; i < count; i++) {
        fresh[i].pair_id = pair_id + i;
    }
    TRY(db_bulk_open(w->ctx, w->db, SQL_DEDUPE_PAIR_INSERT, &bulk));
    for (int64_t i = 0; i < count; i++) {
        Str reasons;
        ArenaMark mark = arena_mark(w->ctx->arena);
        TRY(reasons_print(w->ctx, w->search, &fresh[i], &reasons));
        TRY(db_bulk_add(w->ctx, bulk,
                        DB_PARAMS(DB_I(fresh[i].person_id), DB_I(fresh[i].other_person_id),
                                  DB_I(fresh[i].pair_id), DB_I(w->run_id),
                                  DB_I(link_probability_ppm(fresh[i].pair)), DB_T(reasons),
                                  DB_I(PAIR_WAITING), DB_N, DB_I(change_seq))));
        arena_rewind(w->ctx->arena, mark);
    }
    return db_bulk_finish(w->ctx, &bulk, NULL);
}

static Status run_insert(Writing *w, int64_t change_seq, Reply *reply) {
    const Search *search = w->search;
    const LinkPairs *pairs = &search->link->pairs;
    Str digest = {(const char *)search->input_digest, DIGEST_BYTES};
    Str hash = {(const char *)search->spec_hash, DIGEST_BYTES};
    int64_t looked_at = (int64_t)pairs->looked_at;
    reply_add_int(reply, "run_id", w->run_id);
    reply_add_int(reply, "record_count", search->table->record_count);
    reply_add_int(reply, "pair_count", looked_at);
    reply_add_int(reply, "found_count", (int64_t)search->found_count);
    reply_add_int(reply, "new_count", w->counts.new_count);
    reply_add_int(reply, "implied_count", w->counts.implied_count);
    reply_add_int(reply, "gone_count", w->counts.gone_count);
    reply_add_int(reply, "repeated", 0);
    return db_exec(w->ctx, w->db, SQL_DEDUPE_RUN_INSERT,
                   DB_PARAMS(DB_I(w->run_id), DB_I(search->run->area_id), DB_B(digest), DB_B(hash),
                             DB_I(search->run->review_ppm), DB_I(search->table->record_count),
                             DB_I(looked_at), DB_I((int64_t)search->found_count),
                             DB_I(w->counts.new_count), DB_I(w->counts.implied_count),
                             DB_I(w->counts.gone_count), DB_I(change_seq)),
                   NULL);
}

/* Whether the last search of the area had the same records, threshold and spec. */
static Status is_repeated(Ctx *ctx, Db *db, const Search *search, bool *ret_repeated,
                          Reply *reply) {
    CLEANUP(db_cursor_close) DbCursor *last = NULL;
    Str digest = {(const char *)search->input_digest, DIGEST_BYTES};
    bool has_row = false;
    TRY(db_query(ctx, db, SQL_DEDUPE_RUN_LAST, DB_PARAMS(DB_I(search->run->area_id)), &last));
    TRY(db_next(ctx, last, &has_row));
    *ret_repeated = has_row && str_equal(db_str(last, 1), digest);
    if (*ret_repeated) {
        static const char *const NAMES[] = {"run_id", NULL, "record_count", "pair_count",
                                            "found_count"};
        for (int i = 0; i < (int)(sizeof NAMES / sizeof NAMES[0]); i++) {
            if (NAMES[i]) {
                reply_add_int(reply, NAMES[i], db_int64(last, i));
            }
        }
        reply_add_int(reply, "new_count", 0);
        reply_add_int(reply, "implied_count", 0);
        reply_add_int(reply, "gone_count", 0);
        reply_add_int(reply, "repeated", 1);
    }
    return OK;
}

static Status found_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    const Search *whole = *(Search *const *)arg;
    Search search = *whole; /* the transaction may run again: its list is a copy */
    Writing w = {.ctx = ctx, .db = app->db, .search = &search};
    LinkVerdicts *verdicts = NULL;
    AreaScope scope;
    bool repeated = false;
    TRY(is_repeated(ctx, app->db, &search, &repeated, reply));
    if (repeated) {
        return OK;
    }
    TRY(ctx_alloc_array(ctx, whole->found_count + 1, sizeof(Found), &search.found));
    if (whole->found_count > 0) {
        memcpy(search.found, whole->found, whole->found_count * sizeof(Found));
    }
    TRY(right_scope(ctx, app->db, RIGHT_REGISTER_WRITE, search.run->area_id, &scope));
    TRY(verdicts_read(ctx, app->db, &verdicts));
    w.verdicts = verdicts;
    TRY(db_take_ids(ctx, app->db, STR("dedupe_run"), 1, &w.run_id));
    TRY(pairs_merge(&w, &scope));
    TRY(pairs_insert(&w, change_seq));
    return run_insert(&w, change_seq, reply);
}

static Status searched(Ctx *ctx, App *app, Search *search, Reply *ret_reply) {
    Str spec_bytes;
    Str input;
    const DedupeRun *run = search->run;
    char hex[DIGEST_HEX_CHARS + 1];
    TRY(link_run_spec(ctx, run->spec_path, &search->spec, &spec_bytes));
    digest_bytes(spec_bytes, search->spec_hash);
    TRY(app_read(ctx, app, RIGHT_REGISTER_WRITE, run->area_id, records_read, &search));
    TRY(pairs_find(ctx, search));
    hex_write(search->spec_hash, DIGEST_BYTES, hex);
    TRY(ctx_print(ctx, &input, "%lld %lld %s", (long long)run->area_id, (long long)run->review_ppm,
                  hex));
    UseCase use_case = {"dedupe_run", RIGHT_REGISTER_WRITE, run->area_id, input};
    return app_write(ctx, app, &use_case, found_in_tx, &search, ret_reply);
}

/* A stored reply lies in the arena of the search, which ends before the reply does. */
static Status reply_keep(Ctx *ctx, const Reply *reply, Reply *ret_reply) {
    Reply kept = *reply;
    for (size_t i = 0; i < kept.count; i++) {
        Str name;
        TRY(ctx_copy_str(ctx, str_of(kept.fields[i].name), &name));
        kept.fields[i].name = name.ptr;
    }
    *ret_reply = kept;
    return OK;
}

Status dedupe_run(Ctx *ctx, App *app, const DedupeRun *run, Reply *ret_reply) {
    Ctx inner = *ctx;
    Reply reply = {.count = 0};
    inner.arena = arena_new((size_t)run->memory_bytes);
    if (inner.arena == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "--memory");
    }
    Search search = {.run = run, .memory = &inner};
    Status status = searched(&inner, app, &search, &reply);
    ctx->failure = inner.failure;
    if (status == OK) {
        status = reply_keep(ctx, &reply, ret_reply);
    }
    arena_free(&inner.arena);
    return status;
}
