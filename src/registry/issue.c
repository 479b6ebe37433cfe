#include "registry/issue.h"

#include <string.h>

#include "text/utf8.h"

#define WARNING ISSUE_WARNING
#define REFUSAL ISSUE_REFUSAL

static const struct {
    const char *name;
    IssueSeverity severity;
    const char *sentence[2];
    const char *remedy[2];
} ROWS[] = {
    {"NONE", ISSUE_WARNING, {"", ""}, {"", ""}},
#define ISSUE(code, severity, en, en_remedy, vi, vi_remedy)                                        \
    {#code, severity, {vi, en}, {vi_remedy, en_remedy}},
#include "registry/issue.def"
#undef ISSUE
};

static size_t row_of(IssueCode code) {
    return code > ISSUE_NONE && code < ISSUE_CODE_END ? (size_t)code : 0;
}

const char *issue_name(IssueCode code) {
    return ROWS[row_of(code)].name;
}

IssueCode issue_of_name(Str name) {
    for (size_t i = 1; i < ISSUE_CODE_END; i++) {
        if (str_equal(name, str_of(ROWS[i].name))) {
            return (IssueCode)i;
        }
    }
    return ISSUE_NONE;
}

IssueSeverity issue_severity(IssueCode code) {
    return ROWS[row_of(code)].severity;
}

const char *issue_sentence(IssueCode code, Language language) {
    return ROWS[row_of(code)].sentence[language == LANGUAGE_EN];
}

const char *issue_remedy(IssueCode code, Language language) {
    return ROWS[row_of(code)].remedy[language == LANGUAGE_EN];
}

void issue_list_add(IssueList *list, IssueCode code, int32_t column, Str found) {
    list->refused = list->refused || issue_severity(code) == ISSUE_REFUSAL;
    if (list->count < ISSUE_ROW_MAX) {
        list->issues[list->count++] = (Issue){code, column, found};
    }
}

/* Insertion sort: a handful of issues, and equal columns keep their order. */
void issue_list_sort(IssueList *list) {
    for (size_t i = 1; i < list->count; i++) {
        Issue issue = list->issues[i];
        size_t at = i;
        for (; at > 0 && list->issues[at - 1].column > issue.column; at--) {
            list->issues[at] = list->issues[at - 1];
        }
        list->issues[at] = issue;
    }
}

Status issue_found_plain(Ctx *ctx, Str text, Str *ret_found) {
    Str rest = text;
    size_t len = 0;
    uint32_t code_point = 0;
    while (utf8_next(&rest, &code_point)) {
        size_t end = text.len - rest.len;
        if (end > ISSUE_FOUND_BYTES_MAX || code_point == UTF8_REPLACEMENT) {
            break;
        }
        len = end;
    }
    return ctx_copy_str(ctx, (Str){text.ptr, len}, ret_found);
}

Status issue_found_number(Ctx *ctx, Str text, Str *ret_found) {
    char masked[ISSUE_FOUND_BYTES_MAX];
    size_t len = text.len < sizeof masked ? text.len : sizeof masked;
    size_t shown = len >= 6 ? 2 : 0;
    for (size_t i = 0; i < len; i++) {
        char c = text.ptr[i];
        bool sign = c == ' ' || c == '.' || c == '-' || c == '+' || c == ',';
        bool digit = c >= '0' && c <= '9';
        bool keep = sign || (digit && i + shown >= len);
        masked[i] = keep ? c : '*';
    }
    return ctx_copy_str(ctx, (Str){masked, len}, ret_found);
}

Status issue_found_name(Ctx *ctx, Str text, Str *ret_found) {
    char masked[ISSUE_FOUND_BYTES_MAX];
    size_t len = 0;
    bool at_word = true;
    Str rest = text;
    uint32_t code_point = 0;
    while (utf8_next(&rest, &code_point) && len + UTF8_BYTES_MAX + 2 < sizeof masked) {
        bool space = code_point == ' ';
        if (at_word && !space && code_point != UTF8_REPLACEMENT) {
            if (len > 0) {
                masked[len++] = ' ';
            }
            bool digit = code_point >= '0' && code_point <= '9';
            len += utf8_encode(digit ? '*' : code_point, masked + len);
            masked[len++] = '.';
        }
        at_word = space;
    }
    return ctx_copy_str(ctx, (Str){masked, len}, ret_found);
}
