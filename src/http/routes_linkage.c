/* Who stands in the register twice: searches, the queue of pairs, verdicts. */
#include "app/dedupe.h"
#include "http/exchange.h"

enum { PERCENT_PPM = 10000, MEMORY_BYTES = 1 << 30, REVIEW_PERCENT = 50 };

static Status runs(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    return dedupe_list_runs(ctx, &exchange->app, &out);
}

static Status run(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    int64_t percent = exchange_int(exchange, "least_percent");
    DedupeRun what = {.area_id = exchange_int(exchange, "area_id"),
                      .review_ppm = (percent ? percent : REVIEW_PERCENT) * PERCENT_PPM,
                      .memory_bytes = MEMORY_BYTES};
    TRY(dedupe_run(ctx, &exchange->app, &what, &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status queue(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    Page page = {exchange_int(exchange, "area_id"), exchange_int(exchange, "after"),
                 exchange_limit(exchange)};
    TRY(dedupe_queue(ctx, &exchange->app, &page, (PairState)exchange_int(exchange, "state"), &out));
    return exchange_next(ctx, exchange);
}

static Status show(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    return dedupe_show(ctx, &exchange->app, exchange_int(exchange, "pair_id"), &out);
}

static Status decide(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    DedupeVerdict verdict = {.person_id = exchange_int(exchange, "person_id"),
                             .other_person_id = exchange_int(exchange, "other_person_id"),
                             .verdict = (PairState)exchange_int(exchange, "verdict"),
                             .reason = exchange_text(exchange, "reason")};
    TRY(dedupe_verdict(ctx, &exchange->app, &verdict, &reply));
    return exchange_reply(ctx, exchange, &reply);
}

#define PAIRS API "/dedupe/pairs"

static const Route ROUTES[] = {
    {"GET", API "/dedupe/runs", "list_dedupe_runs", "Searches for duplicates, newest first",
     RIGHT_REGISTER_READ, 0, "", "",
     "runs[run_id:i at_us:i area_name:s? review_ppm:i record_count:i pair_count:i found_count:i "
     "new_count:i implied_count:i gone_count:i login:s?]",
     runs},
    {"POST", API "/dedupe/runs", "run_dedupe",
     "Everybody of the area against everybody; pairs at least so likely wait for a verdict. Over "
     "unchanged records nothing is added (repeated 1)",
     RIGHT_REGISTER_WRITE, ROUTE_WRITES | ROUTE_KEYED | ROUTE_HIDES | ROUTE_JOB, "",
     "area_id:i1-999999999 least_percent:i1-100?",
     "run_id:i record_count:i pair_count:i found_count:i new_count:i implied_count:i gone_count:i "
     "repeated:i",
     run},
    {"GET", PAIRS, "list_dedupe_pairs",
     "Pairs that may be one person, both within the area. state 0 waiting 1 same 2 different 3 "
     "undecided 4 gone 9 all",
     RIGHT_REGISTER_READ, 0,
     "area_id:i1-999999999? state:i0-9? after:i0-9007199254740991? limit:i1-500?", "",
     "pairs[pair_id:i probability_ppm:i? state:s person_id:i full_name:s birth_date:d area_name:s "
     "citizen_id_mask:s? other_person_id:i other_name:s other_birth_date:d other_area_name:s "
     "other_id_mask:s? held_person_id:i?] next:i?",
     queue},
    {"GET", PAIRS "/{pair_id}", "show_dedupe_pair",
     "Both records, what speaks for and against, the verdicts", RIGHT_REGISTER_READ, ROUTE_HIDES,
     "", "",
     "persons[person_id:i full_name:s sex:s birth_date:d area_name:s hamlet:s? citizen_id_mask:s? "
     "category:s? decision_no:s? from_date:d? account_mask:s? is_held:b] "
     "reasons[comparison:s level:s bits:s] "
     "verdicts[verdict_no:i at_us:i verdict:s held_person_id:i? reason:s login:s?]",
     show},
    {"POST", API "/dedupe/verdicts", "give_dedupe_verdict",
     "1 the same person: the later record is held; 2 two persons; 3 undecided. The last one counts",
     RIGHT_REGISTER_WRITE, ROUTE_WRITES | ROUTE_KEYED | ROUTE_HIDES, "",
     "person_id:i1-9007199254740991 other_person_id:i1-9007199254740991 verdict:i1-3 "
     "reason:s5-500",
     "pair_id:i verdict_no:i held_person_id:i hold_placed:i hold_lifted:i", decide},
};

RouteList routes_linkage(void) {
    return (RouteList){ROUTES, sizeof ROUTES / sizeof ROUTES[0]};
}
