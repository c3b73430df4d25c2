-- migration: 7
-- summary: What waits is found without what is settled (messages under way or for a person, runs that did not end), and an id of a source without its source.

DROP INDEX message_to_send;
CREATE INDEX message_unsettled ON message (agency_id, state, message_id)
  WHERE state IN ('queued', 'claimed', 'sending', 'uncertain', 'failed');
CREATE INDEX job_run_unfinished ON job_run (agency_id, job, business_date)
  WHERE state IN ('running', 'interrupted', 'failed');
CREATE INDEX job_run_by_date ON job_run (agency_id, business_date, run_id);

ALTER TABLE contact
  DROP CONSTRAINT contact_external_id_is_unique,
  ADD CONSTRAINT contact_external_id_is_unique UNIQUE (agency_id, external_id, source);
ALTER TABLE candidate
  DROP CONSTRAINT candidate_external_id_is_unique,
  ADD CONSTRAINT candidate_external_id_is_unique UNIQUE (agency_id, external_id, source);
ALTER TABLE application
  DROP CONSTRAINT application_external_id_is_unique,
  ADD CONSTRAINT application_external_id_is_unique UNIQUE (agency_id, external_id, source);
ALTER TABLE interview
  DROP CONSTRAINT interview_external_id_is_unique,
  ADD CONSTRAINT interview_external_id_is_unique UNIQUE (agency_id, external_id, source);
ALTER TABLE reference_contact
  DROP CONSTRAINT reference_contact_external_id_is_unique,
  ADD CONSTRAINT reference_contact_external_id_is_unique UNIQUE (agency_id, external_id, source);
