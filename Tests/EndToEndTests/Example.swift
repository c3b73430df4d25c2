/// The agency of the practice's worked examples: an interview on Thursday afternoon with Ana and Ben; Ana is thanked.
enum Example {
  /// A job's file, with its steps as they stand in it.
  static func job(_ summary: String, failuresTo address: String, steps: [String]) -> String {
    """
    summary: \(summary)
    schedule: "30 5 * * *"
    time_limit_minutes: 10
    mail_failures_to: [\(address)]
    steps:
    \(steps.map { "  - {\($0)}" }.joined(separator: "\n"))

    """
  }

  static let files = [
    "policy.csv": "key,value\ntime_zone,America/New_York\n",
    "holidays.csv": "date,name\n2026-11-26,Thanksgiving\n",
    "recruiters.csv": """
    id,name,email,manager
    r1,Rae Moss,rae@agency.example,r2
    r2,Max Boss,max@agency.example,

    """,
    "clients.csv": "id,name\ncl1,Acme\n",
    "contacts.csv": """
    id,client,name,email,phone
    ct1,cl1,Ana Ruiz,ana@acme.example,+1-212-555-0101
    ct2,cl1,Ben Cole,ben@acme.example,+1-212-555-0102

    """,
    "candidates.csv": """
    id,name,email,phone,recruiter,search_started_on
    c1,Zoë Müller,zoe@example.com,+1-212-555-0110,r1,2026-11-02
    c2,Omar Haddad,omar@example.com,+1-212-555-0111,r1,2026-11-03

    """,
    "job_orders.csv": "id,client,title,recruiter,hiring_contact\njo1,cl1,Data Engineer,r1,ct1\n",
    "applications.csv": "id,candidate,job_order,stage,stage_since\na1,c1,jo1,interviewing,2026-11-10T09:00:00-05:00\n",
    "interviews.csv": """
    id,application,scheduled_at,starts_at,ends_at,status
    i1,a1,2026-11-16T10:00:00-05:00,2026-11-19T15:00:00-05:00,2026-11-19T16:00:00-05:00,held

    """,
    "attendees.csv": "interview,contact,role\ni1,ct1,interviewer\ni1,ct2,interviewer\n",
    "references.csv": """
    id,candidate,name,email,phone,consent,added_at
    rf1,c1,Prof. Ito,ito@example.org,+1-212-555-0120,yes,2026-11-04T09:00:00-05:00

    """,
    "touches.csv": """
    id,happened_at,actor_kind,actor,party_kind,party,channel,purpose,application,interview
    t1,2026-11-18T10:00:00-05:00,recruiter,r1,candidate,c1,call,other,,
    t2,2026-11-20T09:00:00-05:00,candidate,c1,recruiter,r1,email,other,,
    t3,2026-11-20T09:00:00-05:00,recruiter,r1,candidate,c1,email,proofread,a1,i1
    t4,2026-11-20T09:10:00-05:00,candidate,c1,contact,ct1,email,thank_you,a1,i1

    """,
  ]
}
