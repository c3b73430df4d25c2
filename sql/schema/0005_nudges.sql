-- migration: 5
-- summary: A nudge's words are written when it is about to be sent; a rung goes out once, whoever gets it; who holds a message.

ALTER TABLE message
  ADD COLUMN claimed_by text,
  ADD COLUMN reply_to text,
  ALTER COLUMN subject DROP NOT NULL,
  ALTER COLUMN body_text DROP NOT NULL,
  ADD CONSTRAINT message_on_its_way_has_words
    CHECK (state IN ('queued', 'claimed', 'dropped') OR (subject IS NOT NULL AND body_text IS NOT NULL));
COMMENT ON COLUMN message.claimed_by IS 'Which process holds it: the machine''s boot, process and start; one that is gone has lost its lease at once.';
COMMENT ON COLUMN message.reply_to IS 'Where an answer goes; NULL: to the sender.';
COMMENT ON COLUMN message.subject IS 'Subject; NULL until the words are written, just before it is sent.';
COMMENT ON COLUMN message.body_text IS 'Plain text; NULL until the words are written, just before it is sent.';

-- Beside the primary key: whoever stands in for a recipient that changes meanwhile does not get the same rung again.
ALTER TABLE nudge
  ADD CONSTRAINT nudge_rung_goes_to_one UNIQUE (agency_id, candidate_id, follow_up_id, rung, due_at);
COMMENT ON COLUMN nudge.rung IS 'Which step of the ladder, and in which role its recipient is reminded: due + 2 bd: recruiter.';
