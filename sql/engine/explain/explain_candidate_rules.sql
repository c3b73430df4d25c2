-- statement: explain_candidate_rules
-- summary: For every rule the facts that a candidate lacks for it to ask anything, in words; no row for a rule that lacks none.
-- A rule needs the facts that its header names in `needs`; without such a line, those whose table, view or column its SELECT reads.
WITH given AS (
  SELECT given.*
  FROM jsonb_to_recordset(:'rules'::jsonb) AS given (rule text, needs text[], body text)
),
subject AS (
  SELECT
    candidate.*,
    practice.assume_held
  FROM candidate
  JOIN practice
    ON practice.agency_id = :agency
  WHERE candidate.agency_id = :agency
    AND candidate.candidate_id = :candidate
),
held AS (
  SELECT held_interview.*
  FROM held_interview
  WHERE held_interview.agency_id = :agency
    AND held_interview.candidate_id = :candidate
    AND held_interview.ends_at <= :'as_of'::timestamptz
),
reachable AS (
  SELECT contactable_reference.*
  FROM contactable_reference
  WHERE contactable_reference.agency_id = :agency
    AND contactable_reference.candidate_id = :candidate
),
submitted AS (
  SELECT application.*
  FROM application
  WHERE application.agency_id = :agency
    AND application.candidate_id = :candidate
),
fact AS (
  SELECT
    fact.position,
    fact.name,
    fact.pattern,
    fact.rests_on,
    fact.holds,
    fact.words
  FROM subject
  CROSS JOIN LATERAL (
    VALUES
      (
        1, 'contactable', 'contactable_candidate', NULL,
        NOT subject.do_not_contact AND subject.erased_at IS NULL,
        CASE
          WHEN subject.erased_at IS NOT NULL THEN 'the candidate''s data was erased'
          ELSE 'the candidate is marked do-not-contact'
        END
      ),
      (
        2, 'active', 'candidate(_until)?\.active_until', NULL,
        subject.status = 'active',
        'the candidate is not active; the status is ' || subject.status
          || coalesce(' since ' || to_char(subject.status_since, 'YYYY-MM-DD'), '')
      ),
      (
        3, 'search', 'search_started_on', NULL,
        subject.search_started_on IS NOT NULL,
        'it is not known when the search started (search_started_on)'
      ),
      (
        4, 'application', 'application(_terms)?', NULL,
        EXISTS (SELECT FROM submitted),
        'the candidate has no application'
      ),
      (
        5, 'interview', 'valid_interview|first_interview', 'application',
        EXISTS (
          SELECT
          FROM valid_interview
          WHERE valid_interview.agency_id = :agency
            AND valid_interview.candidate_id = :candidate
        ),
        'no interview is scheduled or held'
      ),
      (
        6, 'held_interview', 'held_interview', 'application',
        EXISTS (SELECT FROM held),
        CASE
          WHEN EXISTS (
            SELECT
            FROM valid_interview
            WHERE valid_interview.agency_id = :agency
              AND valid_interview.candidate_id = :candidate
          ) THEN 'no interview has been held yet'
            || CASE WHEN subject.assume_held THEN '' ELSE ' (the policy assume_held is off, so its status must say held)' END
          ELSE 'no interview was held'
        END
      ),
      (
        7, 'interviewer', 'attendee|JOIN interviewer', 'held_interview',
        EXISTS (
          SELECT
          FROM held
          JOIN attendee
            ON attendee.agency_id = :agency
            AND attendee.candidate_id = held.candidate_id
            AND attendee.interview_id = held.interview_id
            AND attendee.role = 'interviewer'
          JOIN contactable_contact
            ON contactable_contact.agency_id = :agency
            AND contactable_contact.contact_id = attendee.contact_id
        ),
        'no held interview has an interviewer who is known and may be contacted (attendees with the role interviewer)'
      ),
      (
        8, 'scheduling', 'interview\.scheduled_at', 'interview',
        EXISTS (
          SELECT
          FROM valid_interview
          WHERE valid_interview.agency_id = :agency
            AND valid_interview.candidate_id = :candidate
            AND valid_interview.scheduled_at IS NOT NULL
        ),
        'it is not known when an interview was scheduled (scheduled_at)'
      ),
      (
        9, 'silence', 'silence', 'application',
        EXISTS (
          SELECT
          FROM client_silence
          WHERE client_silence.agency_id = :agency
            AND client_silence.candidate_id = :candidate
            AND client_silence.began_at <= :'as_of'::timestamptz
        ),
        'no silence has begun: no interview has ended and no client has answered, or an answer, a decision or the next interview came at once'
      ),
      (
        10, 'reference', 'contactable_reference', NULL,
        EXISTS (SELECT FROM reachable),
        'the candidate has no reference who may be contacted'
      ),
      (
        11, 'consent', 'reference\.consent = ''yes''', 'reference',
        EXISTS (SELECT FROM reachable WHERE reachable.consent = 'yes'),
        'no reference has consented'
      ),
      (
        12, 'added_reference', 'reference\.added_at', 'reference',
        EXISTS (SELECT FROM reachable WHERE reachable.added_at IS NOT NULL),
        'it is not known when a reference was added (added_at)'
      ),
      (
        13, 'used_reference', 'used_reference', 'reference',
        EXISTS (
          SELECT
          FROM used_reference
          WHERE used_reference.agency_id = :agency
            AND used_reference.candidate_id = :candidate
        ),
        'no reference was used for an application (heads-up, guidance, check, progress or accuracy that names one)'
      ),
      (
        14, 'employers_check', 'employers_(first_)?check', 'reference',
        EXISTS (
          SELECT
          FROM employers_check
          WHERE employers_check.agency_id = :agency
            AND employers_check.candidate_id = :candidate
        ),
        'no employer has called a reference (a reference_check that names the application)'
      ),
      (
        15, 'reference_check', 'stage = ''reference_check''', 'application',
        EXISTS (
          SELECT
          FROM stage_entry
          WHERE stage_entry.agency_id = :agency
            AND stage_entry.candidate_id = :candidate
            AND stage_entry.stage = 'reference_check'
        ),
        'no application has been in the stage reference_check'
      ),
      (
        16, 'lost_reference', 'reference\.status <> ''active''', NULL,
        EXISTS (
          SELECT
          FROM reference_contact
          WHERE reference_contact.agency_id = :agency
            AND reference_contact.candidate_id = :candidate
            AND reference_contact.status <> 'active'
            AND reference_contact.status_since IS NOT NULL
        ),
        'no reference was lost (refused, bounced or inactive, with the date known)'
      ),
      (
        17, 'news', 'word', 'application',
        EXISTS (
          SELECT
          FROM client_response
          WHERE client_response.agency_id = :agency
            AND client_response.candidate_id = :candidate
        )
        OR EXISTS (
          SELECT
          FROM submitted
          WHERE submitted.decision <> 'withdrawn'
            AND submitted.decided_at IS NOT NULL
        ),
        'the client has said nothing yet, and nothing is decided'
      ),
      (
        18, 'decision', 'decision IS NOT NULL', 'application',
        EXISTS (SELECT FROM submitted WHERE submitted.decision IS NOT NULL),
        'no application is decided'
      ),
      (
        19, 'accepted', 'decision = ''accepted''', 'application',
        EXISTS (SELECT FROM submitted WHERE submitted.decision = 'accepted'),
        'no application was accepted'
      ),
      (
        20, 'decided_at', 'decided_at IS NOT NULL', 'accepted',
        EXISTS (SELECT FROM submitted WHERE submitted.decision = 'accepted' AND submitted.decided_at IS NOT NULL),
        'it is not known when the accepted application was decided (decided_at)'
      ),
      (
        21, 'announcement', 'announce_on IS NOT NULL', 'accepted',
        EXISTS (SELECT FROM submitted WHERE submitted.decision = 'accepted' AND submitted.announce_on IS NOT NULL),
        'no day of announcement is known for an accepted application (announce_on)'
      ),
      (
        22, 'start', 'start_on IS NOT NULL', 'accepted',
        EXISTS (SELECT FROM submitted WHERE submitted.decision = 'accepted' AND submitted.start_on IS NOT NULL),
        'the first day in the job is not known (start_date)'
      ),
      (
        23, 'outcome_told', 'outcome_told|told_reference', 'used_reference',
        EXISTS (
          SELECT
          FROM outcome_told
          WHERE outcome_told.agency_id = :agency
            AND outcome_told.candidate_id = :candidate
        ),
        'no reference has been told the outcome'
      )
  ) AS fact (position, name, pattern, rests_on, holds, words)
)
SELECT
  given.rule,
  string_agg(fact.words, '; ' ORDER BY fact.position) AS missing
FROM given
JOIN fact
  ON NOT fact.holds
  AND CASE
    WHEN given.needs IS NOT NULL THEN fact.name = ANY (given.needs)
    ELSE given.body ~ ('\m(' || fact.pattern || ')')
  END
LEFT JOIN fact AS ground
  ON ground.name = fact.rests_on
WHERE ground.name IS NULL
  OR ground.holds
  OR NOT CASE
    WHEN given.needs IS NOT NULL THEN ground.name = ANY (given.needs)
    ELSE given.body ~ ('\m(' || ground.pattern || ')')
  END
GROUP BY given.rule
ORDER BY given.rule
