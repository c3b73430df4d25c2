-- statement: import_recruiters
-- summary: Recruiters from staging; a manager may come later in the same file than whom they manage.
WITH given AS MATERIALIZED (
  SELECT
    row.position,
    row.file,
    row.line,
    row.key,
    row.deleted,
    row.repeated,
    row.record,
    CASE WHEN row.fault_reason IS NOT NULL THEN ARRAY[row.fault_column, row.fault_value, row.fault_reason] END AS fault,
    stored.recruiter_id AS stored_id,
    nullif(row.record ->> 'manager', '') AS manager,
    CASE
      WHEN NOT row.record ? 'manager' THEN existing_manager.external_id
      ELSE nullif(row.record ->> 'manager', '')
    END AS manager_key,
    (stored.name, stored.email, stored.time_zone, stored.active, stored.daily_minutes)::text AS existing,
    stored.manager_id AS existing_manager_id,
    import_name(row.record, stored.name) AS name,
    import_text(row.record, 'email', stored.email) AS email,
    import_text(row.record, 'time_zone', stored.time_zone) AS time_zone,
    CASE WHEN row.fault_reason IS NULL THEN import_boolean(row.record, 'active', stored.active, true) END AS active,
    CASE
      WHEN row.fault_reason IS NULL THEN import_text(row.record, 'daily_minutes', stored.daily_minutes::text)::integer
    END AS daily_minutes
  FROM import_row AS row
  LEFT JOIN recruiter AS stored
    ON stored.agency_id = :agency
    AND stored.source = :'source'
    AND stored.external_id = row.key
  LEFT JOIN recruiter AS existing_manager
    ON existing_manager.agency_id = :agency
    AND existing_manager.recruiter_id = stored.manager_id
  WHERE row.agency_id = :agency
    AND row.import_id = :import
    AND row.target = 'recruiters'
    AND row.skip IS NULL
),
-- Whoever is managed by somebody who is out, is out too, whether this import names them or not.
hierarchy AS (
  SELECT
    given.key,
    given.stored_id,
    given.manager_key,
    given.deleted
  FROM given
  WHERE given.fault IS NULL
    AND NOT given.repeated
  UNION ALL
  SELECT
    recruiter.external_id,
    recruiter.recruiter_id,
    manager.external_id,
    false
  FROM recruiter
  JOIN recruiter AS manager
    ON manager.agency_id = :agency
    AND manager.recruiter_id = recruiter.manager_id
  WHERE recruiter.agency_id = :agency
    AND recruiter.source = :'source'
    AND NOT EXISTS (
      SELECT
      FROM given
      WHERE given.stored_id = recruiter.recruiter_id
    )
),
deleted_keys AS MATERIALIZED (
  WITH RECURSIVE chain AS (
    SELECT
      hierarchy.key,
      hierarchy.stored_id
    FROM hierarchy
    WHERE hierarchy.deleted
    UNION
    SELECT
      hierarchy.key,
      hierarchy.stored_id
    FROM chain
    JOIN hierarchy ON hierarchy.manager_key = chain.key
  )
  SELECT
    chain.key,
    chain.stored_id
  FROM chain
),
staged AS MATERIALIZED (
  SELECT
    given.*,
    given.deleted OR coalesce(given.manager_key IN (SELECT deleted_keys.key FROM deleted_keys), false) AS is_out
  FROM given
),
-- A manager must be known and not be refused; whoever answers to a refused newcomer is refused, down the line.
sound AS MATERIALIZED (
  WITH RECURSIVE chain AS (
    SELECT staged.key
    FROM staged
    WHERE staged.fault IS NULL
      AND NOT staged.is_out
      AND (
        staged.manager IS NULL
        OR staged.stored_id IS NOT NULL AND NOT staged.record ? 'manager'
        OR EXISTS (
          SELECT
          FROM recruiter
          WHERE recruiter.agency_id = :agency
            AND recruiter.source = :'source'
            AND recruiter.external_id = staged.manager
        )
      )
    UNION
    SELECT staged.key
    FROM chain
    JOIN staged ON staged.manager = chain.key
    WHERE staged.fault IS NULL
      AND NOT staged.is_out
  )
  SELECT chain.key
  FROM chain
),
validated AS MATERIALIZED (
  SELECT
    staged.position,
    staged.file,
    staged.line,
    staged.key,
    staged.deleted,
    staged.repeated,
    staged.record,
    staged.stored_id,
    staged.is_out,
    staged.existing,
    staged.existing_manager_id,
    staged.manager,
    staged.name,
    staged.email,
    staged.time_zone,
    staged.active,
    staged.daily_minutes,
    CASE
      WHEN staged.fault IS NOT NULL THEN staged.fault
      WHEN staged.repeated OR staged.is_out THEN NULL
      WHEN staged.manager = staged.key
        THEN ARRAY['manager', staged.manager, 'is the recruiter themselves: leave it empty, or name who answers for them']
      WHEN staged.key NOT IN (SELECT sound.key FROM sound)
        THEN ARRAY['manager', staged.manager, import_no_such('recruiter', staged.manager)]
    END AS fault
  FROM staged
),
verdicts AS MATERIALIZED (
  SELECT
    validated.*,
    import_verdict(
      validated.fault,
      validated.repeated,
      validated.is_out,
      validated.stored_id IS NOT NULL,
      (validated.name, validated.email, validated.time_zone, validated.active, validated.daily_minutes)::text IS DISTINCT FROM validated.existing
        OR (validated.record ? 'manager' AND manager.recruiter_id IS DISTINCT FROM validated.existing_manager_id)
        OR (validated.manager IS NOT NULL AND manager.recruiter_id IS NULL)
    ) AS verdict
  FROM validated
  LEFT JOIN recruiter AS manager
    ON manager.agency_id = :agency
    AND manager.source = :'source'
    AND manager.external_id = validated.manager
),
written AS (
  -- Managers are set by the next statement, when everybody has an id.
  INSERT INTO recruiter (agency_id, source, external_id, name, email, time_zone, active, daily_minutes)
  SELECT
    :agency::integer,
    :'source'::text,
    verdicts.key,
    verdicts.name,
    verdicts.email,
    verdicts.time_zone,
    verdicts.active,
    verdicts.daily_minutes
  FROM verdicts
  WHERE verdicts.verdict IN ('added', 'changed')
  ON CONFLICT ON CONSTRAINT recruiter_external_id_is_unique DO UPDATE
  SET name = excluded.name,
    email = excluded.email,
    time_zone = excluded.time_zone,
    active = excluded.active,
    daily_minutes = excluded.daily_minutes
),
along AS (
  INSERT INTO import_out (agency_id, import_id, target, key, id, named)
  SELECT
    :agency::integer,
    :import::bigint,
    'recruiters',
    deleted_keys.key,
    deleted_keys.stored_id,
    false
  FROM deleted_keys
  WHERE deleted_keys.key NOT IN (SELECT given.key FROM given)
),
/* include: outcome */
