-- Payroll, obligations, eligibility.

-- name: obligations_of_payroll
SELECT person_id, obligation_id, period, component, revision, enrolment_id, area_id, clause_id,
       standard_dong, coefficient_hundredths, amount_dong, withheld_dong
  FROM obligation WHERE payroll_id = $1 ORDER BY person_id, obligation_id;

-- name: differences_of_payroll
SELECT person_id, payroll_id, previous_dong, amount_dong
  FROM payroll_difference WHERE payroll_id = $1 ORDER BY person_id;

-- name: sums_of_payroll
SELECT person_id, CAST(0 AS BIGINT), CAST(SUM(amount_dong) AS BIGINT)
  FROM obligation WHERE payroll_id = $1 GROUP BY person_id ORDER BY person_id;

-- name: held_of_period
SELECT h.person_id, h.payroll_id, h.amount_dong, h.area_id
  FROM payroll_held AS h JOIN payroll AS p ON p.payroll_id = h.payroll_id
 WHERE p.programme_id = $1 AND p.period = $2 AND p.state <> 4
 ORDER BY h.person_id, h.payroll_id;

-- name: held_counts
SELECT payroll_id, COUNT(*) FROM payroll_held GROUP BY payroll_id ORDER BY payroll_id;

-- name: enrolments
SELECT person_id, enrolment_id, programme_id, from_date, to_date, recorded_seq, closed_seq
  FROM enrolment ORDER BY person_id, enrolment_id;

-- name: pauses
SELECT person_id, enrolment_id, from_period, to_period, recorded_seq, closed_seq
  FROM enrolment_pause ORDER BY person_id, enrolment_id, from_period, recorded_seq;

-- name: person_areas
SELECT person_id, area_id FROM person ORDER BY person_id;

-- name: moves
SELECT person_id, recorded_seq, from_area_id FROM movement
 WHERE from_area_id IS NOT NULL AND to_area_id IS NOT NULL
 ORDER BY person_id, recorded_seq, movement_id;

-- name: arrears
-- What was live for the same month and right before this row of arrears: the line of its clause, or the
-- allowance where the clause has changed since.
SELECT o.obligation_id, o.person_id, o.period, o.amount_dong, o.standard_dong,
       o.coefficient_hundredths,
       CAST(COALESCE((SELECT SUM(b.amount_dong + b.withheld_dong) FROM obligation AS b
         WHERE b.period = o.period AND b.person_id = o.person_id
           AND b.programme_id = o.programme_id
           AND ((b.component <> 2 AND b.clause_id = o.clause_id)
                OR (b.component = 2 AND b.revision < o.revision AND b.clause_id = o.clause_id)
                OR (b.component = 1 AND NOT EXISTS (
                        SELECT 1 FROM obligation AS m
                         WHERE m.period = o.period AND m.person_id = o.person_id
                           AND m.programme_id = o.programme_id AND m.component <> 2
                           AND m.clause_id = o.clause_id)))
           AND NOT EXISTS (SELECT 1 FROM obligation_ended AS e
                            WHERE e.obligation_id = b.obligation_id
                              AND e.person_id = b.person_id)), 0) AS BIGINT)
  FROM obligation AS o
 WHERE o.component = 2
   AND ($1 = 0 OR o.payroll_id IN (SELECT payroll_id FROM payroll WHERE period = $1))
   AND NOT EXISTS (SELECT 1 FROM obligation_ended AS e
                    WHERE e.obligation_id = o.obligation_id AND e.person_id = o.person_id)
 ORDER BY o.obligation_id, o.person_id;

-- name: runs_twice
SELECT MIN(payroll_id), COUNT(*), programme_id, area_id, period, kind
  FROM payroll GROUP BY programme_id, area_id, period, kind HAVING COUNT(*) > 1
 ORDER BY 1;

-- name: live_twice
-- Arrears of one month may come in several steps; each is told apart by its revision.
SELECT g.person_id, g.period, g.programme_id, g.component, g.live_count - COUNT(e.obligation_id),
       g.amount_dong
  FROM (SELECT person_id, period, programme_id, component, COUNT(*) AS live_count,
               CAST(SUM(amount_dong) AS BIGINT) AS amount_dong
          FROM obligation WHERE component <> 2
         GROUP BY period, person_id, programme_id, component HAVING COUNT(*) > 1) AS g
  LEFT JOIN obligation_ended AS e
    ON e.period = g.period AND e.person_id = g.person_id AND e.programme_id = g.programme_id
   AND e.component = g.component
 GROUP BY g.person_id, g.period, g.programme_id, g.component, g.live_count, g.amount_dong
HAVING g.live_count - COUNT(e.obligation_id) > 1
 ORDER BY g.person_id, g.period, g.component;

-- name: left_out
SELECT o.obligation_id, o.person_id, o.payroll_id, o.amount_dong
  FROM payroll AS p
  JOIN obligation AS o ON o.payroll_id = p.payroll_id
 WHERE p.released_seq IS NOT NULL AND p.state = 3
   AND ($1 = 0 OR p.period = $1)
   AND NOT EXISTS (SELECT 1 FROM allocation AS l
                    WHERE l.obligation_id = o.obligation_id AND l.person_id = o.person_id)
   AND NOT EXISTS (SELECT 1 FROM obligation_ended AS e
                    WHERE e.obligation_id = o.obligation_id AND e.person_id = o.person_id)
   AND NOT EXISTS (SELECT 1 FROM hold AS h
                    WHERE h.person_id = o.person_id
                      AND (h.lifted_seq IS NULL OR h.lifted_seq > p.released_seq))
   AND NOT EXISTS (SELECT 1 FROM payroll_held AS k
                    WHERE k.payroll_id = p.payroll_id AND k.person_id = o.person_id)
   AND NOT EXISTS (SELECT 1 FROM person AS d
                    WHERE d.person_id = o.person_id AND d.death_date IS NOT NULL)
   AND EXISTS (SELECT 1 FROM account AS a
                WHERE a.person_id = o.person_id AND a.recorded_seq <= p.released_seq
                  AND (a.closed_seq IS NULL OR a.closed_seq > p.released_seq))
 ORDER BY o.obligation_id, o.person_id;
