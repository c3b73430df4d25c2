-- word: stage_entry
-- summary: When an application entered which stage: its history and what its own row says; a date not known counts as always. Of two at the same moment, the one with the higher place comes later.
SELECT
  application_stage.agency_id,
  application_stage.candidate_id,
  application_stage.application_id,
  application_stage.stage,
  array_position(ARRAY['submitted', 'interviewing', 'reference_check', 'offer', 'decided'], application_stage.stage) AS place,
  application_stage.since
FROM application_stage
UNION ALL
SELECT
  application.agency_id,
  application.candidate_id,
  application.application_id,
  application.stage,
  array_position(ARRAY['submitted', 'interviewing', 'reference_check', 'offer', 'decided'], application.stage),
  coalesce(application.stage_since, '-infinity')
FROM application
WHERE application.stage IS NOT NULL
