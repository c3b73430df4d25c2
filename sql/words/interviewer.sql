-- word: interviewer
-- summary: The contacts who led an interview and may be contacted.
SELECT
  attendee.agency_id,
  attendee.candidate_id,
  attendee.interview_id,
  attendee.contact_id,
  contact.email
FROM attendee
JOIN contactable_contact AS contact USING (agency_id, contact_id)
WHERE attendee.role = 'interviewer'
