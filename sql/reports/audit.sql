-- report: audit
-- title: Who did what
-- summary: Who answered, took back, forced, changed the policy, imported, merged or erased people, or paused mail or let it go again in the period?
-- grain: one row per deed that was recorded in the period; the latest first
-- personal: yes
-- param: from = monday - 1 weeks -- the first day of the period
-- param: to = today -- the last day of the period
-- column: at -- when it was recorded; of a touch recorded against a warning, when the touch happened
-- column: who -- who did it, and from which file or mail; empty: it was not kept
-- column: what -- done, reminded, skip, snooze, no answer, wrong contact, note; undo, touch taken back, against a warning, policy, import, mail allowed, mail settled, mail paused, mail resumed, erased, let in again, merged
-- column: rule -- the rule of the follow-up it was about
-- column: follow_up_id -- the follow-up it was about
-- column: candidate_id -- the candidate's id at the source
-- column: candidate -- the candidate it was about; empty when erased
-- column: recruiter_id -- the recruiter's id at the source
-- column: recruiter -- whose follow-up or candidate it was
-- column: detail -- the note, the values before and after, the files
-- example: --limit 5 --columns at,what,detail
WITH practice_days AS (
  SELECT
    at_local(:'from'::date, '00:00', practice) AS begins_at,
    at_local(:'to'::date + 1, '00:00', practice) AS ends_at
  FROM practice
  WHERE practice.agency_id = :agency
),
deed AS (
  SELECT
    answer.answered_at AS at,
    1 AS kind,
    answer.answer_id AS id,
    answer.answered_by AS who,
    coalesce(answer.outcome, 'note') AS what,
    answer.follow_up_id,
    answer.candidate_id,
    concat_ws(
      '; ',
      answer.note,
      CASE WHEN NOT answer.took_effect AND answer.outcome IS NOT NULL THEN 'changed nothing' END,
      CASE WHEN answer.undone_at <= :'as_of'::timestamptz THEN 'taken back since' END
    ) AS detail
  FROM practice_days
  JOIN follow_up_answer AS answer
    ON answer.agency_id = :agency
    AND answer.answered_at >= practice_days.begins_at
    AND answer.answered_at < practice_days.ends_at
  UNION ALL
  SELECT
    answer.undone_at,
    2,
    answer.answer_id,
    answer.undone_by,
    'undo',
    answer.follow_up_id,
    answer.candidate_id,
    format('%s of %s', coalesce(answer.outcome, 'note'), answer.answered_by)
  FROM practice_days
  JOIN follow_up_answer AS answer
    ON answer.agency_id = :agency
    AND answer.undone_at >= practice_days.begins_at
    AND answer.undone_at < practice_days.ends_at
  UNION ALL
  SELECT
    retracted.retracted_at,
    3,
    retracted.touch_id,
    retracted.retracted_by,
    'touch taken back',
    NULL,
    retracted.candidate_id,
    format(
      '%s: %s, %s',
      retracted.external_id,
      retracted.record ->> 'channel',
      purpose_in_words(retracted.record ->> 'purpose')
    )
  FROM practice_days
  JOIN touch_retracted AS retracted
    ON retracted.agency_id = :agency
    AND retracted.retracted_at >= practice_days.begins_at
    AND retracted.retracted_at < practice_days.ends_at
  UNION ALL
  SELECT
    touch.happened_at,
    4,
    touch.touch_id,
    (
      SELECT answer.answered_by
      FROM follow_up_answer AS answer
      WHERE answer.agency_id = :agency
        AND answer.touch_id = touch.touch_id
      ORDER BY answer.answer_id
      LIMIT 1
    ),
    'against a warning',
    NULL,
    touch.candidate_id,
    format(
      '%s: %s, %s, against %s',
      touch.external_id,
      touch.channel,
      purpose_in_words(touch.purpose),
      array_to_string(touch.forced_past, ', ')
    )
  FROM practice_days
  JOIN touch
    ON touch.agency_id = :agency
    AND touch.happened_at >= practice_days.begins_at
    AND touch.happened_at < practice_days.ends_at
  WHERE touch.forced_past IS NOT NULL
  UNION ALL
  SELECT
    policy_change.changed_at,
    5,
    policy_change.change_id,
    policy_change.changed_by,
    'policy',
    NULL,
    NULL,
    format(
      '%s%s: %s instead of %s',
      policy_change.key,
      ' for ' || policy_change.client,
      coalesce(policy_change.value, 'the default'),
      coalesce(policy_change.value_before, 'the default')
    )
  FROM practice_days
  JOIN policy_change
    ON policy_change.agency_id = :agency
    AND policy_change.changed_at >= practice_days.begins_at
    AND policy_change.changed_at < practice_days.ends_at
  UNION ALL
  SELECT
    import.as_of,
    6,
    import.import_id,
    import.started_by,
    'import',
    NULL,
    NULL,
    format(
      'import %s of %s, %s: %s added, %s changed, %s taken out, %s rejected',
      import.import_id,
      import.source,
      import.state,
      counted.added,
      counted.changed,
      counted.deleted,
      counted.rejected
    )
  FROM practice_days
  JOIN import
    ON import.agency_id = :agency
    AND import.as_of >= practice_days.begins_at
    AND import.as_of < practice_days.ends_at
  CROSS JOIN LATERAL (
    SELECT
      coalesce(sum(import_file.rows_added), 0) AS added,
      coalesce(sum(import_file.rows_changed), 0) AS changed,
      coalesce(sum(import_file.rows_deleted), 0) AS deleted,
      coalesce(sum(import_file.rows_rejected), 0) AS rejected
    FROM import_file
    WHERE import_file.agency_id = :agency
      AND import_file.import_id = import.import_id
  ) AS counted
  UNION ALL
  SELECT
    address_allowed.allowed_at,
    7,
    address_allowed.allowed_id,
    address_allowed.allowed_by,
    'mail allowed',
    NULL,
    NULL,
    format('%s: %s', address_allowed.address, address_allowed.reason)
  FROM practice_days
  JOIN address_allowed
    ON address_allowed.agency_id = :agency
    AND address_allowed.allowed_at >= practice_days.begins_at
    AND address_allowed.allowed_at < practice_days.ends_at
  UNION ALL
  SELECT
    inbox_message.settled_at,
    8,
    inbox_message.inbox_id,
    inbox_message.settled_by,
    'mail settled',
    NULL,
    NULL,
    concat_ws(': ', inbox_message.sender, inbox_message.subject)
  FROM practice_days
  JOIN inbox_message
    ON inbox_message.agency_id = :agency
    AND inbox_message.settled_at >= practice_days.begins_at
    AND inbox_message.settled_at < practice_days.ends_at
  WHERE inbox_message.settled_at IS NOT NULL
  UNION ALL
  -- Who it was, nothing says any more.
  SELECT
    erasure.erased_at,
    9,
    erasure.erasure_id,
    erasure.erased_by,
    'erased',
    NULL,
    NULL,
    CASE erasure.ground WHEN 'age' THEN 'a person was anonymised by age' ELSE 'a person was erased' END
    || ': rows of '
    || concat_ws(
      ', ',
      'candidates ' || nullif(erasure.candidates, 0),
      'contacts ' || nullif(erasure.contacts, 0),
      'references ' || nullif(erasure.reference_contacts, 0)
    )
  FROM practice_days
  JOIN erasure
    ON erasure.agency_id = :agency
    AND erasure.erased_at >= practice_days.begins_at
    AND erasure.erased_at < practice_days.ends_at
  UNION ALL
  SELECT
    readmission.readmitted_at,
    12,
    readmission.readmission_id,
    readmission.readmitted_by,
    'let in again',
    NULL,
    NULL,
    'a person who was erased: ' || readmission.reason
  FROM practice_days
  JOIN readmission
    ON readmission.agency_id = :agency
    AND readmission.readmitted_at >= practice_days.begins_at
    AND readmission.readmitted_at < practice_days.ends_at
  UNION ALL
  SELECT
    mail_pause.paused_at,
    10,
    mail_pause.pause_id,
    mail_pause.paused_by,
    'mail paused',
    NULL,
    NULL,
    concat(mail_pause.client || ': ', mail_pause.reason)
  FROM practice_days
  JOIN mail_pause
    ON mail_pause.agency_id = :agency
    AND mail_pause.paused_at >= practice_days.begins_at
    AND mail_pause.paused_at < practice_days.ends_at
  UNION ALL
  SELECT
    mail_pause.resumed_at,
    11,
    mail_pause.pause_id,
    mail_pause.resumed_by,
    'mail resumed',
    NULL,
    NULL,
    concat(mail_pause.client || ': ', mail_pause.reason)
  FROM practice_days
  JOIN mail_pause
    ON mail_pause.agency_id = :agency
    AND mail_pause.resumed_at >= practice_days.begins_at
    AND mail_pause.resumed_at < practice_days.ends_at
  WHERE mail_pause.resumed_at IS NOT NULL
  UNION ALL
  -- Ids alone.
  SELECT
    person_merged.merged_at,
    13,
    person_merged.merge_id,
    person_merged.merged_by,
    'merged',
    NULL,
    coalesce(person_merged.candidate_id, reference_contact.candidate_id),
    format(
      '%s %s into %s',
      person_merged.kind,
      person_merged.external_id,
      coalesce(kept_candidate.external_id, contact.external_id, reference_contact.external_id)
    )
  FROM practice_days
  JOIN person_merged
    ON person_merged.agency_id = :agency
    AND person_merged.merged_at >= practice_days.begins_at
    AND person_merged.merged_at < practice_days.ends_at
  LEFT JOIN candidate AS kept_candidate
    ON kept_candidate.agency_id = :agency
    AND kept_candidate.candidate_id = person_merged.candidate_id
  LEFT JOIN contact
    ON contact.agency_id = :agency
    AND contact.contact_id = person_merged.contact_id
  LEFT JOIN reference_contact
    ON reference_contact.agency_id = :agency
    AND reference_contact.reference_id = person_merged.reference_id
)
SELECT
  deed.at,
  deed.who,
  deed.what,
  follow_up.rule,
  deed.follow_up_id,
  candidate.external_id AS candidate_id,
  CASE WHEN candidate.erased_at IS NULL THEN candidate.name END AS candidate,
  recruiter.external_id AS recruiter_id,
  recruiter.name AS recruiter,
  -- A note may name who was erased.
  CASE WHEN candidate.erased_at IS NULL THEN deed.detail END AS detail
FROM deed
-- OFFSET 0: looked up deed by deed.
LEFT JOIN LATERAL (
  SELECT
    candidate.external_id,
    candidate.name,
    candidate.recruiter_id,
    candidate.erased_at
  FROM candidate
  WHERE candidate.agency_id = :agency
    AND candidate.candidate_id = deed.candidate_id
  OFFSET 0
) AS candidate ON true
LEFT JOIN LATERAL (
  SELECT
    follow_up.rule,
    follow_up.recruiter_id
  FROM follow_up
  WHERE follow_up.agency_id = :agency
    AND follow_up.candidate_id = deed.candidate_id
    AND follow_up.follow_up_id = deed.follow_up_id
  OFFSET 0
) AS follow_up ON true
LEFT JOIN recruiter
  ON recruiter.agency_id = :agency
  AND recruiter.recruiter_id = coalesce(follow_up.recruiter_id, candidate.recruiter_id)
WHERE deed.at <= :'as_of'::timestamptz
ORDER BY
  deed.at DESC,
  deed.kind,
  deed.id DESC
