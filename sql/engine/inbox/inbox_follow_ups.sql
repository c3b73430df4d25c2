-- statement: inbox_follow_ups
-- summary: The open follow-ups that a mail between two people may answer, the recipients' one after the other: what its sender owed them when it was written.
-- A recruiter may write for a colleague, and may write what is asked for as a call; a candidate's mail is only what is owed in writing.
-- Of what is owed to one recipient, what is owed by email comes before what could also be said otherwise.
WITH written AS (
  SELECT
    follow_up.follow_up_id,
    follow_up.party_kind,
    follow_up.party_id,
    rule.channel = 'email' AS is_by_email
  FROM follow_up
  JOIN jsonb_to_recordset(:'rules'::jsonb) AS rule (rule text, actor text, channel text) ON rule.rule = follow_up.rule
  JOIN unnest(:'party_kinds'::text[], :'party_ids'::bigint[]) AS recipient (kind, id)
    ON recipient.kind = follow_up.party_kind
    AND recipient.id = follow_up.party_id
  WHERE follow_up.agency_id = :agency
    AND follow_up.closes_at > :'as_of'::timestamptz
    AND NOT follow_up.withdrawn
    AND follow_up.asked_from <= :'as_of'::timestamptz
    AND follow_up.anchor_at <= :'sent_at'::timestamptz
    AND (rule.channel IN ('email', 'message') OR rule.actor = 'recruiter' AND rule.channel IN ('call', 'meeting'))
    AND rule.actor = :'sender_kind'
    AND (rule.actor = 'recruiter' OR follow_up.candidate_id = :sender::bigint)
),
nearest AS (
  SELECT
    written.*,
    bool_or(written.is_by_email) OVER (PARTITION BY written.party_kind, written.party_id) AS has_by_email
  FROM written
)
SELECT
  nearest.follow_up_id,
  nearest.party_kind,
  nearest.party_id
FROM nearest
WHERE nearest.is_by_email = nearest.has_by_email
ORDER BY
  nearest.party_kind,
  nearest.party_id,
  nearest.follow_up_id
