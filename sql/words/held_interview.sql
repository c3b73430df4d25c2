-- word: held_interview
-- summary: Interviews that are held, from their end on: the status says so, or it is scheduled and the policy assume_held is on.
SELECT interview.*
FROM interview
JOIN practice USING (agency_id)
WHERE interview.status = 'held'
  OR (interview.status = 'scheduled' AND practice.assume_held)
