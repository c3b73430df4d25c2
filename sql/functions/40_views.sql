-- functions: views
-- summary: The practice's words as views that rules and guardrails read: who may be contacted, held interviews, silences, used references.
-- Dropped first: a view's columns cannot be replaced by others.

DROP VIEW IF EXISTS
  interview_touch,
  touch_about,
  employers_check,
  outcome_told,
  used_reference,
  stage_entry,
  consenting_reference,
  silence,
  word,
  client_check_in_policy,
  first_interview,
  held_interview,
  standing_interview,
  application_terms,
  contactable_reference,
  contactable_contact,
  contactable_candidate;

CREATE VIEW contactable_candidate
WITH (security_invoker = true) AS
SELECT
  candidate.*,
  CASE WHEN status <> 'active' THEN coalesce(status_since, '-infinity') END AS active_until
FROM candidate
WHERE NOT do_not_contact
  AND erased_at IS NULL;
COMMENT ON VIEW contactable_candidate IS 'Candidates who may be actor or party: neither erased nor marked do-not-contact; active_until is NULL while active.';

CREATE VIEW contactable_contact
WITH (security_invoker = true) AS
SELECT contact.*
FROM contact
WHERE NOT do_not_contact
  AND erased_at IS NULL;
COMMENT ON VIEW contactable_contact IS 'Contacts who may be actor or party: neither erased nor marked do-not-contact.';

CREATE VIEW contactable_reference
WITH (security_invoker = true) AS
SELECT
  reference_contact.*,
  greatest(added_at, CASE WHEN status = 'active' THEN status_since END) AS active_from,
  CASE WHEN status <> 'active' THEN coalesce(status_since, '-infinity') END AS active_until
FROM reference_contact
WHERE NOT do_not_contact
  AND erased_at IS NULL;
COMMENT ON VIEW contactable_reference IS 'References who may be actor or party; active_from is the later of added_at and, if active, status_since; active_until is NULL while active. Consent is the rule''s to ask.';

CREATE VIEW consenting_reference
WITH (security_invoker = true) AS
SELECT
  reference_contact.agency_id,
  reference_contact.candidate_id,
  reference_contact.reference_id,
  coalesce(
    greatest(added_at, CASE WHEN status = 'active' THEN status_since END),
    '-infinity'
  ) AS active_from,
  coalesce(
    CASE WHEN status <> 'active' THEN coalesce(status_since, '-infinity') END,
    'infinity'
  ) AS active_until
FROM reference_contact
WHERE consent = 'yes'
  AND NOT do_not_contact
  AND erased_at IS NULL;
COMMENT ON VIEW consenting_reference IS 'References who consented and may be contacted, with the time in which they are active: active_from inclusive to active_until exclusive, always known.';

CREATE VIEW application_terms
WITH (security_invoker = true) AS
SELECT
  application.*,
  job_order.external_id AS job_order_external_id,
  job_order.client_id,
  job_order.hiring_contact_id,
  job_order.recruiter_id AS job_order_recruiter_id,
  CASE WHEN job_order.status <> 'open' THEN coalesce(job_order.status_since, '-infinity') END AS job_order_open_until,
  CASE WHEN application.decision = 'withdrawn' THEN coalesce(application.decided_at, '-infinity') END AS withdrawn_at,
  CASE WHEN application.decision IS NOT NULL THEN coalesce(application.decided_at, '-infinity') END AS closed_at
FROM application
-- There always is one; an outer join costs nothing where its columns are not read.
LEFT JOIN job_order USING (agency_id, job_order_id);
COMMENT ON VIEW application_terms IS 'Applications with their job order''s client and people, and the moments that end what concerns them: withdrawn_at, closed_at (any decision), job_order_open_until; a date not known counts as always.';

CREATE VIEW stage_entry
WITH (security_invoker = true) AS
SELECT
  agency_id,
  candidate_id,
  application_id,
  stage,
  array_position(ARRAY['submitted', 'interviewing', 'reference_check', 'offer', 'decided'], stage) AS place,
  since
