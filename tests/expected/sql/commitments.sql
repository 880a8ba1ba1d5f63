-- What is complete or declined is not overdue, whatever its date. What is due in a month, season or year is overdue
-- once the whole of it is past.
WITH due AS (
    SELECT *,
        due_on || substr('0000-01-01', length(due_on) + 1) AS from_day,
        CASE due_precision
            WHEN 'day' THEN due_on
            WHEN 'month' THEN date(due_on || '-01', '+1 month', '-1 day')
            WHEN 'season' THEN date(due_on || '-01', '+3 months', '-1 day')
            WHEN 'year' THEN due_on || '-12-31'
        END AS to_day
    FROM responses WHERE kind = 'action'
)
SELECT
    passage_id,
    lead,
    due_on,
    due_precision,
    due_text,
    status,
    iif(due_on <> '', 'True', 'False') AS dated,
    iif(lead <> '', 'True', 'False') AS owned,
    CASE
        WHEN status IN ('complete', 'declined') THEN 'no'
        WHEN due_on = '' THEN 'not_known'
        WHEN to_day < '2025-06-30' THEN 'yes'
        WHEN from_day >= '2025-06-30' THEN 'no'
        ELSE 'not_known'
    END AS overdue
FROM due
