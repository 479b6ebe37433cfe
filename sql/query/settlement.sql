-- Closing a period: what is still open, the lock, the statement.

-- name: settlement_list_sums :many
-- in:   programme_id int64, period int64
-- out:  area_id int64, provider_id int64, is_before int64, kind int64, ledger_account int64, amount_dong int64
-- Postings at a provider up to a period, summed by what ledger/settlement.h looks at: earlier or not,
-- kind of entry, account, side.
SELECT p.area_id, p.provider_id, CASE WHEN p.fiscal_period < $2 THEN 1 ELSE 0 END AS is_before, t.kind,
       p.ledger_account, CAST(SUM(p.amount_dong) AS BIGINT)
  FROM posting AS p
  JOIN ledger_txn AS t ON t.txn_id = p.txn_id
 WHERE p.programme_id = $1 AND p.fiscal_period <= $2 AND p.provider_id <> 0
 GROUP BY p.area_id, p.provider_id, CASE WHEN p.fiscal_period < $2 THEN 1 ELSE 0 END, t.kind, p.ledger_account,
          CASE WHEN p.amount_dong > 0 THEN 1 ELSE 0 END
 ORDER BY p.area_id, p.provider_id, is_before DESC, t.kind, p.ledger_account;

-- name: settlement_insert :bulk
-- in:   programme_id int64, period int64, area_id int64, provider_id int64, opening_dong int64, allotted_dong int64, paid_dong int64, returned_dong int64, written_back_dong int64, closing_dong int64
INSERT INTO settlement (programme_id, period, area_id, provider_id, opening_dong, allotted_dong, paid_dong, returned_dong, written_back_dong, closing_dong)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: settlement_list :many
-- in:   programme_id int64, period int64
-- out:  area_id int64, provider_id int64, opening_dong int64, allotted_dong int64, paid_dong int64, returned_dong int64, written_back_dong int64, closing_dong int64
-- The statement as it was stored at the hard close.
SELECT area_id, provider_id, opening_dong, allotted_dong, paid_dong, returned_dong, written_back_dong, closing_dong
  FROM settlement WHERE programme_id = $1 AND period = $2
 ORDER BY area_id, provider_id;

-- name: fiscal_period_put :exec
-- in:   programme_id int64, period int64, state int64, checkpoint bytes?, posting_count int64?, closed_seq int64
INSERT INTO fiscal_period (programme_id, period, state, checkpoint, posting_count, closed_seq)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (programme_id, period) DO UPDATE SET state = excluded.state, checkpoint = excluded.checkpoint,
    posting_count = excluded.posting_count, closed_seq = excluded.closed_seq;

-- name: period_count_not_closed_before :one
-- in:   programme_id int64, period int64
-- out:  period_count int64
-- Earlier months with postings that are not hard closed: they come first.
SELECT COUNT(*)
  FROM (SELECT DISTINCT fiscal_period FROM posting WHERE programme_id = $1 AND fiscal_period < $2) AS m
 WHERE m.fiscal_period > COALESCE((SELECT MAX(f.period) FROM fiscal_period AS f
                                    WHERE f.programme_id = $1 AND f.state = 3), 0);

-- name: period_count_unsent :one
-- in:   programme_id int64, period int64
-- out:  batch_count int64
-- Batches up to that month that were released and never left, or whose sending was interrupted.
SELECT COUNT(*)
  FROM batch AS b
  JOIN payroll AS p ON p.payroll_id = b.payroll_id
 WHERE p.programme_id = $1 AND b.period <= $2 AND b.state IN (1, 2, 3);

-- name: period_count_unreleased :one
-- in:   programme_id int64, period int64
-- out:  payroll_count int64
-- Payrolls of that month or earlier that were computed or approved, and not released.
SELECT COUNT(*) FROM payroll WHERE programme_id = $1 AND period <= $2 AND state IN (1, 2);

-- name: period_count_listed :one
-- in:   programme_id int64, period int64
-- out:  listed_count int64
-- What a hard close lets stand, because it is on a worklist with an owner: attempts without a final
-- word or with money on its way back, rows in suspense, cases.
SELECT (SELECT COUNT(*)
          FROM payroll AS p
          JOIN batch AS b ON b.payroll_id = p.payroll_id
          JOIN attempt AS t ON t.attempt_id BETWEEN b.batch_id * 1048576 AND b.batch_id * 1048576 + 1048575
          LEFT JOIN attempt_event AS e ON e.attempt_id = t.attempt_id AND e.person_id = t.person_id
               AND e.event_no = (SELECT MAX(x.event_no) FROM attempt_event AS x
                                  WHERE x.attempt_id = t.attempt_id AND x.person_id = t.person_id)
         WHERE p.programme_id = $1 AND b.period <= $2
           AND b.batch_id IN (SELECT s.batch_id FROM posting AS s
                               WHERE s.programme_id = $1 AND s.ledger_account IN (40, 60, 61, 70)
                               GROUP BY s.batch_id HAVING SUM(s.amount_dong) <> 0)
           AND COALESCE(e.to_state, b.state) IN (4, 5, 6, 7, 8, 14))
     + (SELECT COUNT(*) FROM suspense WHERE resolved_seq IS NULL)
     + (SELECT COUNT(*) FROM payment_case WHERE closed_seq IS NULL);
