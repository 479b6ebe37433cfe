#include "order_reader.h"

#include <fcntl.h>
#include <string.h>

#include "codec/iso/iso_value.h"
#include "codec/iso/sheet_result.h"
#include "codec/iso/xml_pump.h"
#include "codec/sheet.h"
#include "sys/file.h"

enum { VALUE_MAX = 160, HEADER_SEARCH_ROWS = 100 };

/* ---- pain.001 ---- */

typedef struct XmlOrders {
    Ctx *ctx;
    Sent *sent;
    OrderTake take;
    void *arg;
    const char *message_id_name;
    const char *end_to_end_name;
    const char *amount_name;
    const char *transfer_name;
    const char *current;
    const char *path[32];
    size_t depth;
    char value[VALUE_MAX];
    size_t value_len;
    char id[VALUE_MAX];
    size_t id_len;
    int64_t amount_dong;
    Status status;
} XmlOrders;

static void xml_start(void *arg, const char *name, XmlAttributes attributes UNUSED) {
    XmlOrders *orders = arg;
    if (orders->depth < sizeof orders->path / sizeof orders->path[0]) {
        orders->path[orders->depth] = name;
    }
    orders->depth++;
    orders->value_len = 0;
    if (name == orders->transfer_name) {
        orders->id_len = 0;
        orders->amount_dong = 0;
    }
}

static void xml_text(void *arg, const char *text, size_t len) {
    XmlOrders *orders = arg;
    size_t room = sizeof orders->value - orders->value_len;
    len = len < room ? len : room;
    memcpy(orders->value + orders->value_len, text, len);
    orders->value_len += len;
}

static void text_keep(char *room, size_t size, Str value) {
    size_t len = value.len < size - 1 ? value.len : size - 1;
    memcpy(room, value.ptr, len);
    room[len] = '\0';
}

static void xml_end(void *arg) {
    XmlOrders *orders = arg;
    orders->depth--;
    if (orders->status != OK || orders->depth >= sizeof orders->path / sizeof orders->path[0]) {
        return;
    }
    const char *name = orders->path[orders->depth];
    Str value = {orders->value, orders->value_len};
    if (name == orders->message_id_name) {
        text_keep(orders->sent->reference, sizeof orders->sent->reference, value);
    } else if (name == orders->end_to_end_name) {
        memcpy(orders->id, value.ptr, value.len);
        orders->id_len = value.len;
    } else if (name == orders->amount_name) {
        orders->status = iso_amount_parse(value, &orders->amount_dong);
    } else if (name == orders->transfer_name) {
        orders->status = orders->take(orders->ctx, orders->arg, (Str){orders->id, orders->id_len},
                                      orders->amount_dong);
    }
    orders->value_len = 0;
}

static Status xml_read(Ctx *ctx, int *fd, Sent *sent, OrderTake take, void *arg) {
    CLEANUP(xml_pump_close) XmlPump *pump = NULL;
    TRY(xml_pump_open(ctx, xml_source_fd(fd), ISO_PAIN_001_09, &pump));
    XmlOrders orders = {.ctx = ctx,
                        .sent = sent,
                        .take = take,
                        .arg = arg,
                        .message_id_name = xml_pump_intern(pump, "MsgId"),
                        .end_to_end_name = xml_pump_intern(pump, "EndToEndId"),
                        .amount_name = xml_pump_intern(pump, "InstdAmt"),
                        .transfer_name = xml_pump_intern(pump, "CdtTrfTxInf")};
    xml_pump_set_handler(pump, (XmlHandler){xml_start, xml_text, xml_end, &orders});
    bool is_complete = false;
    while (!is_complete) { /* ends: each step takes in bytes, completes or fails */
        TRY(xml_pump_step(ctx, pump, &is_complete));
        TRY(orders.status);
    }
    sent->kind = PROVIDER_BANK;
    text_keep(sent->template_name, sizeof sent->template_name, STR("pain001"));
    return OK;
}

/* ---- lists ---- */

typedef struct List {
    const ProviderTemplate *template; /* NULL until the headings have been met */
    int32_t id_column;
    int32_t amount_column;
} List;

static int32_t column_of(const SheetRow *row, Str title) {
    for (size_t i = 0; i < row->cell_count; i++) {
        if (str_equal(str_trim(row->cells[i].text), title)) {
            return row->cells[i].column;
        }
    }
    return 0;
}

