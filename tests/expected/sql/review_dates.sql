SELECT
    review_id,
    subject,
    partnership,
    review_type,
    outcome,
    iif(published_on <> '', published_on, year) AS dated_on,
    iif(published_on <> '', published_precision, 'year') AS dated_precision,
    (SELECT count(*) FROM recommendations AS those WHERE those.review_id = reviews.review_id AND part_of = '')
        AS n_recommendations,
    (SELECT notice FROM notice) AS notice
FROM reviews
ORDER BY dated_on = '', dated_on, rowid
