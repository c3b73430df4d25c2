-- migration: 17
-- summary: Files that go with a message, kept as they were decided; the policy that attaches lists; what calendars cancel is found quickly.
-- indexes: contact, follow_up, reference_contact
-- alters: practice_in_force
-- refers: message

CREATE TABLE message_attachment (
  agency_id integer NOT NULL,
  message_id bigint NOT NULL,
  file_name text COLLATE "C" NOT NULL,
  media_type text NOT NULL,
  bytes bytea NOT NULL,
  CONSTRAINT message_attachment_pkey PRIMARY KEY (agency_id, message_id, file_name),
  CONSTRAINT message_attachment_goes_with_a_message FOREIGN KEY (agency_id, message_id)
    REFERENCES message (agency_id, message_id) ON DELETE CASCADE
);
COMMENT ON TABLE message_attachment IS 'Files that go with a message, byte for byte as they were when it was made, so that it is the same however often it is sent.';
COMMENT ON COLUMN message_attachment.agency_id IS 'The tenant.';
COMMENT ON COLUMN message_attachment.message_id IS 'The message.';
COMMENT ON COLUMN message_attachment.file_name IS 'Name of the file as its reader sees it.';
COMMENT ON COLUMN message_attachment.media_type IS 'MIME type with parameters.';
COMMENT ON COLUMN message_attachment.bytes IS 'Content.';

DO $$
BEGIN
  ALTER TABLE message_attachment ENABLE ROW LEVEL SECURITY;
  ALTER TABLE message_attachment FORCE ROW LEVEL SECURITY;
  CREATE POLICY only_the_chosen_agency ON message_attachment USING (agency_id = current_agency());
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'followup_batch') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON message_attachment TO followup_batch;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'followup_reader') THEN
    GRANT SELECT ON message_attachment TO followup_reader;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'followup_owner' AND pg_has_role(current_user, oid, 'MEMBER')) THEN
    ALTER TABLE message_attachment OWNER TO followup_owner;
  END IF;
END
$$;

ALTER TABLE practice_in_force
  ADD COLUMN deliver_attachments text NOT NULL DEFAULT 'none';
COMMENT ON COLUMN practice_in_force.deliver_attachments IS 'Which files go with a list that is mailed: none, xlsx, ics or both.';

CREATE OR REPLACE VIEW practice
WITH (security_invoker = true) AS
SELECT
  practice_in_force.agency_id,
  practice_in_force.time_zone,
  practice_in_force.working_days,
  practice_in_force.holidays,
  practice_in_force.assume_held,
  practice_in_force.references_wanted,
  practice_in_force.check_in_mode,
  practice_in_force.check_in_cap,
  practice_in_force.check_in_days,
  practice_in_force.candidate_check_in_days,
  practice_in_force.keep_in_touch_days,
  practice_in_force.reference_asks_per_year,
  practice_in_force.nudge_candidates,
  practice_in_force.nudge_references,
  practice_in_force.quiet_from,
  practice_in_force.quiet_until,
  practice_in_force.nudges_per_recipient_per_day,
  practice_in_force.daily_minutes,
  practice_in_force.in_force_from,
  practice_in_force.nudge_max_age_days,
  practice_in_force.nobodys_addresses,
  practice_in_force.deliver_lists,
  practice_in_force.reminded_bd,
  NULL::date[] AS working_dates,
  practice_in_force.deliver_attachments
FROM practice_in_force;

-- Lists ask of every row whether the same person asked elsewhere not to be contacted; few did.
CREATE INDEX contact_off_limits ON contact (agency_id, person) WHERE do_not_contact;
CREATE INDEX reference_contact_off_limits ON reference_contact (agency_id, person) WHERE do_not_contact;

-- Withdrawn follow-ups have no moment at which they closed; calendars cancel those of the last days.
CREATE INDEX follow_up_withdrawn_by_recruiter ON follow_up (agency_id, recruiter_id, due_at) WHERE withdrawn;
