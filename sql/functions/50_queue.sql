-- functions: queue
-- summary: Which candidates a changed fact affects: triggers that append them to the plan_queue queue, and keep practice up to date.
-- Triggers look at each changed row by itself and at indexes that begin with agency_id. Touches come by the hundred thousand: they are looked
-- at together, once a statement.

-- The plans below are made once a connection, maybe on tables that are still empty or for an agency that the statistics do not know
-- yet: then every index that begins with the agency promises one row, and all of the agency's rows would be read each time. A range
-- of one value in the order of that column leaves the one index that finds it; sequential scans are off for the same reason.
CREATE OR REPLACE FUNCTION person_of(agency integer, kind text, id bigint)
RETURNS text
LANGUAGE plpgsql
STABLE
SET enable_seqscan = off
AS $$
DECLARE
  found_person text;
BEGIN
  IF kind = 'reference' THEN
    SELECT reference_contact.person
    INTO found_person
    FROM reference_contact
    WHERE reference_contact.agency_id = agency
      AND reference_contact.reference_id BETWEEN id AND id
    ORDER BY reference_contact.reference_id;
  ELSIF kind = 'contact' THEN
    SELECT contact.person
    INTO found_person
    FROM contact
    WHERE contact.agency_id = agency
      AND contact.contact_id BETWEEN id AND id
    ORDER BY contact.contact_id;
  END IF;
  RETURN found_person;
END
$$;
COMMENT ON FUNCTION person_of IS 'The email or phone by which a reference or a contact is known as a person; NULL for everybody else.';

CREATE OR REPLACE FUNCTION newest_reference(agency integer)
RETURNS bigint
LANGUAGE plpgsql
STABLE
SET enable_seqscan = off
AS $$
DECLARE
  newest bigint;
BEGIN
  SELECT reference_contact.reference_id
  INTO newest
  FROM reference_contact
  WHERE reference_contact.agency_id = agency
  ORDER BY reference_contact.reference_id DESC
  LIMIT 1;
  RETURN newest;
END
$$;
COMMENT ON FUNCTION newest_reference IS 'The greatest id of a reference of the agency.';

-- One row at a time: an INSERT … SELECT into a distributed table takes ten times as long to plan as both apart.
-- A person who vouches for many is remembered until the transaction ends, or is rolled back to before: thousands of facts about them in
-- one import would else queue thousands of candidates each. Whoever has queued them all has queued but_not too. Once a reference was added to the
-- agency, which may be the same person, they are queued again.
CREATE OR REPLACE FUNCTION queue_vouched_for(agency integer, shared_person text, but_not bigint)
RETURNS void
LANGUAGE plpgsql
SET enable_seqscan = off
AS $$
DECLARE
  candidates bigint[];
  candidate bigint;
  newest bigint;
  mark text;
  marks text;
BEGIN
  IF shared_person IS NULL THEN
    RETURN;
  END IF;
  marks := coalesce(current_setting('followup.queued_persons', true), '');
  IF marks <> '' THEN
    newest := newest_reference(agency);
    mark := format(E'\n%s %s %s\n', agency, newest, shared_person);
    IF strpos(marks, mark) > 0 THEN
      RETURN;
    END IF;
  END IF;
  candidates := ARRAY(
    SELECT vouching.candidate_id
    FROM reference_contact AS vouching
    WHERE vouching.agency_id = agency
      AND vouching.person BETWEEN shared_person AND shared_person
      AND vouching.candidate_id IS DISTINCT FROM but_not
    ORDER BY vouching.person
  );
  FOREACH candidate IN ARRAY candidates LOOP
    INSERT INTO plan_queue (agency_id, candidate_id) VALUES (agency, candidate);
  END LOOP;
  IF cardinality(candidates) > 10 THEN
    IF mark IS NULL THEN
      mark := format(E'\n%s %s %s\n', agency, newest_reference(agency), shared_person);
    END IF;
    PERFORM set_config('followup.queued_persons', marks || mark, true);
  END IF;
END
$$;
COMMENT ON FUNCTION queue_vouched_for IS 'Queues everybody but one for whom that person vouches, a person who vouches for many once in a transaction.';

CREATE OR REPLACE FUNCTION touch_changed()
RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
  fact touch;
