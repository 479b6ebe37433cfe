-- Claims, decisions, instalments.

-- name: recovery_decisions
-- Each with the claim behind it; the one before it, to see that terms follow one another.
SELECT d.case_id, d.decision_no, d.kind, d.payer_id, d.programme_id, d.area_id, d.cap_dong,
       d.share_percent, d.first_period, d.amount_dong, d.txn_id, d.recorded_seq,
       c.kind, c.amount_dong, c.closed_seq, d.person_id, c.person_id
  FROM recovery_decision AS d
  LEFT JOIN payment_case AS c ON c.case_id = d.case_id AND c.person_id = d.person_id
 ORDER BY d.case_id, d.decision_no;

-- name: recovery_deductions
-- Each with its obligation, its payroll, what ended it, and the last step decided before the list was made.
SELECT d.case_id, d.obligation_id, d.person_id, d.decision_no, d.payroll_id, d.period, d.amount_dong,
       o.payroll_id, o.period, p.state, p.made_seq, e.txn_id, e.ended_as, p.kind,
       (SELECT MAX(n.decision_no) FROM recovery_decision AS n
         WHERE n.case_id = d.case_id AND n.recorded_seq < p.made_seq)
  FROM recovery_deduction AS d
  LEFT JOIN obligation AS o ON o.obligation_id = d.obligation_id AND o.person_id = d.person_id
  LEFT JOIN payroll AS p ON p.payroll_id = d.payroll_id
  LEFT JOIN obligation_ended AS e ON e.obligation_id = d.obligation_id AND e.person_id = d.person_id
 ORDER BY d.case_id, d.payroll_id, d.obligation_id;

-- name: recovery_of_month
-- What one claim took from one month, and the law's amount of that month in the same list.
SELECT d.case_id, d.payroll_id, d.person_id, CAST(SUM(d.amount_dong) AS BIGINT), MAX(c.cap_dong),
       MAX(c.share_percent),
       (SELECT CAST(SUM(o.amount_dong + o.withheld_dong) AS BIGINT) FROM obligation AS o
         WHERE o.payroll_id = d.payroll_id AND o.person_id = d.person_id AND o.period = d.period
           AND o.component <> 2)
  FROM recovery_deduction AS d
  LEFT JOIN recovery_decision AS c ON c.case_id = d.case_id AND c.decision_no = d.decision_no
 GROUP BY d.case_id, d.payroll_id, d.person_id, d.period
 ORDER BY d.case_id, d.payroll_id, d.person_id;

-- name: recovery_withheld_differs
-- Either way: what the obligation says against its instalments; and a line that pays less than half.
SELECT o.obligation_id, o.person_id, o.withheld_dong,
       CAST(COALESCE((SELECT SUM(d.amount_dong) FROM recovery_deduction AS d
                       WHERE d.obligation_id = o.obligation_id AND d.person_id = o.person_id), 0) AS BIGINT),
       o.amount_dong
  FROM obligation AS o
 WHERE (o.withheld_dong <> 0
        OR o.obligation_id IN (SELECT obligation_id FROM recovery_deduction))
   AND (o.withheld_dong > o.amount_dong OR o.withheld_dong <>
        COALESCE((SELECT SUM(d.amount_dong) FROM recovery_deduction AS d
                   WHERE d.obligation_id = o.obligation_id AND d.person_id = o.person_id), 0))
 ORDER BY o.obligation_id, o.person_id;

-- name: claim_months_above
-- A month claimed back is at most what was obligated for it; months are at most their claim.
SELECT m.case_id, m.person_id, m.period, CAST(SUM(m.amount_dong) AS BIGINT),
       CAST(COALESCE((SELECT SUM(o.amount_dong + o.withheld_dong) FROM obligation AS o
                       WHERE o.person_id = m.person_id AND o.programme_id = m.programme_id
                         AND o.period = m.period), 0) AS BIGINT)
  FROM claim_month AS m
 GROUP BY m.case_id, m.person_id, m.programme_id, m.period
HAVING SUM(m.amount_dong) > COALESCE((SELECT SUM(o.amount_dong + o.withheld_dong) FROM obligation AS o
                                       WHERE o.person_id = m.person_id
                                         AND o.programme_id = m.programme_id
                                         AND o.period = m.period), 0)
UNION ALL
SELECT c.case_id, c.person_id, CAST(0 AS BIGINT), CAST(SUM(m.amount_dong) AS BIGINT), c.amount_dong
  FROM payment_case AS c JOIN claim_month AS m ON m.case_id = c.case_id AND m.person_id = c.person_id
 GROUP BY c.case_id, c.person_id, c.amount_dong
HAVING SUM(m.amount_dong) > c.amount_dong
 ORDER BY 1, 2, 3;
