-- statement: run_snapshot
-- summary: What decides the content of the files of a run, for its manifest: the last imports, the last touch, the policy and the rules as they are.
SELECT
  to_jsonb(
    ARRAY(
      SELECT import.import_id
      FROM import
      WHERE import.agency_id = :agency
        AND import.state = 'done'
      ORDER BY import.import_id DESC
      LIMIT 50
    )
  ) AS imports,
  coalesce(
    (
      SELECT touch.touch_id
      FROM touch
      WHERE touch.agency_id = :agency
      ORDER BY touch.touch_id DESC
      LIMIT 1
    ),
    0
  ) AS last_touch,
  encode(
    sha256(
      convert_to(
        coalesce(
          (
            SELECT string_agg(
              format('%s %s=%s', coalesce(client.external_id, ''), policy.key, policy.value),
              E'\n'
              ORDER BY client.external_id COLLATE "C", policy.key COLLATE "C"
            )
            FROM policy
            LEFT JOIN client
              ON client.agency_id = policy.agency_id
              AND client.client_id = policy.client_id
            WHERE policy.agency_id = :agency
          ),
          ''
        ),
        'UTF8'
      )
    ),
    'hex'
  ) AS policy,
  coalesce(
    (
      SELECT jsonb_object_agg(rule_in_force.rule, rule_in_force.digest)
      FROM rule_in_force
      WHERE rule_in_force.agency_id = :agency
    ),
    '{}'
  ) AS rules
