-- word: valid_interview
-- summary: Interviews that are held or scheduled; cancelled and no-show ones count as if they had never existed.
SELECT interview.*
FROM interview
WHERE interview.status IN ('scheduled', 'held')
