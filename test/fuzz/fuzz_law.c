/* Person files and worked cases: what people write for the law, asked for some months. */
#include "fuzz_file.h"
#include "law/law_cases.h"
#include "law/law_person_read.h"

enum { BOOK_BYTES = 64 << 20, ASKED_MAX = 32 };

/* The law of the program, read once. */
static const LawBook *book_once(void) {
    static const LawBook *book;
    static Ctx ctx;
    if (!book) {
        LawFile files[LAW_FILE_MAX];
        ctx = (Ctx){.arena = arena_new(BOOK_BYTES), .clock = clock_system()};
        FUZZ_CHECK(law_book_load(&ctx, files, law_files_embedded(files), STR(""), &book) == OK);
    }
    return book;
}

static void person_ask(Ctx *ctx, const LawBook *book, const LawPerson *person) {
    static const int64_t MONTHS[] = {202004, 202107, 202406, 202509, 202512, 202607, 205001};
    LawTrace *trace = NULL;
    if (ctx_alloc(ctx, sizeof *trace, (void **)&trace) != OK) {
        return;
    }
    for (size_t i = 0; i < sizeof MONTHS / sizeof MONTHS[0]; i++) {
        LawQuestion question = {.person = person, .period = {MONTHS[i]}, .with_registers = true};
        LawAnswer silent;
        LawAnswer told;
        int64_t results = 0;
        Status status = law_answer(ctx, book, &question, &silent);
        question.trace = trace;
        trace->count = 0;
        FUZZ_CHECK(law_answer(ctx, book, &question, &told) == status);
        if (status != OK) {
            continue;
        }
        FUZZ_CHECK(silent.amount_count == told.amount_count);
        for (size_t k = 0; k < silent.amount_count; k++) {
            FUZZ_CHECK(silent.amounts[k].amount_dong >= 0);
            FUZZ_CHECK(silent.amounts[k].amount_dong == told.amounts[k].amount_dong);
            results += silent.amounts[k].amount_dong;
        }
        for (size_t k = 0; k < trace->count && !trace->is_full; k++) {
            results -= trace->steps[k].kind == LAW_STEP_RESULT ? trace->steps[k].numbers[0] : 0;
        }
        FUZZ_CHECK(trace->is_full || results == 0);
    }
}

static void count_case(void *arg, const LawCaseResult *result) {
    size_t *count = arg;
    *count += result->passed ? 1 : 0;
}

void fuzz_one(Ctx *ctx, Str input) {
    const LawBook *book = book_once();
    const LawPersonFile *persons = NULL;
    LawFile file = {"fuzz.yaml", input};
    size_t count = 0;
    size_t passed = 0;
    if (law_persons_read(ctx, book, "fuzz.yaml", input, &persons, &count) == OK) {
        FUZZ_CHECK(count > 0 && persons != NULL);
        for (size_t i = 0; i < count && i < ASKED_MAX; i++) {
            person_ask(ctx, book, &persons[i].person);
        }
    }
    if (law_cases_run(ctx, book, &file, count_case, &passed) != OK) {
        FUZZ_CHECK(ctx->failure.status != OK);
    }
}
