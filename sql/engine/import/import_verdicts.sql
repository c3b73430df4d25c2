-- fragment: import_verdicts
-- summary: What becomes of each row: what is wrong with it, else how it differs from what is stored.
verdicts AS MATERIALIZED (
  SELECT
    final.*,
    import_verdict(
      final.fault,
      final.repeated,
      final.is_out,
      final.is_stored,
      NOT final.is_erased AND ROW({columns of final})::text IS DISTINCT FROM final.existing
    ) AS verdict
  FROM (
    SELECT
      validated.position,
      validated.file,
      validated.line,
      validated.key,
      validated.deleted,
      validated.repeated,
      validated.record,
      validated.is_out,
      validated.is_stored,
      validated.stored_id,
      validated.is_erased,
      validated.existing,
      {values of validated},
/* include: past? */
      CASE
        -- Before what else is wrong: whose cells are not kept.
        WHEN validated.wrong[4] IS NOT NULL AND NOT validated.repeated THEN validated.wrong
        WHEN validated.fault IS NOT NULL THEN validated.fault
        WHEN validated.repeated OR validated.is_out THEN NULL
        ELSE validated.wrong
      END AS fault
    FROM validated
    OFFSET 0
  ) AS final
),
