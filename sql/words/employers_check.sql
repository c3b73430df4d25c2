-- word: employers_check
-- summary: Touches by which a contact checked a reference for the application named: the employer's, where client_id is the application's client.
SELECT
  touch.agency_id,
  touch.candidate_id,
  touch.application_id,
  touch.party_id AS reference_id,
  touch.happened_at,
  contact.client_id
FROM touch
JOIN contact
  ON contact.agency_id = touch.agency_id
  AND contact.contact_id = touch.actor_id
WHERE touch.purpose = 'reference_check'
  AND touch.application_id IS NOT NULL
  AND touch.actor_kind = 'contact'
  AND touch.party_kind = 'reference'
