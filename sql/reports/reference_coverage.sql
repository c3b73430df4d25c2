-- report: reference_coverage
-- title: References of applications near an offer
-- summary: Which applications are near an offer without enough references that are confirmed?
-- grain: one row per application in the stage reference_check or offer that is not decided, of an active candidate and an open job order; those that lack most first
-- personal: yes
-- column: candidate_id -- the candidate's id at the source
-- column: candidate -- the candidate
-- column: recruiter_id -- the id of the candidate's recruiter at the source
-- column: recruiter -- the candidate's recruiter
-- column: client_id -- the client's id at the source
-- column: client -- the client
-- column: job_order -- the job
-- column: application_id -- the application's id at the source
-- column: stage -- the stage
-- column: stage_days -- days in this stage
-- column: wanted -- references wanted (policy references_wanted)
-- column: confirmed -- active references who consent and may be contacted
-- column: prepared -- of these, told that they may be called for this application
-- column: called -- of these, called by the employer about this application
-- column: lacking -- how many confirmed references are missing
-- column: unconfirmed -- active references who have neither consented nor refused
-- chart: bars of rows by lacking
-- example: --limit 5 --columns candidate,recruiter,client,stage,stage_days,wanted,confirmed,prepared,called,lacking
SELECT
  candidate.external_id AS candidate_id,
  candidate.name AS candidate,
  recruiter.external_id AS recruiter_id,
  recruiter.name AS recruiter,
  client.external_id AS client_id,
  client.name AS client,
  job_order.title AS job_order,
  application.external_id AS application_id,
  application.stage,
  days_between(application.stage_since, :'as_of'::timestamptz) AS stage_days,
  practice.references_wanted AS wanted,
  covered.confirmed,
  covered.prepared,
  covered.called,
  greatest(practice.references_wanted - covered.confirmed, 0) AS lacking,
  covered.unconfirmed
FROM application
JOIN practice
  ON practice.agency_id = application.agency_id
JOIN candidate
  ON candidate.agency_id = application.agency_id
  AND candidate.candidate_id = application.candidate_id
JOIN recruiter
  ON recruiter.agency_id = candidate.agency_id
  AND recruiter.recruiter_id = candidate.recruiter_id
CROSS JOIN LATERAL (
  SELECT job_order.*
  FROM job_order
  WHERE job_order.agency_id = application.agency_id
    AND job_order.job_order_id = application.job_order_id
  OFFSET 0
) AS job_order
JOIN client
  ON client.agency_id = job_order.agency_id
  AND client.client_id = job_order.client_id
CROSS JOIN LATERAL (
  SELECT
    count(*) FILTER (WHERE reference.is_confirmed) AS confirmed,
    count(*) FILTER (WHERE reference.is_confirmed AND reference.is_prepared) AS prepared,
    count(*) FILTER (WHERE reference.is_confirmed AND reference.is_called) AS called,
    count(*) FILTER (WHERE reference.is_active AND reference.consent IS NULL) AS unconfirmed
  FROM (
    SELECT
      contactable.consent,
      active.is_active,
      active.is_active AND contactable.consent = 'yes' AS is_confirmed,
      EXISTS (
        SELECT
        FROM touch
        WHERE touch.agency_id = application.agency_id
          AND touch.candidate_id = application.candidate_id
          AND touch.party_kind = 'reference'
          AND touch.party_id = contactable.reference_id
          AND touch.purpose = 'heads_up'
          AND (touch.application_id IS NULL OR touch.application_id = application.application_id)
          AND touch.happened_at <= :'as_of'::timestamptz
      ) AS is_prepared,
      EXISTS (
        SELECT
        FROM employers_check
        WHERE employers_check.agency_id = application.agency_id
          AND employers_check.candidate_id = application.candidate_id
          AND employers_check.application_id = application.application_id
          AND employers_check.reference_id = contactable.reference_id
          AND employers_check.client_id = job_order.client_id
          AND employers_check.happened_at <= :'as_of'::timestamptz
      ) AS is_called
    FROM contactable_reference AS contactable
    CROSS JOIN LATERAL (
      SELECT
        coalesce(contactable.active_from, '-infinity') <= :'as_of'::timestamptz
          AND coalesce(contactable.active_until, 'infinity') > :'as_of'::timestamptz AS is_active
    ) AS active
    WHERE contactable.agency_id = application.agency_id
      AND contactable.candidate_id = application.candidate_id
  ) AS reference
) AS covered
WHERE application.agency_id = :agency
  AND application.decision IS NULL
  AND application.stage IN ('reference_check', 'offer')
  AND candidate.status = 'active'
  AND job_order.status = 'open'
ORDER BY
  lacking DESC,
  covered.prepared,
  candidate.external_id COLLATE "C",
  application.external_id COLLATE "C"
