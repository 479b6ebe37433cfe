-- What screens show: lists by page, each within an interval of the tree of areas.

-- name: beneficiary_page :many
-- in:   tree_from int64, tree_to int64, area_from int64, area_to int64, after_area_id int64, after_person_id int64, channel int64, row_count int64
-- out:  person_id int64, full_name text, sex int64, birth_date int64, area_id int64, area_code text, area_name text, hamlet text?, citizen_id_mask text?, category text?, from_date int64?, to_date int64?, channel int64?, provider_code text?, number_mask text?, recipient_name text?
-- Persons by commune and name, from a person onward (0 = from the start). Channel 0 = all, 9 = none yet.
SELECT p.person_id, p.full_name, p.sex, p.birth_date, p.area_id, a.area_code, a.name, p.hamlet, p.citizen_id_mask,
       e.category, e.from_date, e.to_date, ac.channel, v.provider_code, ac.number_mask, m.recipient_name
  FROM person AS p
  JOIN area AS a ON a.area_id = p.area_id
  LEFT JOIN enrolment AS e ON e.person_id = p.person_id AND e.closed_seq IS NULL
       AND e.enrolment_id = (SELECT MAX(x.enrolment_id) FROM enrolment AS x
                              WHERE x.person_id = p.person_id AND x.closed_seq IS NULL)
  LEFT JOIN account AS ac ON ac.person_id = p.person_id AND ac.closed_seq IS NULL
  LEFT JOIN provider AS v ON v.provider_id = ac.provider_id
  LEFT JOIN mandate AS m ON m.person_id = ac.person_id AND m.mandate_id = ac.mandate_id
 WHERE a.tree_from BETWEEN $1 AND $2 AND p.area_id BETWEEN $3 AND $4
   AND ($6 = 0 OR (p.area_id, p.name_sort, p.person_id) >
                  ($5, (SELECT k.name_sort FROM person AS k WHERE k.person_id = $6), $6))
   AND ($7 = 0 OR ac.channel = $7 OR ($7 = 9 AND ac.channel IS NULL))
 ORDER BY p.area_id, p.name_sort, p.person_id
 LIMIT $8;

-- name: beneficiary_search_name :many
-- in:   name_from text, name_to text, tree_from int64, tree_to int64, row_count int64
-- out:  person_id int64, full_name text, sex int64, birth_date int64, area_code text, area_name text, hamlet text?, citizen_id_mask text?
SELECT p.person_id, p.full_name, p.sex, p.birth_date, a.area_code, a.name, p.hamlet, p.citizen_id_mask
  FROM person AS p JOIN area AS a ON a.area_id = p.area_id
 WHERE p.name_fold >= $1 AND p.name_fold < $2 AND a.tree_from BETWEEN $3 AND $4
 ORDER BY p.name_fold, p.person_id
 LIMIT $5;

-- name: beneficiary_search_number :many
-- in:   identity_hash bytes, phone_hash bytes, person_id int64, tree_from int64, tree_to int64, row_count int64
-- out:  person_id int64, full_name text, sex int64, birth_date int64, area_code text, area_name text, hamlet text?, citizen_id_mask text?
SELECT p.person_id, p.full_name, p.sex, p.birth_date, a.area_code, a.name, p.hamlet, p.citizen_id_mask
  FROM (SELECT person_id FROM identity WHERE identity_hash = $1
        UNION SELECT person_id FROM person WHERE phone_hash = $2
        UNION SELECT person_id FROM person WHERE person_id = $3) AS f
  JOIN person AS p ON p.person_id = f.person_id
  JOIN area AS a ON a.area_id = p.area_id
 WHERE a.tree_from BETWEEN $4 AND $5
 ORDER BY p.person_id
 LIMIT $6;

-- name: movement_list_of_person :many
-- in:   person_id int64
-- out:  movement_id int64, at_us int64, kind int64, reason_code text, effective_on int64, enrolment_id int64?, from_area text?, to_area text?, file_name text?, row_no int64?, login text?
SELECT m.movement_id, c.at_us, m.kind, m.reason_code, m.effective_on, m.enrolment_id, f.name, t.name, s.file_name, m.row_no, u.login
  FROM movement AS m
  JOIN change AS c ON c.change_seq = m.recorded_seq
  LEFT JOIN area AS f ON f.area_id = m.from_area_id
  LEFT JOIN area AS t ON t.area_id = m.to_area_id
  LEFT JOIN source_file AS s ON s.file_id = m.file_id
  LEFT JOIN app_user AS u ON u.user_id = c.user_id
 WHERE m.person_id = $1
 ORDER BY m.movement_id;

