-- statement: explain_subject
-- summary: The situation of a candidate, in a sentence, and whether facts about them wait to be planned.
-- nullable: caveat
SELECT
  candidate.external_id,
  candidate.name,
  concat_ws(
    '; ',
    candidate.status || coalesce(' since ' || moment_in_words(candidate.status_since, practice), ''),
    CASE
      WHEN candidate.search_started_on IS NULL THEN 'no search is known'
      ELSE 'searching since ' || date_in_words(candidate.search_started_on, candidate.agency_id)
    END,
    CASE WHEN candidate.do_not_contact THEN 'marked do-not-contact: nobody may be asked to contact them or to speak for them' END,
    CASE WHEN candidate.erased_at IS NOT NULL THEN 'erased' END,
    'recruiter ' || who_is(candidate.agency_id, 'recruiter', candidate.recruiter_id)
  ) AS standing,
  CASE
    WHEN EXISTS (
      SELECT
      FROM plan_queue
      WHERE plan_queue.agency_id = :agency
        AND plan_queue.candidate_id IN (candidate.candidate_id, 0)
    ) THEN 'facts have changed that are not planned yet: run followup plan, then try again'
  END AS caveat
FROM candidate
JOIN practice
  ON practice.agency_id = :agency
WHERE candidate.agency_id = :agency
  AND candidate.candidate_id = :candidate
