-- fragment: plan_answers
-- summary: The scope's silences that a client ended by speaking, against those that are kept: written and taken out is only what differs. Lists
-- and reports compare a silence with them (client_usual), so that they need not read the facts of a year.
answered AS (
  SELECT
    client_silence.candidate_id,
    client_silence.application_id,
    client_silence.began_at,
    application.client_id,
    client_silence.ended_at AS answered_at
  FROM scope
  JOIN client_silence USING (agency_id, candidate_id)
  JOIN application_terms AS application USING (agency_id, candidate_id, application_id)
  WHERE client_silence.end_reason = 'the client spoke'
),
kept_answer AS (
  SELECT found.*
  FROM scope
  CROSS JOIN LATERAL (
    SELECT client_answer.*
    FROM client_answer
    WHERE client_answer.agency_id = :agency
      AND client_answer.candidate_id = scope.candidate_id
    OFFSET 0
  ) AS found
),
answer_difference AS MATERIALIZED (
  SELECT
    answered.candidate_id IS NOT NULL AS is_wanted,
    coalesce(answered.candidate_id, kept_answer.candidate_id) AS candidate_id,
    coalesce(answered.application_id, kept_answer.application_id) AS application_id,
    coalesce(answered.began_at, kept_answer.began_at) AS began_at,
    answered.client_id,
    answered.answered_at
  FROM answered
  FULL JOIN kept_answer
    ON kept_answer.candidate_id = answered.candidate_id
    AND kept_answer.application_id = answered.application_id
    AND kept_answer.began_at = answered.began_at
  WHERE kept_answer.client_id IS DISTINCT FROM answered.client_id
    OR kept_answer.answered_at IS DISTINCT FROM answered.answered_at
),
answer_written AS (
  INSERT INTO client_answer (agency_id, candidate_id, application_id, began_at, client_id, answered_at)
  SELECT
    :agency::integer,
    answer_difference.candidate_id,
    answer_difference.application_id,
    answer_difference.began_at,
    answer_difference.client_id,
    answer_difference.answered_at
  FROM answer_difference
  WHERE answer_difference.is_wanted
  ON CONFLICT ON CONSTRAINT client_answer_ends_one_silence DO UPDATE
  SET client_id = excluded.client_id,
    answered_at = excluded.answered_at
),
answer_taken_out AS (
  DELETE FROM client_answer
  WHERE client_answer.agency_id = :agency
    -- Found by the key, candidate by candidate: the plan has no nested loops.
    AND client_answer.candidate_id = ANY (
      ARRAY(
        SELECT answer_difference.candidate_id
        FROM answer_difference
        WHERE NOT answer_difference.is_wanted
      )
    )
    AND (client_answer.candidate_id, client_answer.application_id, client_answer.began_at) IN (
      SELECT
        answer_difference.candidate_id,
        answer_difference.application_id,
        answer_difference.began_at
      FROM answer_difference
      WHERE NOT answer_difference.is_wanted
    )
),
