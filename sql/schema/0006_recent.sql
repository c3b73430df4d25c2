-- migration: 6
-- summary: What happened lately is found without reading what happened before.

CREATE INDEX touch_by_time ON touch (agency_id, happened_at);
CREATE INDEX application_by_announcement ON application (agency_id, announce_on) WHERE announce_on IS NOT NULL;
CREATE INDEX application_by_decision ON application (agency_id, decided_at) WHERE announce_on IS NOT NULL;
CREATE INDEX reference_contact_by_addition ON reference_contact (agency_id, added_at);
CREATE INDEX message_by_date ON message (agency_id, local_date);
