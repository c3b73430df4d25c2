-- word: consenting_reference
-- summary: References who consented and may be contacted, with the time in which they are active: active_from inclusive to active_until exclusive, always known.
SELECT
  contactable_reference.agency_id,
  contactable_reference.candidate_id,
  contactable_reference.reference_id,
  coalesce(contactable_reference.active_from, '-infinity') AS active_from,
  coalesce(contactable_reference.active_until, 'infinity') AS active_until
FROM contactable_reference
WHERE contactable_reference.consent = 'yes'
