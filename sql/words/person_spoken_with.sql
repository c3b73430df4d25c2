-- word: person_spoken_with
-- summary: The last touch with a person who is a reference, on any of their rows; a reminder does not count.
SELECT
  spoken.agency_id,
  spoken.person,
  max(spoken.happened_at) AS happened_at
FROM (
  SELECT
    reference.agency_id,
    reference.person,
    touch.happened_at
  FROM reference_contact AS reference
  JOIN touch
    ON touch.agency_id = reference.agency_id
    AND touch.actor_id = reference.reference_id
  WHERE touch.actor_kind = 'reference'
    AND touch.purpose <> 'reminder'
  UNION ALL
  SELECT
    reference.agency_id,
    reference.person,
    touch.happened_at
  FROM reference_contact AS reference
  JOIN touch
    ON touch.agency_id = reference.agency_id
    AND touch.party_id = reference.reference_id
  WHERE touch.party_kind = 'reference'
    AND touch.purpose <> 'reminder'
  UNION ALL
  SELECT
    contact_spoken_with.agency_id,
    contact_spoken_with.person,
    contact_spoken_with.happened_at
  FROM contact_spoken_with
) AS spoken
GROUP BY spoken.agency_id, spoken.person