-- name: hold_list_of_person :many
-- in:   person_id int64
-- out:  hold_id int64, reason_code text, placed_us int64, placed_by text?, lifted_us int64?, lifted_by text?
SELECT h.hold_id, h.reason_code, c.at_us, u.login, l.at_us, w.login
  FROM hold AS h
  JOIN change AS c ON c.change_seq = h.placed_seq
  LEFT JOIN app_user AS u ON u.user_id = c.user_id
  LEFT JOIN change AS l ON l.change_seq = h.lifted_seq
  LEFT JOIN app_user AS w ON w.user_id = l.user_id
 WHERE h.person_id = $1
 ORDER BY h.hold_id;

-- name: movement_page :many
-- in:   tree_from int64, tree_to int64, after_seq int64, row_count int64
-- out:  recorded_seq int64, at_us int64, person_id int64, full_name text, area_name text, kind int64, reason_code text, effective_on int64, login text?
-- The latest movements of an area that did not come by a file, newest first (after_seq 0 = newest).
SELECT m.recorded_seq, c.at_us, m.person_id, p.full_name, a.name, m.kind, m.reason_code, m.effective_on, u.login
  FROM change AS c
  JOIN movement AS m ON m.recorded_seq = c.change_seq
  JOIN person AS p ON p.person_id = m.person_id
  JOIN area AS a ON a.area_id = p.area_id
  LEFT JOIN app_user AS u ON u.user_id = c.user_id
 WHERE a.tree_from BETWEEN $1 AND $2 AND ($3 = 0 OR c.change_seq < $3) AND c.use_case <> 'intake_load'
 ORDER BY c.change_seq DESC, m.person_id
 LIMIT $4;

-- name: payroll_page :many
-- in:   tree_from int64, tree_to int64, payroll_id int64
-- out:  payroll_id int64, period int64, kind int64, area_id int64, area_code text, area_name text, state int64, eligible_count int64, obligated_count int64, held_count int64, line_count int64, total_dong int64, previous_dong int64, digest bytes, made_by text?, made_us int64, approved_by text?, approved_us int64?, released_us int64?
-- Payrolls whose area lies within the interval, newest first; one of them when payroll_id is not 0.
SELECT y.payroll_id, y.period, y.kind, y.area_id, a.area_code, a.name, y.state, y.eligible_count, y.obligated_count,
       y.held_count, y.line_count, y.total_dong, y.previous_dong, y.digest, m.login, c.at_us, v.login, ca.at_us, cr.at_us
  FROM payroll AS y
  JOIN area AS a ON a.area_id = y.area_id
  JOIN change AS c ON c.change_seq = y.made_seq
  LEFT JOIN app_user AS m ON m.user_id = y.made_by
  LEFT JOIN app_user AS v ON v.user_id = y.approved_by
  LEFT JOIN change AS ca ON ca.change_seq = y.approved_seq
  LEFT JOIN change AS cr ON cr.change_seq = y.released_seq
 WHERE a.tree_from BETWEEN $1 AND $2 AND ($3 = 0 OR y.payroll_id = $3)
 ORDER BY y.period DESC, y.kind DESC, y.payroll_id DESC;

-- name: payroll_page_around :many
-- in:   tree_from int64
-- out:  payroll_id int64, period int64, kind int64, area_id int64, area_code text, area_name text, state int64
-- Payrolls of areas that contain a smaller one: a commune looks for its pay-list in them.
SELECT y.payroll_id, y.period, y.kind, y.area_id, a.area_code, a.name, y.state
  FROM payroll AS y
  JOIN area AS a ON a.area_id = y.area_id
 WHERE $1 BETWEEN a.tree_from AND a.tree_to
 ORDER BY y.period DESC, y.kind DESC, y.payroll_id DESC;

-- name: payroll_page_difference :many
-- in:   payroll_id int64, reason_code text, after_person_id int64, row_count int64
-- out:  person_id int64, full_name text, area_name text, reason_code text, previous_dong int64, amount_dong int64
-- Person by person; reason_code '' = all.
SELECT d.person_id, p.full_name, a.name, d.reason_code, d.previous_dong, d.amount_dong
  FROM payroll_difference AS d
  JOIN person AS p ON p.person_id = d.person_id
  JOIN area AS a ON a.area_id = p.area_id
 WHERE d.payroll_id = $1 AND d.person_id > $3 AND ($2 = '' OR d.reason_code = $2)
 ORDER BY d.person_id
 LIMIT $4;

