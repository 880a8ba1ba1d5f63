SELECT
    review_id,
    (SELECT sum(known) FROM facts WHERE facts.review_id = reviews.review_id) AS n_known,
    9 AS of_facts,
    coalesce((
        SELECT group_concat(fact, ';')
        FROM (SELECT fact FROM facts WHERE facts.review_id = reviews.review_id AND NOT known ORDER BY place)
    ), '') AS missing,
    (SELECT notice FROM notice) AS notice
FROM reviews
ORDER BY rowid
