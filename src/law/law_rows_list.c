#include "law/law_rows_list.h"

#include "law/law_book.h"

static void view_fill(LawRowView *row, const char *kind, Str name, const LawSource *source) {
    *row = (LawRowView){
        source->file,       source->line,    kind, name, source->article, source->pays_from,
        source->known_from, source->verified};
}

static Str code_of(const LawBook *book, int32_t category_no) {
    return book->categories[category_no - 1].category_code;
}

static Str scope_name(const LawBook *book, LawScope scope) {
    return scope.category_no != 0 ? code_of(book, scope.category_no)
                                  : law_programme_code(book, scope.programme_no);
}

bool law_row_at(const LawBook *book, size_t i, LawRowView *ret_row) {
    if (i < book->value_count) {
        const LawValue *value = &book->values[i];
        view_fill(ret_row, "value", book->parameters[value->parameter].name, &value->source);
        return true;
    }
    i -= book->value_count;
    if (i < book->table_row_count) {
        const LawTableRow *row = &book->table_rows[i];
        view_fill(ret_row, "table", book->tables[row->table].name, &row->source);
        return true;
    }
    i -= book->table_row_count;
    if (i < book->category_count) {
        view_fill(ret_row, "category", book->categories[i].category_code, &book->who[i].source);
        return true;
    }
    i -= book->category_count;
    if (i < book->row_count) {
        view_fill(ret_row, "amount", code_of(book, book->rows[i].category_no),
                  &book->rows[i].source);
        return true;
    }
    i -= book->row_count;
    if (i < book->end_count) {
        view_fill(ret_row, "end", code_of(book, book->ends[i].category_no), &book->ends[i].source);
        return true;
    }
    i -= book->end_count;
    if (i < book->start_count) {
        view_fill(ret_row, "start", scope_name(book, book->starts[i].scope),
                  &book->starts[i].source);
        return true;
    }
    i -= book->start_count;
    if (i < book->stop_count) {
        view_fill(ret_row, "stop", scope_name(book, book->stops[i].scope), &book->stops[i].source);
        return true;
    }
    i -= book->stop_count;
    if (i < book->combination_count) {
        view_fill(ret_row, "combination", STR(""), &book->combinations[i].source);
        return true;
    }
    return false;
}
