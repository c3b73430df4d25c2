-- statement: plan_queue_everybody
-- summary: Asks for everybody to be planned again.
INSERT INTO plan_queue (agency_id, candidate_id)
VALUES (:agency, 0)
