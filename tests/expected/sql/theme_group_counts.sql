-- One group holds all four themes: its row is worked out as if they were one. A passage is coded where it has no
-- parts, or where the gold codings give it a theme though it has.
WITH counted (place, theme_id, theme, level) AS (
    SELECT 0, 'all', 'Required themes', 'group'
    UNION ALL SELECT place, theme_id, theme, 'theme' FROM listed
)
SELECT
    'Required themes' AS theme_group,
    counted.theme_id,
    theme,
    level,
    count(DISTINCT review_id) AS n_reviews,
    (SELECT count(*) FROM reviews) AS of_reviews,
    count(DISTINCT CASE WHEN confirmed THEN review_id END) AS n_confirmed,
    0 AS n_check,
    count(DISTINCT passage_id) AS n_passages,
    (SELECT count(*) FROM (
        SELECT passage_id FROM leaves WHERE side = 'recommendation'
        UNION
        SELECT passage_id FROM carried WHERE side = 'recommendation'
    )) AS of_passages,
    (SELECT notice FROM notice) AS notice
FROM counted LEFT JOIN carried ON side = 'recommendation' AND counted.theme_id IN ('all', carried.theme_id)
GROUP BY counted.theme_id
ORDER BY place