BEGIN
  IF TG_OP = 'DELETE' THEN fact := OLD; ELSE fact := NEW; END IF;

  IF fact.candidate_id IS NOT NULL THEN
    INSERT INTO plan_queue (agency_id, candidate_id) VALUES (fact.agency_id, fact.candidate_id);
  END IF;
  IF fact.actor_kind = 'candidate' AND fact.actor_id IS DISTINCT FROM fact.candidate_id THEN
    INSERT INTO plan_queue (agency_id, candidate_id) VALUES (fact.agency_id, fact.actor_id);
  END IF;
  IF fact.party_kind = 'candidate' AND fact.party_id IS DISTINCT FROM fact.candidate_id THEN
    INSERT INTO plan_queue (agency_id, candidate_id) VALUES (fact.agency_id, fact.party_id);
  END IF;
  -- Everybody for whom those who take part vouch as a person.
  IF fact.actor_kind IN ('reference', 'contact') THEN
    PERFORM queue_vouched_for(
      fact.agency_id,
      person_of(fact.agency_id, fact.actor_kind, fact.actor_id),
      fact.candidate_id
    );
  END IF;
  IF fact.party_kind IN ('reference', 'contact') THEN
    PERFORM queue_vouched_for(
      fact.agency_id,
      person_of(fact.agency_id, fact.party_kind, fact.party_id),
      fact.candidate_id
    );
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION touch_changed IS 'Queues the candidates that a touch is about, that take part in it, or whose references take part in it as a person. For Citus, which has no trigger that sees a statement''s rows together.';

CREATE OR REPLACE FUNCTION touches_changed()
RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
  part record;
BEGIN
  INSERT INTO plan_queue (agency_id, candidate_id)
  SELECT DISTINCT
    changed.agency_id,
    concerned.candidate_id
  FROM changed
  CROSS JOIN LATERAL (
    VALUES
      (changed.candidate_id),
      (CASE WHEN changed.actor_kind = 'candidate' THEN changed.actor_id END),
      (CASE WHEN changed.party_kind = 'candidate' THEN changed.party_id END)
  ) AS concerned (candidate_id)
  WHERE concerned.candidate_id IS NOT NULL;

  -- Everybody for whom those who take part vouch as a person, but for a candidate whom all their touches are about.
  FOR part IN
    SELECT
      changed.agency_id,
      taking.kind,
      taking.id,
      CASE
        WHEN count(changed.candidate_id) = count(*) AND min(changed.candidate_id) = max(changed.candidate_id)
          THEN min(changed.candidate_id)
      END AS candidate_id
    FROM changed
    CROSS JOIN LATERAL (
      VALUES
        (changed.actor_kind, changed.actor_id),
        (changed.party_kind, changed.party_id)
    ) AS taking (kind, id)
    WHERE taking.kind IN ('reference', 'contact')
    GROUP BY
      changed.agency_id,
      taking.kind,
      taking.id
  LOOP
    PERFORM queue_vouched_for(part.agency_id, person_of(part.agency_id, part.kind, part.id), part.candidate_id);
  END LOOP;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION touches_changed IS 'The same for all touches of a statement together, which its trigger calls "changed".';

CREATE OR REPLACE FUNCTION candidates_fact_changed()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO plan_queue (agency_id, candidate_id) VALUES (OLD.agency_id, OLD.candidate_id);
  END IF;
  IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW.candidate_id <> OLD.candidate_id) THEN
    INSERT INTO plan_queue (agency_id, candidate_id) VALUES (NEW.agency_id, NEW.candidate_id);
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION candidates_fact_changed IS 'Queues the candidate to whom the row belongs.';

CREATE OR REPLACE FUNCTION application_changed()
RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
  fact application;
  shared_person text;
