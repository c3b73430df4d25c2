-- statement: address_states
-- summary: The addresses to which no mail is sent, and why, in words.
SELECT
  mail_address.address,
  concat_ws(
    '; ',
    'asked for no more mail on ' || day_in_words((mail_address.unsubscribed_at AT TIME ZONE practice.time_zone)::date),
    'mail came back on ' || day_in_words((mail_address.bounced_at AT TIME ZONE practice.time_zone)::date)
      || ': ' || mail_address.bounce_reason
  ) AS reason
FROM mail_address
JOIN practice USING (agency_id)
WHERE mail_address.agency_id = :agency
ORDER BY mail_address.address
