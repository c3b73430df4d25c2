-- migration: 18
-- summary: Indexes by time for reports: what they ask about a period is found without reading the history before it.
-- indexes: application 4, application_stage, follow_up, interview
-- alters: application

CREATE INDEX follow_up_by_due ON follow_up (agency_id, due_at) WHERE NOT withdrawn;
CREATE INDEX interview_by_start ON interview (agency_id, starts_at);
CREATE INDEX application_by_start ON application (agency_id, start_on) WHERE start_on IS NOT NULL;
CREATE INDEX application_stage_by_time ON application_stage (agency_id, since);

-- The one of migration 15 held only applications with an announcement.
DROP INDEX application_by_decision;
CREATE INDEX application_by_decision ON application (agency_id, decided_at) WHERE decided_at IS NOT NULL;

CREATE INDEX application_by_stage_time ON application (agency_id, stage_since) WHERE stage_since IS NOT NULL;
CREATE INDEX application_near_offer ON application (agency_id, candidate_id) WHERE decision IS NULL AND stage IN ('reference_check', 'offer');
