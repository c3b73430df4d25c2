-- statement: explain_silence
-- summary: What the rules would have asked of a candidate, except that it was over before it began or that its anchor is not known; a few per rule.
WITH scope AS MATERIALIZED (
  SELECT
    :agency::integer AS agency_id,
    :candidate::bigint AS candidate_id
),
/* include: practice */
/* include: facts */
/* include: words */
found AS (
/* include: rules */
),
never_active AS (
  SELECT
    found.rule,
    concat_ws(
      ', ',
      'to ' || found.party_kind || ' ' || who_is(found.agency_id, found.party_kind, found.party_id),
      'application ' || application.external_id,
      'interview ' || interview.external_id
    ) || ': ' || CASE
      WHEN found.anchor_at IS NULL OR found.asked_from IS NULL THEN 'the moment it would be counted from is not known'
      WHEN found.asked_until <= found.asked_from
        THEN 'it would be asked for from ' || moment_in_words(found.asked_from, practice) || ' on, but the rule had stopped asking: '
          || coalesce(found.until_reason, 'no longer wanted')
          || CASE WHEN isfinite(found.asked_until) THEN ' (' || moment_in_words(found.asked_until, practice) || ')' ELSE '' END
      ELSE 'it would be asked for from ' || moment_in_words(found.asked_from, practice) || ' on, when it had already expired ('
        || moment_in_words(found.expires_at, practice) || ')'
    END AS words
  FROM found
  JOIN practice
    ON practice.agency_id = :agency
  LEFT JOIN application
    ON application.agency_id = :agency
    AND application.candidate_id = found.candidate_id
    AND application.application_id = found.application_id
  LEFT JOIN interview
    ON interview.agency_id = :agency
    AND interview.candidate_id = found.candidate_id
    AND interview.interview_id = found.interview_id
  WHERE found.anchor_at IS NULL
    OR found.asked_from IS NULL
    OR found.asked_until <= found.asked_from
    OR found.expires_at <= found.asked_from
)
SELECT
  numbered.rule,
  numbered.words
FROM (
  SELECT
    never_active.rule,
    never_active.words,
    row_number() OVER (PARTITION BY never_active.rule ORDER BY never_active.words) AS place
  FROM never_active
) AS numbered
WHERE numbered.place <= 5
ORDER BY
  numbered.rule,
  numbered.place
