-- A person stands behind "applies" where one such coding is confirmed, and behind "does_not_apply" where there are
-- codings and all of them are: here, in any review of Marlshire and Eastmere that made recommendations.
SELECT
    reviews.review_id,
    subject,
    partnership,
    year,
    listed.theme_id,
    theme,
    iif(count(passage_id), 'applies', 'does_not_apply') AS decision,
    iif(
        partnership IN ('marlshire', 'eastmere') AND review_id IN (SELECT review_id FROM recommendations),
        'True', 'False'
    ) AS confirmed,
    count(passage_id) AS n_passages,
    (SELECT notice FROM notice) AS notice
FROM reviews CROSS JOIN listed
LEFT JOIN (SELECT review_id AS raised_in, theme_id, passage_id FROM carried WHERE side = 'recommendation') AS raised
    ON raised_in = review_id AND raised.theme_id = listed.theme_id
GROUP BY reviews.rowid, place
ORDER BY reviews.rowid, place
