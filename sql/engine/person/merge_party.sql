-- statement: merge_party
-- summary: Touches with a contact or a reference, and what else names them, become those of another row of the same person.
WITH twice AS MATERIALIZED (
  -- Both rows stand beside one interview: one stays, as interviewer where either was that.
  SELECT
    own.candidate_id,
    own.interview_id,
    CASE
      WHEN 'interviewer' IN (own.role, other.role) THEN 'interviewer'
      ELSE coalesce(own.role, other.role)
    END AS role
  FROM attendee AS own
  JOIN attendee AS other
    ON other.agency_id = :agency
    AND other.candidate_id = own.candidate_id
    AND other.interview_id = own.interview_id
    AND other.contact_id = :merged::bigint
  WHERE :'kind'::text = 'contact'
    AND own.agency_id = :agency
    AND own.contact_id = :kept::bigint
),
kept_roles AS (
  UPDATE attendee
  SET role = twice.role
  FROM twice
  WHERE attendee.agency_id = :agency
    AND attendee.candidate_id = twice.candidate_id
    AND attendee.interview_id = twice.interview_id
    AND attendee.contact_id = :kept::bigint
),
left_out AS (
  DELETE FROM attendee
  USING twice
  WHERE attendee.agency_id = :agency
    AND attendee.candidate_id = twice.candidate_id
    AND attendee.interview_id = twice.interview_id
    AND attendee.contact_id = :merged::bigint
  RETURNING attendee.interview_id
),
attendees AS (
  UPDATE attendee
  SET contact_id = :kept::bigint
  WHERE attendee.agency_id = :agency
    AND attendee.contact_id = ANY (CASE WHEN :'kind'::text = 'contact' THEN ARRAY[:merged::bigint] ELSE '{}' END)
    AND NOT EXISTS (
      SELECT
      FROM twice
      WHERE twice.candidate_id = attendee.candidate_id
        AND twice.interview_id = attendee.interview_id
    )
  RETURNING attendee.interview_id
),
job_orders AS (
  UPDATE job_order
  SET hiring_contact_id = :kept::bigint
  WHERE job_order.agency_id = :agency
    AND job_order.hiring_contact_id = ANY (CASE WHEN :'kind'::text = 'contact' THEN ARRAY[:merged::bigint] ELSE '{}' END)
  RETURNING job_order.job_order_id
),
touches AS (
  UPDATE touch
  SET actor_id = CASE WHEN touch.actor_kind = :'kind'::text AND touch.actor_id = :merged::bigint THEN :kept::bigint ELSE touch.actor_id END,
    party_id = CASE WHEN touch.party_kind = :'kind'::text AND touch.party_id = :merged::bigint THEN :kept::bigint ELSE touch.party_id END
  WHERE touch.agency_id = :agency
    AND (
      touch.actor_kind = :'kind'::text AND touch.actor_id = :merged::bigint
      OR touch.party_kind = :'kind'::text AND touch.party_id = :merged::bigint
    )
  RETURNING touch.candidate_id
),
queued AS (
  INSERT INTO plan_queue (agency_id, candidate_id)
  SELECT DISTINCT
    :agency::integer,
    touches.candidate_id
  FROM touches
  WHERE touches.candidate_id IS NOT NULL
)
SELECT
  (SELECT count(*) FROM attendees) + (SELECT count(*) FROM left_out) AS attendees,
  (SELECT count(*) FROM job_orders) AS job_orders,
  (SELECT count(*) FROM touches) AS touches
