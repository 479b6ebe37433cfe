/* Beneficiaries: search, list, profile; and what officers enter by hand. */
#include "app/lists.h"
#include "app/register.h"
#include "http/exchange.h"

enum { PROGRAMME_BTXH = 1 };

#define AREA_QUERY "area_id:i1-999999999?"
#define PAGE_QUERY "after:i0-9007199254740991? limit:i1-500?"

static int64_t person_of(const Exchange *exchange) {
    return exchange_int(exchange, "person_id");
}

static Status list_page(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    Page page = {exchange_int(exchange, "area_id"), exchange_int(exchange, "after"),
                 exchange_limit(exchange)};
    TRY(beneficiary_list(ctx, &exchange->app, &page, exchange_int(exchange, "channel"), &out));
    return exchange_next(ctx, exchange);
}

static Status search(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    Page page = {exchange_int(exchange, "area_id"), 0, exchange_limit(exchange)};
    return beneficiary_search(ctx, &exchange->app, exchange_text(exchange, "text"), &page, &out);
}

static Status profile(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    return beneficiary_show(ctx, &exchange->app, person_of(exchange), &out);
}

static Status history(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    return beneficiary_history(ctx, &exchange->app, person_of(exchange), &out);
}

static Status reveal(Ctx *ctx, Exchange *exchange) {
    Str number;
    PersonReveal what = {person_of(exchange), exchange_text(exchange, "field"),
                         exchange_text(exchange, "purpose")};
    TRY(person_reveal(ctx, &exchange->app, &what, &number));
    TRY(json_member_text(ctx, &exchange->json, STR("field"), what.field));
    return json_member_text(ctx, &exchange->json, STR("number"), number);
}

static Status movements(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    Page page = {exchange_int(exchange, "area_id"), exchange_int(exchange, "after"),
                 exchange_limit(exchange)};
    TRY(movement_list(ctx, &exchange->app, &page, &out));
    return exchange_next(ctx, exchange);
}

