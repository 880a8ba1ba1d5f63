SELECT
    rank() OVER (ORDER BY count(DISTINCT review_id) DESC) AS rank,
    listed.theme_id,
    theme,
    count(DISTINCT review_id) AS n_reviews,
    (SELECT count(*) FROM reviews) AS of_reviews,
    count(DISTINCT CASE WHEN confirmed THEN review_id END) AS n_confirmed,
    0 AS n_check,
    count(passage_id) AS n_passages,
    (SELECT notice FROM notice) AS notice
FROM listed LEFT JOIN carried ON carried.theme_id = listed.theme_id AND side = 'recommendation'
GROUP BY listed.theme_id
ORDER BY rank, theme
