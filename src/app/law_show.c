#include "app/law_show.h"

static const TableColumn AMOUNT_COLUMNS[] = {
    {"person", "Người", "Person", CELL_TEXT},
    {"period", "Tháng", "Month", CELL_PERIOD},
    {"programme", "Chế độ", "Programme", CELL_TEXT},
    {"category", "Đối tượng", "Category", CELL_TEXT},
    {"component", "Thành phần", "Component", CELL_TEXT},
    {"clause", "Điều khoản", "Clause", CELL_TEXT},
    {"standard_dong", "Mức gốc", "Base", CELL_DONG},
    {"coefficient_hundredths", "Hệ số (%)", "Coefficient (%)", CELL_INT},
    {"amount_dong", "Số tiền", "Amount", CELL_DONG},
    {"in_kind_grams", "Hiện vật (g)", "In kind (g)", CELL_INT},
    {"reason", "Lý do", "Reason", CELL_TEXT},
    {"verified", "Đã kiểm chứng", "Verified", CELL_YES_NO},
};

enum { AMOUNT_COLUMN_COUNT = sizeof AMOUNT_COLUMNS / sizeof AMOUNT_COLUMNS[0] };

static Str category_code(const LawBook *book, int32_t category_no) {
    const LawCategory *category = law_category_at(book, category_no);
    return category ? category->category_code : STR("");
}

static Str clause_code(const LawBook *book, int64_t clause_id) {
    const LawClause *clause = law_clause_find(book, clause_id);
    return clause ? clause->clause_code : STR("");
}

/* The category under which an amount was decided. */
static Str category_of(const LawBook *book, const LawPerson *person, const LawAmount *amount) {
    for (size_t i = 0; i < person->enrolment_count; i++) {
        if (person->enrolments[i].enrolment_id == amount->enrolment_id) {
            return category_code(book, person->enrolments[i].category_no);
        }
    }
    return STR(""); /* a register: no decision */
}

static Status show_amount(Ctx *ctx, const LawAsk *ask, const LawPersonFile *person, Period month,
                          const LawAmount *amount, const TableOut *out) {
    TableCell cells[AMOUNT_COLUMN_COUNT] = {
        CELL_T(person->name),
        CELL_N(month.number),
        CELL_T(law_programme_code(ask->book, amount->programme_no)),
        CELL_T(category_of(ask->book, &person->person, amount)),
        CELL_T(law_component_name(ask->book, amount->component)),
        CELL_T(clause_code(ask->book, amount->clause_id)),
        CELL_N(amount->standard_dong),
        CELL_N(amount->coefficient_hundredths),
        CELL_N(amount->amount_dong),
        CELL_N(amount->in_kind_grams),
        CELL_T(STR("PAID")),
        CELL_N(amount->verified),
    };
    return out->row(ctx, out->arg, cells, AMOUNT_COLUMN_COUNT);
}

/* A right that gives nothing in a month, and why. */
typedef struct Nothing {
    Str person;
    Period month;
    int32_t category_no;
    LawReason reason;
} Nothing;

static Status show_nothing(Ctx *ctx, const LawAsk *ask, Nothing nothing, const TableOut *out) {
    const LawCategory *category = law_category_at(ask->book, nothing.category_no);
    int32_t programme_no = category ? category->programme_no : 0;
    TableCell cells[AMOUNT_COLUMN_COUNT] = {
        CELL_T(nothing.person),
        CELL_N(nothing.month.number),
        CELL_T(law_programme_code(ask->book, programme_no)),
        CELL_T(category_code(ask->book, nothing.category_no)),
        CELL_T(STR("")),
        CELL_T(STR("")),
        CELL_EMPTY,
        CELL_EMPTY,
        CELL_N(0),
        CELL_EMPTY,
        CELL_T(str_of(law_reason_code(nothing.reason))),
        CELL_EMPTY,
    };
    return out->row(ctx, out->arg, cells, AMOUNT_COLUMN_COUNT);
}

