-- statement: list_recipients
-- summary: Who gets their list by mail on the local business date of as_of, and who leads somebody and gets the overview; without those whose mail was made already.
-- On working dates only, where the policy deliver_lists is on; nobody who cannot be written to, has asked for no more mail, has left or is away.
SELECT
  recruiter.recruiter_id,
  one_line(recruiter.name) AS name,
  usable_email(recruiter.email, practice.nobodys_addresses) AS address,
  mail.kind,
  mail.key,
  CASE WHEN mail.kind = 'list' THEN practice.deliver_attachments ELSE 'none' END AS attachments,
  today.local_date::text AS local_date
FROM recruiter
JOIN practice USING (agency_id)
JOIN recruiters_on_duty(:agency, :'as_of'::timestamptz) AS duty USING (recruiter_id)
CROSS JOIN LATERAL (
  SELECT (:'as_of'::timestamptz AT TIME ZONE practice.time_zone)::date AS local_date
) AS today
CROSS JOIN LATERAL (
  SELECT
    kind.kind,
    format('%s-%s-%s-%s', kind.kind, :agency::integer, recruiter.recruiter_id, to_char(today.local_date, 'YYYYMMDD')) AS key
  FROM unnest(ARRAY['list', 'overview']) AS kind (kind)
) AS mail
WHERE recruiter.agency_id = :agency
  AND practice.deliver_lists
  AND is_working_date(today.local_date, practice)
  AND recruiter.active
  AND duty.worker_id = recruiter.recruiter_id
  AND duty.present
  AND usable_email(recruiter.email, practice.nobodys_addresses) IS NOT NULL
  AND NOT EXISTS (
    SELECT
    FROM mail_address
    WHERE mail_address.agency_id = :agency
      AND mail_address.address = usable_email(recruiter.email)
  )
  AND (
    mail.kind = 'list'
    OR EXISTS (
      SELECT
      FROM recruiter AS led
      WHERE led.agency_id = :agency
        AND led.manager_id = recruiter.recruiter_id
        AND led.active
    )
  )
  AND NOT EXISTS (
    SELECT
    FROM message
    WHERE message.agency_id = :agency
      -- One value, as in pack_recipients.
      AND message.key = (SELECT mail.key)
  )
ORDER BY
  recruiter.recruiter_id,
  mail.kind
