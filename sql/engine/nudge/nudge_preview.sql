-- statement: nudge_preview
-- summary: What followup nudge would do now, one row per address and verdict; writes nothing.
-- nullable: to, address, kind
SELECT
  owed.verdict,
  (array_agg(owed.recipient_name ORDER BY owed.recipient_kind DESC, owed.step LIKE '%: manager', owed.recipient_id))[1] AS to,
  owed.recipient_address AS address,
  max(owed.recipient_kind) AS kind,
  count(DISTINCT owed.follow_up_id) AS follow_ups,
  string_agg(DISTINCT follow_up.rule, ', ' ORDER BY follow_up.rule) AS rules,
  min(owed.due_at) AS oldest_due_at
FROM nudges_owed(:agency, :'as_of'::timestamptz, :'rules'::jsonb, :'escalations'::jsonb) AS owed
CROSS JOIN LATERAL (
  -- OFFSET 0: looked up by key, whatever the planner thinks of how much is owed.
  SELECT follow_up.rule
  FROM follow_up
  WHERE follow_up.agency_id = :agency
    AND follow_up.candidate_id = owed.candidate_id
    AND follow_up.follow_up_id = owed.follow_up_id
  OFFSET 0
) AS follow_up
GROUP BY
  owed.verdict,
  owed.recipient_address
ORDER BY
  owed.verdict <> 'go',
  owed.verdict,
  kind,
  "to",
  owed.recipient_address
