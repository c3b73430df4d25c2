-- statement: answer_secret
-- summary: What signs the answers in the agency's mails and pages, in hexadecimal digits; no row: there is none yet.
SELECT encode(agency_secret.secret, 'hex') AS secret
FROM agency_secret
WHERE agency_secret.agency_id = :agency
