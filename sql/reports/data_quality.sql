-- report: data_quality
-- title: What to correct at the source
-- summary: Which rows cannot be used as they are: addresses and numbers that reach nobody, unknown time zones, interviews without a lead or an end, people who stand there twice, references used without a recorded ground, touches that answer nothing?
-- grain: one row per fault of a row
-- personal: yes
-- param: touch_days = 90 -- of touches, only those of the last so many days
-- column: kind -- recruiter, candidate, contact, reference, client, interview or touch
-- column: source -- the import source that the row came from
-- column: id -- the row's id there
-- column: name -- whose row it is; of interviews and touches, the candidate's
-- column: column_name -- the column at fault
-- column: value -- what it holds
-- column: fault -- what is wrong with it, what comes of that, and how rows of one person are joined
-- column: recruiter_id -- the recruiter's id at the source
-- column: recruiter -- whose candidate it is about
-- column: client_id -- the client's id at the source
-- column: client -- the client it is about
-- chart: stacked bars of rows by kind split by column_name
WITH person AS MATERIALIZED (
  SELECT
    'recruiter' AS kind,
    recruiter.recruiter_id AS key,
    recruiter.external_id AS id,
    recruiter.name,
    recruiter.email,
    NULL::text AS phone,
    recruiter.time_zone,
    recruiter.source,
    0::bigint AS belongs_to,
    NULL::bigint AS recruiter_id,
    NULL::bigint AS client_id
  FROM recruiter
  WHERE recruiter.agency_id = :agency
  UNION ALL
  SELECT
    'candidate' AS kind,
    candidate.candidate_id,
    candidate.external_id AS id,
    candidate.name,
    candidate.email,
    candidate.phone,
    candidate.time_zone,
    candidate.source,
    0,
    candidate.recruiter_id,
    NULL
  FROM candidate
  WHERE candidate.agency_id = :agency
    AND candidate.erased_at IS NULL
  UNION ALL
  SELECT
    'contact' AS kind,
    contact.contact_id,
    contact.external_id AS id,
    contact.name,
    contact.email,
    contact.phone,
    contact.time_zone,
    contact.source,
    contact.client_id,
    NULL,
    contact.client_id
  FROM contact
  WHERE contact.agency_id = :agency
    AND contact.erased_at IS NULL
  UNION ALL
  SELECT
    'reference' AS kind,
    reference_contact.reference_id,
    reference_contact.external_id AS id,
    reference_contact.name,
    reference_contact.email,
    reference_contact.phone,
    reference_contact.time_zone,
    reference_contact.source,
    reference_contact.candidate_id,
    candidate.recruiter_id,
    NULL
  FROM reference_contact
  JOIN candidate
    ON candidate.agency_id = reference_contact.agency_id
    AND candidate.candidate_id = reference_contact.candidate_id
  WHERE reference_contact.agency_id = :agency
    AND reference_contact.erased_at IS NULL
),
reached AS MATERIALIZED (
  SELECT
    person.*,
    usable_email(person.email, practice.nobodys_addresses) AS usable_email,
    usable_phone(person.phone) AS usable_phone,
    -- Who has no address is known by the last nine digits. Of candidates who have one, the whole number is compared; colleagues at a client
    -- may share the number of their company.
    CASE
      WHEN usable_phone(person.phone) IS NULL THEN NULL
      WHEN usable_email(person.email, practice.nobodys_addresses) IS NULL THEN 'last nine ' || usable_phone(person.phone)
      WHEN person.kind = 'candidate' THEN 'whole ' || regexp_replace(person.phone, '[^0-9]', '', 'g')
    END AS shared_phone,
    email_fault(person.email, practice.nobodys_addresses) AS email_fault
  FROM person
  JOIN practice
    ON practice.agency_id = :agency
),
-- Each row but the first of those that share an address, a number or a name: one pass in order, instead of a join of everybody with
-- everybody. The same person may vouch for several candidates and work for several clients.
again AS (
  SELECT
    reached.*,
    first_value(reached.id) OVER same_email AS first_with_email,
    first_value(reached.id) OVER same_phone AS first_with_phone,
    first_value(reached.id) OVER same_name AS first_with_name,
    merge_command(reached.kind, first_value(reached.source) OVER same_email, first_value(reached.id) OVER same_email, reached.source, reached.id)
      AS joining_by_email,
    merge_command(reached.kind, first_value(reached.source) OVER same_phone, first_value(reached.id) OVER same_phone, reached.source, reached.id)
      AS joining_by_phone,
    merge_command(reached.kind, first_value(reached.source) OVER same_name, first_value(reached.id) OVER same_name, reached.source, reached.id)
      AS joining_by_name,
    row_number() OVER same_email AS email_number,
    row_number() OVER same_phone AS phone_number,
    row_number() OVER same_name AS name_number
  FROM reached
  WINDOW
    same_email AS (
      PARTITION BY reached.kind, reached.belongs_to, reached.usable_email
      ORDER BY reached.key
    ),
    same_phone AS (
      PARTITION BY reached.kind, reached.belongs_to, reached.shared_phone
      ORDER BY reached.key
    ),
    same_name AS (
      PARTITION BY reached.kind, reached.belongs_to, lower(reached.name)
      ORDER BY reached.key
    )
),
zone_named AS (
  SELECT
    again.kind,
    again.source,
    again.id,
    again.name,
    again.time_zone,
    again.recruiter_id,
    again.client_id
  FROM again
  WHERE again.time_zone IS NOT NULL
  UNION ALL
  SELECT
    'client',
    client.source,
    client.external_id,
    client.name,
    client.time_zone,
    NULL,
    client.client_id
  FROM client
  WHERE client.agency_id = :agency
    AND client.time_zone IS NOT NULL
),
-- is_time_zone() reads the server's list at each call: here it is read once.
unknown_zone AS MATERIALIZED (
  SELECT DISTINCT zone_named.time_zone AS name
  FROM zone_named
  WHERE NOT EXISTS (
    SELECT
    FROM pg_timezone_names AS known
    WHERE known.name = zone_named.time_zone
  )
),
fault AS (
  SELECT
    again.kind,
    again.source,
    again.id,
    again.name,
    found.column_name,
    found.value,
    found.fault,
    again.recruiter_id,
    again.client_id
  FROM again
  CROSS JOIN LATERAL (
    SELECT
      'email' AS column_name,
      again.email AS value,
      coalesce(
        again.email_fault,
        CASE WHEN again.usable_email IS NOT NULL AND again.email_number > 1
          THEN concat_ws(
            '; ',
            format('is also that of %s %s', again.kind, again.first_with_email),
            'they are taken for one person',
            again.joining_by_email
          ) END
      ) AS fault
    UNION ALL
    SELECT
      'phone',
      again.phone,
      CASE
        WHEN again.usable_phone IS NULL
          THEN 'is not a telephone number of at least seven digits that are not all the same; it identifies nobody'
        WHEN again.shared_phone IS NULL OR again.phone_number = 1 THEN NULL
        WHEN again.usable_email IS NULL
          THEN concat_ws(
            '; ',
            format('ends as that of %s %s', again.kind, again.first_with_phone),
            'without addresses they are taken for one person',
            again.joining_by_phone
          )
        ELSE concat_ws(
          '; ',
          format('is also that of %s %s', again.kind, again.first_with_phone),
          'perhaps they are one person',
          again.joining_by_phone
        )
      END
    WHERE btrim(again.phone) <> ''
    UNION ALL
    SELECT
      'name',
      again.name,
      concat_ws(
        '; ',
        format('is also the name of contact %s at this client', again.first_with_name),
        'perhaps they are one person',
        again.joining_by_name
      )
    WHERE again.kind = 'contact'
      AND again.name_number > 1
      AND btrim(again.name) <> ''
      AND (again.usable_email IS NULL OR again.email_number = 1)
      AND (again.shared_phone IS NULL OR again.phone_number = 1)
  ) AS found
  WHERE found.fault IS NOT NULL
  UNION ALL
  SELECT
    zone_named.kind,
    zone_named.source,
    zone_named.id,
    zone_named.name,
    'time_zone',
    zone_named.time_zone,
    'is not a time zone that the server knows; local times of this row cannot be told',
    zone_named.recruiter_id,
    zone_named.client_id
  FROM zone_named
  JOIN unknown_zone ON unknown_zone.name = zone_named.time_zone
  UNION ALL
  SELECT
    'interview',
    interview.source,
    interview.external_id,
    candidate.name,
    found.column_name,
    found.value,
    found.fault,
    candidate.recruiter_id,
    job_order.client_id
  FROM valid_interview AS interview
  JOIN candidate
    ON candidate.agency_id = interview.agency_id
    AND candidate.candidate_id = interview.candidate_id
  JOIN application
    ON application.agency_id = interview.agency_id
    AND application.candidate_id = interview.candidate_id
    AND application.application_id = interview.application_id
  JOIN job_order
    ON job_order.agency_id = application.agency_id
    AND job_order.job_order_id = application.job_order_id
  LEFT JOIN (
    SELECT
      attendee.candidate_id,
      attendee.interview_id,
      bool_or(attendee.role = 'interviewer') AS is_led
    FROM attendee
    WHERE attendee.agency_id = :agency
    GROUP BY
      attendee.candidate_id,
      attendee.interview_id
  ) AS attended
    ON attended.candidate_id = interview.candidate_id
    AND attended.interview_id = interview.interview_id
  CROSS JOIN LATERAL (
    SELECT
      'attendees' AS column_name,
      NULL::text AS value,
      CASE WHEN attended.interview_id IS NULL THEN 'has no attendees; nobody can be thanked'
        ELSE 'has no attendee in the role interviewer; nobody is to be thanked' END AS fault
    WHERE attended.is_led IS NOT TRUE
    UNION ALL
    SELECT
      'ends_at',
      interview.ends_at::text,
      'is the moment at which it starts; what is due after the interview is due too early'
    WHERE interview.ends_at = interview.starts_at
  ) AS found
  WHERE interview.agency_id = :agency
  UNION ALL
  SELECT
    'reference',
    reference_contact.source,
    reference_contact.external_id,
    reference_contact.name,
    found.column_name,
    NULL,
    found.fault,
    candidate.recruiter_id,
    NULL
  FROM (
    SELECT DISTINCT CASE touch.actor_kind WHEN 'reference' THEN touch.actor_id ELSE touch.party_id END AS reference_id
    FROM touch
    WHERE touch.agency_id = :agency
      AND touch.happened_at > :'as_of'::timestamptz - make_interval(days => :touch_days::integer)
      AND touch.happened_at <= :'as_of'::timestamptz
      AND touch.purpose IN ('heads_up', 'guidance', 'reference_check', 'progress', 'accuracy')
      AND 'reference' IN (touch.actor_kind, touch.party_kind)
  ) AS used
  JOIN reference_contact
    ON reference_contact.agency_id = :agency
    AND reference_contact.reference_id = used.reference_id
    AND reference_contact.erased_at IS NULL
  JOIN candidate
    ON candidate.agency_id = :agency
    AND candidate.candidate_id = reference_contact.candidate_id
  CROSS JOIN LATERAL (
    SELECT
      'lawful_basis' AS column_name,
      'is missing, and the reference was used; on what ground their data is held is not recorded' AS fault
    WHERE reference_contact.lawful_basis IS NULL
    UNION ALL
    SELECT
      'consent_at',
      'is missing, and the reference was used; consent without a date proves nothing'
    WHERE reference_contact.lawful_basis = 'consent'
      AND reference_contact.consent_at IS NULL
  ) AS found
  -- Where the source records no ground of anybody, it is not a fault of rows.
  WHERE EXISTS (
    SELECT
    FROM reference_contact AS recorded
    WHERE recorded.agency_id = :agency
      AND recorded.lawful_basis IS NOT NULL
  )
  UNION ALL
  SELECT
    'touch',
    touch.source,
    touch.external_id,
    coalesce(candidate.name, contact.name),
    found.column_name,
    found.value,
    found.fault,
    candidate.recruiter_id,
    contact.client_id
  FROM touch
  LEFT JOIN candidate
    ON candidate.agency_id = touch.agency_id
    AND candidate.candidate_id = touch.candidate_id
  LEFT JOIN contact
    ON contact.agency_id = touch.agency_id
    AND contact.contact_id = CASE
      WHEN touch.actor_kind = 'contact' THEN touch.actor_id
      WHEN touch.party_kind = 'contact' THEN touch.party_id
    END
  LEFT JOIN LATERAL (
    SELECT about.about_interview_id
    FROM touch_about AS about
    WHERE about.agency_id = touch.agency_id
      AND about.touch_id = touch.touch_id
      AND touch.purpose IN ('thank_you', 'proofread')
  ) AS meant ON true
  CROSS JOIN LATERAL (
    SELECT
      'interview' AS column_name,
      purpose_in_words(touch.purpose) AS value,
      'is about no interview that had ended by then; it answers nothing' AS fault
    WHERE touch.purpose IN ('thank_you', 'proofread')
      AND meant.about_interview_id IS NULL
    UNION ALL
    SELECT
      'application',
      purpose_in_words(touch.purpose),
      'names no application; it does not end the client''s silence'
    WHERE touch.purpose = 'word'
      AND touch.actor_kind = 'contact'
      AND touch.application_id IS NULL
  ) AS found
  WHERE touch.agency_id = :agency
    AND touch.happened_at > :'as_of'::timestamptz - make_interval(days => :touch_days::integer)
    AND touch.happened_at <= :'as_of'::timestamptz
)
SELECT
  fault.kind,
  fault.source,
  fault.id,
  fault.name,
  fault.column_name,
  fault.value,
  fault.fault,
  recruiter.external_id AS recruiter_id,
  recruiter.name AS recruiter,
  client.external_id AS client_id,
  client.name AS client
FROM fault
LEFT JOIN recruiter
  ON recruiter.agency_id = :agency
  AND recruiter.recruiter_id = fault.recruiter_id
LEFT JOIN client
  ON client.agency_id = :agency
  AND client.client_id = fault.client_id
ORDER BY
  fault.kind COLLATE "C",
  fault.source COLLATE "C",
  fault.id COLLATE "C",
  fault.column_name COLLATE "C"
