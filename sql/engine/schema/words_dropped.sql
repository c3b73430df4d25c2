-- fragment: words_dropped
-- summary: Drops the views of the words before they are created again, because the columns of a view cannot be replaced by others. NAMES is replaced by theirs.
DROP VIEW IF EXISTS
  NAMES;