static Status show_month(Ctx *ctx, const LawAsk *ask, const LawPersonFile *person, Period month,
                         const TableOut *out) {
    LawQuestion question = {.person = &person->person,
                            .period = month,
                            .known_at = ask->known_at,
                            .with_registers = true};
    LawAnswer answer;
    TRY(law_answer(ctx, ask->book, &question, &answer));
    for (size_t i = 0; i < answer.amount_count; i++) {
        TRY(show_amount(ctx, ask, person, month, &answer.amounts[i], out));
    }
    for (size_t i = 0; i < answer.right_count; i++) {
        bool is_gift = i >= person->person.enrolment_count;
        bool says_nothing = is_gift && answer.reasons[i] == LAW_REASON_CONDITION;
        if (answer.reasons[i] != LAW_REASON_PAID && !says_nothing) {
            TRY(show_nothing(
                ctx, ask, (Nothing){person->name, month, answer.categories[i], answer.reasons[i]},
                out));
        }
    }
    if (answer.right_count == 0) {
        TRY(show_nothing(ctx, ask, (Nothing){person->name, month, 0, LAW_REASON_NO_CATEGORY}, out));
    }
    return OK;
}

Status law_show_amounts(Ctx *ctx, const LawAsk *ask, const TableOut *out) {
    TRY(out->begin(ctx, out->arg, "law_amounts", AMOUNT_COLUMNS, AMOUNT_COLUMN_COUNT));
    for (size_t i = 0; i < ask->person_count; i++) {
        for (Period month = ask->from; period_compare(month, ask->to) <= 0;
             month = period_next(month)) { /* ends: at most a hundred years */
            TRY(show_month(ctx, ask, &ask->persons[i], month, out));
        }
    }
    return out->end(ctx, out->arg);
}

static Status trace_take(Ctx *ctx, const LawAsk *ask, LawTrace **ret_trace) {
    LawTrace *trace = NULL;
    LawAnswer answer;
    TRY(ctx_alloc(ctx, sizeof *trace, (void **)&trace));
    LawQuestion question = {.person = &ask->persons[0].person,
                            .period = ask->from,
                            .known_at = ask->known_at,
                            .with_registers = true,
                            .trace = trace};
    TRY(law_answer(ctx, ask->book, &question, &answer));
    *ret_trace = trace;
    return OK;
}

Status law_show_text(Ctx *ctx, const LawAsk *ask, StrBuf *buf) {
    LawTrace *trace = NULL;
    TRY(trace_take(ctx, ask, &trace));
    return law_trace_print(ctx, trace, buf);
}

Status law_show_steps(Ctx *ctx, const LawAsk *ask, const TableOut *out) {
    static const TableColumn COLUMNS[] = {
        {"right_no", "Quyền", "Right", CELL_INT},
        {"step", "Bước", "Step", CELL_TEXT},
        {"code", "Mã", "Code", CELL_TEXT},
        {"text_vi", "Nội dung", "In Vietnamese", CELL_TEXT},
        {"text_en", "Tiếng Anh", "In English", CELL_TEXT},
        {"article", "Điều", "Article", CELL_TEXT},
        {"outcome", "Kết quả", "Outcome", CELL_INT},
        {"number_1", "Số 1", "Number 1", CELL_ID},
        {"number_2", "Số 2", "Number 2", CELL_ID},
        {"number_3", "Số 3", "Number 3", CELL_ID},
        {"number_4", "Số 4", "Number 4", CELL_ID},
        {"verified", "Đã kiểm chứng", "Verified", CELL_YES_NO},
    };
    static const char *const KINDS[] = {"",    "DECISION",  "START",  "CONDITION", "NOTHING",
                                        "ROW", "PARAMETER", "AMOUNT", "COMBINED",  "RESULT"};
    size_t count = sizeof COLUMNS / sizeof COLUMNS[0];
    LawTrace *trace = NULL;
    TRY(trace_take(ctx, ask, &trace));
    TRY(out->begin(ctx, out->arg, "law_steps", COLUMNS, count));
    for (size_t i = 0; i < trace->count; i++) {
        const LawStep *step = &trace->steps[i];
        TableCell cells[] = {
            CELL_N(step->enrolment + 1), CELL_T(str_of(KINDS[step->kind])),
            CELL_T(step->code),          CELL_T(step->text_vi),
            CELL_T(step->text_en),       CELL_T(step->article),
            CELL_N(step->outcome),       CELL_N(step->numbers[0]),
            CELL_N(step->numbers[1]),    CELL_N(step->numbers[2]),
            CELL_N(step->numbers[3]),    CELL_N(step->verified),
        };
        TRY(out->row(ctx, out->arg, cells, count));
    }
    return out->end(ctx, out->arg);
}
