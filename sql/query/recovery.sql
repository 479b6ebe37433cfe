-- Money paid too much: claims and their months, decisions, instalments.

-- name: claim_month_insert :bulk
-- in:   case_id int64, person_id int64, programme_id int64, period int64, amount_dong int64
INSERT INTO claim_month (case_id, person_id, programme_id, period, amount_dong) VALUES ($1, $2, $3, $4, $5);

-- name: claim_month_insert_after :exec
-- in:   case_id int64, person_id int64, period int64
-- The months after a death that were paid or are on their way, without what earlier claims have of them.
INSERT INTO claim_month (case_id, person_id, programme_id, period, amount_dong)
SELECT $1, m.person_id, m.programme_id, m.period, CAST(m.amount_dong - m.known_dong AS BIGINT)
  FROM (SELECT o.person_id, o.programme_id, o.period, SUM(o.amount_dong + o.withheld_dong) AS amount_dong,
               COALESCE((SELECT SUM(k.amount_dong) FROM claim_month AS k
                          WHERE k.person_id = o.person_id AND k.programme_id = o.programme_id
                            AND k.period = o.period), 0) AS known_dong
          FROM obligation AS o
          JOIN allocation AS al ON al.obligation_id = o.obligation_id AND al.person_id = o.person_id
         WHERE o.person_id = $2 AND o.period > $3
           AND NOT EXISTS (SELECT 1 FROM allocation_freed AS f
                            WHERE f.obligation_id = al.obligation_id AND f.person_id = al.person_id
                              AND f.attempt_no = al.attempt_no)
         GROUP BY o.person_id, o.programme_id, o.period) AS m
 WHERE m.amount_dong > m.known_dong;

-- name: claim_known_of_month :one
-- in:   person_id int64, programme_id int64, period int64
-- out:  amount_dong int64
SELECT CAST(COALESCE(SUM(amount_dong), 0) AS BIGINT) FROM claim_month
 WHERE person_id = $1 AND programme_id = $2 AND period = $3;

-- name: claim_by_id :one
-- in:   case_id int64
-- out:  person_id int64, kind int64, amount_dong int64, closed_seq int64?, area_id int64, programme_id int64?, withheld_dong int64, listed_dong int64
-- withheld: of all instalments that stand; listed: of them, in payrolls that are not approved yet.
SELECT c.person_id, c.kind, c.amount_dong, c.closed_seq, p.area_id,
       (SELECT MIN(m.programme_id) FROM claim_month AS m WHERE m.case_id = c.case_id AND m.person_id = c.person_id),
       CAST(COALESCE((SELECT SUM(d.amount_dong) FROM recovery_deduction AS d WHERE d.case_id = c.case_id
          AND NOT EXISTS (SELECT 1 FROM obligation_ended AS e WHERE e.obligation_id = d.obligation_id
                             AND e.person_id = d.person_id AND e.ended_as = 1)), 0) AS BIGINT),
       CAST(COALESCE((SELECT SUM(d.amount_dong) FROM recovery_deduction AS d
          JOIN payroll AS y ON y.payroll_id = d.payroll_id AND y.state = 1
         WHERE d.case_id = c.case_id), 0) AS BIGINT)
  FROM payment_case AS c JOIN person AS p ON p.person_id = c.person_id
 WHERE c.case_id = $1;

-- name: recovery_last_decision :many
-- in:   case_id int64
-- out:  decision_no int64, kind int64, payer_id int64, programme_id int64, area_id int64, cap_dong int64, share_percent int64, first_period int64, booked_dong int64
-- booked: what the claim still stands with in the books by its decisions, before instalments.
SELECT d.decision_no, d.kind, d.payer_id, d.programme_id, d.area_id, d.cap_dong, d.share_percent, d.first_period,
       CAST((SELECT SUM(CASE WHEN b.kind = 3 THEN -b.amount_dong ELSE b.amount_dong END) FROM recovery_decision AS b
              WHERE b.case_id = d.case_id) AS BIGINT)
  FROM recovery_decision AS d WHERE d.case_id = $1
 ORDER BY d.decision_no DESC LIMIT 1;

