-- What people look at. Every ratio names its denominator.

-- name: report_accounts :many
-- in:   tree_from int64, tree_to int64, period int64
-- out:  area_code text, area_name text, beneficiary_count int64, account_count int64, wallet_count int64, recipient_count int64, cash_count int64, none_count int64
-- Beneficiaries: persons with a live enrolment reaching into the month.
SELECT a.area_code, a.name, COUNT(*),
       CAST(SUM(CASE WHEN ac.channel = 1 THEN 1 ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN ac.channel = 2 THEN 1 ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN ac.mandate_id IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN ac.channel >= 3 THEN 1 ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN ac.channel IS NULL THEN 1 ELSE 0 END) AS BIGINT)
  FROM person AS p
  JOIN area AS a ON a.area_id = p.area_id
  LEFT JOIN account AS ac ON ac.person_id = p.person_id AND ac.closed_seq IS NULL
 WHERE a.tree_from BETWEEN $1 AND $2
   AND EXISTS (SELECT 1 FROM enrolment AS e
                WHERE e.person_id = p.person_id AND e.closed_seq IS NULL
                  AND e.from_date / 100 <= $3 AND (e.to_date IS NULL OR e.to_date / 100 >= $3))
 GROUP BY a.area_code, a.name, a.tree_from
 ORDER BY a.tree_from;

-- name: report_payments :many
-- in:   programme_id int64, period int64
-- out:  area_code text, area_name text, channel int64, person_count int64, owed_dong int64, paid_dong int64, open_dong int64, unknown_dong int64
-- By commune that owes and channel used: what was sent in one period's payroll and what became of it.
SELECT a.area_code, a.name, b.channel, COUNT(DISTINCT o.person_id),
       CAST(SUM(al.amount_dong) AS BIGINT),
       CAST(SUM(CASE WHEN COALESCE(e.to_state, b.state) = 9 THEN al.amount_dong ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN COALESCE(e.to_state, b.state) IN (10, 11, 12, 13) THEN al.amount_dong ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN COALESCE(e.to_state, b.state) = 6 THEN al.amount_dong ELSE 0 END) AS BIGINT)
  FROM batch AS b
  JOIN payroll AS p ON p.payroll_id = b.payroll_id
  JOIN attempt AS t ON t.attempt_id BETWEEN b.batch_id * 1048576 AND b.batch_id * 1048576 + 1048575
  JOIN allocation AS al ON al.attempt_id = t.attempt_id AND al.person_id = t.person_id
  JOIN obligation AS o ON o.obligation_id = al.obligation_id AND o.person_id = al.person_id
  JOIN area AS a ON a.area_id = o.area_id
  LEFT JOIN attempt_event AS e ON e.attempt_id = t.attempt_id AND e.person_id = t.person_id
       AND e.event_no = (SELECT MAX(x.event_no) FROM attempt_event AS x
                          WHERE x.attempt_id = t.attempt_id AND x.person_id = t.person_id)
 WHERE p.programme_id = $1 AND b.period = $2
 GROUP BY a.area_code, a.name, a.tree_from, b.channel
 ORDER BY a.tree_from, b.channel;

-- name: report_pay_list :many
-- in:   payroll_id int64, area_id int64, after_person_id int64, row_count int64
-- out:  person_id int64, full_name text, birth_date int64, hamlet text?, category text, amount_dong int64, recipient_name text?, channel int64?, number_mask text?
SELECT p.person_id, p.full_name, p.birth_date, p.hamlet, MIN(e.category), CAST(SUM(o.amount_dong) AS BIGINT),
       MIN(m.recipient_name), MIN(ac.channel), MIN(ac.number_mask)
  FROM obligation AS o
  JOIN person AS p ON p.person_id = o.person_id
  JOIN enrolment AS e ON e.person_id = o.person_id AND e.enrolment_id = o.enrolment_id
  LEFT JOIN account AS ac ON ac.person_id = o.person_id AND ac.closed_seq IS NULL
  LEFT JOIN mandate AS m ON m.person_id = ac.person_id AND m.mandate_id = ac.mandate_id
 WHERE o.payroll_id = $1 AND o.area_id = $2
   AND ($3 = 0 OR (COALESCE(p.hamlet, ''), p.name_sort, p.person_id) >
                  ((SELECT COALESCE(k.hamlet, '') FROM person AS k WHERE k.person_id = $3),
                   (SELECT k.name_sort FROM person AS k WHERE k.person_id = $3), $3))
 GROUP BY p.person_id, p.full_name, p.birth_date, p.hamlet, p.name_sort
 ORDER BY COALESCE(p.hamlet, ''), p.name_sort, p.person_id
 LIMIT $4;

-- name: report_heading :many :plan indexed
-- in:   payroll_id int64, area_id int64
-- out:  period int64, area_name text
-- Of which month and place a printed list is; area 0 = the payroll's own.
SELECT y.period, a.name
  FROM payroll AS y
  JOIN area AS a ON a.area_id = CASE WHEN $2 = 0 THEN y.area_id ELSE $2 END
 WHERE y.payroll_id = $1;

-- name: report_defects :many
-- in:
-- out:  issue_code text, severity int64, issue_count int64, row_count int64, file_count int64
SELECT issue_code, severity, COUNT(*), COUNT(DISTINCT intake_id * 10000000 + sheet_no * 2000000 + row_no), COUNT(DISTINCT intake_id)
  FROM intake_issue GROUP BY issue_code, severity ORDER BY severity DESC, COUNT(*) DESC, issue_code;

-- name: report_movements :many
-- in:   period int64
-- out:  kind int64, reason_code text, person_count int64
SELECT kind, reason_code, COUNT(*) FROM movement WHERE effective_on / 100 = $1
 GROUP BY kind, reason_code ORDER BY kind, reason_code;
