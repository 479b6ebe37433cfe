-- Attempts, allocations, events: ordered streams that are merged in C.

-- name: attempts
SELECT a.attempt_id, a.person_id, a.account_id, a.amount_dong, c.provider_id, c.channel,
       c.recorded_seq, c.closed_seq
  FROM attempt AS a
  LEFT JOIN account AS c ON c.person_id = a.person_id AND c.account_id = a.account_id
 WHERE a.attempt_id >= $1 AND a.attempt_id < $2
 ORDER BY a.attempt_id, a.person_id;

-- name: events
SELECT attempt_id, person_id, event_no, event, from_state, to_state, amount_dong, result_id, row_no,
       txn_id, recorded_seq
  FROM attempt_event
 WHERE attempt_id >= $1 AND attempt_id < $2
 ORDER BY attempt_id, person_id, event_no;

-- name: shares
SELECT l.attempt_id, l.person_id, l.obligation_id, l.amount_dong, o.amount_dong, o.area_id,
       o.programme_id
  FROM allocation AS l
  LEFT JOIN obligation AS o ON o.obligation_id = l.obligation_id AND o.person_id = l.person_id
 WHERE l.attempt_id >= $1 AND l.attempt_id < $2
 ORDER BY l.attempt_id, l.person_id;

-- name: attempt_cases
SELECT attempt_id, person_id, closed_seq, closed_as, obligation_id FROM payment_case
 WHERE attempt_id >= $1 AND attempt_id < $2
 ORDER BY attempt_id, person_id, case_id;

-- name: allocations
SELECT obligation_id, person_id, attempt_no, attempt_id, amount_dong
  FROM allocation ORDER BY obligation_id, person_id, attempt_no;

-- name: obligations
SELECT obligation_id, person_id, amount_dong, payroll_id
  FROM obligation ORDER BY obligation_id, person_id;

-- name: freed
SELECT f.obligation_id, f.person_id, f.attempt_no, f.attempt_id, f.event_no, e.to_state,
       l.attempt_id
  FROM allocation_freed AS f
  LEFT JOIN attempt_event AS e
    ON e.attempt_id = f.attempt_id AND e.person_id = f.person_id AND e.event_no = f.event_no
  LEFT JOIN allocation AS l
    ON l.obligation_id = f.obligation_id AND l.person_id = f.person_id
   AND l.attempt_no = f.attempt_no
 ORDER BY f.obligation_id, f.person_id, f.attempt_no;

-- name: tries
-- Every try of the obligations that were tried more than once, with the state it stands in.
SELECT m.obligation_id, m.person_id, l.attempt_no, l.attempt_id, l.amount_dong,
       COALESCE((SELECT e.to_state FROM attempt_event AS e
                  WHERE e.attempt_id = l.attempt_id AND e.person_id = l.person_id
                  ORDER BY e.event_no DESC LIMIT 1),
                (SELECT b.state FROM batch AS b WHERE b.batch_id = l.attempt_id / 1048576), 1),
       (SELECT COUNT(*) FROM payment_case AS k
         WHERE k.person_id = m.person_id
           AND (k.obligation_id = m.obligation_id
                OR k.attempt_id IN (SELECT s.attempt_id FROM allocation AS s
                                     WHERE s.obligation_id = m.obligation_id
                                       AND s.person_id = m.person_id)))
  FROM (SELECT DISTINCT obligation_id, person_id FROM allocation WHERE attempt_no > 1) AS m
  JOIN allocation AS l ON l.obligation_id = m.obligation_id AND l.person_id = m.person_id
 ORDER BY m.obligation_id, m.person_id, l.attempt_no;

-- name: ended
SELECT e.obligation_id, e.person_id, e.txn_id, o.amount_dong, o.area_id, o.programme_id
  FROM obligation_ended AS e
  LEFT JOIN obligation AS o ON o.obligation_id = e.obligation_id AND o.person_id = e.person_id
 ORDER BY e.obligation_id, e.person_id;
