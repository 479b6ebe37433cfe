-- From a person to the rows that told of them: a profile asks for it, and a commune has thousands of rows.
CREATE INDEX intake_row_by_person ON intake_row (person_id, intake_id) WHERE person_id IS NOT NULL;
