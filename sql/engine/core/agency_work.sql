-- statement: agency_work
-- summary: How much a night has to do for the agency, roughly: who waits to be planned, and the open work that lists and nudges go through.
-- It only decides who comes first, so that counting stops at a million.
SELECT
  (
    SELECT count(DISTINCT waiting.candidate_id)
    FROM (
      SELECT plan_queue.candidate_id
      FROM plan_queue
      WHERE plan_queue.agency_id = :agency
      ORDER BY plan_queue.candidate_id
      LIMIT 1000000
    ) AS waiting
  ) + (
    SELECT count(*)
    FROM (
      SELECT
      FROM candidate
      WHERE candidate.agency_id = :agency
        AND EXISTS (
          SELECT
          FROM plan_queue
          WHERE plan_queue.agency_id = :agency
            AND plan_queue.candidate_id = 0
        )
      LIMIT 1000000
    ) AS everybody
  ) + (
    SELECT count(*)
    FROM (
      SELECT
      FROM follow_up
      WHERE follow_up.agency_id = :agency
        AND follow_up.closes_at > :'as_of'::timestamptz
        AND follow_up.asked_from <= :'as_of'::timestamptz
      LIMIT 1000000
    ) AS open_work
  ) AS work
