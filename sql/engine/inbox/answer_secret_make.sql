-- statement: answer_secret_make
-- summary: Keeps what signs answers from now on, unless there is one by now.
INSERT INTO agency_secret (agency_id, secret)
VALUES (:agency, decode(:'secret', 'hex'))
ON CONFLICT (agency_id) DO NOTHING