BEGIN
  IF TG_OP = 'DELETE' THEN fact := OLD; ELSE fact := NEW; END IF;
  INSERT INTO plan_queue (agency_id, candidate_id) VALUES (fact.agency_id, fact.candidate_id);
  -- A decision also matters to others for whom the same people vouch.
  IF TG_OP <> 'INSERT' OR fact.decision IS NOT NULL THEN
    FOREACH shared_person IN ARRAY ARRAY(
      SELECT DISTINCT own.person
      FROM reference_contact AS own
      WHERE own.agency_id = fact.agency_id
        AND own.candidate_id = fact.candidate_id
        AND own.person IS NOT NULL
    ) LOOP
      PERFORM queue_vouched_for(fact.agency_id, shared_person, fact.candidate_id);
    END LOOP;
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION application_changed IS 'Queues the application''s candidate and those who share a reference as a person.';

CREATE OR REPLACE FUNCTION person_changed()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  -- Nobody has spoken to a row that is new: touches queue by themselves when they come.
  IF current_setting('followup.queues_everybody', true) = 'yes' THEN
    RETURN NULL;
  END IF;
  PERFORM queue_vouched_for(OLD.agency_id, OLD.person, NULL);
  IF TG_OP = 'UPDATE' AND NEW.person IS DISTINCT FROM OLD.person THEN
    PERFORM queue_vouched_for(NEW.agency_id, NEW.person, NULL);
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION person_changed IS 'Queues every candidate for whom that person is a reference, by the old and the new email or phone.';

CREATE OR REPLACE FUNCTION contact_changed()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  INSERT INTO plan_queue (agency_id, candidate_id)
  SELECT
    NEW.agency_id,
    attendee.candidate_id
  FROM attendee
  WHERE attendee.agency_id = NEW.agency_id
    AND attendee.contact_id = NEW.contact_id
  UNION
  SELECT
    NEW.agency_id,
    application.candidate_id
  FROM job_order
  JOIN application USING (agency_id, job_order_id)
  WHERE job_order.agency_id = NEW.agency_id
    AND job_order.client_id IN (OLD.client_id, NEW.client_id)
  UNION
  SELECT
    NEW.agency_id,
    application.candidate_id
  FROM job_order
  JOIN application USING (agency_id, job_order_id)
  WHERE job_order.agency_id = NEW.agency_id
    AND job_order.hiring_contact_id = NEW.contact_id;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION contact_changed IS 'Queues the candidates that a contact interviewed, and those put forward to the client of the contact.';

CREATE OR REPLACE FUNCTION job_order_changed()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  INSERT INTO plan_queue (agency_id, candidate_id)
  SELECT DISTINCT
    NEW.agency_id,
    application.candidate_id
  FROM application
  WHERE application.agency_id = NEW.agency_id
    AND application.job_order_id = NEW.job_order_id;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION job_order_changed IS 'Queues the candidates put forward for the job order.';

CREATE OR REPLACE FUNCTION queue_clients_candidates(agency integer, client bigint)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  INSERT INTO plan_queue (agency_id, candidate_id)
  SELECT DISTINCT
    agency,
    application.candidate_id
  FROM job_order
  CROSS JOIN LATERAL (
    -- OFFSET 0: job order by job order, not by way of all applications.
    SELECT application.candidate_id
    FROM application
    WHERE application.agency_id = job_order.agency_id
      AND application.job_order_id = job_order.job_order_id
    OFFSET 0
  ) AS application
  WHERE job_order.agency_id = agency
    AND job_order.client_id = client;
END
$$;
COMMENT ON FUNCTION queue_clients_candidates IS 'Queues the candidates put forward to the client.';

CREATE OR REPLACE FUNCTION client_changed()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM queue_clients_candidates(NEW.agency_id, NEW.client_id);
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION client_changed IS 'Queues the candidates put forward to the client.';

CREATE OR REPLACE FUNCTION practice_changed()
RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
  agency integer;
BEGIN
  IF TG_OP = 'DELETE' THEN agency := OLD.agency_id; ELSE agency := NEW.agency_id; END IF;
  -- Whoever adds an agency cannot have chosen it before; the rows derived from it are its own.
  IF current_agency() IS NULL THEN
    PERFORM set_config('followup.agency_id', agency::text, true);
  END IF;
  IF refresh_practice(agency) THEN
    INSERT INTO plan_queue (agency_id, candidate_id) VALUES (agency, 0);
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION practice_changed IS 'Derives the practice in force again and, when it changed, queues everybody.';

