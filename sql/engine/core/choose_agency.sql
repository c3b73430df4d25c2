-- statement: choose_agency
-- summary: Chooses the agency for row-level security, for this transaction only.
SELECT set_config('followup.agency_id', :'agency', true)
