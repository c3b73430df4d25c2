-- statement: erase_people
-- summary: Takes names, addresses and what else says who it is out of a person's rows; ids at the source stay, unless they are made of these.
WITH candidates AS (
  UPDATE candidate
  SET name = 'erased',
    email = NULL,
    phone = NULL,
    external_id = CASE
      WHEN tells_of(candidate.external_id, :'any_case', :'as_written') THEN 'erased-' || candidate.candidate_id::text
      ELSE candidate.external_id
    END,
    erased_at = :'as_of'::timestamptz
  WHERE candidate.agency_id = :agency
    AND candidate.candidate_id = ANY (:'candidates'::bigint[])
    AND candidate.erased_at IS NULL
  RETURNING candidate.candidate_id
),
contacts AS (
  UPDATE contact
  SET name = 'erased',
    title = NULL,
    email = NULL,
    phone = NULL,
    external_id = CASE
      WHEN tells_of(contact.external_id, :'any_case', :'as_written') THEN 'erased-' || contact.contact_id::text
      ELSE contact.external_id
    END,
    erased_at = :'as_of'::timestamptz
  WHERE contact.agency_id = :agency
    AND contact.contact_id = ANY (:'contacts'::bigint[])
    AND contact.erased_at IS NULL
  RETURNING contact.contact_id
),
reference_contacts AS (
  UPDATE reference_contact
  SET name = 'erased',
    relationship = NULL,
    company = NULL,
    consent_source = NULL,
    email = NULL,
    phone = NULL,
    external_id = CASE
      WHEN tells_of(reference_contact.external_id, :'any_case', :'as_written') THEN 'erased-' || reference_contact.reference_id::text
      ELSE reference_contact.external_id
    END,
    erased_at = :'as_of'::timestamptz
  WHERE reference_contact.agency_id = :agency
    AND reference_contact.reference_id = ANY (:'references'::bigint[])
    AND reference_contact.erased_at IS NULL
  RETURNING reference_contact.reference_id
),
merged_rows AS (
  UPDATE person_merged
  SET name = 'erased',
    email = NULL,
    phone = NULL,
    external_id = CASE
      WHEN tells_of(person_merged.external_id, :'any_case', :'as_written') THEN 'erased-' || person_merged.merge_id::text
      ELSE person_merged.external_id
    END
  WHERE person_merged.agency_id = :agency
    AND (
      person_merged.candidate_id = ANY (:'candidates'::bigint[])
      OR person_merged.contact_id = ANY (:'contacts'::bigint[])
      OR person_merged.reference_id = ANY (:'references'::bigint[])
    )
    AND person_merged.name <> 'erased'
  RETURNING person_merged.merge_id
),
applications AS (
  UPDATE application
  SET external_id = 'erased-' || application.application_id::text
  WHERE application.agency_id = :agency
    AND application.candidate_id = ANY (:'candidates'::bigint[])
    AND tells_of(application.external_id, :'any_case', :'as_written')
  RETURNING application.application_id
),
interviews AS (
  UPDATE interview
  SET external_id = CASE
      WHEN tells_of(interview.external_id, :'any_case', :'as_written') THEN 'erased-' || interview.interview_id::text
      ELSE interview.external_id
    END,
    location = NULL,
    kind = without_person(interview.kind, :'any_case', :'as_written')
  WHERE interview.agency_id = :agency
    AND interview.candidate_id = ANY (:'candidates'::bigint[])
    AND (
      interview.location IS NOT NULL
      OR tells_of(coalesce(interview.external_id, '') || ' ' || coalesce(interview.kind, ''), :'any_case', :'as_written')
    )
  RETURNING interview.interview_id
)
SELECT
  (SELECT count(*) FROM candidates) AS candidates,
  (SELECT count(*) FROM contacts) AS contacts,
  (SELECT count(*) FROM reference_contacts) AS reference_contacts,
  (SELECT count(*) FROM applications) + (SELECT count(*) FROM interviews) AS others,
  (SELECT count(*) FROM merged_rows) AS merged_rows
