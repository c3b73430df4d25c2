-- statement: import_merged
-- summary: Rows that were merged into another one are passed over, by their id; what refers to them is taken to refer to the row that was kept, which may be another source's. Of that row the stricter of the two holds, and what is empty says nothing.
WITH every AS MATERIALIZED (
  SELECT
    person_merged.merge_id,
    person_merged.kind,
    person_merged.source,
    person_merged.do_not_contact,
    person_merged.consent,
    person_merged.status,
    person_merged.external_id,
    coalesce(candidate.source, contact.source, reference_contact.source) AS kept_source,
    coalesce(candidate.external_id, contact.external_id, reference_contact.external_id) AS kept_id,
    coalesce(candidate.erased_at, contact.erased_at, reference_contact.erased_at) IS NOT NULL AS is_erased
  FROM person_merged
  LEFT JOIN candidate
    ON candidate.agency_id = :agency
    AND candidate.candidate_id = person_merged.candidate_id
  LEFT JOIN contact
    ON contact.agency_id = :agency
    AND contact.contact_id = person_merged.contact_id
  LEFT JOIN reference_contact
    ON reference_contact.agency_id = :agency
    AND reference_contact.reference_id = person_merged.reference_id
  WHERE person_merged.agency_id = :agency
),
gone AS MATERIALIZED (
  SELECT every.*
  FROM every
  WHERE every.source = :'source'
),
-- What the source says of the row that is gone holds for the one that was kept, where it is stricter.
said AS MATERIALIZED (
  SELECT
    gone.merge_id,
    CASE
      WHEN nullif(import_row.record ->> 'do_not_contact', '') IS NOT NULL THEN (import_row.record ->> 'do_not_contact')::boolean
      ELSE gone.do_not_contact
    END AS do_not_contact,
    CASE
      WHEN nullif(import_row.record ->> 'consent', '') IS NULL THEN gone.consent
      WHEN (import_row.record ->> 'consent')::boolean THEN 'yes'
      ELSE 'no'
    END AS consent,
    coalesce(nullif(import_row.record ->> 'status', ''), gone.status) AS status
  FROM import_row
  JOIN gone
    ON gone.kind || 's' = import_row.target
    AND gone.external_id = import_row.key
  WHERE import_row.agency_id = :agency
    AND import_row.import_id = :import
    AND import_row.fault_reason IS NULL
    AND NOT import_row.deleted
    AND NOT gone.is_erased
),
stricter AS (
  UPDATE person_merged
  SET do_not_contact = said.do_not_contact,
    consent = said.consent,
    status = said.status
  FROM said
  WHERE person_merged.agency_id = :agency
    AND person_merged.merge_id = said.merge_id
),
held AS (
  SELECT
    every.kind || 's' AS target,
    every.kept_id AS key,
    bool_or(coalesce(said.do_not_contact, every.do_not_contact)) AS do_not_contact,
    bool_or(coalesce(said.consent, every.consent) = 'no') IS TRUE AS refuses,
    bool_or(coalesce(said.status, every.status) IN ('refused', 'bounced')) IS TRUE AS is_out
  FROM every
  LEFT JOIN said USING (merge_id)
  WHERE every.kept_source = :'source'
  GROUP BY
    every.kind,
    every.kept_id
),
-- Of the row that was kept, an empty cell says nothing: it may have been filled from the other.
kept AS (
  SELECT
    import_row.position,
    ARRAY(
      SELECT cell.key
      FROM jsonb_each_text(import_row.record) AS cell
      WHERE cell.value = ''
        OR held.is_out AND cell.key IN ('status', 'status_since') AND import_row.record ->> 'status' NOT IN ('refused', 'bounced')
    ) AS unsaid,
    CASE WHEN held.do_not_contact THEN '{"do_not_contact": "yes"}'::jsonb ELSE '{}' END
    || CASE WHEN held.refuses THEN '{"consent": "no"}'::jsonb ELSE '{}' END AS cells
  FROM import_row
  JOIN held
    ON held.target = import_row.target
    AND held.key = import_row.key
  WHERE import_row.agency_id = :agency
    AND import_row.import_id = :import
    AND import_row.fault_reason IS NULL
),
own AS (
  -- Whoever was erased is refused as such.
  SELECT
    import_row.position,
    format('was merged into %s %s; correct it at the source', gone.kind, gone.kept_id) AS skip
  FROM import_row
  JOIN gone
    ON gone.kind || 's' = import_row.target
    AND gone.external_id = import_row.key
  WHERE import_row.agency_id = :agency
    AND import_row.import_id = :import
    AND import_row.skip IS NULL
    AND NOT gone.is_erased
),
referring AS (
  SELECT
    import_row.position,
    jsonb_object_agg(cell.column_name || '+id', gone.kept_id)
    || coalesce(
      jsonb_object_agg(cell.column_name || '+source', gone.kept_source) FILTER (WHERE gone.kept_source <> :'source'),
      '{}'
    ) AS cells
  FROM import_row
  CROSS JOIN LATERAL (
    VALUES
      ('candidate', 'candidate', import_row.record ->> 'candidate'),
      ('contact', 'contact', import_row.record ->> 'contact'),
      ('hiring_contact', 'contact', import_row.record ->> 'hiring_contact'),
      ('actor', import_row.record ->> 'actor_kind', import_row.record ->> 'actor'),
      ('party', import_row.record ->> 'party_kind', import_row.record ->> 'party')
  ) AS cell (column_name, kind, id)
  JOIN gone
    ON gone.kind = cell.kind
    AND gone.external_id = cell.id
  WHERE import_row.agency_id = :agency
    AND import_row.import_id = :import
  GROUP BY import_row.position
)
UPDATE import_row
SET skip = coalesce(import_row.skip, changed.skip),
  record = import_row.record - coalesce(changed.unsaid, '{}') || coalesce(changed.stricter, '{}') || coalesce(changed.cells, '{}')
FROM (
  SELECT
    position,
    own.skip,
    kept.unsaid,
    kept.cells AS stricter,
    referring.cells
  FROM own
  FULL JOIN kept USING (position)
  FULL JOIN referring USING (position)
) AS changed
WHERE import_row.agency_id = :agency
  AND import_row.import_id = :import
  AND import_row.position = changed.position
