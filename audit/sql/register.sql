-- The register: who, which number, which account.

-- name: identities_of_persons
SELECT person_id, citizen_id_hash FROM person WHERE citizen_id_hash IS NOT NULL;

-- name: identities
SELECT person_id, identity_hash FROM identity;

-- name: identity_faults
-- Asked only when the two streams above do not agree.
SELECT p.person_id, i.person_id
  FROM person AS p LEFT JOIN identity AS i ON i.identity_hash = p.citizen_id_hash
 WHERE p.citizen_id_hash IS NOT NULL AND (i.person_id IS NULL OR i.person_id <> p.person_id)
 ORDER BY p.person_id;

-- name: identity_twice
SELECT MIN(person_id), MAX(person_id), COUNT(*) FROM person
 WHERE citizen_id_hash IS NOT NULL GROUP BY citizen_id_hash HAVING COUNT(*) > 1 ORDER BY 1;

-- name: shared_numbers
-- Live accounts held without a mandate, on numbers that stand with more than one person.
SELECT c.person_id, c.account_id, c.number_hash
  FROM (SELECT number_hash FROM account WHERE number_hash IS NOT NULL
         GROUP BY number_hash HAVING MIN(person_id) <> MAX(person_id)) AS g
  JOIN account AS c ON c.number_hash = g.number_hash
 WHERE c.closed_seq IS NULL AND c.mandate_id IS NULL
 ORDER BY c.number_hash, c.person_id, c.account_id;

-- name: released_after_death
-- A death is known from the first movement that dates it.
SELECT o.person_id, o.obligation_id, o.period, l.attempt_id, l.amount_dong, d.death_date,
       b.recorded_seq,
       (SELECT MIN(m.recorded_seq) FROM movement AS m
         WHERE m.person_id = d.person_id AND m.effective_on = d.death_date),
       COALESCE((SELECT e.to_state FROM attempt_event AS e
                  WHERE e.attempt_id = l.attempt_id AND e.person_id = l.person_id
                  ORDER BY e.event_no DESC LIMIT 1), 0),
       (SELECT COUNT(*) FROM payment_case AS k WHERE k.person_id = d.person_id)
  FROM person AS d
  JOIN obligation AS o ON o.person_id = d.person_id AND o.period > d.death_date / 100
  JOIN allocation AS l ON l.obligation_id = o.obligation_id AND l.person_id = o.person_id
  JOIN batch AS b ON b.batch_id = l.attempt_id / 1048576
 WHERE d.death_date IS NOT NULL
 ORDER BY o.person_id, o.obligation_id, l.attempt_no;

-- name: duplicates_not_held
-- The last verdict says that two records are one person, and nothing stops the later one.
SELECT v.held_person_id, v.person_id, v.other_person_id, v.recorded_seq,
       (SELECT COUNT(*) FROM hold AS h
         WHERE h.person_id = v.held_person_id AND h.reason_code = 'DUPLICATE_CONFIRMED'
           AND h.lifted_seq IS NULL)
  FROM dedupe_verdict AS v
 WHERE v.verdict = 1
   AND NOT EXISTS (SELECT 1 FROM dedupe_verdict AS n
                    WHERE n.person_id = v.person_id AND n.other_person_id = v.other_person_id
                      AND n.verdict_no > v.verdict_no)
 ORDER BY v.person_id, v.other_person_id;

-- name: duplicates_released
-- Released after the verdict and before another one about the same pair.
SELECT v.held_person_id, v.person_id, v.other_person_id, o.obligation_id, l.attempt_id, l.amount_dong
  FROM dedupe_verdict AS v
  JOIN obligation AS o ON o.person_id = v.held_person_id
  JOIN allocation AS l ON l.obligation_id = o.obligation_id AND l.person_id = o.person_id
  JOIN batch AS b ON b.batch_id = l.attempt_id / 1048576
 WHERE v.verdict = 1 AND b.recorded_seq > v.recorded_seq
   AND NOT EXISTS (SELECT 1 FROM dedupe_verdict AS n
                    WHERE n.person_id = v.person_id AND n.other_person_id = v.other_person_id
                      AND n.verdict_no = v.verdict_no + 1 AND n.recorded_seq < b.recorded_seq)
 ORDER BY v.held_person_id, l.attempt_id, o.obligation_id;
