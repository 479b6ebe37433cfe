-- The register: persons, identities, rights, recipients, accounts, movements; and intake.

-- name: area_list_communes :many
-- in:   area_id int64, day int64
-- out:  area_id int64, area_code text, name_fold text
-- Communes of an area valid on a day, in order of code.
SELECT a.area_id, a.area_code, a.name_fold
  FROM area AS top
  JOIN area AS a ON a.tree_from BETWEEN top.tree_from AND top.tree_to
 WHERE top.area_id = $1 AND a.level = 3 AND a.valid_from <= $2 AND a.valid_to >= $2
 ORDER BY a.area_code;

-- name: person_by_identity :one
-- in:   identity_hash bytes
-- out:  person_id int64, name_fold text, birth_date int64, area_id int64, death_date int64?
SELECT p.person_id, p.name_fold, p.birth_date, p.area_id, p.death_date
  FROM identity AS i JOIN person AS p ON p.person_id = i.person_id
 WHERE i.identity_hash = $1;

-- name: person_by_name :one
-- in:   name_fold text, birth_date int64, sex int64, area_id int64
-- out:  person_id int64, name_fold text, birth_date int64, area_id int64, death_date int64?
-- For rows without a number: the same name, birth, sex and commune.
SELECT person_id, name_fold, birth_date, area_id, death_date FROM person
 WHERE name_fold = $1 AND birth_date = $2 AND sex = $3 AND area_id = $4
 ORDER BY person_id LIMIT 1;

-- name: enrolment_live_same :one
-- in:   person_id int64, programme_id int64, category text, decision_no text
-- out:  enrolment_id int64
SELECT enrolment_id FROM enrolment
 WHERE person_id = $1 AND programme_id = $2 AND category = $3 AND decision_no = $4 AND closed_seq IS NULL;

-- name: account_live :one
-- in:   person_id int64
-- out:  account_id int64, provider_id int64, channel int64, number_hash bytes?, holder_name text, mandate_id int64?
SELECT account_id, provider_id, channel, number_hash, holder_name, mandate_id FROM account
 WHERE person_id = $1 AND closed_seq IS NULL;

-- name: person_insert :bulk
-- in:   person_id int64, household_id int64?, area_id int64, full_name text, name_fold text, name_sort text, sex int64, birth_date int64, birth_precision int64, ethnicity text?, hamlet text?, citizen_id_kind int64, citizen_id_hash bytes?, citizen_id_cipher bytes?, citizen_id_mask text?, phone_hash bytes?, phone_cipher bytes?, phone_mask text?, recorded_seq int64
INSERT INTO person (person_id, household_id, area_id, full_name, name_fold, name_sort, sex, birth_date, birth_precision, ethnicity, hamlet, citizen_id_kind, citizen_id_hash, citizen_id_cipher, citizen_id_mask, phone_hash, phone_cipher, phone_mask, recorded_seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19);

-- name: identity_insert :bulk
-- in:   identity_hash bytes, person_id int64, recorded_seq int64
INSERT INTO identity (identity_hash, person_id, recorded_seq) VALUES ($1, $2, $3);

-- name: household_insert :bulk
-- in:   household_id int64, area_id int64, recorded_seq int64
INSERT INTO household (household_id, area_id, recorded_seq) VALUES ($1, $2, $3);

-- name: household_poverty_insert :bulk
-- in:   household_id int64, year int64, poverty_class int64, recorded_seq int64
INSERT INTO household_poverty (household_id, year, poverty_class, recorded_seq) VALUES ($1, $2, $3, $4);

