-- Figures of the first screen: counts and sums within an interval of the tree of areas, no persons.

-- name: figures_funnel :many
-- in:   tree_from int64, tree_to int64, area_from int64, area_to int64, period int64
-- out:  area_id int64, area_code text, area_name text, beneficiary_count int64, account_count int64, wallet_count int64, recipient_count int64, cash_count int64, none_count int64
-- By commune: persons with a right in the month, and where their money goes.
SELECT a.area_id, a.area_code, a.name, COUNT(*),
       CAST(SUM(CASE WHEN ac.channel = 1 THEN 1 ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN ac.channel = 2 THEN 1 ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN ac.mandate_id IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN ac.channel >= 3 THEN 1 ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN ac.channel IS NULL THEN 1 ELSE 0 END) AS BIGINT)
  FROM person AS p
  JOIN area AS a ON a.area_id = p.area_id
  LEFT JOIN account AS ac ON ac.person_id = p.person_id AND ac.closed_seq IS NULL
 WHERE a.tree_from BETWEEN $1 AND $2 AND p.area_id BETWEEN $3 AND $4
   AND EXISTS (SELECT 1 FROM enrolment AS e
                WHERE e.person_id = p.person_id AND e.closed_seq IS NULL
                  AND e.from_date / 100 <= $5 AND (e.to_date IS NULL OR e.to_date / 100 >= $5))
 GROUP BY a.area_id, a.area_code, a.name
 ORDER BY a.area_code;

-- name: figures_paid :many
-- in:   tree_from int64, tree_to int64
-- out:  period int64, ledger_account int64, channel int64, amount_dong int64
-- By month and channel, from the books: sent (40, what went into transit), paid (50), returned (60),
-- uncollected (61). A posting knows its area and its batch, a batch its channel.
SELECT p.fiscal_period, p.ledger_account, b.channel, CAST(SUM(p.amount_dong) AS BIGINT)
  FROM posting AS p
  JOIN area AS a ON a.area_id = p.area_id
  JOIN batch AS b ON b.batch_id = p.batch_id
 WHERE a.tree_from BETWEEN $1 AND $2 AND p.batch_id <> 0 AND p.ledger_account IN (40, 50, 60, 61)
 GROUP BY p.fiscal_period, p.ledger_account, b.channel
 ORDER BY p.fiscal_period, b.channel, p.ledger_account;

-- name: figures_people :many
-- in:   tree_from int64, tree_to int64
-- out:  payroll_id int64, period int64, kind int64, eligible_count int64, obligated_count int64, held_count int64, total_dong int64
-- People by month: the payrolls of areas within the interval.
SELECT y.payroll_id, y.period, y.kind, y.eligible_count, y.obligated_count, y.held_count, y.total_dong
  FROM payroll AS y JOIN area AS a ON a.area_id = y.area_id
 WHERE a.tree_from BETWEEN $1 AND $2 AND y.state <> 4
 ORDER BY y.period, y.kind;

-- name: figures_batch_states :many
-- in:   tree_from int64, tree_to int64
-- out:  state int64, batch_count int64, line_count int64, amount_dong int64
-- Files by where they stand, of payrolls within the interval, as long as money of theirs is under way (in
-- transit in the books), and how much. A file whose lines are all answered waits for nobody.
SELECT b.state, COUNT(*), CAST(SUM(b.line_count) AS BIGINT), CAST(SUM(t.open_dong) AS BIGINT)
  FROM batch AS b
  JOIN (SELECT batch_id, SUM(amount_dong) AS open_dong FROM posting
         WHERE ledger_account = 40 GROUP BY batch_id HAVING SUM(amount_dong) <> 0) AS t ON t.batch_id = b.batch_id
  JOIN payroll AS y ON y.payroll_id = b.payroll_id
  JOIN area AS a ON a.area_id = y.area_id
 WHERE a.tree_from BETWEEN $1 AND $2
 GROUP BY b.state
 ORDER BY b.state;

