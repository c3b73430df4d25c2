-- statement: defer
-- summary: Has the node of an agency check at the end of the transaction what tables know one another by, where they say that it may be.
SET CONSTRAINTS ALL DEFERRED
