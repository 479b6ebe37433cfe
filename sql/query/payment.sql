-- Release, sealing, sending: from approved obligations to files.

-- name: release_list_due :many
-- in:   payroll_id int64
-- out:  person_id int64, obligation_id int64, amount_dong int64, area_id int64, account_id int64?, provider_id int64?, channel int64?
-- Obligations of one payroll in person order with the live account; feeds payment_release.
SELECT o.person_id, o.obligation_id, o.amount_dong, o.area_id, a.account_id, a.provider_id, a.channel
  FROM obligation AS o
  LEFT JOIN account AS a ON a.person_id = o.person_id AND a.closed_seq IS NULL
 WHERE o.payroll_id = $1
   AND NOT EXISTS (SELECT 1 FROM obligation_ended AS e
                    WHERE e.obligation_id = o.obligation_id AND e.person_id = o.person_id)
 ORDER BY o.person_id, o.obligation_id;

-- name: release_list_reopened :many
-- in:   programme_id int64, tree_from int64, tree_to int64, payroll_id int64
-- out:  person_id int64, obligation_id int64, amount_dong int64, area_id int64, account_id int64?, provider_id int64?, channel int64?, attempt_no int64
-- Obligations of earlier payrolls that are owed and free: the last attempt was freed, or there was none
-- because of a hold. The attempt that is to follow gets attempt_no. A payment found double is only owed
-- again when its money was recovered.
SELECT o.person_id, o.obligation_id, o.amount_dong, o.area_id, a.account_id, a.provider_id, a.channel,
       f.attempt_no + 1 AS attempt_no
  FROM allocation_freed AS f
  JOIN obligation AS o ON o.obligation_id = f.obligation_id AND o.person_id = f.person_id
  JOIN area AS ar ON ar.area_id = o.area_id
  LEFT JOIN account AS a ON a.person_id = f.person_id AND a.closed_seq IS NULL
 WHERE o.programme_id = $1 AND ar.tree_from BETWEEN $2 AND $3
   AND NOT EXISTS (SELECT 1 FROM allocation AS al
                    WHERE al.obligation_id = f.obligation_id AND al.person_id = f.person_id
                      AND al.attempt_no = f.attempt_no + 1)
   AND NOT EXISTS (SELECT 1 FROM obligation_ended AS e
                    WHERE e.obligation_id = f.obligation_id AND e.person_id = f.person_id)
   AND NOT EXISTS (SELECT 1 FROM payment_case AS c
                    WHERE c.person_id = f.person_id AND c.obligation_id = f.obligation_id
                      AND (c.closed_seq IS NULL OR (c.kind = 1 AND c.closed_as <> 1)))
UNION
SELECT o.person_id, o.obligation_id, o.amount_dong, o.area_id, a.account_id, a.provider_id, a.channel, 1
  FROM (SELECT payroll_id, person_id FROM payroll_held
        UNION
        SELECT payroll_id, person_id FROM release_held) AS h
  JOIN obligation AS o ON o.payroll_id = h.payroll_id AND o.person_id = h.person_id
  JOIN payroll AS p ON p.payroll_id = h.payroll_id
  JOIN area AS ar ON ar.area_id = o.area_id
  LEFT JOIN account AS a ON a.person_id = h.person_id AND a.closed_seq IS NULL
 WHERE o.programme_id = $1 AND ar.tree_from BETWEEN $2 AND $3
   AND h.payroll_id <> $4 AND p.released_seq IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM allocation AS al
                    WHERE al.obligation_id = o.obligation_id AND al.person_id = o.person_id)
   AND NOT EXISTS (SELECT 1 FROM obligation_ended AS e
                    WHERE e.obligation_id = o.obligation_id AND e.person_id = o.person_id)
 ORDER BY 1, 2;

-- name: release_list_gates :many
-- in:   payroll_id int64, made_seq int64
-- out:  person_id int64, reason_code text, last_period int64
-- Why money of a person stops at release, in person order: open holds (last_period 0: everything), what
-- the list held, accounts that an earlier list found behind an ended or exceeded mandate, and deaths or
-- stops learned since the payroll was made (months after last_period are not owed).
SELECT h.person_id, h.reason_code, CAST(0 AS BIGINT) AS last_period
  FROM hold AS h
 WHERE h.lifted_seq IS NULL AND $1 > 0
UNION ALL
SELECT m.person_id, m.reason_code, m.effective_on / 100
  FROM movement AS m
 WHERE m.recorded_seq > $2 AND m.kind IN (2, 7)
