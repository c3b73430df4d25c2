-- migration: 22
-- summary: How long each client took to answer, kept by the plan, so that lists say how unusual a silence is without reading the history.
-- refers: application, client

CREATE TABLE client_answer (
  agency_id integer NOT NULL,
  candidate_id bigint NOT NULL,
  application_id bigint NOT NULL,
  began_at timestamptz NOT NULL,
  client_id bigint NOT NULL,
  answered_at timestamptz NOT NULL,
  CONSTRAINT client_answer_ends_one_silence PRIMARY KEY (agency_id, candidate_id, application_id, began_at),
  CONSTRAINT client_answer_is_about_an_application FOREIGN KEY (agency_id, candidate_id, application_id)
    REFERENCES application (agency_id, candidate_id, application_id) ON DELETE CASCADE,
  CONSTRAINT client_answer_is_a_clients FOREIGN KEY (agency_id, client_id)
    REFERENCES client (agency_id, client_id) ON DELETE CASCADE,
  CONSTRAINT client_answer_comes_after_the_silence_began CHECK (answered_at > began_at)
);
-- With the beginning in it, so that how long answers took is read from the index alone.
CREATE INDEX client_answer_by_client ON client_answer (agency_id, client_id, answered_at) INCLUDE (began_at);
COMMENT ON TABLE client_answer IS 'The silences that a client ended by speaking, of every application, as they were when it was last planned.';
COMMENT ON COLUMN client_answer.agency_id IS 'The tenant.';
COMMENT ON COLUMN client_answer.candidate_id IS 'The application''s candidate.';
COMMENT ON COLUMN client_answer.application_id IS 'The application.';
COMMENT ON COLUMN client_answer.began_at IS 'When the silence began: an interview''s end, or the client''s last word.';
COMMENT ON COLUMN client_answer.client_id IS 'The client of the application''s job order.';
COMMENT ON COLUMN client_answer.answered_at IS 'When the client spoke.';

DO $$
BEGIN
  ALTER TABLE client_answer ENABLE ROW LEVEL SECURITY;
  ALTER TABLE client_answer FORCE ROW LEVEL SECURITY;
  CREATE POLICY only_the_chosen_agency ON client_answer USING (agency_id = current_agency());
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'followup_batch') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON client_answer TO followup_batch;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'followup_reader') THEN
    GRANT SELECT ON client_answer TO followup_reader;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'followup_owner' AND pg_has_role(current_user, oid, 'MEMBER')) THEN
    ALTER TABLE client_answer OWNER TO followup_owner;
  END IF;
END
$$;