-- name: payroll_page_held :many
-- in:   payroll_id int64, after_person_id int64, row_count int64
-- out:  person_id int64, full_name text, area_name text, reason_code text, sentence_vi text, sentence_en text, who_acts text, amount_dong int64
SELECT h.person_id, p.full_name, a.name, h.reason_code, r.sentence_vi, r.sentence_en, r.who_acts, h.amount_dong
  FROM payroll_held AS h
  JOIN person AS p ON p.person_id = h.person_id
  JOIN area AS a ON a.area_id = h.area_id
  JOIN reason AS r ON r.reason_code = h.reason_code
 WHERE h.payroll_id = $1 AND h.person_id > $2
 ORDER BY h.person_id
 LIMIT $3;

-- name: anomaly_shared_accounts :many
-- in:   payroll_id int64, least_count int64, row_count int64
-- out:  number_mask text, holder_name text, provider_code text, person_count int64, amount_dong int64
-- Many beneficiaries of one payroll on one account: normal for a guardian of some, not for many.
SELECT MIN(ac.number_mask), MIN(ac.holder_name), MIN(v.provider_code), COUNT(DISTINCT o.person_id), CAST(SUM(o.amount_dong) AS BIGINT)
  FROM obligation AS o
  JOIN account AS ac ON ac.person_id = o.person_id AND ac.closed_seq IS NULL
  JOIN provider AS v ON v.provider_id = ac.provider_id
 WHERE o.payroll_id = $1 AND ac.number_hash IS NOT NULL
 GROUP BY ac.number_hash
HAVING COUNT(DISTINCT o.person_id) >= $2
 ORDER BY COUNT(DISTINCT o.person_id) DESC, MIN(o.person_id)
 LIMIT $3;

-- name: anomaly_new_accounts :many
-- in:   payroll_id int64, row_count int64
-- out:  person_id int64, full_name text, area_name text, provider_code text, number_mask text?, holder_name text, changed_us int64, changed_by text?, use_case text, amount_dong int64
-- Where the money goes has changed since the payroll before.
SELECT p.person_id, p.full_name, a.name, v.provider_code, ac.number_mask, ac.holder_name, c.at_us, u.login, c.use_case,
       (SELECT CAST(SUM(o.amount_dong) AS BIGINT) FROM obligation AS o
         WHERE o.payroll_id = y.payroll_id AND o.person_id = p.person_id)
  FROM payroll AS y
  JOIN payroll AS b ON b.payroll_id = y.previous_payroll_id
  JOIN change AS c ON c.change_seq > b.made_seq AND c.use_case = 'account_set'
  JOIN movement AS m ON m.recorded_seq = c.change_seq
  JOIN person AS p ON p.person_id = m.person_id
  JOIN area AS a ON a.area_id = p.area_id
  JOIN account AS ac ON ac.person_id = p.person_id AND ac.closed_seq IS NULL AND ac.recorded_seq = c.change_seq
  JOIN provider AS v ON v.provider_id = ac.provider_id
  LEFT JOIN app_user AS u ON u.user_id = c.user_id
 WHERE y.payroll_id = $1
   AND EXISTS (SELECT 1 FROM obligation AS o WHERE o.payroll_id = y.payroll_id AND o.person_id = p.person_id)
 ORDER BY c.change_seq DESC
 LIMIT $2;

-- name: anomaly_jumps :many
-- in:   payroll_id int64, row_count int64
-- out:  person_id int64, full_name text, area_name text, reason_code text, previous_dong int64, amount_dong int64
-- Who gets at least twice what they got the month before, or at least half less; the largest first.
SELECT d.person_id, p.full_name, a.name, d.reason_code, d.previous_dong, d.amount_dong
  FROM payroll_difference AS d
  JOIN person AS p ON p.person_id = d.person_id
  JOIN area AS a ON a.area_id = p.area_id
 WHERE d.payroll_id = $1 AND d.previous_dong > 0 AND d.amount_dong > 0
   AND (d.amount_dong >= 2 * d.previous_dong OR 2 * d.amount_dong <= d.previous_dong)
 ORDER BY CASE WHEN d.amount_dong > d.previous_dong THEN d.amount_dong - d.previous_dong
               ELSE d.previous_dong - d.amount_dong END DESC, d.person_id
 LIMIT $2;