-- name: enrolment_insert :bulk
-- in:   person_id int64, enrolment_id int64, programme_id int64, category text, degree int64, child_count int64, decision_no text, decision_date int64, from_date int64, to_date int64?, end_reason text?, recorded_seq int64
INSERT INTO enrolment (person_id, enrolment_id, programme_id, category, degree, child_count, decision_no, decision_date, from_date, to_date, end_reason, recorded_seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: mandate_insert :bulk
-- in:   person_id int64, mandate_id int64, kind int64, recipient_name text, relation text?, recipient_id_hash bytes?, recipient_id_cipher bytes?, recipient_id_mask text?, certifier text, certified_on int64, valid_from int64, valid_to int64?, cap_dong int64?, recorded_seq int64
INSERT INTO mandate (person_id, mandate_id, kind, recipient_name, relation, recipient_id_hash, recipient_id_cipher, recipient_id_mask, certifier, certified_on, valid_from, valid_to, cap_dong, recorded_seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: account_insert :bulk
-- in:   person_id int64, account_id int64, provider_id int64, channel int64, holder_name text, number_hash bytes?, number_cipher bytes?, number_mask text?, mandate_id int64?, valid_from int64, recorded_seq int64
INSERT INTO account (person_id, account_id, provider_id, channel, holder_name, number_hash, number_cipher, number_mask, mandate_id, valid_from, recorded_seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: account_close :exec
-- in:   person_id int64, closed_seq int64
UPDATE account SET closed_seq = $2 WHERE person_id = $1 AND closed_seq IS NULL;

-- name: account_close_of_mandate :exec
-- in:   person_id int64, mandate_id int64, closed_seq int64
UPDATE account SET closed_seq = $3 WHERE person_id = $1 AND mandate_id = $2 AND closed_seq IS NULL;

-- name: movement_insert :bulk
-- in:   person_id int64, movement_id int64, kind int64, reason_code text, effective_on int64, enrolment_id int64?, from_area_id int64?, to_area_id int64?, file_id int64?, row_no int64?, recorded_seq int64
INSERT INTO movement (person_id, movement_id, kind, reason_code, effective_on, enrolment_id, from_area_id, to_area_id, file_id, row_no, recorded_seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: intake_insert :exec
-- in:   intake_id int64, file_id int64, area_id int64?, encoding text, row_count int64, accepted_count int64, refused_count int64, warned_count int64, recorded_seq int64
INSERT INTO intake (intake_id, file_id, area_id, encoding, row_count, accepted_count, refused_count, warned_count, recorded_seq)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: intake_by_file :one
-- in:   file_id int64
-- out:  intake_id int64, row_count int64, accepted_count int64, refused_count int64, warned_count int64
SELECT intake_id, row_count, accepted_count, refused_count, warned_count FROM intake WHERE file_id = $1;

-- name: intake_row_insert :bulk
-- in:   intake_id int64, sheet_no int64, row_no int64, outcome int64, person_id int64?
INSERT INTO intake_row (intake_id, sheet_no, row_no, outcome, person_id) VALUES ($1, $2, $3, $4, $5);

-- name: intake_issue_insert :bulk
-- in:   intake_id int64, sheet_no int64, row_no int64, issue_no int64, column_no int64, severity int64, issue_code text, found_mask text
INSERT INTO intake_issue (intake_id, sheet_no, row_no, issue_no, column_no, severity, issue_code, found_mask)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: intake_area :one
-- in:   intake_id int64
-- out:  area_id int64?
SELECT area_id FROM intake WHERE intake_id = $1;

-- name: intake_list_issues :many
-- in:   intake_id int64
-- out:  sheet_no int64, row_no int64, column_no int64, severity int64, issue_code text, found_mask text
SELECT sheet_no, row_no, column_no, severity, issue_code, found_mask FROM intake_issue
 WHERE intake_id = $1 ORDER BY sheet_no, row_no, column_no, issue_no;

-- name: person_head :one
-- in:   person_id int64
-- out:  area_id int64, full_name text, birth_date int64, death_date int64?
SELECT area_id, full_name, birth_date, death_date FROM person WHERE person_id = $1;

-- name: person_set_death :exec
-- in:   person_id int64, death_date int64
UPDATE person SET death_date = $2 WHERE person_id = $1 AND death_date IS NULL;

-- name: person_set_area :exec
-- in:   person_id int64, area_id int64
UPDATE person SET area_id = $2 WHERE person_id = $1;

-- name: enrolment_list_live :many
-- in:   person_id int64
-- out:  enrolment_id int64, programme_id int64, category text, degree int64, child_count int64, decision_no text, decision_date int64, from_date int64, to_date int64?
SELECT enrolment_id, programme_id, category, degree, child_count, decision_no, decision_date, from_date, to_date
  FROM enrolment WHERE person_id = $1 AND closed_seq IS NULL ORDER BY enrolment_id;

-- name: enrolment_close :exec
-- in:   person_id int64, enrolment_id int64, closed_seq int64
UPDATE enrolment SET closed_seq = $3 WHERE person_id = $1 AND enrolment_id = $2 AND closed_seq IS NULL;

-- name: enrolment_pause_insert :exec
-- in:   person_id int64, enrolment_id int64, from_period int64, reason_code text, recorded_seq int64
INSERT INTO enrolment_pause (person_id, enrolment_id, from_period, reason_code, recorded_seq) VALUES ($1, $2, $3, $4, $5);

-- name: enrolment_pause_open_count :one
-- in:   person_id int64, enrolment_id int64
-- out:  pause_count int64
SELECT COUNT(*) FROM enrolment_pause
 WHERE person_id = $1 AND enrolment_id = $2 AND to_period IS NULL AND closed_seq IS NULL;

-- name: enrolment_pause_annul :exec
-- in:   person_id int64, enrolment_id int64, closed_seq int64
-- Resumed with arrears: the months of the pause are owed again.
UPDATE enrolment_pause SET closed_seq = $3
 WHERE person_id = $1 AND enrolment_id = $2 AND to_period IS NULL AND closed_seq IS NULL;

-- name: mandate_by_id :one
-- in:   person_id int64, mandate_id int64
-- out:  valid_from int64, revoked_on int64?
SELECT valid_from, revoked_on FROM mandate WHERE person_id = $1 AND mandate_id = $2 AND closed_seq IS NULL;

-- name: mandate_set_revoked :exec
-- in:   person_id int64, mandate_id int64, revoked_on int64
UPDATE mandate SET revoked_on = $3 WHERE person_id = $1 AND mandate_id = $2 AND revoked_on IS NULL;

-- name: hold_open :one
-- in:   person_id int64, reason_code text
-- out:  hold_id int64, placed_by int64
SELECT h.hold_id, c.user_id FROM hold AS h JOIN change AS c ON c.change_seq = h.placed_seq
 WHERE h.person_id = $1 AND h.reason_code = $2 AND h.lifted_seq IS NULL;

-- name: hold_insert :exec
-- in:   person_id int64, hold_id int64, reason_code text, placed_seq int64
INSERT INTO hold (person_id, hold_id, reason_code, placed_seq) VALUES ($1, $2, $3, $4);

-- name: hold_set_lifted :exec
-- in:   person_id int64, hold_id int64, lifted_seq int64
UPDATE hold SET lifted_seq = $3 WHERE person_id = $1 AND hold_id = $2 AND lifted_seq IS NULL;

-- name: hold_lift_of_account :exec
-- in:   person_id int64, lifted_seq int64
-- A new account answers what was wrong with the old one.
UPDATE hold SET lifted_seq = $2
 WHERE person_id = $1 AND lifted_seq IS NULL
   AND reason_code IN ('ACCOUNT_WRONG', 'ACCOUNT_CLOSED', 'ACCOUNT_BLOCKED', 'ACCOUNT_INACTIVE', 'NOT_ALLOWED', 'NAME_MISMATCH');

-- name: beneficiary_find :many
-- in:   name_from text, name_to text, identity_hash bytes, person_id int64, tree_from int64, tree_to int64, row_count int64
-- out:  person_id int64, full_name text, birth_date int64, area_name text, citizen_id_mask text?
SELECT p.person_id, p.full_name, p.birth_date, a.name, p.citizen_id_mask
  FROM person AS p JOIN area AS a ON a.area_id = p.area_id
 WHERE ((p.name_fold >= $1 AND p.name_fold < $2) OR p.citizen_id_hash = $3 OR p.person_id = $4)
   AND a.tree_from BETWEEN $5 AND $6
 ORDER BY p.name_fold, p.person_id LIMIT $7;

-- name: beneficiary_person :many
-- in:   person_id int64
-- out:  full_name text, sex int64, birth_date int64, area_name text, hamlet text?, citizen_id_mask text?, phone_mask text?, death_date int64?
SELECT p.full_name, p.sex, p.birth_date, a.name, p.hamlet, p.citizen_id_mask, p.phone_mask, p.death_date
  FROM person AS p JOIN area AS a ON a.area_id = p.area_id WHERE p.person_id = $1;

-- name: beneficiary_enrolments :many
-- in:   person_id int64
-- out:  enrolment_id int64, category text, degree int64, decision_no text, decision_date int64, from_date int64, to_date int64?, end_reason text?
SELECT enrolment_id, category, degree, decision_no, decision_date, from_date, to_date, end_reason
  FROM enrolment WHERE person_id = $1 AND closed_seq IS NULL ORDER BY enrolment_id;

-- name: beneficiary_mandates :many
-- in:   person_id int64
-- out:  mandate_id int64, recipient_name text, relation text?, certifier text, valid_from int64, valid_to int64?, revoked_on int64?
SELECT mandate_id, recipient_name, relation, certifier, valid_from, valid_to, revoked_on
  FROM mandate WHERE person_id = $1 AND closed_seq IS NULL ORDER BY mandate_id;

-- name: beneficiary_accounts :many
-- in:   person_id int64
-- out:  account_id int64, provider_code text, channel int64, number_mask text?, holder_name text, valid_from int64, is_live int64
SELECT a.account_id, p.provider_code, a.channel, a.number_mask, a.holder_name, a.valid_from,
       CASE WHEN a.closed_seq IS NULL THEN 1 ELSE 0 END
  FROM account AS a JOIN provider AS p ON p.provider_id = a.provider_id
 WHERE a.person_id = $1 ORDER BY a.account_id;

-- name: beneficiary_sources :many
-- in:   person_id int64
-- out:  intake_id int64, file_name text, sheet_no int64, row_no int64, outcome int64, stored_path text
-- The rows of spreadsheets that made what is known of a person: those taken in by the change that wrote it.
SELECT i.intake_id, f.file_name, r.sheet_no, r.row_no, r.outcome, f.stored_path
  FROM intake AS i
  JOIN intake_row AS r ON r.intake_id = i.intake_id AND r.person_id = $1
  JOIN source_file AS f ON f.file_id = i.file_id
 WHERE i.recorded_seq IN (SELECT recorded_seq FROM person WHERE person_id = $1
                          UNION SELECT recorded_seq FROM enrolment WHERE person_id = $1
                          UNION SELECT recorded_seq FROM mandate WHERE person_id = $1
                          UNION SELECT recorded_seq FROM account WHERE person_id = $1)
 ORDER BY i.intake_id, r.sheet_no, r.row_no;

-- name: beneficiary_payments :many
-- in:   person_id int64
-- out:  period int64, component int64, clause_code text, standard_dong int64, coefficient_hundredths int64, amount_dong int64, state int64?
-- What is owed, why that much, and where it stands.
SELECT o.period, o.component, c.clause_code, o.standard_dong, o.coefficient_hundredths, o.amount_dong,
       COALESCE(e.to_state, b.state)
  FROM obligation AS o
  JOIN clause AS c ON c.clause_id = o.clause_id
  LEFT JOIN allocation AS al ON al.obligation_id = o.obligation_id AND al.person_id = o.person_id
       AND al.attempt_no = (SELECT MAX(x.attempt_no) FROM allocation AS x
                             WHERE x.obligation_id = o.obligation_id AND x.person_id = o.person_id)
  LEFT JOIN batch AS b ON b.batch_id = al.attempt_id / 1048576
  LEFT JOIN attempt_event AS e ON e.attempt_id = al.attempt_id AND e.person_id = al.person_id
       AND e.event_no = (SELECT MAX(y.event_no) FROM attempt_event AS y
                          WHERE y.attempt_id = al.attempt_id AND y.person_id = al.person_id)
 WHERE o.person_id = $1
 ORDER BY o.period, o.component, o.revision;

-- name: beneficiary_trail :many
-- in:   person_id int64
-- out:  period int64, obligation_id int64, payroll_id int64, attempt_no int64?, attempt_id int64?, sent_file text?, event int64?, state int64?, result_file text?, row_no int64?, txn_id int64?
-- From the month owed for to the entry in the books: each try, each piece of evidence. A try without
-- evidence of its own is where its batch is.
SELECT o.period, o.obligation_id, o.payroll_id, al.attempt_no, al.attempt_id, s.file_name, e.event,
       COALESCE(e.to_state, b.state), f.file_name, e.row_no, e.txn_id
  FROM obligation AS o
  LEFT JOIN allocation AS al ON al.obligation_id = o.obligation_id AND al.person_id = o.person_id
  LEFT JOIN batch AS b ON b.batch_id = al.attempt_id / 1048576
  LEFT JOIN source_file AS s ON s.file_id = b.file_id
  LEFT JOIN attempt_event AS e ON e.attempt_id = al.attempt_id AND e.person_id = al.person_id
  LEFT JOIN result_file AS r ON r.result_id = e.result_id
  LEFT JOIN source_file AS f ON f.file_id = r.file_id
 WHERE o.person_id = $1
 ORDER BY o.period, o.component, o.revision, al.attempt_no, e.event_no;

-- name: intake_list :many
-- in:
-- out:  intake_id int64, file_name text, area_code text?, area_name text?, row_count int64, accepted_count int64, refused_count int64, warned_count int64
SELECT i.intake_id, f.file_name, a.area_code, a.name, i.row_count, i.accepted_count, i.refused_count, i.warned_count
  FROM intake AS i
  JOIN source_file AS f ON f.file_id = i.file_id
  LEFT JOIN area AS a ON a.area_id = i.area_id
 ORDER BY i.intake_id;