FROM application_stage
UNION ALL
SELECT
  agency_id,
  candidate_id,
  application_id,
  stage,
  array_position(ARRAY['submitted', 'interviewing', 'reference_check', 'offer', 'decided'], stage),
  coalesce(stage_since, '-infinity')
FROM application
WHERE stage IS NOT NULL;
COMMENT ON VIEW stage_entry IS 'When an application entered which stage: its history and what its own row says; a date not known counts as always. Of two at one moment that of the higher place comes later.';

CREATE VIEW standing_interview
WITH (security_invoker = true) AS
SELECT interview.*
FROM interview
WHERE status IN ('scheduled', 'held');
COMMENT ON VIEW standing_interview IS 'Interviews that are held or scheduled; cancelled and no-show ones are as if they had never been.';

CREATE VIEW held_interview
WITH (security_invoker = true) AS
SELECT interview.*
FROM interview
JOIN practice USING (agency_id)
WHERE status = 'held'
  OR (status = 'scheduled' AND assume_held);
COMMENT ON VIEW held_interview IS 'Interviews that are held, from their end on: the status says so, or it is scheduled and the policy assume_held is on.';

CREATE VIEW client_check_in_policy
WITH (security_invoker = true) AS
SELECT
  client.agency_id,
  client.client_id,
  coalesce(own_mode.value, client.check_in_mode, practice.check_in_mode) AS check_in_mode,
  CASE coalesce(own_mode.value, client.check_in_mode, practice.check_in_mode)
    WHEN 'single' THEN 1
    ELSE coalesce(own_cap.value::integer, client.check_in_cap, practice.check_in_cap)
  END AS check_in_cap,
  coalesce(own_days.value::integer, client.check_in_days, practice.check_in_days) AS check_in_days,
  CASE
    WHEN coalesce(own_mode.value, client.check_in_mode, practice.check_in_mode) = 'single' THEN 'check_in_mode single'
    ELSE 'check_in_cap ' || coalesce(own_cap.value, client.check_in_cap::text, practice.check_in_cap::text)
  END || CASE
    WHEN coalesce(own_mode.value, client.check_in_mode, practice.check_in_mode) = 'single' THEN
      CASE
        WHEN own_mode.value IS NOT NULL THEN ', set for this client by policy'
        WHEN client.check_in_mode IS NOT NULL THEN ', this client''s own'
        ELSE ', the agency''s'
      END
    ELSE
      CASE
        WHEN own_cap.value IS NOT NULL THEN ', set for this client by policy'
        WHEN client.check_in_cap IS NOT NULL THEN ', this client''s own'
        ELSE ', the agency''s'
      END
  END AS cap_set_by
FROM client
JOIN practice USING (agency_id)
LEFT JOIN policy AS own_mode
  ON own_mode.agency_id = client.agency_id
  AND own_mode.key = 'check_in_mode'
  AND own_mode.client_id = client.client_id
LEFT JOIN policy AS own_cap
  ON own_cap.agency_id = client.agency_id
  AND own_cap.key = 'check_in_cap'
  AND own_cap.client_id = client.client_id
LEFT JOIN policy AS own_days
  ON own_days.agency_id = client.agency_id
  AND own_days.key = 'check_in_days'
  AND own_days.client_id = client.client_id;
COMMENT ON VIEW client_check_in_policy IS 'How often a silent client is checked in on, and which setting decides the cap.';

CREATE VIEW word
WITH (security_invoker = true) AS
SELECT
  touch.agency_id,
  touch.candidate_id,
  touch.application_id,
  touch.touch_id,
  touch.external_id,
  touch.happened_at,
  contact.client_id
FROM touch
JOIN contact
  ON contact.agency_id = touch.agency_id
  AND contact.contact_id = touch.actor_id
WHERE touch.actor_kind = 'contact'
  AND touch.application_id IS NOT NULL
  AND touch.purpose <> 'reminder'
  AND (touch.party_kind = 'recruiter' OR (touch.party_kind = 'candidate' AND touch.party_id = touch.candidate_id));
