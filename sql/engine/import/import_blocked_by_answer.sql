-- fragment: import_blocked_by_answer
-- summary: A row stays when somebody has said something of a follow-up that is about it.
-- joined: in sequence
      WHEN stored.{own id} IN (
        SELECT follow_up.{about}
        FROM follow_up_answer
        JOIN follow_up USING (agency_id, candidate_id, follow_up_id)
        WHERE follow_up_answer.agency_id = :agency
          AND follow_up_answer.undone_at IS NULL
      ) THEN 'stays: a follow-up about it was answered, skipped or put off'
