WITH in_a_review AS (SELECT review_id, addressee, count(*) AS n FROM addressed GROUP BY review_id, addressee)
SELECT
    addressee,
    count(*) AS n_reviews,
    (SELECT count(*) FROM reviews) AS of_reviews,
    sum(n) AS n_recommendations,
    (SELECT count(*) FROM recommendations WHERE part_of = '') AS of_recommendations,
    max(n) AS most_in_a_review,
    (SELECT notice FROM notice) AS notice
FROM in_a_review
GROUP BY addressee
ORDER BY n_reviews DESC, n_recommendations DESC, addressee
