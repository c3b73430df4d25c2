-- fragment: plan_facts
-- summary: The facts of the scope, each table read once, under the tables' names: what words and rules read in the plan.
-- What belongs to the scope's candidates is looked up by its key behind a fence (OFFSET 0), so that no statistics can make a scan of it.
-- A table is read before its name is given to what was read: after that, the name means the scope's rows alone. All are kept as rows, since
-- what is read twenty times would else be planned twenty times.
candidate AS MATERIALIZED (
  SELECT found.*
  FROM scope
  CROSS JOIN LATERAL (
    SELECT candidate.*
    FROM candidate
    WHERE candidate.agency_id = :agency
      AND candidate.candidate_id = scope.candidate_id
    OFFSET 0
  ) AS found
),
application_stage AS MATERIALIZED (
  SELECT found.*
  FROM scope
  CROSS JOIN LATERAL (
    SELECT application_stage.*
    FROM application_stage
    WHERE application_stage.agency_id = :agency
      AND application_stage.candidate_id = scope.candidate_id
    OFFSET 0
  ) AS found
),
interview AS MATERIALIZED (
  SELECT found.*
  FROM scope
  CROSS JOIN LATERAL (
    SELECT interview.*
    FROM interview
    WHERE interview.agency_id = :agency
      AND interview.candidate_id = scope.candidate_id
    OFFSET 0
  ) AS found
),
attendee AS MATERIALIZED (
  SELECT found.*
  FROM scope
  CROSS JOIN LATERAL (
    SELECT attendee.*
    FROM attendee
    WHERE attendee.agency_id = :agency
      AND attendee.candidate_id = scope.candidate_id
    OFFSET 0
  ) AS found
),
-- What others of these read before its name is given.
own_application AS MATERIALIZED (
  SELECT found.*
  FROM scope
  CROSS JOIN LATERAL (
    SELECT application.*
    FROM application
    WHERE application.agency_id = :agency
      AND application.candidate_id = scope.candidate_id
    OFFSET 0
  ) AS found
),
own_reference AS MATERIALIZED (
  SELECT found.*
  FROM scope
  CROSS JOIN LATERAL (
    SELECT reference_contact.*
    FROM reference_contact
    WHERE reference_contact.agency_id = :agency
      AND reference_contact.candidate_id = scope.candidate_id
    OFFSET 0
  ) AS found
),
-- The same persons as references of others.
own_person AS MATERIALIZED (
  SELECT DISTINCT own_reference.person
  FROM own_reference
),
elsewhere_reference AS MATERIALIZED (
  SELECT found.*
  FROM own_person
  CROSS JOIN LATERAL (
    SELECT reference_contact.*
    FROM reference_contact
    WHERE reference_contact.agency_id = :agency
      AND reference_contact.person = own_person.person
    OFFSET 0
  ) AS found
  LEFT JOIN scope
    ON scope.candidate_id = found.candidate_id
  WHERE scope.candidate_id IS NULL
),
-- Touches of the scope's people that name another candidate or none, and those of the same persons elsewhere.
somebody AS MATERIALIZED (
  SELECT
    'candidate' AS kind,
    scope.candidate_id AS id
  FROM scope
  UNION ALL
  SELECT
    'reference',
    own_reference.reference_id
  FROM own_reference
  UNION ALL
  SELECT
    'reference',
    elsewhere_reference.reference_id
  FROM elsewhere_reference
),
stray_touch AS MATERIALIZED (
  SELECT DISTINCT ON (found.touch_id) found.*
  FROM somebody
  CROSS JOIN LATERAL (
    SELECT by_actor.*
    FROM touch AS by_actor
    WHERE by_actor.agency_id = :agency
      AND by_actor.actor_kind = somebody.kind
      AND by_actor.actor_id = somebody.id
    UNION ALL
    SELECT by_party.*
    FROM touch AS by_party
    WHERE by_party.agency_id = :agency
      AND by_party.party_kind = somebody.kind
      AND by_party.party_id = somebody.id
    OFFSET 0
  ) AS found
  LEFT JOIN scope
    ON scope.candidate_id = found.candidate_id
  WHERE scope.candidate_id IS NULL
  ORDER BY found.touch_id
),
elsewhere_application AS MATERIALIZED (
  SELECT found.*
  FROM (
    SELECT DISTINCT elsewhere_reference.candidate_id
    FROM elsewhere_reference
    JOIN stray_touch
      ON stray_touch.party_id = elsewhere_reference.reference_id
      AND stray_touch.actor_id = elsewhere_reference.candidate_id
    WHERE stray_touch.party_kind = 'reference'
      AND stray_touch.actor_kind = 'candidate'
      AND stray_touch.purpose = 'outcome'
  ) AS told
  CROSS JOIN LATERAL (
    SELECT application.*
    FROM application
    WHERE application.agency_id = :agency
      AND application.candidate_id = told.candidate_id
    OFFSET 0
  ) AS found
),
-- Of a person who is a contact too, the last touch alone: there may be many.
contact_spoken_with AS MATERIALIZED (
  SELECT
    found.agency_id,
    found.contact_id,
    found.person,
    greatest(found.acted_at, found.reached_at) AS happened_at
  FROM own_person
  CROSS JOIN LATERAL (
    SELECT
      contact.*,
      (
        SELECT max(touch.happened_at)
        FROM touch
        WHERE touch.agency_id = :agency
          AND touch.actor_kind = 'contact'
          AND touch.actor_id = contact.contact_id
          AND touch.purpose <> 'reminder'
      ) AS acted_at,
      (
        SELECT max(touch.happened_at)
        FROM touch
        WHERE touch.agency_id = :agency
          AND touch.party_kind = 'contact'
          AND touch.party_id = contact.contact_id
          AND touch.purpose <> 'reminder'
      ) AS reached_at
    FROM contact
    WHERE contact.agency_id = :agency
      AND contact.person = own_person.person
    OFFSET 0
  ) AS found
),
touch AS MATERIALIZED (
  SELECT found.*
  FROM scope
  CROSS JOIN LATERAL (
    SELECT touch.*
    FROM touch
    WHERE touch.agency_id = :agency
      AND touch.candidate_id = scope.candidate_id
    OFFSET 0
  ) AS found
  UNION ALL
  SELECT stray_touch.*
  FROM stray_touch
),
application AS MATERIALIZED (
  SELECT own_application.*
  FROM own_application
  UNION ALL
  SELECT elsewhere_application.*
  FROM elsewhere_application
),
reference_contact AS MATERIALIZED (
  SELECT own_reference.*
  FROM own_reference
  UNION ALL
  SELECT elsewhere_reference.*
  FROM elsewhere_reference
),
job_order AS MATERIALIZED (
  SELECT found.*
  FROM (
    SELECT DISTINCT own_application.job_order_id
    FROM own_application
  ) AS wanted
  CROSS JOIN LATERAL (
    SELECT job_order.*
    FROM job_order
    WHERE job_order.agency_id = :agency
      AND job_order.job_order_id = wanted.job_order_id
    OFFSET 0
  ) AS found
),
client AS MATERIALIZED (
  SELECT found.*
  FROM (
    SELECT DISTINCT job_order.client_id
    FROM job_order
  ) AS wanted
  CROSS JOIN LATERAL (
    SELECT client.*
    FROM client
    WHERE client.agency_id = :agency
      AND client.client_id = wanted.client_id
    OFFSET 0
  ) AS found
),
policy AS MATERIALIZED (
  SELECT found.*
  FROM client
  CROSS JOIN LATERAL (
    SELECT policy.*
    FROM policy
    WHERE policy.agency_id = :agency
      AND policy.client_id = client.client_id
    OFFSET 0
  ) AS found
),
contact AS MATERIALIZED (
  SELECT found.*
  FROM (
    SELECT attendee.contact_id
    FROM attendee
    UNION
    SELECT job_order.hiring_contact_id
    FROM job_order
    WHERE job_order.hiring_contact_id IS NOT NULL
    UNION
    SELECT touch.actor_id
    FROM touch
    WHERE touch.actor_kind = 'contact'
    UNION
    SELECT touch.party_id
    FROM touch
    WHERE touch.party_kind = 'contact'
  ) AS wanted
  CROSS JOIN LATERAL (
    SELECT contact.*
    FROM contact
    WHERE contact.agency_id = :agency
      AND contact.contact_id = wanted.contact_id
    OFFSET 0
  ) AS found
),
