-- statement: explain_policy
-- summary: What policy decides for one follow-up: the rule's parameters and the keys that its SELECT reads, with values and where each is set.
-- nullable: value, default
-- optional: id
-- Those in `also` are shown in any case. A key is read by name as a column of practice or of a policy view, or by way of a view or
-- function of the practice.
WITH about AS (
  SELECT client.*
  FROM follow_up
  JOIN application
    ON application.agency_id = :agency
    AND application.candidate_id = follow_up.candidate_id
    AND application.application_id = follow_up.application_id
  JOIN job_order
    ON job_order.agency_id = :agency
    AND job_order.job_order_id = application.job_order_id
  JOIN client
    ON client.agency_id = :agency
    AND client.client_id = job_order.client_id
  WHERE follow_up.agency_id = :agency
    AND follow_up.follow_up_id = :id
),
known AS (
  SELECT
    policy_key.key,
    policy_key.key AS name,
    policy_key.default_value,
    policy_key.per_client,
    policy_key.summary,
    false AS is_parameter
  FROM policy_key
  WHERE policy_key.key = ANY (:'also'::text[])
    OR :'text' ~ ('\m(practice|policy)\.' || policy_key.key || '\M')
    OR EXISTS (
      SELECT
      FROM (
        VALUES
          ('held_interview', 'assume_held'),
          ('interview_touch', 'assume_held'),
          ('client_check_in_policy', 'check_in_mode'),
          ('client_check_in_policy', 'check_in_cap'),
          ('client_check_in_policy', 'check_in_days'),
          ('plus_business_days', 'working_days'),
          ('business_date', 'working_days'),
          ('nth_working_date', 'working_days'),
          ('rolled', 'working_days'),
          ('is_working_date', 'working_days')
      ) AS reader (name, key)
      WHERE reader.key = policy_key.key
        AND :'text' ~ ('\m' || reader.name || '\M')
    )
  UNION ALL
  SELECT
    parameter.key COLLATE "C",
    parameter.name,
    parameter.default_value,
    false,
    parameter.summary,
    true
  FROM jsonb_to_recordset(:'parameters'::jsonb) AS parameter (key text, name text, default_value text, summary text)
)
SELECT
  known.key,
  known.name,
  coalesce(
    own.value,
    CASE WHEN known.per_client THEN to_jsonb(about) ->> known.key END,
    policy.value,
    known.default_value
  ) AS value,
  known.default_value AS "default",
  CASE
    WHEN own.value IS NOT NULL THEN
      format('set for the client %s: followup agency policy %s --client %s', about.name, known.key, about.external_id)
    WHEN known.per_client AND to_jsonb(about) ->> known.key IS NOT NULL
      THEN format('the client %s''s own, from clients.csv', about.name)
    WHEN policy.value IS NOT NULL THEN format('set by the agency: followup agency policy %s', known.key)
    WHEN known.is_parameter THEN 'the default of ' || :'file'
    ELSE 'the default of the practice'
  END AS set_by,
  known.summary
FROM known
LEFT JOIN about ON true
LEFT JOIN policy
  ON policy.agency_id = :agency
  AND policy.key = known.key
  AND policy.client_id IS NULL
LEFT JOIN policy AS own
  ON own.agency_id = :agency
  AND own.key = known.key
  AND own.client_id = about.client_id
  AND known.per_client
ORDER BY
  NOT known.is_parameter,
  known.key
