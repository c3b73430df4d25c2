-- word: client_check_in_policy
-- summary: How often a silent client is checked in on, and which setting decides the cap.
SELECT
  client.agency_id,
  client.client_id,
  coalesce(own_mode.value, client.check_in_mode, practice.check_in_mode) AS check_in_mode,
  CASE coalesce(own_mode.value, client.check_in_mode, practice.check_in_mode)
    WHEN 'single' THEN 1
    ELSE coalesce(own_cap.value::integer, client.check_in_cap, practice.check_in_cap)
  END AS check_in_cap,
  coalesce(own_days.value::integer, client.check_in_days, practice.check_in_days) AS check_in_days,
  CASE
    WHEN coalesce(own_mode.value, client.check_in_mode, practice.check_in_mode) = 'single' THEN
      CASE
        WHEN own_mode.value IS NOT NULL THEN 'only one, set for this client by policy'
        WHEN client.check_in_mode IS NOT NULL THEN 'only one, this client''s own setting'
        ELSE 'only one, the agency''s setting'
      END
    ELSE
      CASE
        WHEN own_cap.value IS NOT NULL THEN 'limit set for this client by policy'
        WHEN client.check_in_cap IS NOT NULL THEN 'this client''s own limit'
        ELSE 'the agency''s limit'
      END
  END AS cap_set_by
FROM client
JOIN practice USING (agency_id)
LEFT JOIN policy AS own_mode
  ON own_mode.agency_id = client.agency_id
  AND own_mode.key = 'check_in_mode'
  AND own_mode.client_id = client.client_id
LEFT JOIN policy AS own_cap
  ON own_cap.agency_id = client.agency_id
  AND own_cap.key = 'check_in_cap'
  AND own_cap.client_id = client.client_id
LEFT JOIN policy AS own_days
  ON own_days.agency_id = client.agency_id
  AND own_days.key = 'check_in_days'
  AND own_days.client_id = client.client_id
