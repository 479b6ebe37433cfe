#include "base/status.h"

typedef struct ErrorRow {
    Status status;
    const char *name;
    StatusClass class_;
    int http;
    const char *sentence[2];
    const char *remedy[2];
} ErrorRow;

static const ErrorRow ROWS[] = {
#define ERROR(name, number, class_, http, en, en_remedy, vi, vi_remedy)                            \
    {E_##name, #name, STATUS_##class_, http, {vi, en}, {vi_remedy, en_remedy}},
#include "base/errors.def"
#undef ERROR
};

enum { ROW_COUNT = sizeof ROWS / sizeof ROWS[0] };

static const ErrorRow OK_ROW = {OK, "OK", STATUS_OK, 200, {"xong", "done"}, {"", ""}};
static const ErrorRow *row_of(Status status) {
    if (status == OK) {
        return &OK_ROW;
    }
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (ROWS[i].status == status) {
            return &ROWS[i];
        }
    }
    return row_of(E_BUG);
}

StatusClass status_class(Status status) {
    return row_of(status)->class_;
}

const char *status_name(Status status) {
    return row_of(status)->name;
}

const char *status_sentence(Status status, Language language) {
    return row_of(status)->sentence[language];
}

const char *status_remedy(Status status, Language language) {
    return row_of(status)->remedy[language];
}

int status_http(Status status) {
    return row_of(status)->http;
}

int status_exit_code(Status status) {
    return (int)row_of(status)->class_;
}

Status status_at(size_t i) {
    return i < ROW_COUNT ? ROWS[i].status : OK;
}