COMMENT ON VIEW word IS 'Touches from a contact to a recruiter or to the candidate that name an application or one of its interviews: words, where client_id is the application''s client.';

CREATE VIEW silence
WITH (security_invoker = true) AS
SELECT
  application.agency_id,
  application.candidate_id,
  application.application_id,
  beginning.began_at,
  beginning.external_id AS begun_by,
  beginning.interview_id AS begun_by_interview_id,
  least(application.closed_at, next_word.happened_at, next_interview.scheduled_at) AS ended_at,
  CASE least(application.closed_at, next_word.happened_at, next_interview.scheduled_at)
    WHEN application.closed_at THEN 'the application was decided'
    WHEN next_word.happened_at THEN 'the client spoke'
    WHEN next_interview.scheduled_at THEN 'another interview was scheduled'
  END AS end_reason
FROM application_terms AS application
CROSS JOIN LATERAL (
  SELECT DISTINCT ON (start.began_at)
    start.began_at,
    start.external_id,
    start.interview_id
  FROM (
    SELECT
      interview.ends_at AS began_at,
      interview.external_id,
      interview.interview_id
    FROM standing_interview AS interview
    WHERE interview.agency_id = application.agency_id
      AND interview.candidate_id = application.candidate_id
      AND interview.application_id = application.application_id
    UNION ALL
    SELECT
      word.happened_at,
      word.external_id,
      NULL
    FROM word
    WHERE word.agency_id = application.agency_id
      AND word.candidate_id = application.candidate_id
      AND word.application_id = application.application_id
      AND word.client_id = application.client_id
  ) AS start
  ORDER BY
    start.began_at,
    start.external_id,
    start.interview_id
) AS beginning
LEFT JOIN LATERAL (
  SELECT min(word.happened_at) AS happened_at
  FROM word
  WHERE word.agency_id = application.agency_id
    AND word.candidate_id = application.candidate_id
    AND word.application_id = application.application_id
    AND word.client_id = application.client_id
    AND word.happened_at > beginning.began_at
) AS next_word ON true
LEFT JOIN LATERAL (
  SELECT min(coalesce(interview.scheduled_at, interview.starts_at)) AS scheduled_at
  FROM standing_interview AS interview
  WHERE interview.agency_id = application.agency_id
    AND interview.candidate_id = application.candidate_id
    AND interview.application_id = application.application_id
    AND interview.ends_at > beginning.began_at
) AS next_interview ON true
WHERE least(application.closed_at, next_word.happened_at, next_interview.scheduled_at) IS NULL
  OR least(application.closed_at, next_word.happened_at, next_interview.scheduled_at) > beginning.began_at;
COMMENT ON VIEW silence IS 'The silences of each application, began_at inclusive to ended_at exclusive (NULL: not ended), named by the interview or word that begins them; begun_by_interview_id tells an interview from a word of the same id.';

CREATE VIEW used_reference
WITH (security_invoker = true) AS
SELECT
  touch.agency_id,
  touch.candidate_id,
  touch.application_id,
  reference.reference_id,
  min(touch.happened_at) AS used_from
FROM touch
CROSS JOIN LATERAL (
  VALUES (touch.actor_kind, touch.actor_id), (touch.party_kind, touch.party_id)
) AS reference (kind, reference_id)
WHERE touch.application_id IS NOT NULL
  AND touch.purpose IN ('heads_up', 'guidance', 'reference_check', 'progress', 'accuracy')
  AND reference.kind = 'reference'
GROUP BY touch.agency_id, touch.candidate_id, touch.application_id, reference.reference_id;
COMMENT ON VIEW used_reference IS 'References with a touch of purpose heads_up, guidance, reference_check, progress or accuracy that names the application; used from the first on.';

CREATE VIEW employers_check
WITH (security_invoker = true) AS
SELECT
  touch.agency_id,
  touch.candidate_id,
  touch.application_id,
  touch.party_id AS reference_id,
  touch.happened_at,
  contact.client_id
