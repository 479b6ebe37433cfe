/* The register brought into columns, person after person. */
#include "law/law_batch.h"

Status law_columns_begin(Ctx *ctx, size_t persons, size_t rows, LawColumns *ret_columns) {
    LawColumns columns = {.person_size = persons, .row_size = rows};
    if (rows > UINT32_MAX) {
        return ctx_fail(ctx, E_BUG, "%zu rows in columns", rows);
    }
    TRY(ctx_alloc(ctx, (persons + 1) * sizeof *columns.first_row, (void **)&columns.first_row));
    TRY(ctx_alloc(ctx, (persons + 1) * sizeof *columns.several, (void **)&columns.several));
    TRY(ctx_alloc(ctx, (rows + 1) * sizeof *columns.kind, (void **)&columns.kind));
    TRY(ctx_alloc(ctx, (rows + 1) * sizeof *columns.from_month, (void **)&columns.from_month));
    TRY(ctx_alloc(ctx, (rows + 1) * sizeof *columns.to_month, (void **)&columns.to_month));
    TRY(ctx_alloc(ctx, (rows + 1) * sizeof *columns.birth_month, (void **)&columns.birth_month));
    TRY(ctx_alloc(ctx, (rows + 1) * sizeof *columns.death_month, (void **)&columns.death_month));
    TRY(ctx_alloc(ctx, (rows + 1) * sizeof *columns.place, (void **)&columns.place));
    TRY(ctx_alloc(ctx, (rows + 1) * sizeof *columns.child_count, (void **)&columns.child_count));
    *ret_columns = columns;
    return OK;
}

static int32_t within(int32_t number, int32_t highest) {
    int32_t above = number < 0 ? 0 : number;
    return above > highest ? highest : above;
}

static uint16_t month_of(int32_t month) {
    return (uint16_t)within(month, LAW_MONTH_OPEN);
}

Status law_columns_add(Ctx *ctx, LawColumns *columns, const LawColumnsPerson *person) {
    if (columns->person_count == columns->person_size ||
        person->right_count > columns->row_size - columns->row_count) {
        return ctx_fail(ctx, E_BUG, "more than %zu persons or %zu rows", columns->person_size,
                        columns->row_size);
    }
    for (size_t i = 0; i < person->right_count; i++) {
        const LawColumnsRight *right = &person->rights[i];
        size_t row = columns->row_count++;
        int32_t degree = right->degree < LAW_DEGREE_COUNT && right->degree > 0 ? right->degree : 0;
        int32_t kind = right->category_no * LAW_DEGREE_COUNT + degree;
        columns->kind[row] = (uint16_t)within(kind, UINT16_MAX);
        columns->from_month[row] = month_of(right->from_month);
        columns->to_month[row] = month_of(right->to_month);
        columns->birth_month[row] = month_of(person->birth_month);
        columns->death_month[row] = month_of(person->death_month);
        columns->place[row] = (uint8_t)within(person->place, UINT8_MAX);
        columns->child_count[row] = (uint8_t)within(right->child_count, UINT8_MAX);
    }
    if (person->right_count > 1) {
        columns->several[columns->several_count++] = (uint32_t)columns->person_count;
    }
    columns->person_count++;
    columns->first_row[columns->person_count] = (uint32_t)columns->row_count;
    return OK;
}
