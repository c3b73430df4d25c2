-- word: contactable_candidate
-- summary: Candidates who may be actor or party: not erased and not marked do-not-contact; active_until is NULL while active.
SELECT
  candidate.*,
  CASE WHEN candidate.status <> 'active' THEN coalesce(candidate.status_since, '-infinity') END AS active_until
FROM candidate
WHERE NOT candidate.do_not_contact
  AND candidate.erased_at IS NULL
