-- statement: import_has_grown
-- summary: Whether that many written rows want new statistics of the facts: an agency's first import, or more than a tenth of what all agencies have.
SELECT :written::bigint > sum(greatest(pg_class.reltuples, 0)) / 10
  OR NOT EXISTS (
    SELECT
    FROM import
    WHERE import.agency_id = :agency
      AND import.import_id < :import
  ) AS grown
FROM pg_class
WHERE pg_class.oid IN (
  'application'::regclass, 'application_stage'::regclass, 'attendee'::regclass, 'candidate'::regclass, 'client'::regclass,
  'contact'::regclass, 'interview'::regclass, 'job_order'::regclass, 'recruiter'::regclass, 'reference_contact'::regclass,
  'touch'::regclass
)
