-- statement: follow_up_reminded_until
-- summary: Until when a row is off the list once its candidate was reminded: reminded_bd business days on, or as long as it was snoozed already.
SELECT
  resting.until,
  moment_in_words(resting.until, resting.practice) AS in_words
FROM (
  SELECT
    greatest(
      plus_business_days(:'happened_at'::timestamptz, practice.reminded_bd, practice),
      follow_up.snoozed_until
    ) AS until,
    practice.*::practice AS practice
  FROM follow_up
  JOIN practice
    ON practice.agency_id = :agency
  WHERE follow_up.agency_id = :agency
    AND follow_up.follow_up_id = :id
) AS resting
