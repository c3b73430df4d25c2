-- fragment: explain_rule
-- summary: How one rule's SELECT is read by explain_silence: as it is, also what does not come to exist.
SELECT
  :'rule'::text COLLATE "C" AS rule,
  asked.agency_id,
  asked.candidate_id,
  asked.application_id,
  asked.interview_id,
  asked.party_kind::text AS party_kind,
  asked.party_id,
  asked.anchor_at,
  asked.asked_from,
  asked.asked_until,
  asked.until_reason::text AS until_reason,
  asked.expires_at
FROM (
/* include: rule */
) AS asked
