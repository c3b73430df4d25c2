-- statement: schema_record_repeatable
-- summary: Remembers the text of an applied file.
INSERT INTO repeatable (name, digest)
VALUES (:'name', :'digest')
ON CONFLICT (name) DO UPDATE
SET digest = excluded.digest