UNION ALL
SELECT h.person_id, h.reason_code, CAST(0 AS BIGINT)
  FROM payroll_held AS h
 WHERE h.payroll_id = $1 AND h.reason_code NOT IN ('NO_ACCOUNT')
UNION ALL
SELECT h.person_id, h.reason_code, CAST(0 AS BIGINT)
  FROM payroll_held AS h
  JOIN payroll AS p ON p.payroll_id = h.payroll_id
  JOIN account AS a ON a.person_id = h.person_id AND a.closed_seq IS NULL
 WHERE h.payroll_id <> $1 AND h.reason_code IN ('MANDATE_EXPIRED', 'MANDATE_CAP')
   AND a.mandate_id IS NOT NULL AND a.recorded_seq <= p.made_seq
 ORDER BY 1, 3;

-- name: release_list_not_owed :many
-- in:   payroll_id int64, made_seq int64, programme_id int64, tree_from int64, tree_to int64
-- out:  person_id int64, obligation_id int64, programme_id int64, period int64, component int64, revision int64, area_id int64, amount_dong int64, reason_code text
-- Obligations for months after a death or stop that was learned since: of this payroll, and of earlier
-- ones that no attempt holds and that would go out again with it.
SELECT d.person_id, d.obligation_id, d.programme_id, d.period, d.component, d.revision, d.area_id,
       d.amount_dong, MIN(d.reason_code)
  FROM (SELECT o.person_id, o.obligation_id, o.programme_id, o.period, o.component, o.revision, o.area_id,
               o.amount_dong, m.reason_code
          FROM movement AS m
          JOIN obligation AS o ON o.payroll_id = $1 AND o.person_id = m.person_id
         WHERE m.recorded_seq > $2 AND m.kind IN (2, 7) AND o.period > m.effective_on / 100
           AND (m.enrolment_id IS NULL OR m.enrolment_id = o.enrolment_id)
        UNION ALL
        SELECT o.person_id, o.obligation_id, o.programme_id, o.period, o.component, o.revision, o.area_id,
               o.amount_dong, m.reason_code
          FROM movement AS m
          JOIN obligation AS o ON o.person_id = m.person_id AND o.programme_id = $3 AND o.payroll_id <> $1
          JOIN payroll AS p ON p.payroll_id = o.payroll_id AND p.released_seq IS NOT NULL
          JOIN area AS ar ON ar.area_id = o.area_id
         WHERE m.recorded_seq > p.made_seq AND m.kind IN (2, 7) AND o.period > m.effective_on / 100
           AND (m.enrolment_id IS NULL OR m.enrolment_id = o.enrolment_id)
           AND ar.tree_from BETWEEN $4 AND $5
           AND NOT EXISTS (SELECT 1 FROM obligation_ended AS e
                            WHERE e.obligation_id = o.obligation_id AND e.person_id = o.person_id)
           AND NOT EXISTS (SELECT 1 FROM allocation AS al
                            WHERE al.obligation_id = o.obligation_id AND al.person_id = o.person_id
                              AND NOT EXISTS (SELECT 1 FROM allocation_freed AS f
                                               WHERE f.obligation_id = al.obligation_id
                                                 AND f.person_id = al.person_id
                                                 AND f.attempt_no = al.attempt_no))
           AND NOT EXISTS (SELECT 1 FROM payment_case AS c
                            WHERE c.person_id = o.person_id AND c.obligation_id = o.obligation_id
                              AND (c.closed_seq IS NULL OR (c.kind = 1 AND c.closed_as <> 1)))) AS d
 GROUP BY d.person_id, d.obligation_id, d.programme_id, d.period, d.component, d.revision, d.area_id, d.amount_dong
 ORDER BY d.person_id, d.obligation_id;