-- name: figures_events :many
-- in:   tree_from int64, tree_to int64, from_period int64
-- out:  state int64, line_count int64, amount_dong int64
-- Attempts whose last word is not the good one: unknown, uncollected, returned, rejected, conflict.
SELECT e.to_state, COUNT(*), CAST(SUM(t.amount_dong) AS BIGINT)
  FROM attempt_event AS e
  JOIN attempt AS t ON t.attempt_id = e.attempt_id AND t.person_id = e.person_id
  JOIN batch AS b ON b.batch_id = t.attempt_id / 1048576
  JOIN person AS p ON p.person_id = e.person_id
  JOIN area AS a ON a.area_id = p.area_id
 WHERE a.tree_from BETWEEN $1 AND $2 AND b.period >= $3
   AND e.to_state IN (6, 7, 8, 10, 11, 12, 14)
   AND e.event_no = (SELECT MAX(x.event_no) FROM attempt_event AS x
                      WHERE x.attempt_id = e.attempt_id AND x.person_id = e.person_id)
 GROUP BY e.to_state
 ORDER BY e.to_state;

-- name: figures_open :one
-- in:   tree_from int64, tree_to int64, today int64
-- out:  case_count int64, late_case_count int64, suspense_count int64, hold_count int64, defect_count int64, late_batch_count int64
-- What waits for somebody. Suspense belongs to no area: it counts for whoever sees the whole interval.
SELECT (SELECT COUNT(*) FROM payment_case AS k JOIN person AS p ON p.person_id = k.person_id JOIN area AS a ON a.area_id = p.area_id
         WHERE k.closed_seq IS NULL AND a.tree_from BETWEEN $1 AND $2),
       (SELECT COUNT(*) FROM payment_case AS k JOIN person AS p ON p.person_id = k.person_id JOIN area AS a ON a.area_id = p.area_id
         WHERE k.closed_seq IS NULL AND k.due_on < $3 AND a.tree_from BETWEEN $1 AND $2),
       (SELECT COUNT(*) FROM suspense WHERE resolved_seq IS NULL),
       (SELECT COUNT(*) FROM hold AS h JOIN person AS p ON p.person_id = h.person_id JOIN area AS a ON a.area_id = p.area_id
         WHERE h.lifted_seq IS NULL AND a.tree_from BETWEEN $1 AND $2),
       (SELECT CAST(COALESCE(SUM(i.refused_count), 0) AS BIGINT) FROM intake AS i JOIN area AS a ON a.area_id = i.area_id
         WHERE a.tree_from BETWEEN $1 AND $2),
       (SELECT COUNT(*) FROM batch AS b JOIN payroll AS y ON y.payroll_id = b.payroll_id JOIN area AS a ON a.area_id = y.area_id
          JOIN (SELECT batch_id FROM posting WHERE ledger_account = 40
                 GROUP BY batch_id HAVING SUM(amount_dong) <> 0) AS t ON t.batch_id = b.batch_id
         WHERE b.state IN (4, 6) AND b.not_after < $3 AND a.tree_from BETWEEN $1 AND $2);

-- name: figures_watch :one
-- in:
-- out:  unknown_batch_count int64, in_transit_dong int64, suspense_count int64, case_count int64, hold_count int64
-- For the machine's own watch: no area, no person.
SELECT (SELECT COUNT(*) FROM batch AS b
          JOIN (SELECT batch_id FROM posting WHERE ledger_account = 40
                 GROUP BY batch_id HAVING SUM(amount_dong) <> 0) AS t ON t.batch_id = b.batch_id
         WHERE b.state = 6),
       (SELECT CAST(COALESCE(SUM(amount_dong), 0) AS BIGINT) FROM posting WHERE ledger_account = 40),
       (SELECT COUNT(*) FROM suspense WHERE resolved_seq IS NULL),
       (SELECT COUNT(*) FROM payment_case WHERE closed_seq IS NULL),
       (SELECT COUNT(*) FROM hold WHERE lifted_seq IS NULL);
