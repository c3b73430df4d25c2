-- word: contactable_contact
-- summary: Contacts who may be actor or party: not erased and not marked do-not-contact.
SELECT contact.*
FROM contact
WHERE NOT contact.do_not_contact
  AND contact.erased_at IS NULL
