-- The books.

-- name: postings
SELECT p.txn_id, p.line_no, p.area_id, p.ledger_account, p.programme_id, p.fiscal_period,
       p.provider_id, p.batch_id, p.amount_dong, t.fiscal_period, t.recorded_seq
  FROM posting AS p
  LEFT JOIN ledger_txn AS t ON t.txn_id = p.txn_id
 ORDER BY p.txn_id, p.line_no, p.area_id;

-- name: empty_txns
SELECT t.txn_id, t.kind FROM ledger_txn AS t
 WHERE NOT EXISTS (SELECT 1 FROM posting AS p WHERE p.txn_id = t.txn_id)
 ORDER BY t.txn_id;

-- name: suspense_booked
SELECT s.txn_id, r.provider_id, s.amount_dong, s.resolved_seq
  FROM suspense AS s JOIN result_file AS r ON r.result_id = s.result_id
 WHERE s.txn_id IS NOT NULL ORDER BY s.txn_id, s.result_id, s.row_no;

-- name: suspense_ownerless
SELECT result_id, row_no, amount_dong FROM suspense
 WHERE resolved_seq IS NULL AND TRIM(owner) = '' ORDER BY result_id, row_no;

-- name: cases_closed
SELECT closed_seq, person_id, closed_as, amount_dong FROM payment_case
 WHERE closed_seq IS NOT NULL ORDER BY closed_seq, person_id;

-- name: settlements
SELECT programme_id, area_id, provider_id, period, opening_dong, allotted_dong, paid_dong,
       returned_dong, written_back_dong, closing_dong
  FROM settlement ORDER BY programme_id, area_id, provider_id, period;
