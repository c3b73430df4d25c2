-- statement: import_take_out
-- summary: Takes out what the column deleted names; foreign keys and triggers take what refers to it along.
WITH named AS MATERIALIZED (
  SELECT
    import_out.target,
    import_out.id
  FROM import_out
  WHERE import_out.agency_id = :agency
    AND import_out.import_id = :import
    AND import_out.named
    AND import_out.id IS NOT NULL
),
candidates AS (
  DELETE FROM candidate
  USING named
  WHERE named.target = 'candidates'
    AND candidate.agency_id = :agency
    AND candidate.candidate_id = named.id
),
job_orders AS (
  DELETE FROM job_order
  USING named
  WHERE named.target = 'job_orders'
    AND job_order.agency_id = :agency
    AND job_order.job_order_id = named.id
),
applications AS (
  DELETE FROM application
  USING named
  WHERE named.target = 'applications'
    AND application.agency_id = :agency
    AND application.application_id = named.id
),
interviews AS (
  DELETE FROM interview
  USING named
  WHERE named.target = 'interviews'
    AND interview.agency_id = :agency
    AND interview.interview_id = named.id
),
reference_contacts AS (
  DELETE FROM reference_contact
  USING named
  WHERE named.target = 'references'
    AND reference_contact.agency_id = :agency
    AND reference_contact.reference_id = named.id
),
contacts AS (
  DELETE FROM contact
  USING named
  WHERE named.target = 'contacts'
    AND contact.agency_id = :agency
    AND contact.contact_id = named.id
),
clients AS (
  DELETE FROM client
  USING named
  WHERE named.target = 'clients'
    AND client.agency_id = :agency
    AND client.client_id = named.id
)
DELETE FROM recruiter
USING named
WHERE named.target = 'recruiters'
  AND recruiter.agency_id = :agency
  AND recruiter.recruiter_id = named.id
