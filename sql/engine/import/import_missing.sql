-- statement: import_missing
-- summary: Of rows that this source brought before, how many there are in each canonical file, and how many of those that are not inactive a complete export lacks.
WITH stored AS (
  SELECT
    'recruiters' AS target,
    recruiter.external_id AS key,
    NOT recruiter.active AS is_inactive
  FROM recruiter
  WHERE recruiter.agency_id = :agency
    AND recruiter.source = :'source'
  UNION ALL
  SELECT 'clients', client.external_id, false
  FROM client
  WHERE client.agency_id = :agency
    AND client.source = :'source'
  UNION ALL
  SELECT 'contacts', contact.external_id, contact.erased_at IS NOT NULL
  FROM contact
  WHERE contact.agency_id = :agency
    AND contact.source = :'source'
  UNION ALL
  SELECT 'candidates', candidate.external_id, candidate.status = 'inactive' OR candidate.erased_at IS NOT NULL
  FROM candidate
  WHERE candidate.agency_id = :agency
    AND candidate.source = :'source'
  UNION ALL
  SELECT 'job_orders', job_order.external_id, job_order.status = 'closed'
  FROM job_order
  WHERE job_order.agency_id = :agency
    AND job_order.source = :'source'
  UNION ALL
  SELECT 'applications', application.external_id, false
  FROM application
  WHERE application.agency_id = :agency
    AND application.source = :'source'
  UNION ALL
  SELECT 'interviews', interview.external_id, false
  FROM interview
  WHERE interview.agency_id = :agency
    AND interview.source = :'source'
  UNION ALL
  SELECT 'references', reference.external_id, reference.status = 'inactive' OR reference.erased_at IS NOT NULL
  FROM reference_contact AS reference
  WHERE reference.agency_id = :agency
    AND reference.source = :'source'
),
given AS (
  SELECT DISTINCT
    import_row.target,
    import_row.key
  FROM import_row
  WHERE import_row.agency_id = :agency
    AND import_row.import_id = :import
    AND import_row.skip IS NULL
  UNION
  -- Rows that were merged into another one stand for that.
  SELECT
    import_row.target,
    coalesce(candidate.external_id, contact.external_id, reference_contact.external_id)
  FROM person_merged
  JOIN import_row
    ON import_row.agency_id = :agency
    AND import_row.import_id = :import
    AND import_row.target = person_merged.kind || 's'
    AND import_row.key = person_merged.external_id
  LEFT JOIN candidate
    ON candidate.agency_id = :agency
    AND candidate.candidate_id = person_merged.candidate_id
    AND candidate.source = :'source'
  LEFT JOIN contact
    ON contact.agency_id = :agency
    AND contact.contact_id = person_merged.contact_id
    AND contact.source = :'source'
  LEFT JOIN reference_contact
    ON reference_contact.agency_id = :agency
    AND reference_contact.reference_id = person_merged.reference_id
    AND reference_contact.source = :'source'
  WHERE person_merged.agency_id = :agency
    AND person_merged.source = :'source'
)
SELECT
  stored.target,
  count(*) AS stored,
  count(*) FILTER (WHERE given.key IS NULL AND NOT stored.is_inactive) AS missing
FROM stored
LEFT JOIN given
  ON given.target = stored.target
  AND given.key = stored.key
WHERE stored.target = ANY(:'targets'::text[])
GROUP BY stored.target
ORDER BY array_position(:'targets'::text[], stored.target)
