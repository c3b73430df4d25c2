-- script: import_analyze
-- summary: Statistics after many rows came in: planning follow-ups depends on them.
SELECT gather_statistics(ARRAY[
  'recruiter',
  'client',
  'contact',
  'candidate',
  'job_order',
  'application',
  'application_stage',
  'interview',
  'attendee',
  'reference_contact',
  'touch'
])