-- name: intake_page :many
-- in:   tree_from int64, tree_to int64, before_id int64, intake_id int64, row_count int64
-- out:  intake_id int64, at_us int64, login text?, area_id int64, area_code text, area_name text, file_name text, byte_count int64, row_count int64, accepted_count int64, refused_count int64, warned_count int64, encoding text
-- Newest first, before an intake (0 = from the newest); or one of them.
SELECT i.intake_id, c.at_us, u.login, a.area_id, a.area_code, a.name, f.file_name, f.byte_count, i.row_count, i.accepted_count,
       i.refused_count, i.warned_count, i.encoding
  FROM intake AS i
  JOIN area AS a ON a.area_id = i.area_id
  JOIN source_file AS f ON f.file_id = i.file_id
  JOIN change AS c ON c.change_seq = i.recorded_seq
  LEFT JOIN app_user AS u ON u.user_id = c.user_id
 WHERE a.tree_from BETWEEN $1 AND $2 AND ($3 = 0 OR i.intake_id < $3) AND ($4 = 0 OR i.intake_id = $4)
 ORDER BY i.intake_id DESC
 LIMIT $5;

-- name: intake_page_issues :many
-- in:   intake_id int64, after_sheet_no int64, after_row_no int64, after_issue_no int64, severity int64, row_count int64
-- out:  sheet_no int64, row_no int64, issue_no int64, column_no int64, severity int64, issue_code text, found_mask text
SELECT sheet_no, row_no, issue_no, column_no, severity, issue_code, found_mask FROM intake_issue
 WHERE intake_id = $1 AND (sheet_no, row_no, issue_no) > ($2, $3, $4) AND ($5 = 0 OR severity = $5)
 ORDER BY sheet_no, row_no, issue_no
 LIMIT $6;

-- name: intake_sum_issues :many
-- in:   intake_id int64
-- out:  issue_code text, severity int64, issue_count int64
SELECT issue_code, severity, COUNT(*) FROM intake_issue WHERE intake_id = $1
 GROUP BY issue_code, severity ORDER BY severity DESC, COUNT(*) DESC, issue_code;

-- name: intake_original :one
-- in:   intake_id int64
-- out:  file_name text, stored_path text, area_id int64
SELECT f.file_name, f.stored_path, i.area_id FROM intake AS i JOIN source_file AS f ON f.file_id = i.file_id WHERE i.intake_id = $1;

-- name: batch_page :many
-- in:   user_id int64, after_batch_id int64, row_count int64
-- out:  batch_id int64, provider_code text, period int64, channel int64, line_count int64, total_dong int64, not_after int64, state int64, file_name text, byte_count int64, sha256 bytes
-- The sealed files of the providers that a user speaks for, once sending has begun.
SELECT b.batch_id, v.provider_code, b.period, b.channel, b.line_count, b.total_dong, b.not_after, b.state, f.file_name, f.byte_count, f.sha256
  FROM user_provider AS x
  JOIN provider AS v ON v.provider_id = x.provider_id
  JOIN batch AS b ON b.provider_id = v.provider_id
  JOIN source_file AS f ON f.file_id = b.file_id
 WHERE x.user_id = $1 AND b.state <> 2 AND ($2 = 0 OR b.batch_id < $2)
 ORDER BY b.batch_id DESC
 LIMIT $3;

-- name: batch_page_of_payroll :many
-- in:   payroll_id int64, after_batch_id int64, row_count int64
-- out:  batch_id int64, provider_code text, channel int64, line_count int64, total_dong int64, state int64, not_after int64, file_name text?, byte_count int64?, sha256 bytes?
SELECT b.batch_id, v.provider_code, b.channel, b.line_count, b.total_dong, b.state, b.not_after, f.file_name, f.byte_count, f.sha256
  FROM batch AS b
  JOIN provider AS v ON v.provider_id = b.provider_id
  LEFT JOIN source_file AS f ON f.file_id = b.file_id
 WHERE b.payroll_id = $1 AND b.batch_id > $2
 ORDER BY b.batch_id
 LIMIT $3;

-- name: batch_original :one
-- in:   batch_id int64
-- out:  file_name text?, stored_path text?, payroll_id int64, provider_id int64, area_id int64, state int64
SELECT f.file_name, f.stored_path, b.payroll_id, b.provider_id, y.area_id, b.state
  FROM batch AS b JOIN payroll AS y ON y.payroll_id = b.payroll_id LEFT JOIN source_file AS f ON f.file_id = b.file_id
 WHERE b.batch_id = $1;

