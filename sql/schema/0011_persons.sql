-- migration: 11
-- summary: person is kept by a trigger, since the policy decides which addresses are nobody's; an interview may end as it starts.
-- reads: interview
-- alters: contact, reference_contact

ALTER TABLE contact ALTER COLUMN person DROP EXPRESSION;
ALTER TABLE reference_contact ALTER COLUMN person DROP EXPRESSION;
COMMENT ON COLUMN contact.person IS 'Whoever has the same person is one: usable email, else the last nine digits of a usable phone, else the row alone.';
COMMENT ON COLUMN reference_contact.person IS 'Whoever has the same person is one: usable email, else the last nine digits of a usable phone, else the row alone.';

ALTER TABLE interview
  DROP CONSTRAINT interview_ends_after_it_starts,
  ADD CONSTRAINT interview_does_not_end_before_it_starts CHECK (ends_at >= starts_at);
