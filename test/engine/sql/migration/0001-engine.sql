-- Tables on which the tests of db/ stand: they have what a driver can get wrong, and no meaning.

-- distribution: reference
CREATE TABLE id_block (
    kind    TEXT NOT NULL PRIMARY KEY,
    next_id BIGINT NOT NULL CHECK (next_id > 0)
) /*clustered*/;

-- distribution: reference
CREATE TABLE parent (
    parent_id BIGINT NOT NULL PRIMARY KEY,
    name      TEXT NOT NULL UNIQUE
) /*table*/;

-- distribution: child_id
CREATE TABLE child (
    child_id    BIGINT NOT NULL PRIMARY KEY,
    parent_id   BIGINT NOT NULL REFERENCES parent,
    amount_dong BIGINT NOT NULL CHECK (amount_dong <> 13),
    note        TEXT,
    data        BYTEA
) /*clustered*/;

-- distribution: child_id
CREATE TABLE copy_of_child (
    child_id    BIGINT NOT NULL PRIMARY KEY,
    amount_dong BIGINT NOT NULL
) /*clustered*/;

INSERT INTO parent (parent_id, name) VALUES (7, 'semi;colon -- no comment');
