-- statement: schema_record
-- summary: The version row goes in first, so that two migrators cannot both run.
INSERT INTO schema_version (version, file)
VALUES (:version, :'file')
