/* What was paid to persons of a file against what is owed by the knowledge of a day. */
#include "app/law_show.h"
#include "law/law_recovery.h"
#include "law/law_rows_list.h"

static const TableColumn REPLAY_COLUMNS[] = {
    {"person", "Người", "Person", CELL_TEXT},
    {"period", "Tháng", "Month", CELL_PERIOD},
    {"component", "Thành phần", "Component", CELL_TEXT},
    {"owed_dong", "Được hưởng", "Owed", CELL_DONG},
    {"paid_dong", "Đã chi", "Paid", CELL_DONG},
    {"difference_dong", "Chênh lệch", "Difference", CELL_DONG},
    {"reason", "Lý do", "Reason", CELL_TEXT},
};

enum { REPLAY_COLUMN_COUNT = sizeof REPLAY_COLUMNS / sizeof REPLAY_COLUMNS[0] };

typedef struct ReplayLine {
    Str person;
    Period month;
    int32_t component;
    int64_t owed_dong;
    int64_t paid_dong;
    int64_t difference_dong;
    const char *reason;
} ReplayLine;

static Status replay_line(Ctx *ctx, const LawAsk *ask, const ReplayLine *line,
                          const TableOut *out) {
    TableCell cells[REPLAY_COLUMN_COUNT] = {
        CELL_T(line->person),
        CELL_N(line->month.number),
        CELL_T(law_component_name(ask->book, line->component)),
        CELL_N(line->owed_dong),
        CELL_N(line->paid_dong),
        CELL_N(line->difference_dong),
        CELL_T(str_of(line->reason)),
    };
    return out->row(ctx, out->arg, cells, REPLAY_COLUMN_COUNT);
}

static void paid_sum(const LawPersonFile *person, Period month,
                     int64_t paid[LAW_COMPONENT_MAX + 1]) {
    for (int32_t i = 0; i <= LAW_COMPONENT_MAX; i++) {
        paid[i] = 0;
    }
    for (size_t i = 0; i < person->paid_count; i++) {
        const LawPaid *one = &person->paid[i];
        if (period_compare(one->from, month) <= 0 && period_compare(month, one->to) <= 0) {
            paid[one->component] += one->amount_dong;
        }
    }
}

/* Why something was paid that is not owed: the reason of the first right that gives nothing. */
static const char *reason_of(const LawAnswer *answer) {
    for (size_t i = 0; i < answer->right_count; i++) {
        if (answer->reasons[i] != LAW_REASON_PAID) {
            return law_reason_code(answer->reasons[i]);
        }
    }
    return answer->right_count == 0 ? law_reason_code(LAW_REASON_NO_CATEGORY) : "OVERPAID";
}

/* Lines of one month; *month_dong is what is owed in it, *back_dong grows by what was too much. */
static Status replay_month(Ctx *ctx, const LawAsk *ask, const LawPersonFile *person, Period month,
                           const TableOut *out, int64_t ret_sums[2]) {
    LawQuestion question = {.person = &person->person,
                            .period = month,
                            .known_at = ask->known_at,
                            .with_registers = true};
    LawAnswer answer;
    int64_t owed[LAW_COMPONENT_MAX + 1] = {0};
    int64_t paid[LAW_COMPONENT_MAX + 1];
    int64_t month_dong = 0;
    TRY(law_answer(ctx, ask->book, &question, &answer));
    paid_sum(person, month, paid);
    for (size_t i = 0; i < answer.amount_count; i++) {
        owed[answer.amounts[i].component] += answer.amounts[i].amount_dong;
        month_dong += answer.amounts[i].amount_dong;
    }
    for (int32_t component = 1; component <= LAW_COMPONENT_MAX; component++) {
        int64_t difference = owed[component] - paid[component];
        ReplayLine line = {person->name,
                           month,
                           component,
                           owed[component],
                           paid[component],
                           difference,
                           paid[component] == 0 ? "ARREARS_UNPAID" : "ARREARS_RAISED"};
        if (difference == 0) {
            continue;
        }
        if (difference < 0) {
            line.reason = owed[component] > 0 ? "OVERPAID" : reason_of(&answer);
            ret_sums[1] -= difference;
        }
        TRY(replay_line(ctx, ask, &line, out));
    }
    ret_sums[0] = month_dong;
    return OK;
}

/* Instalments from the month of the decision on, out of what each month pays, to its end. */
static Status replay_recovery(Ctx *ctx, const LawAsk *ask, const LawPersonFile *person,
                              int64_t back_dong, const TableOut *out) {
    LawRecovery recovery = {back_dong, person->recovery_cap_dong};
    Period month = person->recovery_from;
    for (int i = 0; i < 600 && recovery.rest_dong > 0; i++, month = period_next(month)) {
        LawQuestion question = {
            .person = &person->person, .period = month, .known_at = ask->known_at};
        LawAnswer answer;
        int64_t month_dong = 0;
        TRY(law_answer(ctx, ask->book, &question, &answer));
        for (size_t k = 0; k < answer.amount_count; k++) {
            month_dong += answer.amounts[k].amount_dong;
        }
        int64_t take_dong = law_recovery_take(&recovery, month_dong);
        ReplayLine line = {person->name, month, 0, month_dong, 0, -take_dong, "RECOVERY"};
        if (take_dong > 0) {
            TRY(replay_line(ctx, ask, &line, out));
        }
    }
    return OK;
}

Status law_show_replay(Ctx *ctx, const LawAsk *ask, const TableOut *out) {
    TRY(out->begin(ctx, out->arg, "law_replay", REPLAY_COLUMNS, REPLAY_COLUMN_COUNT));
    for (size_t i = 0; i < ask->person_count; i++) {
        const LawPersonFile *person = &ask->persons[i];
        int64_t sums[2] = {0, 0};
        for (Period month = ask->from; period_compare(month, ask->to) <= 0;
             month = period_next(month)) { /* ends: at most a hundred years */
            TRY(replay_month(ctx, ask, person, month, out, sums));
        }
        if (sums[1] > 0 && person->recovery_from.number != 0) {
            TRY(replay_recovery(ctx, ask, person, sums[1], out));
        }
    }
    return out->end(ctx, out->arg);
}

Status law_show_unverified(Ctx *ctx, const LawBook *book, const TableOut *out) {
    static const TableColumn COLUMNS[] = {
        {"file", "Tệp", "File", CELL_TEXT},
        {"line", "Dòng", "Line", CELL_ID},
        {"kind", "Loại", "Kind", CELL_TEXT},
        {"name", "Tên", "Name", CELL_TEXT},
        {"article", "Điều", "Article", CELL_TEXT},
        {"pays_from", "Trả từ", "Pays from", CELL_DATE},
        {"known_from", "Hiệu lực", "In force", CELL_DATE},
    };
    size_t count = sizeof COLUMNS / sizeof COLUMNS[0];
    LawRowView row;
    TRY(out->begin(ctx, out->arg, "law_unverified", COLUMNS, count));
    for (size_t i = 0; law_row_at(book, i, &row); i++) {
        TableCell cells[] = {CELL_T(str_of(row.file)), CELL_N((int64_t)row.line),
                             CELL_T(str_of(row.kind)), CELL_T(row.name),
                             CELL_T(row.article),      CELL_N(row.pays_from),
                             CELL_N(row.known_from)};
        if (!row.verified) {
            TRY(out->row(ctx, out->arg, cells, count));
        }
    }
    return out->end(ctx, out->arg);
}
