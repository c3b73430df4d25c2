-- word: reference_check_stage
-- summary: The reference check of an application as it was last entered, and when the first other stage after that ended it, also one at the same moment that is later in the list of stages.
SELECT
  entered.agency_id,
  entered.candidate_id,
  entered.application_id,
  entered.entered_at,
  min(later.since) AS left_at
FROM (
  SELECT
    stage_entry.agency_id,
    stage_entry.candidate_id,
    stage_entry.application_id,
    max(stage_entry.since) AS entered_at,
    max(stage_entry.place) AS place
  FROM stage_entry
  WHERE stage_entry.stage = 'reference_check'
  GROUP BY stage_entry.agency_id, stage_entry.candidate_id, stage_entry.application_id
) AS entered
LEFT JOIN stage_entry AS later
  ON later.agency_id = entered.agency_id
  AND later.candidate_id = entered.candidate_id
  AND later.application_id = entered.application_id
  AND later.stage <> 'reference_check'
  AND (later.since, later.place) > (entered.entered_at, entered.place)
GROUP BY entered.agency_id, entered.candidate_id, entered.application_id, entered.entered_at
