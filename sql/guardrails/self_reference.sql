-- guardrail: self_reference
-- summary: A reference with the candidate's own email address or telephone number, if they are usable.
-- why: Candidates have vouched for themselves before.
-- avoid: Do not accept a reference who has the candidate's own address or number.
-- source: Agency practice
-- rules: reference_list, reference_guidance, reference_heads_up
SELECT
  reference.agency_id,
  reference.candidate_id,
  NULL::bigint AS application_id,
  NULL::bigint AS interview_id,
  'reference' AS party_kind,
  reference.reference_id AS party_id,
  reference.added_at AS at,
  NULL::bigint AS touch_id,
  CASE WHEN own.same_email THEN 'the email is the candidate''s own' ELSE 'the phone is the candidate''s own' END AS detail
FROM scope
JOIN practice USING (agency_id)
JOIN candidate USING (agency_id, candidate_id)
JOIN reference_contact AS reference USING (agency_id, candidate_id)
CROSS JOIN LATERAL (
  SELECT
    usable_email(reference.email, practice.nobodys_addresses) = usable_email(candidate.email, practice.nobodys_addresses) AS same_email,
    usable_phone(reference.phone) = usable_phone(candidate.phone) AS same_phone
) AS own
WHERE own.same_email
  OR own.same_phone
