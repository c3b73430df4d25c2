-- functions: persons
-- summary: Who is one person: stored with every contact and reference, and derived again when the policy changes which addresses belong to nobody.

CREATE OR REPLACE FUNCTION person_key(email text, phone text, nobodys text[], row_alone text)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$ SELECT coalesce('e:' || usable_email(email, coalesce(nobodys, '{}')), 'p:' || usable_phone(phone), row_alone) $$;
COMMENT ON FUNCTION person_key IS 'What is the same for all rows of one person: the usable email, else the usable phone, else the row alone.';

CREATE OR REPLACE FUNCTION row_says_who()
RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
  nobodys text[];
BEGIN
  SELECT practice_in_force.nobodys_addresses
  INTO nobodys
  FROM practice_in_force
  WHERE practice_in_force.agency_id = NEW.agency_id;
  -- Not by the table's name: a part of a distributed table has one of its own.
  IF TG_ARGV[0] = 'contact' THEN
    NEW.person := person_key(NEW.email, NEW.phone, nobodys, 'c:' || NEW.contact_id);
  ELSE
    NEW.person := person_key(NEW.email, NEW.phone, nobodys, 'r:' || NEW.reference_id);
  END IF;
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION row_says_who IS 'Keeps the person of a contact or a reference.';

CREATE OR REPLACE FUNCTION refresh_persons(agency integer, nobodys text[])
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  changed_contacts bigint;
  changed_references bigint;
BEGIN
  -- Each row would queue everybody who shares the person that it leaves; once for everybody says the same.
  PERFORM set_config('followup.queues_everybody', 'yes', true);
  UPDATE contact
  SET person = person_key(contact.email, contact.phone, nobodys, 'c:' || contact.contact_id)
  WHERE contact.agency_id = agency
    AND contact.person IS DISTINCT FROM person_key(contact.email, contact.phone, nobodys, 'c:' || contact.contact_id);
  GET DIAGNOSTICS changed_contacts = ROW_COUNT;
  UPDATE reference_contact
  SET person = person_key(reference_contact.email, reference_contact.phone, nobodys, 'r:' || reference_contact.reference_id)
  WHERE reference_contact.agency_id = agency
    AND reference_contact.person IS DISTINCT FROM
      person_key(reference_contact.email, reference_contact.phone, nobodys, 'r:' || reference_contact.reference_id);
  GET DIAGNOSTICS changed_references = ROW_COUNT;
  PERFORM set_config('followup.queues_everybody', '', true);
  IF changed_contacts + changed_references > 0 THEN
    INSERT INTO plan_queue (agency_id, candidate_id) VALUES (agency, 0);
  END IF;
END
$$;
COMMENT ON FUNCTION refresh_persons IS 'Derives again which rows are one person, and queues everybody when that has changed.';

CREATE OR REPLACE FUNCTION nobodys_addresses_changed()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM refresh_persons(NEW.agency_id, NEW.nobodys_addresses);
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION nobodys_addresses_changed IS 'Derives again which rows are one person.';

CREATE OR REPLACE TRIGGER contact_says_who
BEFORE INSERT OR UPDATE OF email, phone ON contact
FOR EACH ROW EXECUTE FUNCTION row_says_who('contact');

CREATE OR REPLACE TRIGGER reference_contact_says_who
BEFORE INSERT OR UPDATE OF email, phone ON reference_contact
FOR EACH ROW EXECUTE FUNCTION row_says_who('reference');

CREATE OR REPLACE TRIGGER practice_in_force_derives_persons
AFTER UPDATE OF nobodys_addresses ON practice_in_force
FOR EACH ROW
WHEN (old.nobodys_addresses IS DISTINCT FROM new.nobodys_addresses)
EXECUTE FUNCTION nobodys_addresses_changed();

-- What was stored before these definitions, agency by agency, as row-level security wants it.
DO $$
DECLARE
  one record;
  nobodys text[];
BEGIN
  FOR one IN SELECT agency.agency_id FROM agency ORDER BY agency.agency_id LOOP
    PERFORM set_config('followup.agency_id', one.agency_id::text, true);
    -- Apart: Citus would call the function at a node, which then reads and writes as one that leaves the agency.
    SELECT practice_in_force.nobodys_addresses
    INTO nobodys
    FROM practice_in_force
    WHERE practice_in_force.agency_id = one.agency_id;
    IF FOUND THEN
      PERFORM refresh_persons(one.agency_id, nobodys);
    END IF;
  END LOOP;
  PERFORM set_config('followup.agency_id', '', true);
END
$$;
