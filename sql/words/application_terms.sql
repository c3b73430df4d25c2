-- word: application_terms
-- summary: Applications with their job order's client and people, and the moments that end what concerns them: withdrawn_at, closed_at (any decision), job_order_open_until; a date not known counts as always.
SELECT
  application.*,
  job_order.external_id AS job_order_external_id,
  job_order.client_id,
  job_order.hiring_contact_id,
  job_order.recruiter_id AS job_order_recruiter_id,
  CASE WHEN job_order.status <> 'open' THEN coalesce(job_order.status_since, '-infinity') END AS job_order_open_until,
  CASE WHEN application.decision = 'withdrawn' THEN coalesce(application.decided_at, '-infinity') END AS withdrawn_at,
  CASE WHEN application.decision IS NOT NULL THEN coalesce(application.decided_at, '-infinity') END AS closed_at
FROM application
-- There always is one; an outer join costs nothing where its columns are not read.
LEFT JOIN job_order USING (agency_id, job_order_id)
