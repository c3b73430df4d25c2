-- word: client_response
-- summary: Touches from a contact to a recruiter or to the candidate that name an application or one of its interviews: words, where client_id is the application's client.
SELECT
  touch.agency_id,
  touch.candidate_id,
  touch.application_id,
  touch.touch_id,
  touch.external_id,
  touch.happened_at,
  contact.client_id
FROM touch
JOIN contact
  ON contact.agency_id = touch.agency_id
  AND contact.contact_id = touch.actor_id
WHERE touch.actor_kind = 'contact'
  AND touch.application_id IS NOT NULL
  AND touch.purpose <> 'reminder'
  AND (touch.party_kind = 'recruiter' OR (touch.party_kind = 'candidate' AND touch.party_id = touch.candidate_id))
