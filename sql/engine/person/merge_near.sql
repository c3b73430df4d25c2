-- statement: merge_near
-- summary: Ids of one kind that begin as a word does, of which the word may be a misspelling.
SELECT known.external_id
FROM (
  SELECT candidate.external_id
  FROM candidate
  WHERE :'kind'::text = 'candidate'
    AND candidate.agency_id = :agency
  UNION ALL
  SELECT contact.external_id
  FROM contact
  WHERE :'kind'::text = 'contact'
    AND contact.agency_id = :agency
  UNION ALL
  SELECT reference_contact.external_id
  FROM reference_contact
  WHERE :'kind'::text = 'reference'
    AND reference_contact.agency_id = :agency
) AS known
WHERE lower(left(known.external_id, 1)) = lower(left(:'word'::text, 1))
  AND abs(length(known.external_id) - length(:'word'::text)) <= 1
ORDER BY known.external_id
LIMIT 5000
