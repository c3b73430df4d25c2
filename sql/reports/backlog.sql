-- report: backlog
-- title: Backlog
-- summary: What was due before the policy in_force_from and is still open? It is on no list and nobody is reminded of it.
-- grain: one row per open follow-up due before in_force_from, the latest due first
-- personal: yes
-- period: due_at
-- column: recruiter -- whose follow-up it is
-- column: rule -- the rule that asks for it
-- column: candidate -- the candidate in whose process it arises
-- column: candidate_id -- the candidate's id at the source
-- column: client -- the client whose job it is about
-- column: job_order -- the job it is about
-- column: party_kind -- candidate, contact or reference
-- column: party -- who is owed the word
-- column: due_at -- when it was due
-- column: overdue_by -- for how long it has been due, in words
-- column: nudges -- how many mails reminded somebody of it
-- column: snoozed_until -- until when it is hidden from lists
-- column: follow_up_id -- the id that commands use
-- column: recruiter_id -- the recruiter's id at the source
-- column: client_id -- the client's id at the source
-- chart: bars of rows by recruiter
SELECT late.*
FROM late_follow_ups(:agency, :'as_of'::timestamptz) AS late
JOIN practice
  ON practice.agency_id = :agency
WHERE is_history(late.due_at, practice)
ORDER BY
  late.due_at DESC,
  late.rule COLLATE "C",
  late.candidate_id COLLATE "C",
  late.follow_up_id