FROM touch
JOIN contact
  ON contact.agency_id = touch.agency_id
  AND contact.contact_id = touch.actor_id
WHERE touch.purpose = 'reference_check'
  AND touch.application_id IS NOT NULL
  AND touch.actor_kind = 'contact'
  AND touch.party_kind = 'reference';
COMMENT ON VIEW employers_check IS 'Touches by which a contact checked a reference for the application named: the employer''s, where client_id is the application''s client.';

CREATE VIEW outcome_told
WITH (security_invoker = true) AS
SELECT
  application.agency_id,
  application.candidate_id,
  application.application_id,
  application.external_id,
  touch.party_id AS reference_id,
  touch.happened_at,
  touch.application_id IS NOT NULL AS is_named
FROM application_terms AS application
JOIN touch
  ON touch.agency_id = application.agency_id
  AND touch.actor_kind = 'candidate'
  AND touch.actor_id = application.candidate_id
  AND touch.happened_at >= application.closed_at
WHERE touch.party_kind = 'reference'
  AND touch.purpose = 'outcome'
  AND (touch.application_id IS NULL OR touch.application_id = application.application_id);
COMMENT ON VIEW outcome_told IS 'Each time since the decision that the candidate told a reference how it ended, by a touch that names the application (is_named) or none.';

CREATE VIEW touch_about
WITH (security_invoker = true) AS
SELECT
  touch.*,
  coalesce(touch.candidate_id, anybodys.candidate_id) AS about_candidate_id,
  coalesce(touch.application_id, meant.application_id, anybodys.application_id) AS about_application_id,
  coalesce(touch.interview_id, meant.interview_id, anybodys.interview_id) AS about_interview_id
FROM touch
LEFT JOIN LATERAL (
  SELECT
    interview.application_id,
    interview.interview_id
  FROM held_interview AS interview
  WHERE touch.interview_id IS NULL
    AND touch.purpose IN ('thank_you', 'proofread')
    AND interview.agency_id = touch.agency_id
    AND interview.candidate_id = touch.candidate_id
    AND interview.ends_at <= touch.happened_at
    AND (touch.application_id IS NULL OR interview.application_id = touch.application_id)
    AND (
      touch.purpose = 'proofread'
      OR EXISTS (
        SELECT
        FROM attendee
        WHERE attendee.agency_id = interview.agency_id
          AND attendee.candidate_id = interview.candidate_id
          AND attendee.interview_id = interview.interview_id
          AND touch.party_kind = 'contact'
          AND attendee.contact_id = touch.party_id
      )
    )
  ORDER BY interview.ends_at DESC, interview.external_id
  LIMIT 1
) AS meant ON true
LEFT JOIN LATERAL (
  -- A thank-you in which no candidate takes part, such as a recruiter's, is about whomever that contact met last.
  SELECT
    interview.candidate_id,
    interview.application_id,
    interview.interview_id
  FROM attendee
  JOIN held_interview AS interview USING (agency_id, candidate_id, interview_id)
  WHERE touch.candidate_id IS NULL
    AND touch.purpose = 'thank_you'
    AND touch.party_kind = 'contact'
    AND attendee.agency_id = touch.agency_id
    AND attendee.contact_id = touch.party_id
    AND interview.ends_at <= touch.happened_at
  ORDER BY interview.ends_at DESC, interview.external_id
  LIMIT 1
) AS anybodys ON true;
COMMENT ON VIEW touch_about IS 'Touches with the candidate, application and interview that they name or are about: a thank_you or proofread that names no interview is about the latest held one that ended by then (for a thank-you, which that contact attended; of the application it names, if any).';

CREATE VIEW interview_touch
WITH (security_invoker = true) AS
SELECT touch_about.*
FROM touch_about
WHERE purpose IN ('thank_you', 'proofread')
  AND candidate_id IS NOT NULL;
COMMENT ON VIEW interview_touch IS 'thank_you and proofread touches of a candidate, with the interview they are about.';
