-- statement: import_recruiters
-- summary: Recruiters from staging; a manager may come later in the same file than the people they manage.
WITH given AS MATERIALIZED (
  SELECT
/* include: row */
    stored.agency_id IS NOT NULL AS is_stored,
    stored.recruiter_id AS stored_id,
    -- NULL: not as stored, since the manager is another one, or has no id yet.
    CASE
      WHEN NOT row.record ? 'manager'
        OR manager.recruiter_id IS NOT DISTINCT FROM stored.manager_id AND (manager.recruiter_id IS NOT NULL OR row.manager IS NULL)
        THEN ROW({columns of stored})::text
    END AS existing,
    row.manager,
    CASE WHEN row.record ? 'manager' THEN row.manager ELSE existing_manager.external_id END AS manager_key,
    manager.recruiter_id IS NOT NULL AS manager_is_stored,
    import_name(row.cells, stored.name) AS name,
    import_text(row.cells, 'email', stored.email) AS email,
    import_text(row.cells, 'time_zone', stored.time_zone) AS time_zone,
    import_boolean(row.cells, 'active', stored.active, true) AS active,
    import_number(row.cells, 'daily_minutes', stored.daily_minutes) AS daily_minutes
  FROM
/* include: rows */
/* include: stored */
  LEFT JOIN recruiter AS existing_manager
    ON existing_manager.agency_id = :agency
    AND existing_manager.recruiter_id = stored.manager_id
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
-- A manager must be known and not be refused; a recruiter whose manager is new and refused is refused too, at every level.
sound AS MATERIALIZED (
  WITH RECURSIVE chain AS (
    SELECT staged.key
    FROM staged
    WHERE staged.fault IS NULL
      AND NOT staged.is_out
      AND (
        staged.manager IS NULL
        OR staged.is_stored AND NOT staged.record ? 'manager'
        OR staged.manager_is_stored
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
validated AS (
  SELECT
    staged.*,
    false AS is_erased,
    CASE
      WHEN staged.manager = staged.key
        THEN ARRAY['manager', staged.manager, 'is the recruiter themselves; leave it empty, or name their manager']
      WHEN staged.key NOT IN (SELECT sound.key FROM sound) THEN import_unknown('manager', 'recruiter', staged.manager)
    END AS wrong
  FROM staged
),
/* include: verdicts */
-- Managers are set by the next statement, when everybody has an id.
/* include: written */
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
