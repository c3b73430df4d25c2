-- statement: merge_candidates_concerned
-- summary: In whose follow-ups a row may stand: the candidate who is merged, those who owe a contact a word, or the candidate of a reference.
SELECT :merged::bigint AS candidate_id
WHERE :'kind'::text = 'candidate'
UNION
SELECT follow_up.candidate_id
FROM follow_up
WHERE :'kind'::text <> 'candidate'
  AND follow_up.agency_id = :agency
  AND (
    :'kind'::text = 'contact' AND follow_up.contact_id = :merged::bigint
    OR :'kind'::text = 'reference' AND follow_up.reference_id = :merged::bigint
    OR follow_up.party_kind = :'kind'::text AND follow_up.party_id = :merged::bigint
  )
UNION
SELECT reference_contact.candidate_id
FROM reference_contact
WHERE :'kind'::text = 'reference'
  AND reference_contact.agency_id = :agency
  AND reference_contact.reference_id = :merged::bigint
ORDER BY candidate_id
