/*
 * Attempt ids: line n of batch 1 is 1048576 + n; of batch 2 2097152 + n; of batch 4 4194304 + n.
 * Obligations of May are 5xx, of June 6xx, xx being the person; arrears of 114 are 664.
 */
#include "tamper.h"

#include <stddef.h>

const Tamper TAMPERS[] = {
    /* ---- books ---- */
    {"a_posting_changed_breaks_the_balance",
     "UPDATE posting SET amount_dong = amount_dong + 1000 WHERE txn_id = 3 AND ledger_account = 20 "
     "AND "
     "area_id = 2 AND provider_id = 1",
     "L1-balance", "\"what\":\"TXN_SUM\",\"txn_id\":3,\"sum_dong\":1000", "L1-zero", NULL, NULL, 0,
     0},
    {"a_posting_deleted_breaks_the_balance",
     "DELETE FROM posting WHERE txn_id = 15 AND ledger_account = 30", "L1-balance",
     "\"what\":\"TXN_SUM\",\"txn_id\":15,\"sum_dong\":750000", "L1-zero L1-lines", NULL, NULL, 0,
     0},
    {"a_posting_without_transaction_is_found", "DELETE FROM ledger_txn WHERE txn_id = 15",
     "L1-balance", "\"what\":\"TXN_MISSING\",\"txn_id\":15", "", NULL, NULL, 0, 0},
    {"a_transaction_without_postings_is_found",
     "INSERT INTO ledger_txn VALUES (99, 1, 202606, NULL, NULL, NULL, NULL, NULL, 22)",
     "L1-balance", "\"what\":\"TXN_EMPTY\",\"txn_id\":99", "", NULL, NULL, 0, 0},
    {"a_posting_of_zero_is_found", "INSERT INTO posting VALUES (5, 900, 2, 11, 1, 202606, 0, 0, 0)",
     "L1-zero", "\"what\":\"POSTING_ZERO\",\"txn_id\":5,\"line_no\":900", "", NULL,
     "ALTER TABLE posting DROP CONSTRAINT posting_amount_dong_check", 0, 0},
    {"expense_moved_to_another_commune_is_found",
     "UPDATE posting SET area_id = 4 WHERE txn_id = 24 AND ledger_account = 50 AND area_id = 2",
     "L1-lines", "\"txn_id\":24,\"ledger_account\":50,\"provider_id\":1,\"area_id\":2",
     "L1-expense", NULL, NULL, 0, 0},
    {"a_balanced_entry_on_expense_with_nothing_behind_it_is_found",
     "INSERT INTO ledger_txn VALUES (98, 1, 202606, NULL, NULL, NULL, NULL, NULL, 22);"
     "INSERT INTO posting VALUES (98, 1, 2, 50, 1, 202606, 1, 0, 123000), (98, 2, 2, 30, 1, "
     "202606, 1, 0, "
     "-123000)",
     "L1-lines",
     "\"txn_id\":98,\"ledger_account\":50,\"area_id\":2,\"batch_id\":0,\"amount_dong\":123000",
     "L1-expense", NULL, NULL, 0, 0},
    {"in_transit_of_a_batch_is_compared",
     "UPDATE posting SET batch_id = 4 WHERE txn_id = 15 AND ledger_account = 40", "L1-in-transit",
     "\"batch_id\":5,\"balance_dong\":0,\"rows_dong\":750000", "L1-lines", NULL, NULL, 0, 0},
    {"an_unclaimed_sum_at_another_provider_is_found",
     "UPDATE posting SET provider_id = 1 WHERE ledger_account = 61", "L1-unclaimed",
     "\"provider_id\":2,\"_\":0,\"balance_dong\":0,\"rows_dong\":750000", "L1-lines L2-settlement",
     NULL, NULL, 0, 0},
    {"a_returns_balance_without_notice_is_found",
     "UPDATE posting SET amount_dong = amount_dong + 5000 WHERE ledger_account = 60;"
     "UPDATE posting SET amount_dong = amount_dong - 5000 WHERE ledger_account = 50 AND txn_id = "
     "23",
     "L1-returns", "\"provider_id\":1,\"_\":0,\"balance_dong\":755000,\"rows_dong\":750000",
     "L1-lines L1-expense L2-settlement", NULL, NULL, 0, 0},
    {"an_overpayment_without_open_case_is_found",
     "UPDATE payment_case SET closed_seq = 22, closed_as = 1", "L1-overpayment",
     "\"balance_dong\":750000,\"rows_dong\":0", "", NULL, NULL, 0, 0},
    {"a_conflict_without_case_is_found", "DELETE FROM payment_case", "L1-overpayment",
     "\"what\":\"CONFLICT_NO_CASE\",\"attempt_id\":1048582,\"person_id\":109,\"amount_dong\":"
     "750000",
     "", NULL, NULL, 0, 0},
    {"an_instalment_without_claim_or_decision_is_found",
     "INSERT INTO recovery_deduction VALUES (601, 101, 900, 1, 2, 202606, 50000)", "P5-recovery",
     "\"what\":\"DEDUCTION_NO_CLAIM\",\"case_id\":900,\"person_id\":101,\"obligation_id\":601",
     "L1-lines L1-overpayment", NULL, NULL, 0, 0},
    {"a_sum_withheld_for_no_claim_is_found",
     "UPDATE obligation SET withheld_dong = 1000 WHERE obligation_id = 601", "P5-recovery",
     "\"person_id\":101,\"obligation_id\":601,\"withheld_dong\":1000,\"rows_dong\":0",
     "A1-digest P4-amount", NULL, NULL, 0, 0},
    {"a_claim_on_a_month_that_was_never_owed_is_found",
     "INSERT INTO claim_month VALUES (900, 101, 1, 202604, 50000)", "P5-recovery",
     "\"what\":\"CLAIM_ABOVE_PAID\",\"case_id\":900,\"person_id\":101,\"period\":202604", "", NULL,
     NULL, 0, 0},
    {"a_suspense_row_that_lost_its_money_is_found", "UPDATE suspense SET amount_dong = 900000",
     "L1-unidentified", "\"txn_id\":23,\"provider_id\":1,\"difference_dong\":-99000", "", NULL,
     NULL, 0, 0},
    {"a_suspense_row_without_owner_is_found", "UPDATE suspense SET owner = ''", "L1-unidentified",
     "\"result_id\":3,\"row_no\":7,\"amount_dong\":999000", "", NULL, NULL, 0, 0},
    {"committing_before_the_allotment_is_found",
     "UPDATE posting SET amount_dong = amount_dong / 2 WHERE txn_id = 1", "L1-budget",
     "\"what\":\"AVAILABLE_BELOW_ZERO\",\"txn_id\":2,\"area_id\":1,\"available_dong\":-4750000", "",
     NULL, NULL, 0, 0},
    {"a_posting_into_a_locked_period_is_found",
     "INSERT INTO ledger_txn VALUES (97, 1, 202605, NULL, NULL, NULL, NULL, NULL, 20);"
     "INSERT INTO posting VALUES (97, 1, 2, 11, 1, 202605, 0, 0, 7000), (97, 2, 2, 10, 1, 202605, "
     "0, 0, "
     "-7000)",
     "L2-locked-period",
     "\"what\":\"POSTED_LATE\",\"txn_id\":97,\"line_no\":1,\"fiscal_period\":202605", "", NULL,
     NULL, 0, 0},
    {"a_posting_slipped_in_with_an_old_date_is_found",
     "INSERT INTO ledger_txn VALUES (97, 1, 202605, NULL, NULL, NULL, NULL, NULL, 13);"
     "INSERT INTO posting VALUES (97, 1, 2, 11, 1, 202605, 0, 0, 7000), (97, 2, 2, 10, 1, 202605, "
     "0, 0, "
     "-7000)",
     "L2-locked-period", "\"what\":\"COUNT_DIFFERS\",\"programme_id\":1,\"period\":202605", "",
     NULL, NULL, 0, 0},
    {"a_settlement_that_states_too_much_paid_is_found",
     "UPDATE settlement SET paid_dong = paid_dong + 1, closing_dong = closing_dong - 1 WHERE "
     "area_id = 3",
     "L2-settlement",
     "SETTLEMENT_PAID\",\"programme_id\":1,\"period\":202605,\"area_id\":3,\"provider_id\":1", "",
     NULL, NULL, 0, 0},
    {"a_settlement_row_taken_away_is_found",
     "DELETE FROM settlement WHERE area_id = 2 AND provider_id = 2", "L2-settlement",
     "SETTLEMENT_MISSING\",\"programme_id\":1,\"period\":202605,\"area_id\":2,\"provider_id\":2",
     "", NULL, NULL, 0, 0},
    {"an_approval_without_commitment_is_found",
     "UPDATE ledger_txn SET payroll_id = NULL WHERE txn_id = 6", "L1-lines",
     "\"what\":\"COMMIT_MISSING\",\"payroll_id\":2,\"total_dong\":9250000", "", NULL, NULL, 0, 0},

    /* ---- obligations and lists ---- */
    {"an_obligation_raised_by_hand_is_found",
     "UPDATE obligation SET amount_dong = 760000 WHERE obligation_id = 601", "P4-amount",
     "\"what\":\"AMOUNT_NOT_PRODUCT\",\"person_id\":101,\"obligation_id\":601,\"amount_dong\":"
     "760000,\""
     "expected_dong\":750000",
     "A1-digest P4-totals P4-difference P1-attempt-amount L1-lines", NULL, NULL, 0, 0},
    {"an_absurd_amount_does_not_end_the_audit",
     "UPDATE obligation SET amount_dong = 9223372036854775807 WHERE obligation_id = 613",
     "P4-amount",
     "\"what\":\"AMOUNT_NOT_PRODUCT\",\"person_id\":113,\"obligation_id\":613,\"amount_dong\":"
     "9223372036854775807,\"expected_dong\":750000",
     "A1-digest P4-totals P4-difference L1-lines", NULL, NULL, 0, 0},
    {"a_coefficient_the_clause_does_not_have_is_found",
     "UPDATE obligation SET coefficient_hundredths = 300, amount_dong = 1500000 WHERE "
     "obligation_id = 613",
     "P4-amount", "\"what\":\"COEFFICIENT_NOT_LAW\",\"person_id\":113,\"obligation_id\":613",
     "A1-digest P4-totals P4-difference L1-lines", NULL, NULL, 0, 0},
    {"a_standard_of_another_time_is_found",
     "UPDATE obligation SET standard_dong = 540000, amount_dong = 810000 WHERE obligation_id = 613",
     "P4-amount",
     "\"what\":\"STANDARD_NOT_LAW\",\"person_id\":113,\"obligation_id\":613,\"period\":202606,"
     "\"standard_"
     "dong\":540000",
     "A1-digest P4-totals P4-difference L1-lines", NULL, NULL, 0, 0},
    {"a_clause_that_has_ended_is_found",
     "UPDATE obligation SET clause_id = 5, coefficient_hundredths = 100, amount_dong = 500000 "
     "WHERE "
     "obligation_id = 613",
     "P4-amount", "\"what\":\"CLAUSE_ENDED\",\"person_id\":113,\"obligation_id\":613",
     "A1-digest P4-totals P4-difference L1-lines", NULL, NULL, 0, 0},
    {"arrears_above_what_was_missing_are_found",
     "UPDATE obligation SET amount_dong = 750000 WHERE obligation_id = 664", "P4-amount",
     "\"what\":\"ARREARS_NOT_DIFFERENCE\",\"person_id\":114,\"obligation_id\":664,\"period\":"
     "202605,\"amount_"
     "dong\":750000,\"expected_dong\":250000",
     "A1-digest P4-totals P4-difference P1-attempt-amount L1-lines", NULL, NULL, 0, 0},
    {"an_obligation_moved_to_another_person_changes_the_digest",
     "UPDATE obligation SET enrolment_id = 1150 WHERE obligation_id = 615", "A1-digest",
     "\"payroll_id\":2,\"period\":202606,\"line_count\":13,\"total_dong\":9250000", "", NULL, NULL,
     0, 0},
    {"a_digest_replaced_is_found", "UPDATE payroll SET digest = {00} WHERE payroll_id = 1",
     "A1-digest", "\"payroll_id\":1", "", NULL, NULL, 0, 0},
    {"a_total_changed_is_found",
     "UPDATE payroll SET total_dong = total_dong + 1 WHERE payroll_id = 2", "P4-totals",
     "\"what\":\"TOTAL_DIFFERS\",\"payroll_id\":2,\"total_dong\":9250001,\"rows_dong\":9250000",
     "A1-digest P4-difference", NULL, NULL, 0, 0},
    {"a_commune_outside_the_province_is_found",
     "UPDATE obligation SET area_id = 4 WHERE obligation_id = 613", "P4-totals",
     "\"what\":\"AREA_OUTSIDE\",\"payroll_id\":2,\"person_id\":113,\"obligation_id\":613,\"area_"
     "id\":4",
     "A1-digest L1-lines", NULL, NULL, 0, 0},
    {"a_difference_without_reason_is_found", "DELETE FROM payroll_difference WHERE person_id = 111",
     "P4-difference",
     "\"what\":\"NO_REASON\",\"payroll_id\":2,\"person_id\":111,\"previous_dong\":750000,\"amount_"
     "dong\":0",
     "", NULL, NULL, 0, 0},
    {"a_difference_of_another_sum_is_found",
     "UPDATE payroll_difference SET amount_dong = 740000 WHERE person_id = 115", "P4-difference",
     "\"what\":\"PERSON_SUM\",\"person_id\":115,\"previous_dong\":0,\"amount_dong\":740000", "",
     NULL, NULL, 0, 0},
    {"an_eligible_person_left_off_the_list_is_found",
     "DELETE FROM payroll_held WHERE payroll_id = 2 AND person_id = 107", "P3-nobody-lost",
     "\"what\":\"LOST\",\"person_id\":107,\"payroll_id\":2,\"period\":202606", "", NULL, NULL, 0,
     0},
    {"a_person_listed_without_enrolment_is_found",
     "UPDATE enrolment SET to_date = 20260401 WHERE person_id = 106", "P3-nobody-lost",
     "\"what\":\"NOT_ELIGIBLE\",\"person_id\":106,\"payroll_id\":2", "", NULL, NULL, 0, 0},
    {"a_person_listed_while_suspended_is_found",
     "INSERT INTO enrolment_pause VALUES (108, 108, 202606, NULL, 'HELD', 15, NULL)",
     "P3-nobody-lost", "\"what\":\"NOT_ELIGIBLE\",\"person_id\":108,\"payroll_id\":2", "", NULL,
     NULL, 0, 0},
    {"an_enrolment_recorded_after_the_list_changes_nothing_but_a_change_does",
     "UPDATE enrolment SET recorded_seq = 17 WHERE person_id = 101", "P3-nobody-lost",
     "\"what\":\"NOT_ELIGIBLE\",\"person_id\":101,\"payroll_id\":2", "", NULL, NULL, 0, 0},
    {"heads_that_do_not_count_are_found",
     "UPDATE payroll SET obligated_count = 11, eligible_count = 12 WHERE payroll_id = 2",
     "P3-nobody-lost",
     "\"what\":\"COUNT_DIFFERS\",\"payroll_id\":2,\"eligible\":12,\"obligated\":11,\"held\":1,"
     "\"rows_"
     "obligated\":12,\"rows_held\":1",
     "", NULL, NULL, 0, 0},
    {"an_obligation_without_attempt_or_reason_is_found",
     "UPDATE hold SET lifted_seq = 7 WHERE person_id = 113", "P3-left-out",
     "\"obligation_id\":513,\"person_id\":113,\"payroll_id\":1,\"amount_dong\":750000", "", NULL,
     NULL, 0, 0},
    {"two_live_obligations_are_found",
     "INSERT INTO obligation VALUES (690, 113, 2, 1, 202606, 1, 2, 1, 113, 2, 6, 500000, 150, "
     "750000, 0)",
     "P1-one-live-obligation",
     "\"person_id\":113,\"period\":202606,\"programme_id\":1,\"component\":1,\"count\":2,\"amount_"
     "dong\":"
     "1500000",
     "A1-digest P4-totals P4-difference L1-lines", NULL, NULL, 0, 0},
    {"a_run_made_twice_is_found",
     "INSERT INTO payroll SELECT 3, programme_id, area_id, period, 1, 4, law_hash, input_hash, "
     "digest, 0, 0, "
     "0, 0, 0, 0, NULL, made_by, made_seq, NULL, NULL, NULL FROM payroll WHERE payroll_id = 2",
     "P1-one-run",
     "\"payroll_id\":2,\"count\":2,\"programme_id\":1,\"area_id\":1,\"period\":202606", "A1-digest",
     NULL, "ALTER TABLE payroll DROP CONSTRAINT payroll_programme_id_area_id_period_kind_key", 0,
     1},

    /* ---- attempts, events, batches ---- */
    {"an_attempt_changed_is_found",
     "UPDATE attempt SET amount_dong = 850000 WHERE attempt_id = 4194305", "P1-attempt-amount",
     "\"what\":\"ATTEMPT_NOT_ALLOCATIONS\",\"attempt_id\":4194305,\"person_id\":101,\"amount_"
     "dong\":850000,\""
     "allocated_dong\":750000",
     "R1-batch-digest", NULL, NULL, 0, 0},
    {"evidence_of_another_amount_is_found",
     "UPDATE attempt_event SET amount_dong = 740000 WHERE attempt_id = 4194305",
     "P1-attempt-amount",
     "\"what\":\"EVENT_AMOUNT\",\"attempt_id\":4194305,\"person_id\":101,\"event_no\":1,\"amount_"
     "dong\":"
     "750000,\"evidence_dong\":740000",
     "R2-result-file", NULL, NULL, 0, 0},
    {"an_allocation_of_another_amount_is_found",
     "UPDATE allocation SET amount_dong = 700000 WHERE obligation_id = 601", "P1-attempt-amount",
     "\"what\":\"ALLOCATION_NOT_OBLIGATION\",\"obligation_id\":601,\"person_id\":101,\"attempt_"
     "id\":4194305,"
     "\"amount_dong\":700000,\"obligation_dong\":750000",
     "L1-lines L1-expense", NULL, NULL, 0, 0},
    {"an_allocation_without_attempt_is_found",
     "INSERT INTO allocation VALUES (613, 113, 1, NULL, 4194399, 750000)", "P1-attempt-amount",
     "\"what\":\"ALLOCATION_ORPHAN\",\"attempt_id\":4194399,\"person_id\":113,\"obligation_id\":"
     "613",
     "", NULL, NULL, 0, 0},
    {"a_batch_state_set_by_hand_is_found", "UPDATE batch SET state = 3 WHERE batch_id = 5",
     "R1-batch-state", "\"batch_id\":5,\"state\":3,\"to_state\":4", "", NULL, NULL, 0, 0},
    {"a_batch_step_taken_away_is_found",
     "DELETE FROM batch_event WHERE batch_id = 5 AND event_no = 2", "R1-batch-state",
     "\"what\":\"STEP_NOT_FOLLOWING\",\"batch_id\":5,\"event_no\":3", "", NULL, NULL, 0, 0},
    {"an_event_number_missing_is_found",
     "DELETE FROM attempt_event WHERE attempt_id = 1048580 AND event_no = 2", "R1-attempt-fold",
     "\"what\":\"EVENT_GAP\",\"attempt_id\":1048580,\"person_id\":104,\"event_no\":3,\"expected\":"
     "2",
     "L1-lines R2-result-file", NULL, NULL, 0, 0},
    {"an_illegal_step_is_found",
     "UPDATE attempt_event SET to_state = 9 WHERE attempt_id = 1048579 AND event_no = 1",
     "R1-attempt-fold",
     "\"what\":\"STEP_ILLEGAL\",\"attempt_id\":1048579,\"person_id\":103,\"event_no\":1,\"from_"
     "state\":4,\""
     "event\":7,\"to_state\":9",
     "P1-one-blocking-attempt P1-net-paid L1-lines L1-expense P2-unknown-blocks", NULL, NULL, 0, 0},
    {"a_step_added_to_the_table_is_found", "INSERT INTO attempt_transition VALUES (6, 2, 13)",
     "R1-attempt-fold", "\"what\":\"STEP_TABLE\",\"from_state\":6,\"event\":2,\"to_state\":13", "",
     NULL, NULL, 0, 0},
    {"an_event_of_nobody_is_found",
     "INSERT INTO attempt_event SELECT attempt_id, 999, event_no, event, from_state, to_state, "
     "amount_dong, "
     "reason_code, NULL, NULL, NULL, recorded_seq FROM attempt_event WHERE attempt_id = 1048577",
     "R1-attempt-fold", "\"what\":\"EVENT_ORPHAN\",\"attempt_id\":1048577,\"person_id\":999", "",
     NULL, NULL, 0, 0},
    {"paid_without_a_posting_is_found",
     "UPDATE attempt_event SET txn_id = NULL WHERE attempt_id = 4194306", "L1-lines",
     "\"what\":\"EVENT_NOT_BOOKED\",\"attempt_id\":4194306,\"person_id\":102,\"event_no\":1,"
     "\"amount_dong\":"
     "750000",
     "", NULL, NULL, 0, 0},
    {"an_event_without_evidence_is_found",
     "UPDATE attempt_event SET row_no = NULL WHERE attempt_id = 4194306", "R1-evidence",
     "\"what\":\"NO_EVIDENCE\",\"attempt_id\":4194306,\"person_id\":102,\"event_no\":1",
     "R2-result-file", NULL, NULL, 0, 0},
    {"evidence_from_another_provider_is_found",
     "UPDATE result_file SET provider_id = 2 WHERE result_id = 4", "R1-evidence",
     "\"what\":\"OTHER_PROVIDER\",\"attempt_id\":4194305,\"person_id\":101,\"event_no\":1,\"result_"
     "id\":4",
     "", NULL, NULL, 0, 0},
    {"a_change_that_nobody_made_is_no_evidence",
     "UPDATE attempt_event SET recorded_seq = 77 WHERE attempt_id = 4194306", "R1-evidence",
     "\"what\":\"NO_EVIDENCE\",\"attempt_id\":4194306,\"person_id\":102,\"event_no\":1,\"recorded_"
     "seq\":77",
     "R2-result-file", NULL, NULL, 0, 0},
    {"rows_of_a_result_file_that_vanish_are_found",
     "UPDATE result_file SET row_count = 11 WHERE result_id = 4", "R2-result-file",
     "\"what\":\"RESULT_ROWS\",\"result_id\":4,\"row_count\":11,\"applied\":10", "", NULL, NULL, 0,
     0},
    {"a_suspense_row_taken_away_is_found", "DELETE FROM suspense", "R2-result-file",
     "\"what\":\"RESULT_SUSPENDED\",\"result_id\":3,\"suspended\":1,\"rows\":0",
     "L1-lines L1-unidentified", NULL, NULL, 0, 0},
    {"a_quarantined_file_with_events_is_found",
     "UPDATE result_file SET quarantine_no = 1 WHERE result_id = 4", "R2-result-file",
     "\"what\":\"RESULT_QUARANTINED\",\"result_id\":4,\"events\":10", "", NULL, NULL, 0, 0},
    {"a_line_taken_out_of_a_batch_is_found",
     "DELETE FROM allocation WHERE attempt_id = 4194313; DELETE FROM attempt_event WHERE "
     "attempt_id = 4194313;"
     "DELETE FROM attempt WHERE attempt_id = 4194313",
     "P1-line-numbers",
     "\"what\":\"LINE_GAP\",\"batch_id\":4,\"attempt_id\":4194314,\"person_id\":115,\"line_no\":10,"
     "\""
     "expected\":9",
     "R1-batch-digest R2-result-file L1-lines L1-expense P3-left-out", NULL, NULL, 0, 0},
    {"an_attempt_without_batch_is_found", "INSERT INTO attempt VALUES (9437185, 101, 1010, 750000)",
     "P1-line-numbers",
     "\"what\":\"NO_BATCH\",\"attempt_id\":9437185,\"person_id\":101,\"amount_dong\":750000",
     "P1-attempt-amount", NULL, NULL, 0, 0},
    {"a_batch_digest_replaced_is_found", "UPDATE batch SET digest = {00} WHERE batch_id = 2",
     "R1-batch-digest",
     "\"what\":\"DIGEST_DIFFERS\",\"batch_id\":2,\"rows\":1,\"rows_dong\":750000", "", NULL, NULL,
     0, 0},
    {"money_sent_to_another_account_is_found",
     "UPDATE attempt SET account_id = 1020 WHERE attempt_id = 4194305", "P1-destination",
     "\"what\":\"ACCOUNT_NOT_THEIRS\",\"attempt_id\":4194305,\"person_id\":101,\"account_id\":1020,"
     "\"amount_"
     "dong\":750000",
     "R1-batch-digest", NULL, NULL, 0, 0},
    {"an_account_closed_before_release_is_found",
     "UPDATE account SET closed_seq = 15 WHERE person_id = 101", "P1-destination",
     "\"what\":\"ACCOUNT_NOT_IN_FORCE\",\"attempt_id\":4194305,\"person_id\":101,\"account_id\":"
     "1010",
     "", NULL, NULL, 0, 0},
    {"an_account_at_another_provider_is_found",
     "UPDATE account SET provider_id = 2 WHERE person_id = 101", "P1-destination",
     "\"what\":\"ACCOUNT_OTHER_PROVIDER\",\"attempt_id\":1048577,\"person_id\":101", "", NULL, NULL,
     0, 0},
    {"freeing_a_paid_attempt_is_found",
     "INSERT INTO allocation_freed VALUES (601, 101, 1, 4194305, 1)", "P2-unknown-blocks",
     "\"what\":\"FREED_WRONGLY\",\"obligation_id\":601,\"person_id\":101,\"attempt_no\":1,"
     "\"attempt_id\":"
     "4194305,\"to_state\":9",
     "", NULL, NULL, 0, 0},
    {"a_second_try_after_unknown_is_found",
     "INSERT INTO allocation VALUES (506, 106, 2, 1, 5242882, 750000);"
     "INSERT INTO attempt VALUES (5242882, 106, 1060, 750000)",
     "P2-unknown-blocks",
     "\"what\":\"NOT_FREED\",\"obligation_id\":506,\"person_id\":106,\"attempt_id\":5242882,"
     "\"after_attempt_"
     "id\":3145729,\"after_state\":6,\"amount_dong\":750000",
     "P1-one-blocking-attempt R1-batch-digest P1-destination L1-lines L1-in-transit", NULL, NULL, 0,
     0},
    {"paid_twice_without_case_is_found",
     "UPDATE attempt_event SET event = 9, to_state = 9 WHERE attempt_id = 1048579 AND event_no = 1",
     "P1-net-paid",
     "\"what\":\"PAID_TWICE\",\"obligation_id\":503,\"person_id\":103,\"count\":2,\"net_paid_"
     "dong\":1500000",
     "P1-one-blocking-attempt P2-unknown-blocks L1-lines L1-expense", NULL, NULL, 0, 0},

    /* ---- people ---- */
    {"approving_ones_own_list_is_found", "UPDATE payroll SET approved_by = 1 WHERE payroll_id = 2",
     "A1-four-eyes", "\"what\":\"SAME_PERSON\",\"payroll_id\":2,\"user_id\":1", "", NULL,
     "ALTER TABLE payroll DROP CONSTRAINT payroll_check", 0, 0},
    {"an_approval_that_the_log_does_not_know_is_found",
     "UPDATE payroll SET approved_by = 3 WHERE payroll_id = 2", "A1-four-eyes",
     "\"what\":\"NOT_WHO_LOG_SAYS\",\"payroll_id\":2,\"made_by\":1,\"approved_by\":3", "", NULL,
     NULL, 0, 0},
    {"releasing_without_approval_is_found",
     "UPDATE payroll SET approved_by = NULL, approved_seq = NULL WHERE payroll_id = 2",
     "A1-four-eyes", "\"what\":\"NOT_APPROVED\",\"batch_id\":4,\"payroll_id\":2", "L1-lines", NULL,
     NULL, 0, 0},
    {"an_approver_without_right_is_found", "UPDATE user_grant SET area_id = 4 WHERE user_id = 2",
     "A1-four-eyes", "\"what\":\"NO_RIGHT\",\"payroll_id\":1,\"user_id\":2,\"area_id\":1", "", NULL,
     NULL, 0, 0},
    {"an_approver_whose_right_had_ended_is_found",
     "UPDATE user_grant SET valid_to = 20260501 WHERE user_id = 2", "A1-four-eyes",
     "\"what\":\"NO_RIGHT\",\"payroll_id\":2,\"user_id\":2", "", NULL, NULL, 0, 0},
    {"an_approver_of_another_role_is_found", "UPDATE user_grant SET role = 6 WHERE user_id = 2",
     "A1-four-eyes", "\"what\":\"NO_RIGHT\",\"payroll_id\":1,\"user_id\":2", "", NULL, NULL, 0, 0},
    {"a_payee_edited_by_the_approver_is_found",
     "UPDATE account SET recorded_seq = 18 WHERE person_id = 115", "A1-four-eyes",
     "\"what\":\"PAYEE_BY_APPROVER\",\"attempt_id\":4194314,\"person_id\":115,\"account_id\":1150,"
     "\"user_id\":"
     "2",
     "", NULL, NULL, 0, 0},
    {"a_payment_after_a_known_death_is_found",
     "UPDATE person SET death_date = 20260510 WHERE person_id = 102;"
     "UPDATE movement SET effective_on = 20260510, recorded_seq = 15 WHERE person_id = 102",
     "P4-after-death",
     "\"what\":\"PAID_AFTER_DEATH\",\"person_id\":102,\"obligation_id\":602,\"period\":202606,"
     "\"attempt_id\":"
     "4194306,\"amount_dong\":750000,\"death_date\":20260510",
     "", NULL, NULL, 0, 0},
    {"a_death_learned_late_needs_a_case",
     "UPDATE person SET death_date = 20260510 WHERE person_id = 102;"
     "UPDATE movement SET effective_on = 20260510 WHERE person_id = 102",
     "P4-after-death", "\"what\":\"DEATH_NO_CASE\",\"person_id\":102,\"obligation_id\":602", "",
     NULL, NULL, 0, 0},
    {"a_payment_to_a_confirmed_duplicate_is_found",
     "INSERT INTO dedupe_pair VALUES (101, 102, 1, NULL, NULL, '', 1, 102, 15);"
     "INSERT INTO dedupe_verdict VALUES (101, 102, 1, 1, 102, 'r', 15);"
     "INSERT INTO reason VALUES ('DUPLICATE_CONFIRMED', 'm', 'n', 'province', '-');"
     "INSERT INTO hold VALUES (102, 1, 'DUPLICATE_CONFIRMED', 15, NULL)",
     "K-duplicate-held",
     "\"what\":\"DUPLICATE_PAID\",\"held_person_id\":102,\"person_id\":101,\"other_person_id\":102,"
     "\"obligation_id\":602,\"attempt_id\":4194306,\"amount_dong\":750000",
     "", NULL, NULL, 0, 0},
    {"a_confirmed_duplicate_that_is_not_held_is_found",
     "INSERT INTO dedupe_pair VALUES (101, 102, 1, NULL, NULL, '', 1, 102, 23);"
     "INSERT INTO dedupe_verdict VALUES (101, 102, 1, 1, 102, 'r', 23)",
     "K-duplicate-held",
     "\"what\":\"DUPLICATE_NOT_HELD\",\"held_person_id\":102,\"person_id\":101,"
     "\"other_person_id\":102,\"verdict_seq\":23",
     "", NULL, NULL, 0, 0},
    {"a_shared_number_without_mandate_is_found",
     "UPDATE account SET mandate_id = NULL WHERE person_id = 110", "K-shared-number",
     "\"person_id\":110,\"account_id\":1100,\"other_person_id\":101,\"other_account_id\":1010", "",
     NULL, NULL, 0, 0},
    {"two_persons_with_one_identity_are_found",
     "UPDATE person SET citizen_id_hash = {aa000101} WHERE person_id = 104", "K-identity",
     "\"what\":\"IDENTITY_OTHER\",\"person_id\":104,\"other_person_id\":101", "", NULL, NULL, 0, 0},
    {"an_identity_not_registered_is_found", "DELETE FROM identity WHERE person_id = 104",
     "K-identity", "\"what\":\"IDENTITY_UNKNOWN\",\"person_id\":104", "", NULL, NULL, 0, 0},
    {"a_log_entry_rewritten_is_found", "UPDATE change SET summary = '[1]' WHERE change_seq = 12",
     "A3-log-chain", "\"what\":\"LOG_HASH\",\"change_seq\":12", "", NULL, NULL, 0, 0},
    {"a_log_entry_attributed_to_another_is_found",
     "UPDATE change SET user_id = 3 WHERE change_seq = 15", "A3-log-chain",
     "\"what\":\"LOG_HASH\",\"change_seq\":15", "", NULL, NULL, 0, 0},
    {"a_log_entry_taken_away_is_found", "DELETE FROM change WHERE change_seq = 14", "A3-log-chain",
     "\"what\":\"LOG_GAP\",\"change_seq\":15,\"expected\":14", "", NULL, NULL, 0, 0},

    /* ---- what the rest stands on ---- */
    {"a_batch_sent_without_a_kept_file_is_found",
     "UPDATE batch SET file_id = NULL WHERE batch_id = 5", "R1-file",
     "\"what\":\"BATCH_UNSEALED\",\"batch_id\":5,\"state\":4,\"total_dong\":750000", "", NULL, NULL,
     0, 0},
    {"a_unique_index_dropped_is_found", "DROP INDEX account_one_live", "S1-schema",
     "\"name\":\"account_one_live\"", "", NULL, NULL, 0, 0},
    {"a_row_that_points_nowhere_is_found_by_the_engine",
     "DELETE FROM reason WHERE reason_code = 'NEW'", "S2-engine",
     "\"table\":\"payroll_difference\",\"parent\":\"reason\"", "", "--full", NULL, 1, 0},
    {"one_period_alone_finds_its_own_damage",
     "UPDATE obligation SET coefficient_hundredths = 300, amount_dong = 1500000 WHERE "
     "obligation_id = 613",
     "P4-amount", "\"what\":\"COEFFICIENT_NOT_LAW\",\"person_id\":113,\"obligation_id\":613",
     "A1-digest P4-totals P4-difference L1-lines", "--period 2026-06", NULL, 0, 0},
    {"one_period_alone_finds_its_batch_in_transit",
     "UPDATE posting SET batch_id = 4 WHERE txn_id = 15 AND ledger_account = 40", "L1-in-transit",
     "\"batch_id\":5,\"balance_dong\":0,\"rows_dong\":750000", "L1-lines", "--period 2026-06", NULL,
     0, 0},
    {NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0},
};