-- A rule's parameters are part of the rule's digest (rule_in_force), which the planner compares, so they need no queue.
CREATE OR REPLACE FUNCTION policy_changed()
RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
  agency integer;
BEGIN
  IF TG_OP = 'DELETE' THEN agency := OLD.agency_id; ELSE agency := NEW.agency_id; END IF;
  IF TG_OP <> 'INSERT' AND OLD.client_id IS NOT NULL THEN
    PERFORM queue_clients_candidates(OLD.agency_id, OLD.client_id);
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.client_id IS NOT NULL THEN
    PERFORM queue_clients_candidates(NEW.agency_id, NEW.client_id);
  END IF;
  IF refresh_practice(agency) THEN
    INSERT INTO plan_queue (agency_id, candidate_id) VALUES (agency, 0);
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION policy_changed IS 'Queues the candidates that a policy affects: those of a client, or everybody.';

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
    CREATE OR REPLACE TRIGGER touch_queues_candidates
    AFTER INSERT OR DELETE ON touch
    FOR EACH ROW EXECUTE FUNCTION touch_changed();
  ELSE
    DROP TRIGGER IF EXISTS touch_queues_candidates ON touch;
    CREATE OR REPLACE TRIGGER new_touches_queue_candidates
    AFTER INSERT ON touch
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION touches_changed();
    CREATE OR REPLACE TRIGGER gone_touches_queue_candidates
    AFTER DELETE ON touch
    REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION touches_changed();
  END IF;
END
$$;

CREATE OR REPLACE TRIGGER candidate_queues_itself
AFTER INSERT OR UPDATE ON candidate
FOR EACH ROW EXECUTE FUNCTION candidates_fact_changed();

CREATE OR REPLACE TRIGGER application_queues_candidates
AFTER INSERT OR UPDATE OR DELETE ON application
FOR EACH ROW EXECUTE FUNCTION application_changed();

CREATE OR REPLACE TRIGGER application_stage_queues_candidate
AFTER INSERT OR UPDATE OR DELETE ON application_stage
FOR EACH ROW EXECUTE FUNCTION candidates_fact_changed();

CREATE OR REPLACE TRIGGER interview_queues_candidate
AFTER INSERT OR UPDATE OR DELETE ON interview
FOR EACH ROW EXECUTE FUNCTION candidates_fact_changed();

CREATE OR REPLACE TRIGGER attendee_queues_candidate
AFTER INSERT OR UPDATE OR DELETE ON attendee
FOR EACH ROW EXECUTE FUNCTION candidates_fact_changed();

CREATE OR REPLACE TRIGGER reference_contact_queues_candidate
AFTER INSERT OR UPDATE OR DELETE ON reference_contact
FOR EACH ROW EXECUTE FUNCTION candidates_fact_changed();

CREATE OR REPLACE TRIGGER reference_contact_queues_person
AFTER UPDATE OR DELETE ON reference_contact
FOR EACH ROW EXECUTE FUNCTION person_changed();

CREATE OR REPLACE TRIGGER contact_queues_candidates
AFTER UPDATE ON contact
FOR EACH ROW EXECUTE FUNCTION contact_changed();

CREATE OR REPLACE TRIGGER contact_queues_person
AFTER UPDATE OR DELETE ON contact
FOR EACH ROW EXECUTE FUNCTION person_changed();

CREATE OR REPLACE TRIGGER job_order_queues_candidates
AFTER UPDATE ON job_order
FOR EACH ROW EXECUTE FUNCTION job_order_changed();

CREATE OR REPLACE TRIGGER client_queues_candidates
AFTER UPDATE ON client
FOR EACH ROW EXECUTE FUNCTION client_changed();

CREATE OR REPLACE TRIGGER agency_derives_practice
AFTER INSERT OR UPDATE OF time_zone ON agency
FOR EACH ROW EXECUTE FUNCTION practice_changed();

CREATE OR REPLACE TRIGGER holiday_derives_practice
AFTER INSERT OR UPDATE OR DELETE ON holiday
FOR EACH ROW EXECUTE FUNCTION practice_changed();

CREATE OR REPLACE TRIGGER policy_derives_practice
AFTER INSERT OR UPDATE OR DELETE ON policy
FOR EACH ROW EXECUTE FUNCTION policy_changed();
