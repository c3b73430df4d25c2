-- statement: touch_record
-- summary: Records a touch by a command, once where a key says what it is. Who and what it names must be the agency's; what is not found comes back empty.
-- nullable: candidate_id
-- optional: application, candidate, interview, forced_past, key, note, outcome, party, party_kind
WITH named AS (
  SELECT
    application.application_id,
    interview.interview_id,
    coalesce(candidate.candidate_id, application.candidate_id, interview.candidate_id) AS candidate_id
  FROM (SELECT 1) AS one
  LEFT JOIN candidate
    ON candidate.agency_id = :agency
    AND candidate.candidate_id = :candidate::bigint
  LEFT JOIN interview
    ON interview.agency_id = :agency
    AND interview.interview_id = :interview::bigint
  LEFT JOIN application
    ON application.agency_id = :agency
    AND application.application_id = coalesce(:application::bigint, interview.application_id)
),
numbered AS (
  SELECT nextval(pg_get_serial_sequence('touch', 'touch_id')) AS touch_id
)
INSERT INTO touch (
  agency_id,
  touch_id,
  source,
  external_id,
  candidate_id,
  happened_at,
  actor_kind,
  actor_id,
  party_kind,
  party_id,
  channel,
  purpose,
  application_id,
  interview_id,
  outcome,
  note,
  forced_past
)
SELECT
  :agency,
  numbered.touch_id,
  'followup',
  coalesce(:'key', 'f' || numbered.touch_id),
  coalesce(
    named.candidate_id,
    CASE WHEN :'actor_kind' = 'candidate' THEN :actor::bigint END,
    CASE WHEN :'party_kind' = 'candidate' THEN :party::bigint END,
    (
      SELECT reference_contact.candidate_id
      FROM reference_contact
      WHERE reference_contact.agency_id = :agency
        AND reference_contact.reference_id = CASE
          WHEN :'actor_kind' = 'reference' THEN :actor::bigint
          WHEN :'party_kind' = 'reference' THEN :party::bigint
        END
    )
  ),
  :'happened_at'::timestamptz,
  :'actor_kind',
  :actor::bigint,
  :'party_kind',
  :party::bigint,
  :'channel',
  :'purpose',
  named.application_id,
  named.interview_id,
  :'outcome',
  :'note',
  :'forced_past'::text[]
FROM named
CROSS JOIN numbered
ON CONFLICT (agency_id, source, external_id) DO NOTHING
RETURNING touch_id, external_id, candidate_id
