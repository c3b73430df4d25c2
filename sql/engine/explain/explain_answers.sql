-- statement: explain_answers
-- summary: What people said of a follow-up, in the order in which it came, with what was taken back.
-- nullable: at
SELECT
  iso_utc(follow_up_answer.answered_at) AS at,
  moment_in_words(follow_up_answer.answered_at, practice) AS at_words,
  concat(
    coalesce(follow_up_answer.outcome, 'note'),
    ': ' || follow_up_answer.note,
    ' (', follow_up_answer.answered_by, ')',
    CASE
      WHEN NOT follow_up_answer.took_effect AND follow_up_answer.outcome IS NOT NULL THEN ', kept although it had already ended'
    END,
    ', taken back on ' || moment_in_words(follow_up_answer.undone_at, practice) || ' by ' || follow_up_answer.undone_by
  ) AS words
FROM follow_up_answer
JOIN practice
  ON practice.agency_id = :agency
WHERE follow_up_answer.agency_id = :agency
  AND follow_up_answer.follow_up_id = :id
  AND follow_up_answer.answered_at <= :'as_of'::timestamptz
ORDER BY follow_up_answer.answer_id