-- name: obligation_ended_insert :bulk
-- in:   period int64, person_id int64, programme_id int64, component int64, revision int64, obligation_id int64, ended_as int64, reason_code text, txn_id int64?, ended_seq int64
INSERT INTO obligation_ended (period, person_id, programme_id, component, revision, obligation_id, ended_as, reason_code, txn_id, ended_seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: attempt_insert :bulk
-- in:   attempt_id int64, person_id int64, account_id int64, amount_dong int64
INSERT INTO attempt (attempt_id, person_id, account_id, amount_dong) VALUES ($1, $2, $3, $4);

-- name: allocation_insert :bulk
-- in:   obligation_id int64, person_id int64, attempt_no int64, follows_no int64?, attempt_id int64, amount_dong int64
INSERT INTO allocation (obligation_id, person_id, attempt_no, follows_no, attempt_id, amount_dong)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: release_held_insert :bulk
-- in:   payroll_id int64, person_id int64, reason_code text, amount_dong int64
INSERT INTO release_held (payroll_id, person_id, reason_code, amount_dong) VALUES ($1, $2, $3, $4);

-- name: batch_insert :exec
-- in:   batch_id int64, payroll_id int64, provider_id int64, channel int64, period int64, line_count int64, total_dong int64, digest bytes, not_after int64, state int64, txn_id int64, recorded_seq int64
INSERT INTO batch (batch_id, payroll_id, provider_id, channel, period, line_count, total_dong, digest, not_after, state, txn_id, recorded_seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: batch_event_insert :exec
-- in:   batch_id int64, event_no int64, event int64, from_state int64, to_state int64, file_id int64?, recorded_seq int64
INSERT INTO batch_event (batch_id, event_no, event, from_state, to_state, file_id, recorded_seq)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: batch_set_state :exec
-- in:   batch_id int64, from_state int64, to_state int64
UPDATE batch SET state = $3 WHERE batch_id = $1 AND state = $2;

-- name: batch_set_file :exec
-- in:   batch_id int64, file_id int64
UPDATE batch SET file_id = $2 WHERE batch_id = $1 AND file_id IS NULL;

-- name: batch_by_id :one
-- in:   batch_id int64
-- out:  provider_id int64, state int64, period int64, payroll_id int64, line_count int64
SELECT provider_id, state, period, payroll_id, line_count FROM batch WHERE batch_id = $1;

-- name: batch_list :many
-- in:   payroll_id int64?
-- out:  batch_id int64, payroll_id int64, provider_id int64, provider_code text, channel int64, period int64, line_count int64, total_dong int64, not_after int64, state int64, file_id int64?, file_name text?, stored_path text?, sha256 bytes?, event_count int64
SELECT b.batch_id, b.payroll_id, b.provider_id, p.provider_code, b.channel, b.period, b.line_count, b.total_dong,
       b.not_after, b.state, b.file_id, f.file_name, f.stored_path, f.sha256,
       (SELECT COUNT(*) FROM batch_event AS e WHERE e.batch_id = b.batch_id)
  FROM batch AS b
  JOIN provider AS p ON p.provider_id = b.provider_id
  LEFT JOIN source_file AS f ON f.file_id = b.file_id
 WHERE ($1 IS NULL OR b.payroll_id = $1)
 ORDER BY b.batch_id;

-- name: batch_list_silent :many
-- in:   now_us int64
-- out:  batch_id int64, state int64, event_count int64
-- Sent so long ago that the provider should have answered.
SELECT b.batch_id, b.state, e.event_no
  FROM batch AS b
  JOIN provider AS p ON p.provider_id = b.provider_id
  JOIN batch_event AS e ON e.batch_id = b.batch_id AND e.event = 4
  JOIN change AS c ON c.change_seq = e.recorded_seq
 WHERE b.state = 4 AND c.at_us + p.answer_days * 86400000000 < $1
 ORDER BY b.batch_id;

-- name: batch_list_lines :many
-- in:   first_attempt_id int64, last_attempt_id int64
-- out:  attempt_id int64, person_id int64, amount_dong int64, account_id int64, holder_name text, number_cipher bytes?, full_name text, citizen_id_mask text?, phone_mask text?, hamlet text?, area_name text, area_code text, mandate_id int64?
-- What a payment file says of each line.
SELECT t.attempt_id, t.person_id, t.amount_dong, t.account_id, a.holder_name, a.number_cipher, p.full_name,
       p.citizen_id_mask, p.phone_mask, p.hamlet, ar.name, ar.area_code, a.mandate_id
  FROM attempt AS t
  JOIN account AS a ON a.person_id = t.person_id AND a.account_id = t.account_id
  JOIN person AS p ON p.person_id = t.person_id
  JOIN area AS ar ON ar.area_id = p.area_id
 WHERE t.attempt_id BETWEEN $1 AND $2
 ORDER BY t.attempt_id;

-- name: source_file_by_sha256 :one
-- in:   sha256 bytes
-- out:  file_id int64, kind int64
SELECT file_id, kind FROM source_file WHERE sha256 = $1;

-- name: source_file_insert :exec
-- in:   file_id int64, sha256 bytes, file_name text, byte_count int64, kind int64, stored_path text, recorded_seq int64
INSERT INTO source_file (file_id, sha256, file_name, byte_count, kind, stored_path, recorded_seq)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: payment_sum_by_state :many
-- in:   payroll_id int64
-- out:  provider_code text, channel int64, state int64, line_count int64, amount_dong int64
SELECT p.provider_code, b.channel, COALESCE(e.to_state, b.state) AS state, COUNT(*),
       CAST(SUM(t.amount_dong) AS BIGINT)
  FROM batch AS b
  JOIN provider AS p ON p.provider_id = b.provider_id
  JOIN attempt AS t ON t.attempt_id BETWEEN b.batch_id * 1048576 AND b.batch_id * 1048576 + 1048575
  LEFT JOIN attempt_event AS e ON e.attempt_id = t.attempt_id AND e.person_id = t.person_id
       AND e.event_no = (SELECT MAX(x.event_no) FROM attempt_event AS x
                          WHERE x.attempt_id = t.attempt_id AND x.person_id = t.person_id)
 WHERE b.payroll_id = $1
 GROUP BY p.provider_code, b.channel, COALESCE(e.to_state, b.state)
 ORDER BY 1, 2, 3;

-- name: payment_list_in_state :many
-- in:   payroll_id int64?, state int64, after_attempt_id int64, row_count int64
-- out:  attempt_id int64, person_id int64, full_name text, provider_code text, state int64, amount_dong int64, reason_code text?
-- state 0: all that need somebody's work. In the order of attempt_id, which begins with its batch: so a page is read
-- without sorting the rest.
SELECT t.attempt_id, t.person_id, n.full_name, p.provider_code, COALESCE(e.to_state, b.state), t.amount_dong, e.reason_code
  FROM batch AS b
  JOIN provider AS p ON p.provider_id = b.provider_id
  JOIN attempt AS t ON t.attempt_id BETWEEN b.batch_id * 1048576 AND b.batch_id * 1048576 + 1048575
  JOIN person AS n ON n.person_id = t.person_id
  LEFT JOIN attempt_event AS e ON e.attempt_id = t.attempt_id AND e.person_id = t.person_id
       AND e.event_no = (SELECT MAX(x.event_no) FROM attempt_event AS x
                          WHERE x.attempt_id = t.attempt_id AND x.person_id = t.person_id)
 WHERE ($1 IS NULL OR b.payroll_id = $1)
   AND b.batch_id >= $3 / 1048576 AND t.attempt_id > $3
   AND ((COALESCE(e.to_state, b.state) = $2)
     OR ($2 = 0 AND COALESCE(e.to_state, b.state) IN (6, 7, 8, 10, 11, 12, 14)))
 ORDER BY b.batch_id, t.attempt_id
 LIMIT $4;

-- name: release_payroll :one
-- in:   payroll_id int64
-- out:  programme_id int64, area_id int64, period int64, state int64, made_seq int64, line_count int64, tree_from int64?, tree_to int64?
SELECT p.programme_id, p.area_id, p.period, p.state, p.made_seq, p.line_count, a.tree_from, a.tree_to
  FROM payroll AS p LEFT JOIN area AS a ON a.area_id = p.area_id
 WHERE p.payroll_id = $1;

-- name: release_mark_payroll :exec
-- in:   payroll_id int64, released_seq int64
UPDATE payroll SET state = 3, released_seq = $2 WHERE payroll_id = $1 AND state = 2 AND released_seq IS NULL;

-- name: float_of_provider :one
-- in:   programme_id int64, provider_id int64
-- out:  amount_dong int64
SELECT CAST(COALESCE(SUM(amount_dong), 0) AS BIGINT) FROM posting
 WHERE ledger_account = 30 AND programme_id = $1 AND provider_id = $2;

-- name: batch_last_event_no :one
-- in:   batch_id int64
-- out:  event_no int64
SELECT CAST(COALESCE(MAX(event_no), 0) AS BIGINT) FROM batch_event WHERE batch_id = $1;

-- name: batch_list_unsealed :many
-- in:   payroll_id int64
-- out:  batch_id int64, provider_id int64, period int64, line_count int64, total_dong int64, released_us int64, provider_name text, agent text, out_template text, debtor_name text, debtor_account text
SELECT b.batch_id, b.provider_id, b.period, b.line_count, b.total_dong, c.at_us, p.name,
       COALESCE(p.bin, p.bic, ''), p.out_template, p.debtor_name, p.debtor_account
  FROM batch AS b
  JOIN provider AS p ON p.provider_id = b.provider_id
  JOIN change AS c ON c.change_seq = b.recorded_seq
 WHERE b.payroll_id = $1 AND b.file_id IS NULL
 ORDER BY b.batch_id;

-- name: batch_line_count :one
-- in:   batch_id int64
-- out:  line_count int64
SELECT line_count FROM batch WHERE batch_id = $1;
