-- The register as the law asks it: for replay and simulation, which write nothing.

-- name: law_list_rights :many
-- in:   tree_from int64, tree_to int64
-- out:  person_id int64, birth_date int64, death_date int64?, area_id int64, enrolment_id int64, category text, degree int64, child_count int64, from_date int64, to_date int64?, decision_date int64
-- Every right of whoever lives in an area, in order of person: what payroll_list_enrolled gives for one month.
SELECT p.person_id, p.birth_date, p.death_date, p.area_id, e.enrolment_id, e.category, e.degree, e.child_count,
       e.from_date, e.to_date, e.decision_date
  FROM enrolment AS e
  JOIN person AS p ON p.person_id = e.person_id
  JOIN area AS a ON a.area_id = p.area_id
 WHERE e.closed_seq IS NULL AND a.tree_from BETWEEN $1 AND $2
 ORDER BY e.person_id, e.enrolment_id;

-- name: law_count_rights :one
-- in:
-- out:  right_count int64
SELECT COUNT(*) FROM enrolment WHERE closed_seq IS NULL;

-- name: law_count_pauses :one
-- in:
-- out:  pause_count int64
SELECT COUNT(*) FROM enrolment_pause WHERE closed_seq IS NULL;

-- name: law_list_obligated :many
-- in:   from_period int64, to_period int64
-- out:  person_id int64, period int64, amount_dong int64
-- What stands in the books of each person and month: everything obligated and not ended, arrears included.
SELECT o.person_id, o.period, CAST(SUM(o.amount_dong) AS BIGINT)
  FROM obligation AS o
 WHERE o.period BETWEEN $1 AND $2
   AND NOT EXISTS (SELECT 1 FROM obligation_ended AS e
                    WHERE e.obligation_id = o.obligation_id AND e.person_id = o.person_id)
 GROUP BY o.person_id, o.period
 ORDER BY o.person_id, o.period;

-- name: law_rights_of_person :many :plan indexed
-- in:   person_id int64
-- out:  person_id int64, birth_date int64, death_date int64?, area_id int64, enrolment_id int64, category text, degree int64, child_count int64, from_date int64, to_date int64?, decision_date int64
-- The columns of law_list_rights, for one person: an explanation.
SELECT p.person_id, p.birth_date, p.death_date, p.area_id, e.enrolment_id, e.category, e.degree, e.child_count,
       e.from_date, e.to_date, e.decision_date
  FROM enrolment AS e
  JOIN person AS p ON p.person_id = e.person_id
 WHERE e.closed_seq IS NULL AND e.person_id = $1
 ORDER BY e.person_id, e.enrolment_id;

-- name: law_pauses_of_person :many :plan indexed
-- in:   person_id int64
-- out:  person_id int64, enrolment_id int64, from_period int64, to_period int64?
SELECT person_id, enrolment_id, from_period, to_period FROM enrolment_pause
 WHERE closed_seq IS NULL AND person_id = $1
 ORDER BY person_id, enrolment_id, from_period;
