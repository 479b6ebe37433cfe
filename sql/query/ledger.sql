-- The books: entries, postings, balances, periods.

-- name: fiscal_period_state :one
-- in:   programme_id int64, period int64
-- out:  state int64
-- A month before a hard-closed one is closed with it.
SELECT CASE WHEN MAX(CASE WHEN state = 3 THEN period ELSE 0 END) >= $2 THEN 3
            ELSE COALESCE(MAX(CASE WHEN period = $2 THEN state ELSE 0 END), 0) END
  FROM fiscal_period WHERE programme_id = $1 AND period >= $2;

-- name: ledger_txn_insert :exec
-- in:   txn_id int64, kind int64, fiscal_period int64, payroll_id int64?, batch_id int64?, result_id int64?, reverses_txn_id int64?, reason_code text?, recorded_seq int64
INSERT INTO ledger_txn (txn_id, kind, fiscal_period, payroll_id, batch_id, result_id, reverses_txn_id, reason_code, recorded_seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: posting_insert :bulk
-- in:   txn_id int64, line_no int64, area_id int64, ledger_account int64, programme_id int64, fiscal_period int64, provider_id int64, batch_id int64, amount_dong int64
INSERT INTO posting (txn_id, line_no, area_id, ledger_account, programme_id, fiscal_period, provider_id, batch_id, amount_dong)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: posting_sum_of_txn :one :plan indexed
-- in:   txn_id int64
-- out:  posting_count int64, amount_dong int64
-- L1, asked of the database inside the transaction that wrote them.
SELECT COUNT(*), CAST(COALESCE(SUM(amount_dong), 1) AS BIGINT) FROM posting WHERE txn_id = $1;

-- name: ledger_allotted_to_payroll :one
-- in:   payroll_id int64
-- out:  txn_count int64
-- Allotments (kind 1) that were made for exactly what this payroll needs.
SELECT COUNT(*) FROM ledger_txn WHERE kind = 1 AND payroll_id = $1;

-- name: ledger_balance :one
-- in:   ledger_account int64, programme_id int64, area_id int64, provider_id int64
-- out:  amount_dong int64
-- area_id 0 and provider_id -1: all of them.
SELECT CAST(COALESCE(SUM(amount_dong), 0) AS BIGINT)
  FROM posting
 WHERE ledger_account = $1 AND programme_id = $2 AND ($3 = 0 OR area_id = $3)
   AND ($4 = -1 OR provider_id = $4);

-- name: ledger_list_balances :many
-- in:   ledger_account int64, programme_id int64
-- out:  area_id int64, provider_id int64, amount_dong int64
SELECT area_id, provider_id, CAST(SUM(amount_dong) AS BIGINT)
  FROM posting
 WHERE ledger_account = $1 AND programme_id = $2
 GROUP BY area_id, provider_id
HAVING SUM(amount_dong) <> 0
 ORDER BY area_id, provider_id;

-- name: ledger_list_overdrawn :many
-- in:   ledger_account int64, programme_id int64
-- out:  province_area_id int64, amount_dong int64
-- Provinces in which an account of the programme stands below zero.
SELECT b.province_area_id, CAST(SUM(b.amount_dong) AS BIGINT)
  FROM (SELECT CASE WHEN a.level = 1 OR u.area_id IS NULL THEN a.area_id
                    WHEN u.level = 1 OR u.parent_area_id IS NULL THEN u.area_id
                    ELSE u.parent_area_id END AS province_area_id, s.amount_dong
          FROM (SELECT area_id, CAST(SUM(amount_dong) AS BIGINT) AS amount_dong
                  FROM posting WHERE ledger_account = $1 AND programme_id = $2 GROUP BY area_id) AS s
          JOIN area AS a ON a.area_id = s.area_id
          LEFT JOIN area AS u ON u.area_id = a.parent_area_id) AS b
 GROUP BY b.province_area_id
HAVING SUM(b.amount_dong) < 0
 ORDER BY b.province_area_id;

-- name: ledger_trial_balance :many
-- in:   period int64
-- out:  ledger_account int64, code text, name_vi text, name_en text, debit_dong int64, credit_dong int64
-- period 0: all of the books; else up to the end of that month.
SELECT a.ledger_account, a.code, a.name_vi, a.name_en,
       CAST(COALESCE(SUM(CASE WHEN p.amount_dong > 0 THEN p.amount_dong ELSE 0 END), 0) AS BIGINT),
       CAST(COALESCE(SUM(CASE WHEN p.amount_dong < 0 THEN -p.amount_dong ELSE 0 END), 0) AS BIGINT)
  FROM ledger_account AS a
  LEFT JOIN posting AS p ON p.ledger_account = a.ledger_account AND ($1 = 0 OR p.fiscal_period <= $1)
 GROUP BY a.ledger_account, a.code, a.name_vi, a.name_en
 ORDER BY a.ledger_account;

-- name: ledger_list_entries :many
-- in:   programme_id int64, fiscal_period int64
-- out:  txn_id int64, kind int64, fiscal_period int64, line_no int64, area_id int64, ledger_account int64, programme_id int64, provider_id int64, batch_id int64, amount_dong int64
-- Every posting with the head of its entry, in the order in which the books are fingerprinted.
SELECT t.txn_id, t.kind, t.fiscal_period, p.line_no, p.area_id, p.ledger_account, p.programme_id,
       p.provider_id, p.batch_id, p.amount_dong
  FROM ledger_txn AS t
  JOIN posting AS p ON p.txn_id = t.txn_id
 WHERE ($1 = 0 OR p.programme_id = $1) AND ($2 = 0 OR t.fiscal_period = $2)
 ORDER BY t.txn_id, p.line_no, p.area_id;

-- name: ledger_entry_head :many
-- in:   txn_id int64
-- out:  txn_id int64, kind int64, fiscal_period int64, payroll_id int64?, batch_id int64?, file_name text?, at_us int64, use_case text
SELECT t.txn_id, t.kind, t.fiscal_period, t.payroll_id, t.batch_id, f.file_name, c.at_us, c.use_case
  FROM ledger_txn AS t
  JOIN change AS c ON c.change_seq = t.recorded_seq
  LEFT JOIN result_file AS r ON r.result_id = t.result_id
  LEFT JOIN source_file AS f ON f.file_id = r.file_id
 WHERE t.txn_id = $1;

-- name: ledger_entry_postings :many
-- in:   txn_id int64
-- out:  line_no int64, ledger_account int64, name_vi text, name_en text, area_code text, area_name text, provider_code text?, batch_id int64, amount_dong int64
SELECT p.line_no, p.ledger_account, l.name_vi, l.name_en, a.area_code, a.name, v.provider_code, p.batch_id, p.amount_dong
  FROM posting AS p
  JOIN ledger_account AS l ON l.ledger_account = p.ledger_account
  JOIN area AS a ON a.area_id = p.area_id
  LEFT JOIN provider AS v ON v.provider_id = p.provider_id
 WHERE p.txn_id = $1
 ORDER BY p.line_no, p.area_id;
