-- statement: import_has_merged
-- summary: Whether a row of this source was merged with another one: then rows are looked through for the two.
SELECT EXISTS (
  SELECT
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
    AND :'source' IN (person_merged.source, candidate.source, contact.source, reference_contact.source)
) AS has_merged
