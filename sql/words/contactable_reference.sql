-- word: contactable_reference
-- summary: References who may be actor or party; active_from is the later of added_at and, if active, status_since; active_until is NULL while active. Consent is checked by the rule.
SELECT
  reference_contact.*,
  greatest(
    reference_contact.added_at,
    CASE WHEN reference_contact.status = 'active' THEN reference_contact.status_since END
  ) AS active_from,
  CASE WHEN reference_contact.status <> 'active' THEN coalesce(reference_contact.status_since, '-infinity') END AS active_until
FROM reference_contact
WHERE NOT reference_contact.do_not_contact
  AND reference_contact.erased_at IS NULL
