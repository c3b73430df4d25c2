-- statement: pack_recipients
-- summary: Who gets the pack of a job by mail: active managers who have no active manager of their own; was_made: the mail of the local date of as_of was made already.
-- Also on days off and to those who are away: it is about a period, not about a day. Nobody who cannot be written to or has asked for no more mail.
SELECT
  recruiter.recruiter_id,
  one_line(recruiter.name) AS name,
  usable_email(recruiter.email, practice.nobodys_addresses) AS address,
  mail.key,
  mail.local_date::text AS local_date,
  EXISTS (
    SELECT
    FROM message
    WHERE message.agency_id = :agency
      -- One value: row-level security keeps the making of a key out of index conditions.
      AND message.key = (SELECT mail.key)
    OFFSET 0
  ) AS was_made
FROM recruiter
JOIN practice USING (agency_id)
CROSS JOIN LATERAL (
  SELECT
    today.local_date,
    format(
      'pack-%s-%s-%s-%s',
      regexp_replace(:'job', '[^A-Za-z0-9_]', '_', 'g'),
      :agency::integer,
      recruiter.recruiter_id,
      to_char(today.local_date, 'YYYYMMDD')
    ) AS key
  FROM (
    SELECT (:'as_of'::timestamptz AT TIME ZONE practice.time_zone)::date AS local_date
  ) AS today
) AS mail
WHERE recruiter.agency_id = :agency
  AND recruiter.active
  AND usable_email(recruiter.email, practice.nobodys_addresses) IS NOT NULL
  AND NOT EXISTS (
    SELECT
    FROM mail_address
    WHERE mail_address.agency_id = :agency
      AND mail_address.address = usable_email(recruiter.email)
  )
  AND EXISTS (
    SELECT
    FROM recruiter AS led
    WHERE led.agency_id = :agency
      AND led.manager_id = recruiter.recruiter_id
      AND led.active
  )
  AND NOT EXISTS (
    SELECT
    FROM recruiter AS above
    WHERE above.agency_id = :agency
      AND above.recruiter_id = recruiter.manager_id
      AND above.active
  )
ORDER BY recruiter.recruiter_id
