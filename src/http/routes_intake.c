/* Lists of communes: upload, what was wrong with them, the workbook that goes back. */
#include "app/lists.h"
#include "app/register.h"
#include "http/exchange.h"
#include "sys/file.h"

enum { PROGRAMME_BTXH = 1 };

/* FILES/annotated/<intake_id>.xlsx */
static Status annotated_path(Ctx *ctx, Exchange *exchange, int64_t intake_id, Str *ret_path) {
    Str folder;
    Str name;
    TRY(file_join(ctx, exchange->app.files_dir, STR("annotated"), &folder));
    TRY(file_make_folders(ctx, folder));
    TRY(ctx_print(ctx, &name, "%lld.xlsx", (long long)intake_id));
    return file_join(ctx, folder, name, ret_path);
}

static Status upload(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    Str path;
    Str final_path;
    IntakeLoad load = {.path = exchange->upload_path,
                       .area_id = exchange_int(exchange, "area_id"),
                       .programme_id = PROGRAMME_BTXH};
    TRY(ctx_print(ctx, &path, "%.*s.annotated.xlsx", STR_ARG(exchange->upload_path)));
    load.annotated_path = path;
    TRY(intake_load(ctx, &exchange->app, &load, &reply));
    TRY(annotated_path(ctx, exchange, reply_int(&reply, "intake_id"), &final_path));
    if (file_exists(path)) {
        TRY(file_publish(ctx, path, final_path));
    }
    TRY(exchange_reply(ctx, exchange, &reply));
    return json_member_bool(ctx, &exchange->json, STR("has_annotated"), file_exists(final_path));
}

static Status list_all(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    Page page = {exchange_int(exchange, "area_id"), exchange_int(exchange, "after"),
                 exchange_limit(exchange)};
    TRY(intake_page(ctx, &exchange->app, &page, 0, &out));
    return exchange_next(ctx, exchange);
}

static Status show(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    Page page = {0, 0, 1};
    Str path;
    int64_t intake_id = exchange_int(exchange, "intake_id");
    TRY(intake_page(ctx, &exchange->app, &page, intake_id, &out));
    if (exchange->row_count == 0) {
        return ctx_fail(ctx, E_NOT_FOUND, "intake %lld", (long long)intake_id);
    }
    TRY(intake_show_issues(ctx, &exchange->app, intake_id, &out));
    TRY(annotated_path(ctx, exchange, intake_id, &path));
    return json_member_bool(ctx, &exchange->json, STR("has_annotated"), file_exists(path));
}

static Status issues(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    Page page = {0, exchange_int(exchange, "after"), exchange_limit(exchange)};
    TRY(intake_page_issues(ctx, &exchange->app, exchange_int(exchange, "intake_id"),
                           exchange_int(exchange, "severity"), &page, &out));
    return exchange_next(ctx, exchange);
}

static Status original(Ctx *ctx, Exchange *exchange) {
    OriginalFile file;
    TRY(intake_original(ctx, &exchange->app, exchange_int(exchange, "intake_id"), &file));
    exchange->file = (ExchangeFile){file.path, file.name, false};
    return OK;
}

static Status annotated(Ctx *ctx, Exchange *exchange) {
    OriginalFile file;
    int64_t intake_id = exchange_int(exchange, "intake_id");
    Str path;
    Str name;
    TRY(intake_original(ctx, &exchange->app, intake_id, &file)); /* the right to see it */
    TRY(annotated_path(ctx, exchange, intake_id, &path));
    if (!file_exists(path)) {
        return ctx_fail(ctx, E_NOT_FOUND, "intake %lld has no annotated workbook",
                        (long long)intake_id);
    }
    TRY(ctx_print(ctx, &name, "%lld-annotated.xlsx", (long long)intake_id));
    exchange->file = (ExchangeFile){path, name, false};
    return OK;
}

#define INTAKE                                                                                     \
    "intakes[intake_id:i at_us:i login:s? area_id:i area_code:s area_name:s file_name:s "          \
    "byte_count:i row_count:i accepted_count:i refused_count:i warned_count:i encoding:s]"
#define ONE API "/intakes/{intake_id}"

static const Route ROUTES[] = {
    {"POST", API "/intakes", "upload_intake",
     "Take in a list (.xlsx, .csv) of a commune or province; the name of the file in X-File-Name",
     RIGHT_REGISTER_WRITE, ROUTE_WRITES | ROUTE_KEYED | ROUTE_UPLOAD | ROUTE_JOB,
     "area_id:i1-999999999", "",
     "intake_id:i row_count:i accepted_count:i refused_count:i warned_count:i new_count:i "
     "updated_count:i unchanged_count:i repeated:i has_annotated:b",
     upload},
    {"GET", API "/intakes", "list_intakes", "Lists taken in, newest first; after goes down",
     RIGHT_REGISTER_READ, 0, "area_id:i1-999999999? after:i0-9007199254740991? limit:i1-500?", "",
     INTAKE " next:i?", list_all},
    {"GET", ONE, "show_intake", "One of them, and its issues by code", RIGHT_REGISTER_READ,
     ROUTE_HIDES, "", "",
     INTAKE
     " issue_sums[issue_code:s severity:s issue_count:i sentence:s remedy:s] has_annotated:b",
     show},
    {"GET", ONE "/issues", "list_issues",
     "What is wrong, by row and column. severity: 1 warning 2 refusal", RIGHT_REGISTER_READ,
     ROUTE_HIDES, "severity:i1-2? after:i0-9007199254740991? limit:i1-500?", "",
     "issues[key:i sheet_no:i row_no:i column_no:i issue_code:s severity:s found:s sentence:s "
     "remedy:s] next:i?",
     issues},
    {"GET", ONE "/original", "download_original", "The file as it came", RIGHT_REGISTER_READ,
     ROUTE_HIDES | ROUTE_DOWNLOAD, "", "", "", original},
    {"GET", ONE "/annotated", "download_annotated", "The same with the reason beside each bad cell",
     RIGHT_REGISTER_READ, ROUTE_HIDES | ROUTE_DOWNLOAD, "", "", "", annotated},
};

RouteList routes_intake(void) {
    return (RouteList){ROUTES, sizeof ROUTES / sizeof ROUTES[0]};
}
