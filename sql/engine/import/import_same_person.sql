-- statement: import_same_person
-- summary: Of the ids that a source gives to one person, those that are passed over, each with the id that stands for the person: the one that was stored first, else the lowest. A person that is stored stays.
WITH given AS MATERIALIZED (
  SELECT
    given.person,
    given.id,
    CASE WHEN given.id ~ '^[0-9]{1,18}$' THEN given.id::bigint END AS number,
    coalesce(
      candidate.candidate_id,
      contact.contact_id,
      recruiter.recruiter_id,
      reference_contact.reference_id
    ) AS stored_id
  FROM unnest(:'persons'::integer[], :'ids'::text[]) AS given (person, id)
  LEFT JOIN candidate
    ON :'target' = 'candidates'
    AND candidate.agency_id = :agency
    AND candidate.source = :'source'
    AND candidate.external_id = given.id
  LEFT JOIN contact
    ON :'target' = 'contacts'
    AND contact.agency_id = :agency
    AND contact.source = :'source'
    AND contact.external_id = given.id
  LEFT JOIN recruiter
    ON :'target' = 'recruiters'
    AND recruiter.agency_id = :agency
    AND recruiter.source = :'source'
    AND recruiter.external_id = given.id
  LEFT JOIN reference_contact
    ON :'target' = 'references'
    AND reference_contact.agency_id = :agency
    AND reference_contact.source = :'source'
    AND reference_contact.external_id = given.id
),
nobody AS MATERIALIZED (
  SELECT addressed.person
  FROM unnest(:'addressed'::integer[], :'addresses'::text[]) AS addressed (person, address)
  JOIN practice
    ON practice.agency_id = :agency
  WHERE usable_email(addressed.address, practice.nobodys_addresses) IS NULL
),
placed AS (
  SELECT
    given.person,
    given.id,
    given.stored_id,
    first_value(given.id) OVER (
      PARTITION BY given.person
      ORDER BY
        given.stored_id NULLS LAST,
        given.number NULLS LAST,
        given.id COLLATE "C"
    ) AS first_id
  FROM given
  WHERE given.person NOT IN (SELECT nobody.person FROM nobody)
)
SELECT
  placed.person,
  placed.id,
  placed.first_id
FROM placed
WHERE placed.stored_id IS NULL
  AND placed.id <> placed.first_id
