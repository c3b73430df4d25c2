-- statement: date_fault
-- summary: What is wrong with a policy value that is to be a date; NULL: nothing.
-- nullable: fault
SELECT value_fault(:'value', 'date', NULL, NULL, NULL) AS fault
