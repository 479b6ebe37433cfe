/* What the rows of a list are judged by: the communes of its area, the law's categories, providers.
 */
#include "app/intake.h"

#include "law/law.h"
#include "text/fold.h"

enum { AREA_MAX = 20000, PROVIDER_MAX = 256, LEVEL_COMMUNE = 3 };

static Status areas_read(Ctx *ctx, App *app, int64_t area_id, RowRules *rules) {
    RowArea *areas = NULL;
    size_t count = 0;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(ctx_alloc(ctx, AREA_MAX * sizeof *areas, (void **)&areas));
    TRY(db_query(ctx, app->db, SQL_AREA_LIST_COMMUNES,
                 DB_PARAMS(DB_I(area_id), DB_I(ctx_today(ctx))), &cursor));
    for (;;) { /* ends: there are some thousand communes */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row || count == AREA_MAX) {
            break;
        }
        RowArea *area = &areas[count++];
        area->area_id = db_int64(cursor, 0);
        TRY(ctx_copy_str(ctx, db_str(cursor, 1), &area->area_code));
        TRY(ctx_copy_str(ctx, db_str(cursor, 2), &area->name_fold));
    }
    rules->areas = areas;
    rules->area_count = count;
    rules->area_id = count == 1 && areas[0].area_id == area_id ? area_id : 0;
    return OK;
}

static Status providers_read(Ctx *ctx, App *app, RowRules *rules) {
    RowProvider *providers = NULL;
    size_t count = 0;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(ctx_alloc(ctx, PROVIDER_MAX * sizeof *providers, (void **)&providers));
    TRY(db_query(ctx, app->db, SQL_PROVIDER_LIST, DB_NO_PARAMS, &cursor));
    for (;;) { /* ends: there are a few dozen providers */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row || count == PROVIDER_MAX) {
            break;
        }
        RowProvider *provider = &providers[count++];
        provider->provider_id = db_int64(cursor, 0);
        provider->kind = db_int64(cursor, 3);
        TRY(ctx_copy_str(ctx, db_str(cursor, 1), &provider->code));
        TRY(text_fold(ctx, db_str(cursor, 2), &provider->name_fold));
        TRY(ctx_copy_str(ctx, db_str(cursor, 4), &provider->bin));
    }
    rules->providers = providers;
    rules->provider_count = count;
    return OK;
}

enum { PROGRAMME_BTXH = 1, ANY_DEGREE = 7 };

/* Lists bring monthly rights of social assistance; what happens once, and other programmes, do not
 * come as enrolments. */
static bool category_is_listed(const LawCategory *category) {
    return category->basis == LAW_BASIS_DECISION && category->programme_no == PROGRAMME_BTXH;
}

static Status categories_read(Ctx *ctx, const App *app, RowRules *rules) {
    CategoryRule *categories = NULL;
    size_t count = law_category_count(app->law);
    TRY(ctx_alloc(ctx, (count + 1) * sizeof *categories, (void **)&categories));
    rules->category_count = 0;
    for (size_t i = 0; i < count; i++) {
        const LawCategory *category = law_category_at(app->law, (int32_t)i + 1);
        if (!category_is_listed(category)) {
            continue;
        }
        categories[rules->category_count++] = (CategoryRule){
            .category = category->category_code,
            .age_from = category->age_from,
            .age_below = category->age_below,
            .degrees = category->degrees == ANY_DEGREE ? 1U << LAW_DEGREE_NONE : category->degrees,
            .counts = category->counts,
            .applies_from = category->pays_from,
            .applies_to = law_category_last_day(app->law, (int32_t)i + 1, LAW_ALL_KNOWN)};
    }
    rules->categories = categories;
    return OK;
}

typedef struct RulesArg {
    int64_t area_id;
    RowRules *rules;
} RulesArg;

static Status rules_read(Ctx *ctx, App *app, const void *arg) {
    const RulesArg *rules = arg;
    TRY(areas_read(ctx, app, rules->area_id, rules->rules));
    TRY(providers_read(ctx, app, rules->rules));
    return categories_read(ctx, app, rules->rules);
}

Status intake_rules_read(Ctx *ctx, App *app, int64_t area_id, RowRules *ret_rules) {
    RowRules rules = {.today = ctx_today(ctx)};
    RulesArg arg = {area_id, &rules};
    TRY(app_read(ctx, app, RIGHT_REGISTER_WRITE, area_id, rules_read, &arg));
    if (rules.area_count == 0) {
        return ctx_fail(ctx, E_AREA_UNKNOWN, "%s",
                        ctx_say(ctx, "địa bàn này hôm nay không có xã nào",
                                "this area holds no communes today"));
    }
    *ret_rules = rules;
    return OK;
}
