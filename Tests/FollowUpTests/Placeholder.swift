// FollowUpTests
