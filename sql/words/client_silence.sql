-- word: client_silence
-- summary: The silences of each application, began_at inclusive to ended_at exclusive (NULL: not ended), named by the interview or word that begins them; begun_by_interview_id tells an interview from a word of the same id.
SELECT DISTINCT ON (beginning.agency_id, beginning.candidate_id, beginning.application_id, beginning.began_at)
  beginning.agency_id,
  beginning.candidate_id,
  beginning.application_id,
  beginning.began_at,
  beginning.external_id AS begun_by,
  beginning.interview_id AS begun_by_interview_id,
  least(application.closed_at, beginning.next_word_at, beginning.next_scheduled_at) AS ended_at,
  CASE least(application.closed_at, beginning.next_word_at, beginning.next_scheduled_at)
    WHEN application.closed_at THEN 'the application was decided'
    WHEN beginning.next_word_at THEN 'the client spoke'
    WHEN beginning.next_scheduled_at THEN 'another interview was scheduled'
  END AS end_reason
FROM (
  SELECT
    start.*,
    min(start.word_at) OVER later AS next_word_at,
    min(start.scheduled_at) OVER later AS next_scheduled_at
  FROM (
    SELECT
      interview.agency_id,
      interview.candidate_id,
      interview.application_id,
      interview.ends_at AS began_at,
      interview.external_id,
      interview.interview_id,
      NULL::timestamptz AS word_at,
      coalesce(interview.scheduled_at, interview.starts_at) AS scheduled_at
    FROM valid_interview AS interview
    UNION ALL
    SELECT
      client_response.agency_id,
      client_response.candidate_id,
      client_response.application_id,
      client_response.happened_at,
      client_response.external_id,
      NULL,
      client_response.happened_at,
      NULL
    FROM client_response
    JOIN application_terms AS application USING (agency_id, candidate_id, application_id, client_id)
  ) AS start
  WINDOW later AS (
    PARTITION BY start.agency_id, start.candidate_id, start.application_id
    ORDER BY start.began_at DESC
    GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  )
) AS beginning
JOIN application_terms AS application USING (agency_id, candidate_id, application_id)
WHERE least(application.closed_at, beginning.next_word_at, beginning.next_scheduled_at) IS NULL
  OR least(application.closed_at, beginning.next_word_at, beginning.next_scheduled_at) > beginning.began_at
ORDER BY
  beginning.agency_id,
  beginning.candidate_id,
  beginning.application_id,
  beginning.began_at,
  beginning.external_id,
  beginning.interview_id