static Status add_enrolment(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    EnrolmentAdd add = {.person_id = person_of(exchange),
                        .programme_id = PROGRAMME_BTXH,
                        .category = exchange_text(exchange, "category"),
                        .degree = exchange_int(exchange, "degree"),
                        .child_count = exchange_int(exchange, "child_count"),
                        .decision_no = exchange_text(exchange, "decision_no"),
                        .decision_date = exchange_int(exchange, "decision_date"),
                        .from_date = exchange_int(exchange, "from_date")};
    TRY(enrolment_add(ctx, &exchange->app, &add, &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status change_enrolment(Ctx *ctx, Exchange *exchange,
                               Status (*change)(Ctx *, App *, const EnrolmentChange *, Reply *)) {
    Reply reply;
    EnrolmentChange what = {person_of(exchange), exchange_int(exchange, "enrolment_id"),
                            exchange_int(exchange, "on_date"),
                            exchange_text(exchange, "reason_code")};
    TRY(change(ctx, &exchange->app, &what, &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status stop(Ctx *ctx, Exchange *exchange) {
    return change_enrolment(ctx, exchange, enrolment_stop);
}

static Status suspend(Ctx *ctx, Exchange *exchange) {
    return change_enrolment(ctx, exchange, enrolment_suspend);
}

static Status resume(Ctx *ctx, Exchange *exchange) {
    return change_enrolment(ctx, exchange, enrolment_resume);
}

static Status move(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    PersonMove what = {person_of(exchange), exchange_int(exchange, "to_area_id"),
                       exchange_int(exchange, "on_date")};
    TRY(person_move(ctx, &exchange->app, &what, &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status add_mandate(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    MandateAdd add = {.person_id = person_of(exchange),
                      .kind = exchange_int(exchange, "kind"),
                      .recipient_name = exchange_text(exchange, "recipient_name"),
                      .relation = exchange_text(exchange, "relation"),
                      .recipient_id = exchange_text(exchange, "recipient_id"),
                      .certifier = exchange_text(exchange, "certifier"),
                      .certified_on = exchange_int(exchange, "certified_on"),
                      .valid_from = exchange_int(exchange, "valid_from"),
                      .valid_to = exchange_int(exchange, "valid_to"),
                      .cap_dong = exchange_int(exchange, "cap_dong")};
    TRY(mandate_add(ctx, &exchange->app, &add, &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status revoke_mandate(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    TRY(mandate_revoke(ctx, &exchange->app, person_of(exchange),
                       exchange_int(exchange, "mandate_id"), exchange_int(exchange, "on_date"),
                       &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status set_account(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    AccountSet set = {.person_id = person_of(exchange),
                      .provider_code = exchange_text(exchange, "provider_code"),
                      .channel = exchange_int(exchange, "channel"),
                      .number = exchange_text(exchange, "number"),
                      .holder_name = exchange_text(exchange, "holder_name"),
                      .mandate_id = exchange_int(exchange, "mandate_id")};
    TRY(account_set(ctx, &exchange->app, &set, &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status place_hold(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    HoldSet set = {person_of(exchange), exchange_text(exchange, "reason_code")};
    TRY(hold_place(ctx, &exchange->app, &set, &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status lift_hold(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    HoldSet set = {person_of(exchange), exchange_text(exchange, "reason_code")};
    TRY(hold_lift(ctx, &exchange->app, &set, &reply));
    return exchange_reply(ctx, exchange, &reply);
}

#define READS RIGHT_REGISTER_READ, ROUTE_HIDES
#define ENTERS RIGHT_REGISTER_WRITE, ROUTE_WRITES | ROUTE_KEYED | ROUTE_HIDES
#define PERSON API "/beneficiaries/{person_id}"
#define CHANGE_BODY "enrolment_id:i1-9007199254740991? on_date:d reason_code:s2-40"

static const Route ROUTES[] = {
    {"GET", API "/beneficiaries", "list_beneficiaries",
     "Beneficiaries by commune and name; channel 1 bank 2 wallet 3 cash at a point 4 cash at home "
     "9 none",
     RIGHT_REGISTER_READ, 0, AREA_QUERY " channel:i1-9? " PAGE_QUERY, "",
     "beneficiaries[person_id:i full_name:s sex:s birth_date:d area_id:i area_code:s area_name:s "
     "hamlet:s? citizen_id_mask:s? category:s? from_date:d? to_date:d? channel:s? "
     "provider_code:s? number_mask:s? recipient_name:s?] next:i?",
     list_page},
    {"POST", API "/beneficiaries/search", "search_beneficiaries",
     "By beginning of the name without tones, identity number, telephone or id; a number never "
     "stands in an address",
     RIGHT_REGISTER_READ, 0, "", "text:s1-120 area_id:i1-999999999? limit:i1-500?",
     "beneficiaries[person_id:i full_name:s sex:s birth_date:d area_code:s area_name:s hamlet:s? "
     "citizen_id_mask:s?]",
     search},
    {"GET", PERSON, "show_beneficiary",
     "Everything about one person: rights, recipients, accounts, what was owed and why, the trail "
     "to the books",
     READS, "", "",
     "person[full_name:s sex:s birth_date:d area_name:s hamlet:s? citizen_id_mask:s? phone_mask:s? "
     "death_date:d?] "
     "sources[intake_id:i file_name:s sheet_no:i row_no:i outcome:s stored_path:s] "
     "enrolments[enrolment_id:i category:s degree:s decision_no:s decision_date:d from_date:d "
     "to_date:d? end_reason:s?] "
     "mandates[mandate_id:i recipient_name:s relation:s? certifier:s valid_from:d valid_to:d? "
     "revoked_on:d?] "
     "accounts[account_id:i provider_code:s channel:s number_mask:s? holder_name:s valid_from:d "
     "is_live:b] "
     "payments[period:p component:s clause_code:s standard_dong:m coefficient_hundredths:i "
     "amount_dong:m state:s?] "
     "trail[period:p obligation_id:i payroll_id:i attempt_no:i? end_to_end_id:s sent_file:s "
     "line_no:i? event:s? state:s? result_file:s row_no:i? txn_id:i?]",
     profile},
    {"GET", PERSON "/history", "show_history",
     "Movements, holds, and who saw a number of this person in clear", READS, "", "",
     "movements[movement_id:i at_us:i kind:s reason_code:s effective_on:d enrolment_id:i? "
     "from_area:s? to_area:s? file_name:s? row_no:i? login:s?] "
     "holds[hold_id:i reason_code:s placed_us:i placed_by:s? lifted_us:i? lifted_by:s?] "
     "reveals[at_us:i login:s full_name:s field:s purpose:s]",
     history},
    {"POST", PERSON "/reveal", "reveal_number",
     "One number in clear, for a purpose, into the log. field: citizen_id, phone, account_number",
     RIGHT_REVEAL, ROUTE_WRITES | ROUTE_HIDES, "", "field:s5-20 purpose:s5-200", "field:s number:s",
     reveal},
    {"GET", API "/movements", "list_movements",
     "What officers entered by hand, newest first; after goes down", RIGHT_REGISTER_READ, 0,
     AREA_QUERY " " PAGE_QUERY, "",
     "movements[recorded_seq:i at_us:i person_id:i full_name:s area_name:s kind:s reason_code:s "
     "effective_on:d login:s?] next:i?",
     movements},
    {"POST", PERSON "/enrolments", "add_enrolment", "Enter a decision", ENTERS, "",
     "category:s3-40 degree:i0-2? child_count:i0-20? decision_no:s1-60 decision_date:d "
     "from_date:d?",
     "person_id:i enrolment_id:i from_date:d", add_enrolment},
    {"POST", PERSON "/stop", "stop_enrolment",
     "A right ends; without enrolment_id all of them (death)", ENTERS, "", CHANGE_BODY,
     "person_id:i stopped_count:i", stop},
    {"POST", PERSON "/suspend", "suspend_enrolment", "Suspend a right", ENTERS, "", CHANGE_BODY,
     "person_id:i changed_count:i", suspend},
    {"POST", PERSON "/resume", "resume_enrolment", "Resume a right, with arrears", ENTERS, "",
     CHANGE_BODY, "person_id:i changed_count:i", resume},
    {"POST", PERSON "/move", "move_person", "The person lives elsewhere from a day on", ENTERS, "",
     "to_area_id:i1-999999999 on_date:d", "person_id:i to_area_id:i", move},
    {"POST", PERSON "/mandates", "add_mandate",
     "Enter who may lawfully collect. kind: 1 authorised 2 guardian 3 legal representative", ENTERS,
     "",
     "kind:i1-3 recipient_name:s2-120 relation:s1-60? recipient_id:s9-12? certifier:s2-120 "
     "certified_on:d valid_from:d valid_to:d? cap_dong:m1-1000000000?",
     "person_id:i mandate_id:i", add_mandate},
    {"POST", PERSON "/mandates/{mandate_id}/revoke", "revoke_mandate",
     "Revoke it; accounts under it close", ENTERS, "", "on_date:d",
     "person_id:i mandate_id:i closed_account_count:i", revoke_mandate},
    {"POST", PERSON "/account", "set_account",
     "Where the money goes. channel: 1 bank 2 wallet 3 cash at a point 4 cash at home", ENTERS, "",
     "provider_code:s1-20 channel:i1-4 number:s4-19? holder_name:s2-120 "
     "mandate_id:i1-9007199254740991?",
     "person_id:i account_id:i", set_account},
    {"POST", PERSON "/holds", "place_hold", "Stop money at listing, release and sending", ENTERS,
     "", "reason_code:s2-40", "person_id:i hold_id:i", place_hold},
    {"POST", PERSON "/holds/lift", "lift_hold", "Lift a hold; not by who placed it", ENTERS, "",
     "reason_code:s2-40", "person_id:i hold_id:i", lift_hold},
};

RouteList routes_register(void) {
    return (RouteList){ROUTES, sizeof ROUTES / sizeof ROUTES[0]};
}
