-- A recommendation is addressed to those whom it names or one of its parts names.
SELECT
    review_id,
    subject,
    year,
    addressee,
    count(*) AS n_recommendations,
    (SELECT count(*) FROM recommendations AS those WHERE those.review_id = reviews.review_id AND part_of = '')
        AS of_recommendations,
    (SELECT notice FROM notice) AS notice
FROM reviews JOIN addressed USING (review_id)
GROUP BY reviews.rowid, addressee
ORDER BY reviews.rowid, n_recommendations DESC, addressee