static Str row_text(const SheetRow *row, int32_t column) {
    for (size_t i = 0; i < row->cell_count; i++) {
        if (row->cells[i].column == column) {
            return str_trim(row->cells[i].text);
        }
    }
    return (Str){"", 0};
}

/* True when all titles of the template stand in the row. */
static bool list_matches(List *list, const ProviderTemplate *template, const SheetRow *row) {
    for (size_t i = 0; i < template->column_count; i++) {
        int32_t column = column_of(row, template->columns[i].title);
        if (column == 0) {
            return false;
        }
        if (template->columns[i].field == OUT_END_TO_END_ID) {
            list->id_column = column;
        } else if (template->columns[i].field == OUT_AMOUNT) {
            list->amount_column = column;
        }
    }
    list->template = template;
    return template->column_count > 0;
}

/* The number of the file stands in a title after the words that the template puts before it. */
static void reference_take(const ProviderTemplate *template, const SheetRow *row, Sent *sent) {
    for (size_t i = 0; i < template->title_count; i++) {
        size_t at = str_find(template->titles[i], STR("{{batch}}"), 0);
        if (at == SIZE_MAX || at == 0 || row->cell_count == 0) {
            continue;
        }
        Str before = str_part(template->titles[i], 0, at);
        Str text = row->cells[0].text;
        if (str_starts_with(text, before)) {
            text_keep(sent->reference, sizeof sent->reference,
                      str_trim(str_part(text, before.len, text.len)));
        }
    }
}

static Status list_find(Ctx *ctx, SheetReader *sheet, Sent *sent, List *list) {
    const ProviderTemplate *templates[8];
    size_t count = 0;
    for (Str name = provider_template_name(0); !str_is_empty(name) && count < 8;
         name = provider_template_name(count)) {
        TRY(provider_template_load(ctx, name, &templates[count]));
        count++;
    }
    SheetInfo info;
    bool has = false;
    TRY(sheet_next(ctx, sheet, &info, &has));
    for (int i = 0; has && i < HEADER_SEARCH_ROWS; i++) {
        SheetRow row;
        TRY(sheet_next_row(ctx, sheet, &row, &has));
        for (size_t t = 0; has && t < count; t++) {
            reference_take(templates[t], &row, sent);
            if (list_matches(list, templates[t], &row)) {
                return OK;
            }
        }
    }
    return ctx_fail(ctx, E_RESULT_FORMAT, "no template has these headings");
}

static Status list_read(Ctx *ctx, const char *path, Sent *sent, OrderTake take, void *arg) {
    CLEANUP(sheet_close) SheetReader *sheet = NULL;
    SheetLimits limits = {.without_merges = true};
    List list = {.template = NULL};
    TRY(sheet_open(ctx, path, &limits, &sheet));
    TRY(list_find(ctx, sheet, sent, &list));
    bool has = true;
    for (;;) { /* ends with the rows */
        SheetRow row;
        int64_t amount_dong = 0;
        TRY(sheet_next_row(ctx, sheet, &row, &has));
        if (!has) {
            break;
        }
        TRY(row.damage);
        Str id = row_text(&row, list.id_column);
        if (!str_is_empty(id)) {
            TRY(sheet_amount_parse(row_text(&row, list.amount_column), &amount_dong));
            TRY(take(ctx, arg, id, amount_dong));
        }
    }
    text_keep(sent->template_name, sizeof sent->template_name, list.template->name);
    sent->kind = str_starts_with(list.template->name, STR("wallet")) ? PROVIDER_WALLET
                 : str_starts_with(list.template->name, STR("post")) ? PROVIDER_POST
                                                                     : PROVIDER_BANK;
    return OK;
}

Status orders_read(Ctx *ctx, Str path, Sent *sent, OrderTake take, void *arg) {
    char name[FILE_PATH_MAX];
    TRY(file_path(ctx, path, name));
    if (!str_equal(file_extension(path), STR(".xml"))) {
        return list_read(ctx, name, sent, take, arg);
    }
    CLEANUP(file_close) int fd = open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return ctx_fail(ctx, E_FILE_OPEN, "%s", name);
    }
    return xml_read(ctx, &fd, sent, take, arg);
}
