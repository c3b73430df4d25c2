-- migration: 14
-- summary: The queue of candidates to be planned, and the steps of an escalation, are called what they are.
-- alters: dirty, nudge

ALTER TABLE dirty RENAME TO plan_queue;
ALTER TABLE plan_queue RENAME COLUMN dirty_id TO plan_queue_id;
ALTER TABLE plan_queue RENAME CONSTRAINT dirty_pkey TO plan_queue_pkey;
ALTER SEQUENCE dirty_dirty_id_seq RENAME TO plan_queue_plan_queue_id_seq;

ALTER TABLE nudge RENAME COLUMN rung TO step;
ALTER TABLE nudge RENAME CONSTRAINT nudge_rung_goes_to_one TO nudge_step_goes_to_one;
COMMENT ON TABLE nudge IS 'A step of a follow-up''s escalation that was put into a message: once per due time and recipient.';
COMMENT ON COLUMN nudge.step IS 'Which step of the escalation, and in which role its recipient is reminded: due + 2 bd: recruiter.';
COMMENT ON COLUMN practice_in_force.nudge_max_age_days IS 'An escalation whose first step is older than this many days is not begun.';

-- Neither columns of a result nor parameters can be renamed in place; the functions are made anew after the migrations.
DROP FUNCTION IF EXISTS nudges_owed(integer, timestamptz, jsonb, jsonb);
DROP FUNCTION IF EXISTS import_text(jsonb, text, text);
DROP FUNCTION IF EXISTS import_name(jsonb, text);
DROP FUNCTION IF EXISTS import_boolean(jsonb, text, boolean, boolean);
