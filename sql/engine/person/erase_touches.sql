-- statement: erase_touches
-- summary: Takes the words out of a person's touches, and the person out of the words of others; when, with whom and what for stays.
WITH concerned AS (
  SELECT
    touch.touch_id,
    coalesce(touch.candidate_id = ANY (:'candidates'::bigint[]), false)
    OR CASE touch.actor_kind
      WHEN 'candidate' THEN touch.actor_id = ANY (:'candidates'::bigint[])
      WHEN 'contact' THEN touch.actor_id = ANY (:'contacts'::bigint[])
      WHEN 'reference' THEN touch.actor_id = ANY (:'references'::bigint[])
      ELSE false
    END
    OR CASE touch.party_kind
      WHEN 'candidate' THEN touch.party_id = ANY (:'candidates'::bigint[])
      WHEN 'contact' THEN touch.party_id = ANY (:'contacts'::bigint[])
      WHEN 'reference' THEN touch.party_id = ANY (:'references'::bigint[])
      ELSE false
    END AS is_theirs
  FROM touch
  WHERE touch.agency_id = :agency
),
changed AS (
  UPDATE touch
  SET note = CASE WHEN NOT concerned.is_theirs THEN without_person(touch.note, :'any_case', :'as_written') END,
    outcome = CASE WHEN NOT concerned.is_theirs THEN without_person(touch.outcome, :'any_case', :'as_written') END,
    external_id = CASE
      WHEN tells_of(touch.external_id, :'any_case', :'as_written') THEN 'erased-' || touch.touch_id::text
      ELSE touch.external_id
    END,
    is_wordless = true
  FROM concerned
  WHERE touch.agency_id = :agency
    AND touch.touch_id = concerned.touch_id
    AND (
      concerned.is_theirs AND NOT touch.is_wordless
      OR tells_of(
        coalesce(touch.note, '')
        || ' ' || coalesce(touch.outcome, '')
        || ' ' || coalesce(touch.external_id, ''),
        :'any_case',
        :'as_written'
      )
    )
  RETURNING concerned.is_theirs
),
retracted AS (
  UPDATE touch_retracted
  SET record = without_person((touch_retracted.record - '{note,outcome}'::text[])::text, :'any_case', :'as_written')::jsonb,
    external_id = CASE
      WHEN tells_of(touch_retracted.external_id, :'any_case', :'as_written') THEN 'erased-' || touch_retracted.touch_id::text
      ELSE touch_retracted.external_id
    END,
    retracted_by = without_person(touch_retracted.retracted_by, :'any_case', :'as_written')
  WHERE touch_retracted.agency_id = :agency
    AND (
      touch_retracted.candidate_id = ANY (:'candidates'::bigint[])
      OR tells_of(
        coalesce(touch_retracted.record::text, '')
        || ' ' || coalesce(touch_retracted.external_id, '')
        || ' ' || coalesce(touch_retracted.retracted_by, ''),
        :'any_case',
        :'as_written'
      )
    )
  RETURNING touch_retracted.touch_id
)
SELECT
  (SELECT count(*) FROM changed WHERE changed.is_theirs) + (SELECT count(*) FROM retracted) AS theirs,
  (SELECT count(*) FROM changed WHERE NOT changed.is_theirs) AS others
