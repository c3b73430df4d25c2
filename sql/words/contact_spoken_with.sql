-- word: contact_spoken_with
-- summary: The last touch with each contact; a reminder does not count.
-- given: by plan_facts, for the contacts who are the scope's references too
SELECT
  contact.agency_id,
  contact.contact_id,
  contact.person,
  greatest(
    (
      SELECT max(touch.happened_at)
      FROM touch
      WHERE touch.agency_id = contact.agency_id
        AND touch.actor_kind = 'contact'
        AND touch.actor_id = contact.contact_id
        AND touch.purpose <> 'reminder'
    ),
    (
      SELECT max(touch.happened_at)
      FROM touch
      WHERE touch.agency_id = contact.agency_id
        AND touch.party_kind = 'contact'
        AND touch.party_id = contact.contact_id
        AND touch.purpose <> 'reminder'
    )
  ) AS happened_at
FROM contact
