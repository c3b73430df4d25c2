-- statement: explain_anchor
-- summary: The facts exactly at a follow-up's anchor, in words: those nearest to what it is about first, a date without a time last.
SELECT nearest.words
FROM (
  SELECT
    fact.words,
    rank() OVER (ORDER BY fact.distance) AS place
  FROM follow_up
  JOIN practice
    ON practice.agency_id = :agency
  CROSS JOIN LATERAL (
    SELECT
      moment.at,
      format('interview %s %s (application %s)', interview.external_id, moment.what, application.external_id) AS words,
      CASE
        WHEN interview.interview_id = follow_up.interview_id THEN 1
        WHEN interview.application_id = follow_up.application_id THEN 2
        ELSE 5
      END AS distance
    FROM interview
    JOIN application
      ON application.agency_id = :agency
      AND application.candidate_id = interview.candidate_id
      AND application.application_id = interview.application_id
    CROSS JOIN LATERAL (
      VALUES (interview.ends_at, 'ended'), (interview.starts_at, 'starts'), (interview.scheduled_at, 'was scheduled')
    ) AS moment (at, what)
    WHERE interview.agency_id = :agency
      AND interview.candidate_id = follow_up.candidate_id
      AND interview.status IN ('scheduled', 'held')
    UNION ALL
    SELECT
      touch.happened_at,
      format(
        'touch %s: %s %s%s, %s, %s%s',
        touch.external_id,
        touch.actor_kind,
        who_is(touch.agency_id, touch.actor_kind, touch.actor_id),
        ' to ' || touch.party_kind || ' ' || who_is(touch.agency_id, touch.party_kind, touch.party_id),
        touch.channel,
        touch.purpose,
        ', about ' || coalesce('interview ' || named_interview.external_id, 'application ' || application.external_id)
      ),
      CASE
        WHEN touch.application_id = follow_up.application_id THEN 2
        ELSE 5
      END - CASE
        WHEN touch.party_kind = follow_up.party_kind AND touch.party_id = follow_up.party_id THEN 1
        WHEN touch.actor_kind = follow_up.party_kind AND touch.actor_id = follow_up.party_id THEN 1
        ELSE 0
      END
    FROM touch
    LEFT JOIN application
      ON application.agency_id = :agency
      AND application.candidate_id = touch.candidate_id
      AND application.application_id = touch.application_id
    LEFT JOIN interview AS named_interview
      ON named_interview.agency_id = :agency
      AND named_interview.candidate_id = touch.candidate_id
      AND named_interview.interview_id = touch.interview_id
    WHERE touch.agency_id = :agency
      AND touch.happened_at = follow_up.anchor_at
      AND (
        touch.candidate_id = follow_up.candidate_id
        OR (touch.actor_kind = 'candidate' AND touch.actor_id = follow_up.candidate_id)
        OR (touch.party_kind = 'candidate' AND touch.party_id = follow_up.candidate_id)
        OR (touch.actor_kind = follow_up.party_kind AND touch.actor_id = follow_up.party_id)
        OR (touch.party_kind = follow_up.party_kind AND touch.party_id = follow_up.party_id)
        OR EXISTS (
          -- The same person, as a reference of somebody else or as a client's contact.
          SELECT
          FROM reference_contact AS owed
          LEFT JOIN reference_contact AS also
            ON also.agency_id = :agency
            AND also.person = owed.person
          LEFT JOIN contact AS elsewhere
            ON elsewhere.agency_id = :agency
            AND elsewhere.person = owed.person
          WHERE owed.agency_id = :agency
            AND follow_up.party_kind = 'reference'
            AND owed.reference_id = follow_up.party_id
            AND (
              (touch.actor_kind, touch.actor_id) IN (('reference', also.reference_id), ('contact', elsewhere.contact_id))
              OR (touch.party_kind, touch.party_id) IN (('reference', also.reference_id), ('contact', elsewhere.contact_id))
            )
        )
      )
    UNION ALL
    SELECT
      moment.at,
      format('application %s %s', application.external_id, moment.what),
      CASE WHEN application.application_id = follow_up.application_id THEN 1 ELSE 5 END
    FROM application
    CROSS JOIN LATERAL (
      VALUES
        (application.decided_at, 'was decided: ' || application.decision),
        (application.stage_since, 'entered the stage ' || application.stage)
    ) AS moment (at, what)
    WHERE application.agency_id = :agency
      AND application.candidate_id = follow_up.candidate_id
    UNION ALL
    SELECT
      follow_up.anchor_at,
      format('application %s has its first day in the job on %s', application.external_id, application.start_on),
      4
    FROM application
    WHERE application.agency_id = :agency
      AND application.candidate_id = follow_up.candidate_id
      AND application.application_id = follow_up.application_id
      AND application.start_on = local_date(follow_up.anchor_at, practice)
    UNION ALL
    SELECT
      application_stage.since,
      format('application %s entered the stage %s', application.external_id, application_stage.stage),
      CASE WHEN application.application_id = follow_up.application_id THEN 2 ELSE 5 END
    FROM application_stage
    JOIN application
      ON application.agency_id = :agency
      AND application.candidate_id = application_stage.candidate_id
      AND application.application_id = application_stage.application_id
    WHERE application_stage.agency_id = :agency
      AND application_stage.candidate_id = follow_up.candidate_id
      AND application_stage.since IS DISTINCT FROM application.stage_since
    UNION ALL
    SELECT
      moment.at,
      format('reference %s (%s) %s', reference.name, reference.external_id, moment.what),
      CASE WHEN reference.reference_id = follow_up.reference_id THEN 1 ELSE 5 END
    FROM reference_contact AS reference
    CROSS JOIN LATERAL (
      VALUES (reference.added_at, 'was added'), (reference.status_since, 'became ' || reference.status)
    ) AS moment (at, what)
    WHERE reference.agency_id = :agency
      AND reference.candidate_id = follow_up.candidate_id
    UNION ALL
    SELECT
      moment.at,
      moment.what,
      7
    FROM candidate
    CROSS JOIN LATERAL (
      VALUES
        (
          CASE WHEN candidate.search_started_on = local_date(follow_up.anchor_at, practice) THEN follow_up.anchor_at END,
          format('the search of %s started on %s', candidate.name, date_in_words(candidate.search_started_on, candidate.agency_id))
        ),
        (candidate.status_since, format('%s became %s', candidate.name, candidate.status))
    ) AS moment (at, what)
    WHERE candidate.agency_id = :agency
      AND candidate.candidate_id = follow_up.candidate_id
  ) AS fact
  WHERE follow_up.agency_id = :agency
    AND follow_up.follow_up_id = :id
    AND fact.at = follow_up.anchor_at
) AS nearest
WHERE nearest.place = 1
ORDER BY nearest.words
LIMIT 3
