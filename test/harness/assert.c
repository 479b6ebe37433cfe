#include "harness/assert.h"

void harness_assert_status(const Ctx *ctx, Status got, Status wanted, const char *call,
                           const char *file, int line) {
    if (got == wanted) {
        return;
    }
    print_error("%s: %s instead of %s; latest failure %s: %s (%s:%d)\n", call, status_name(got),
                status_name(wanted), status_name(ctx->failure.status), ctx->failure.detail,
                ctx->failure.source_file ? ctx->failure.source_file : "-",
                ctx->failure.source_line);
    _fail(file, line);
}

void harness_assert_str(Str got, const char *wanted, const char *file, int line) {
    if (str_equal(got, str_of(wanted))) {
        return;
    }
    print_error("\"%.*s\" instead of \"%s\"\n", STR_ARG(got), wanted);
    _fail(file, line);
}
