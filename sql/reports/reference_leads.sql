-- report: reference_leads
-- title: References who may become clients
-- summary: Which references work at companies that are not clients yet, or have offered people they know?
-- grain: one row per active reference who has not refused consent nor asked, on any row of that person, not to be contacted, and whose company is not a client, or who was spoken with about people they know; the latest offers first
-- personal: yes
-- param: recruiter = -- only candidates of the recruiter with this id; empty: all
-- column: company -- their company
-- column: is_client -- yes: a client has that name; empty: no company is known; compared without case, signs and the legal form, such as Ltd or GmbH
-- column: party_id -- the reference's id at the source
-- column: party -- the reference
-- column: relationship -- what they were to the candidate
-- column: party_email -- their address
-- column: party_phone -- their telephone number
-- column: candidate_id -- the candidate's id at the source
-- column: candidate -- whose reference they are
-- column: recruiter_id -- the id of the candidate's recruiter at the source
-- column: recruiter -- the candidate's recruiter
-- column: offered_at -- when they were last spoken with about people they know
-- column: offer -- what came of that
-- column: last_spoken_at -- when a recruiter last spoke with them
-- example: --limit 5 --columns company,is_client,party,relationship,candidate,recruiter,offered_at,offer
WITH client_name AS MATERIALIZED (
  SELECT DISTINCT plain_company(client.name) AS name
  FROM client
  WHERE client.agency_id = :agency
)
SELECT
  reference.company,
  CASE WHEN plain_company(reference.company) IS NOT NULL THEN client_name.name IS NOT NULL END AS is_client,
  reference.external_id AS party_id,
  reference.name AS party,
  reference.relationship,
  reference.email AS party_email,
  reference.phone AS party_phone,
  candidate.external_id AS candidate_id,
  candidate.name AS candidate,
  recruiter.external_id AS recruiter_id,
  recruiter.name AS recruiter,
  spoken.offered_at,
  spoken.offer,
  spoken.last_spoken_at
FROM contactable_reference AS reference
JOIN candidate
  ON candidate.agency_id = reference.agency_id
  AND candidate.candidate_id = reference.candidate_id
JOIN recruiter
  ON recruiter.agency_id = candidate.agency_id
  AND recruiter.recruiter_id = candidate.recruiter_id
LEFT JOIN client_name
  ON client_name.name = plain_company(reference.company)
CROSS JOIN LATERAL (
  SELECT
    max(touch.happened_at) FILTER (WHERE touch.purpose = 'network') AS offered_at,
    (array_agg(touch.outcome ORDER BY touch.happened_at DESC, touch.touch_id DESC) FILTER (WHERE touch.purpose = 'network'))[1]
      AS offer,
    max(touch.happened_at) AS last_spoken_at
  FROM (
    SELECT
      heard.touch_id,
      heard.happened_at,
      heard.purpose,
      heard.outcome
    FROM touch AS heard
    WHERE heard.agency_id = :agency
      AND heard.party_kind = 'reference'
      AND heard.party_id = reference.reference_id
      AND heard.actor_kind = 'recruiter'
    UNION ALL
    SELECT
      spoken.touch_id,
      spoken.happened_at,
      spoken.purpose,
      spoken.outcome
    FROM touch AS spoken
    WHERE spoken.agency_id = :agency
      AND spoken.actor_kind = 'reference'
      AND spoken.actor_id = reference.reference_id
      AND spoken.party_kind = 'recruiter'
  ) AS touch
  WHERE touch.purpose <> 'reminder'
    AND touch.happened_at <= :'as_of'::timestamptz
) AS spoken
WHERE reference.agency_id = :agency
  AND reference.status = 'active'
  AND reference.consent IS DISTINCT FROM 'no'
  AND NOT EXISTS (
    SELECT
    FROM reference_contact AS same
    WHERE same.agency_id = :agency
      AND same.person = reference.person
      AND same.do_not_contact
  )
  AND (:'recruiter' = '' OR recruiter.external_id = :'recruiter')
  AND (
    spoken.offered_at IS NOT NULL
    OR plain_company(reference.company) IS NOT NULL AND client_name.name IS NULL
  )
ORDER BY
  spoken.offered_at DESC NULLS LAST,
  spoken.last_spoken_at DESC NULLS LAST,
  plain_company(reference.company),
  reference.external_id COLLATE "C",
  reference.reference_id
