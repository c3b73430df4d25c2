-- fragment: report_order
-- summary: Another order than the report's own.
ORDER BY {order}
