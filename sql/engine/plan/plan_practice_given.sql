-- fragment: plan_practice_given
-- summary: The practice as constants, so that the calendar's functions become plain expressions over them.
-- row: plan_practice
practice AS NOT MATERIALIZED (
  SELECT
    :agency::integer AS agency_id,
    :'time_zone'::text AS time_zone,
    :'working_days'::integer[] AS working_days,
    :'holidays'::date[] AS holidays,
    :assume_held::boolean AS assume_held,
    :references_wanted::integer AS references_wanted,
    :'check_in_mode'::text AS check_in_mode,
    :check_in_cap::integer AS check_in_cap,
    :check_in_days::integer AS check_in_days,
    :candidate_check_in_days::integer AS candidate_check_in_days,
    :keep_in_touch_days::integer AS keep_in_touch_days,
    :reference_asks_per_year::integer AS reference_asks_per_year,
    :nudge_candidates::boolean AS nudge_candidates,
    :nudge_references::boolean AS nudge_references,
    :'quiet_from'::time AS quiet_from,
    :'quiet_until'::time AS quiet_until,
    :nudges_per_recipient_per_day::integer AS nudges_per_recipient_per_day,
    :daily_minutes::integer AS daily_minutes,
    :'in_force_from'::date AS in_force_from,
    :nudge_max_age_days::integer AS nudge_max_age_days,
    :'nobodys_addresses'::text[] AS nobodys_addresses,
    :deliver_lists::boolean AS deliver_lists,
    :reminded_bd::integer AS reminded_bd,
    :'dates_worked'::date[] AS working_dates,
    :'deliver_attachments'::text AS deliver_attachments
),
