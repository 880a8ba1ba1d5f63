SELECT fact, sum(known) AS n_reviews, count(*) AS of_reviews, (SELECT notice FROM notice) AS notice
FROM facts
GROUP BY fact
ORDER BY place
