-- fragment: words_dropped
-- summary: Takes the views of the words away before they are made anew, since a view's columns cannot be replaced by others. NAMES stands for theirs.
DROP VIEW IF EXISTS
  NAMES;