-- name: recovery_decision_insert :exec
-- in:   case_id int64, person_id int64, decision_no int64, kind int64, payer_id int64, programme_id int64, area_id int64, cap_dong int64, share_percent int64, first_period int64, amount_dong int64, decision_text text, txn_id int64?, recorded_seq int64
INSERT INTO recovery_decision (case_id, person_id, decision_no, kind, payer_id, programme_id, area_id, cap_dong,
                               share_percent, first_period, amount_dong, decision_text, txn_id, recorded_seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: recovery_list_running :many
-- in:   programme_id int64, period int64
-- out:  payer_id int64, case_id int64, decision_no int64, cap_dong int64, share_percent int64, rest_dong int64
-- Open claims whose last decision is to recover, by the person from whom it is withheld; claims in their order.
SELECT d.payer_id, d.case_id, d.decision_no, d.cap_dong, d.share_percent,
       CAST((SELECT SUM(CASE WHEN b.kind = 3 THEN -b.amount_dong ELSE b.amount_dong END) FROM recovery_decision AS b
              WHERE b.case_id = d.case_id) - COALESCE((SELECT SUM(t.amount_dong) FROM recovery_deduction AS t
              WHERE t.case_id = d.case_id
                AND NOT EXISTS (SELECT 1 FROM obligation_ended AS e WHERE e.obligation_id = t.obligation_id
                                   AND e.person_id = t.person_id AND e.ended_as = 1)), 0) AS BIGINT)
  FROM recovery_decision AS d
  JOIN payment_case AS c ON c.case_id = d.case_id AND c.person_id = d.person_id AND c.closed_seq IS NULL
 WHERE d.programme_id = $1 AND d.kind = 1 AND d.first_period <= $2
   AND NOT EXISTS (SELECT 1 FROM recovery_decision AS n
                    WHERE n.case_id = d.case_id AND n.decision_no > d.decision_no)
 ORDER BY d.payer_id, d.case_id;

-- name: recovery_deduction_insert :bulk
-- in:   obligation_id int64, person_id int64, case_id int64, decision_no int64, payroll_id int64, period int64, amount_dong int64
INSERT INTO recovery_deduction (obligation_id, person_id, case_id, decision_no, payroll_id, period, amount_dong)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: recovery_sum_of_payroll :many
-- in:   payroll_id int64
-- out:  area_id int64, amount_dong int64
-- What a payroll withholds, by the place where the claims stand in the books.
SELECT c.area_id, CAST(SUM(d.amount_dong) AS BIGINT)
  FROM recovery_deduction AS d
  JOIN recovery_decision AS c ON c.case_id = d.case_id AND c.decision_no = d.decision_no
 WHERE d.payroll_id = $1
 GROUP BY c.area_id ORDER BY c.area_id;

-- name: recovery_sum_of_ended :many
-- in:   txn_id int64
-- out:  area_id int64, amount_dong int64
-- What was withheld from obligations that ended with an entry: owed back again.
SELECT c.area_id, CAST(SUM(d.amount_dong) AS BIGINT)
  FROM obligation_ended AS e
  JOIN recovery_deduction AS d ON d.obligation_id = e.obligation_id AND d.person_id = e.person_id
  JOIN recovery_decision AS c ON c.case_id = d.case_id AND c.decision_no = d.decision_no
 WHERE e.txn_id = $1
 GROUP BY c.area_id ORDER BY c.area_id;

-- name: recovery_close_finished :exec
-- in:   payroll_id int64, closed_seq int64
-- Recovered: the instalments of the claim reach its amount with this payroll.
UPDATE payment_case SET closed_as = 1, closed_seq = $2
 WHERE closed_seq IS NULL
   AND case_id IN (SELECT d.case_id FROM recovery_deduction AS d WHERE d.payroll_id = $1)
   AND (SELECT SUM(CASE WHEN b.kind = 3 THEN -b.amount_dong ELSE b.amount_dong END) FROM recovery_decision AS b
         WHERE b.case_id = payment_case.case_id) =
       (SELECT SUM(t.amount_dong) FROM recovery_deduction AS t
         WHERE t.case_id = payment_case.case_id
           AND NOT EXISTS (SELECT 1 FROM obligation_ended AS e WHERE e.obligation_id = t.obligation_id
                              AND e.person_id = t.person_id AND e.ended_as = 1));

-- name: recovery_reopen :exec
-- in:   txn_id int64
-- An instalment fell away with its obligation: the claim has a rest again.
UPDATE payment_case SET closed_as = NULL, closed_seq = NULL
 WHERE closed_seq IS NOT NULL AND kind IN (4, 5)
   AND case_id IN (SELECT d.case_id FROM obligation_ended AS e
                     JOIN recovery_deduction AS d ON d.obligation_id = e.obligation_id AND d.person_id = e.person_id
                    WHERE e.txn_id = $1);

-- name: recovery_list :many
-- in:   after_case_id int64, row_count int64
-- out:  case_id int64, person_id int64, reason_code text, from_period int64?, to_period int64?, amount_dong int64, payer_id int64?, kind int64, cap_dong int64?, share_percent int64?, first_period int64?, withheld_dong int64, rest_dong int64
-- Every claim that is open or was decided. kind: of the last decision, 0 none, 4 when the case is closed.
SELECT c.case_id, c.person_id, c.reason_code,
       (SELECT MIN(m.period) FROM claim_month AS m WHERE m.case_id = c.case_id AND m.person_id = c.person_id),
       (SELECT MAX(m.period) FROM claim_month AS m WHERE m.case_id = c.case_id AND m.person_id = c.person_id),
       c.amount_dong, d.payer_id, CASE WHEN c.closed_seq IS NOT NULL THEN 4 ELSE COALESCE(d.kind, 0) END,
       d.cap_dong, d.share_percent, d.first_period, w.withheld_dong,
       CAST(CASE WHEN c.closed_seq IS NOT NULL THEN 0
                 ELSE COALESCE((SELECT SUM(CASE WHEN b.kind = 3 THEN -b.amount_dong ELSE b.amount_dong END)
                                  FROM recovery_decision AS b WHERE b.case_id = c.case_id), c.amount_dong)
                      - w.withheld_dong END AS BIGINT)
  FROM payment_case AS c
  JOIN (SELECT k.case_id, CAST(COALESCE((SELECT SUM(t.amount_dong) FROM recovery_deduction AS t
                 WHERE t.case_id = k.case_id
                   AND NOT EXISTS (SELECT 1 FROM obligation_ended AS e WHERE e.obligation_id = t.obligation_id
                                      AND e.person_id = t.person_id AND e.ended_as = 1)), 0) AS BIGINT) AS withheld_dong
          FROM payment_case AS k WHERE k.kind IN (4, 5)) AS w ON w.case_id = c.case_id
  LEFT JOIN recovery_decision AS d ON d.case_id = c.case_id AND d.person_id = c.person_id
       AND d.decision_no = (SELECT MAX(n.decision_no) FROM recovery_decision AS n WHERE n.case_id = c.case_id)
 WHERE c.kind IN (4, 5) AND c.case_id > $1 AND (c.closed_seq IS NULL OR d.case_id IS NOT NULL)
 ORDER BY c.case_id
 LIMIT $2;
