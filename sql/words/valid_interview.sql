-- word: valid_interview
-- summary: Interviews that are held or scheduled; cancelled and no-show ones are as if they had never been.
SELECT interview.*
FROM interview
WHERE interview.status IN ('scheduled', 'held')
