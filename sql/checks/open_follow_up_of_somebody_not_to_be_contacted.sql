-- check: open_follow_up_of_somebody_not_to_be_contacted
-- summary: An open follow-up whose party is erased or marked do-not-contact
-- remedy: run followup plan; if it stays, the rule does not read the contactable_ views
SELECT
  follow_up.follow_up_id,
  follow_up.rule
FROM follow_up
LEFT JOIN candidate
  ON follow_up.party_kind = 'candidate'
  AND candidate.agency_id = follow_up.agency_id
  AND candidate.candidate_id = follow_up.party_id
LEFT JOIN contact
  ON follow_up.party_kind = 'contact'
  AND contact.agency_id = follow_up.agency_id
  AND contact.contact_id = follow_up.party_id
LEFT JOIN reference_contact AS reference
  ON follow_up.party_kind = 'reference'
  AND reference.agency_id = follow_up.agency_id
  AND reference.candidate_id = follow_up.candidate_id
  AND reference.reference_id = follow_up.party_id
WHERE follow_up.agency_id = :agency
  AND follow_up.closes_at > :'as_of'::timestamptz
  AND follow_up.asked_from <= :'as_of'::timestamptz
  AND NOT EXISTS (
    SELECT
    FROM plan_queue
    WHERE plan_queue.agency_id = follow_up.agency_id
      AND plan_queue.candidate_id IN (0, follow_up.candidate_id)
  )
  AND (
    coalesce(candidate.do_not_contact, contact.do_not_contact, reference.do_not_contact)
    OR coalesce(candidate.erased_at, contact.erased_at, reference.erased_at) IS NOT NULL
  )
