-- functions: states
-- summary: The life of a follow-up: the one place that turns moments into states.

CREATE OR REPLACE FUNCTION follow_up_state(
  as_of timestamptz,
  asked_from timestamptz,
  asked_until timestamptz,
  expires_at timestamptz,
  done_at timestamptz,
  skipped_at timestamptz
)
RETURNS text
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN asked_from > as_of THEN 'not yet'
    WHEN done_at <= as_of THEN 'done'
    WHEN skipped_at <= as_of THEN 'skipped'
    WHEN expires_at <= as_of AND (asked_until IS NULL OR expires_at < asked_until) THEN 'missed'
    WHEN asked_until <= as_of THEN 'cancelled'
    ELSE 'open'
  END
$$;
COMMENT ON FUNCTION follow_up_state IS 'not yet, done, skipped, missed, cancelled (gone) or open at as_of. done_at is one that counts: see counting_done_at().';

CREATE OR REPLACE FUNCTION counting_done_at(
  done_at timestamptz,
  expires_at timestamptz,
  asked_until timestamptz,
  late_counts boolean
)
RETURNS timestamptz
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN done_at > asked_until THEN NULL
    WHEN done_at > expires_at AND NOT late_counts THEN NULL
    WHEN done_at > expires_at AND done_at >= asked_until THEN NULL
    ELSE done_at
  END
$$;
COMMENT ON FUNCTION counting_done_at IS 'done_at where it ends the follow-up: not after asked_until or expires, or after expires but, where late counts, before asked_until.';

DROP FUNCTION IF EXISTS follow_up_bucket(timestamptz, timestamptz, timestamptz);

CREATE OR REPLACE FUNCTION list_bucket(as_of timestamptz, due_at timestamptz, zone text)
RETURNS text
LANGUAGE sql
STABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN due_at < as_of THEN 'overdue'
    WHEN (due_at AT TIME ZONE zone)::date <= (as_of AT TIME ZONE zone)::date THEN 'today'
    ELSE 'upcoming'
  END
$$;
COMMENT ON FUNCTION list_bucket IS 'What an open follow-up is called on lists and in explanations: overdue, today (due by the end of the local day in that zone), upcoming.';

CREATE OR REPLACE FUNCTION skip_is_over(rule text, skipped_at timestamptz, anchor_at timestamptz, moved_on text[])
RETURNS boolean
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
AS $$ SELECT coalesce(rule = ANY (moved_on) AND skipped_at < anchor_at, false) $$;
COMMENT ON FUNCTION skip_is_over IS 'Whether a skip no longer counts: its rule is among those that the next touch moves on, and that touch has come since.';
