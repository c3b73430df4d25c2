-- migration: 12
-- summary: A skip that holds until the next touch.
-- reads: follow_up
-- updates: follow_up

ALTER TABLE follow_up
  ADD COLUMN former_skipped_at timestamptz,
  ADD COLUMN former_skip_reason text,
  ADD CONSTRAINT follow_up_former_skip_has_a_reason CHECK ((former_skipped_at IS NULL) = (former_skip_reason IS NULL));
COMMENT ON COLUMN follow_up.former_skipped_at IS 'When a person said so of the turn before: the next touch has moved it on since, so it no longer counts. Taken back when that touch is taken out.';
COMMENT ON COLUMN follow_up.former_skip_reason IS 'Why.';

-- Skips that the next touch has passed already: planning looks only at what differs.
UPDATE follow_up
SET former_skipped_at = skipped_at,
  former_skip_reason = skip_reason,
  skipped_at = NULL,
  skip_reason = NULL
WHERE rule IN ('candidate_check_in', 'reference_keep_in_touch')
  AND skipped_at < anchor_at;