-- name: result_page_of_user :many
-- in:   user_id int64, after_result_id int64, row_count int64
-- out:  result_id int64, at_us int64, provider_code text, file_ref text, file_name text, quarantine_no int64, format text, row_count int64, applied_count int64, repeated_count int64, suspended_count int64, applied_dong int64
-- Result files of the providers that a user speaks for.
SELECT r.result_id, c.at_us, v.provider_code, r.file_ref, f.file_name, r.quarantine_no, r.format, r.row_count, r.applied_count,
       r.repeated_count, r.suspended_count, r.applied_dong
  FROM user_provider AS x
  JOIN provider AS v ON v.provider_id = x.provider_id
  JOIN result_file AS r ON r.provider_id = v.provider_id
  JOIN source_file AS f ON f.file_id = r.file_id
  JOIN change AS c ON c.change_seq = r.recorded_seq
 WHERE x.user_id = $1 AND ($2 = 0 OR r.result_id < $2)
 ORDER BY r.result_id DESC
 LIMIT $3;

-- name: period_list :many
-- in:   programme_id int64
-- out:  period int64, state int64?, posting_count int64?, closed_us int64?, closed_by text?, paid_dong int64
-- Months with postings or a closing, newest first; what was paid is what the expense account took.
SELECT m.period, f.state, f.posting_count, c.at_us, u.login,
       COALESCE((SELECT CAST(SUM(p.amount_dong) AS BIGINT) FROM posting AS p
                  WHERE p.ledger_account = 50 AND p.fiscal_period = m.period AND p.programme_id = $1), 0)
  FROM (SELECT fiscal_period AS period FROM ledger_txn
        UNION SELECT period FROM fiscal_period WHERE programme_id = $1) AS m
  LEFT JOIN fiscal_period AS f ON f.programme_id = $1 AND f.period = m.period
  LEFT JOIN change AS c ON c.change_seq = f.closed_seq
  LEFT JOIN app_user AS u ON u.user_id = c.user_id
 ORDER BY m.period DESC;

-- name: ledger_page_entries :many
-- in:   period int64, ledger_account int64, after_txn_id int64, row_count int64
-- out:  txn_id int64, at_us int64, kind int64, payroll_id int64?, batch_id int64?, use_case text, debit_dong int64, credit_dong int64
-- Entries of a month that touch an account (0 = any).
SELECT t.txn_id, c.at_us, t.kind, t.payroll_id, t.batch_id, c.use_case,
       CAST(SUM(CASE WHEN p.amount_dong > 0 THEN p.amount_dong ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN p.amount_dong < 0 THEN -p.amount_dong ELSE 0 END) AS BIGINT)
  FROM ledger_txn AS t
  JOIN change AS c ON c.change_seq = t.recorded_seq
  JOIN posting AS p ON p.txn_id = t.txn_id AND ($2 = 0 OR p.ledger_account = $2)
 WHERE t.fiscal_period = $1 AND t.txn_id > $3
 GROUP BY t.txn_id, c.at_us, t.kind, t.payroll_id, t.batch_id, c.use_case
 ORDER BY t.txn_id
 LIMIT $4;

-- name: change_page :many
-- in:   before_seq int64, login text, use_case text, row_count int64
-- out:  change_seq int64, at_us int64, login text?, use_case text, area_name text?, summary text, hash bytes
-- The log, newest first; '' = everybody, every use case.
SELECT c.change_seq, c.at_us, u.login, c.use_case, a.name, c.summary, c.hash
  FROM change AS c
  LEFT JOIN app_user AS u ON u.user_id = c.user_id
  LEFT JOIN area AS a ON a.area_id = c.area_id
 WHERE ($1 = 0 OR c.change_seq < $1) AND ($2 = '' OR u.login = $2) AND ($3 = '' OR c.use_case = $3)
 ORDER BY c.change_seq DESC
 LIMIT $4;

-- name: area_list_children :many
-- in:   parent_area_id int64, day int64
-- out:  area_id int64, level int64, area_code text, kind text, name text
SELECT area_id, level, area_code, kind, name FROM area
 WHERE parent_area_id = $1 AND valid_from <= $2 AND valid_to >= $2
 ORDER BY area_code;

-- name: area_bounds :one
-- in:   tree_from int64, tree_to int64
-- out:  area_from int64, area_to int64
-- The lowest and highest number in an interval of the tree: bounds for an index.
SELECT COALESCE(MIN(area_id), 0), COALESCE(MAX(area_id), 0) FROM area WHERE tree_from BETWEEN $1 AND $2;

-- name: clause_list :many
-- in:
-- out:  clause_id int64, clause_code text, citation text
SELECT clause_id, clause_code, citation FROM clause ORDER BY clause_code;

-- name: change_last_seq :one
-- in:
-- out:  change_seq int64
SELECT COALESCE(MAX(change_seq), 0) FROM change;
