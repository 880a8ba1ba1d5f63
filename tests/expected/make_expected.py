"""
Work out by plain SQL what the learning tables of the illustrative collection hold.

``python tests/expected/make_expected.py`` writes the CSV files beside it. Nothing of scrlearn is used: that the two
routes agree is the test. The codings are those of ``codings_gold.csv``, and ``does_not_apply`` for every other theme
of a passage without parts. For the sake of the arithmetic, a person is said to have confirmed the codings of
recommendations in Marlshire and Eastmere, and of responses in Marlshire only.

The queries are those below and the files of ``sql/``, one a table, named as it is. A blank cell is an empty text.
Two of the tables are here in part: ``completeness`` without the facts' labels, and ``commitments`` with the actions
only, and of its columns those that no judgement of their wording enters.
"""

import csv
import sqlite3
from pathlib import Path

HERE = Path(__file__).parent
COLLECTION = HERE.parents[1] / "data" / "illustrative"

PREPARE = """
CREATE TABLE listed (place, theme_id, theme);
INSERT INTO listed VALUES
    (1, 'whole_family', 'Whole family'),
    (2, 'cross_border_information_sharing', 'Cross border information sharing'),
    (3, 'safe_sleeping', 'Safe sleeping'),
    (4, 'voice_of_the_child', 'Voice of the child');

CREATE VIEW notice AS
SELECT 'Illustrative data. Includes ' || count(*) || ' unpublished reviews' AS notice
FROM reviews WHERE source_status = 'unpublished';

CREATE TABLE leaves AS
SELECT passage_id, review_id, 'recommendation' AS side FROM recommendations
WHERE passage_id NOT IN (SELECT part_of FROM recommendations WHERE part_of <> '')
UNION ALL
SELECT passage_id, review_id, 'response' FROM responses;

CREATE TABLE carried AS
SELECT passages.side, passages.review_id, passages.passage_id, theme_id,
    passages.review_id LIKE 'marlshire-%'
        OR (passages.side = 'recommendation' AND passages.review_id LIKE 'eastmere-%') AS confirmed
FROM codings_gold JOIN (
    SELECT passage_id, review_id, 'recommendation' AS side FROM recommendations
    UNION ALL SELECT passage_id, review_id, 'response' FROM responses
) AS passages USING (passage_id);

CREATE TABLE whole AS
WITH RECURSIVE below (passage_id, root) AS (
    SELECT passage_id, passage_id FROM recommendations WHERE part_of = ''
    UNION ALL
    SELECT recommendations.passage_id, below.root FROM recommendations JOIN below ON part_of = below.passage_id
)
SELECT passage_id, root, review_id FROM below JOIN recommendations USING (passage_id);

CREATE TABLE said AS
SELECT roots.review_id, roots.root, theme_id,
    EXISTS (
        SELECT 1 FROM whole JOIN carried USING (passage_id)
        WHERE whole.root = roots.root AND carried.theme_id = listed.theme_id
    ) AS asked,
    EXISTS (
        SELECT 1 FROM whole JOIN answers ON recommendation_id = passage_id WHERE whole.root = roots.root
    ) AS answered,
    EXISTS (
        SELECT 1 FROM whole JOIN answers ON recommendation_id = whole.passage_id
        JOIN carried ON carried.passage_id = response_id
        WHERE whole.root = roots.root AND carried.theme_id = listed.theme_id
    ) AS named
FROM (SELECT review_id, root FROM whole WHERE passage_id = root) AS roots, listed;

CREATE TABLE addressed AS
SELECT DISTINCT whole.review_id, whole.root, body.value AS addressee
FROM whole JOIN recommendations USING (passage_id)
JOIN json_each('["' || replace(addressed_to, ';', '","') || '"]') AS body
WHERE body.value <> '';
INSERT INTO addressed
SELECT review_id, root, 'not stated' FROM whole WHERE passage_id = root AND root NOT IN (SELECT root FROM addressed);

CREATE TABLE facts AS
          SELECT review_id, 1 AS place, 'publisher' AS fact, publisher <> '' AS known FROM reviews
UNION ALL SELECT review_id, 2, 'year', year <> '' FROM reviews
UNION ALL SELECT review_id, 3, 'decided_on', decided_on <> '' FROM reviews
UNION ALL SELECT review_id, 4, 'commissioned_on', commissioned_on <> '' FROM reviews
UNION ALL SELECT review_id, 5, 'published_on', published_on <> '' FROM reviews
UNION ALL SELECT review_id, 6, 'guidance', guidance <> '' FROM reviews
UNION ALL SELECT review_id, 7, 'legal_basis', legal_basis <> '' FROM reviews
UNION ALL SELECT review_id, 8, 'lead_reviewers', lead_reviewers <> '' FROM reviews
UNION ALL SELECT review_id, 9, 'method', method <> '' FROM reviews;
"""

COUNTS = """
count(DISTINCT carried.review_id) AS n_reviews, {of_reviews} AS of_reviews,
count(DISTINCT CASE WHEN carried.confirmed THEN carried.review_id END) AS n_confirmed, 0 AS n_check,
count(carried.passage_id) AS n_passages, (SELECT notice FROM notice) AS notice
"""

THEME_COUNTS = f"""
SELECT listed.theme_id, theme, {COUNTS.format(of_reviews="(SELECT count(*) FROM reviews)")}
FROM listed LEFT JOIN carried ON carried.theme_id = listed.theme_id AND side = :side
GROUP BY listed.theme_id ORDER BY place
"""

THEME_COUNTS_BY = """
WITH placed AS ({placed}), groups AS ({groups})
SELECT '{grouped_by}' AS grouped_by, groups."group", listed.theme_id, theme, {counts}
FROM groups CROSS JOIN listed
LEFT JOIN placed ON placed."group" = groups."group"
LEFT JOIN carried ON carried.review_id = placed.review_id AND carried.theme_id = listed.theme_id
    AND side = 'recommendation'
GROUP BY groups."group", listed.theme_id ORDER BY groups."group", place
"""
OF_GROUP = '(SELECT count(*) FROM placed AS those WHERE those."group" = groups."group")'

# The whole of December's winter lies in two years; every other date here lies in the year it begins with.
PLACED_BY_YEAR = """
SELECT review_id, CASE
    WHEN published_on = '' OR (published_precision = 'season' AND published_on LIKE '%-12') THEN 'undated'
    ELSE substr(published_on, 1, 4) END AS "group" FROM reviews
"""
ALL_YEARS = """
WITH RECURSIVE years (year) AS (
    SELECT 2009 UNION ALL SELECT year + 1 FROM years WHERE year < 2025
)
SELECT CAST(year AS TEXT) AS "group" FROM years UNION ALL SELECT 'undated'
"""

THEME_PAIRS = """
SELECT one.theme_id, one.theme, other.theme_id AS with_theme_id, other.theme AS with_theme,
    (SELECT count(*) FROM reviews WHERE review_id IN (
        SELECT review_id FROM carried WHERE theme_id = one.theme_id AND side = 'recommendation'
        INTERSECT
        SELECT review_id FROM carried WHERE theme_id = other.theme_id AND side = 'recommendation'
    )) AS n_reviews,
    (SELECT count(*) FROM reviews) AS of_reviews,
    (SELECT count(*) FROM reviews WHERE review_id IN (
        SELECT review_id FROM carried WHERE theme_id = one.theme_id AND side = 'recommendation' AND confirmed
        INTERSECT
        SELECT review_id FROM carried WHERE theme_id = other.theme_id AND side = 'recommendation' AND confirmed
    )) AS n_confirmed,
    0 AS n_check,
    (SELECT count(*) FROM carried AS here JOIN carried AS there USING (passage_id)
     WHERE here.theme_id = one.theme_id AND there.theme_id = other.theme_id AND here.side = 'recommendation'
    ) AS n_passages,
    (SELECT notice FROM notice) AS notice
FROM listed AS one JOIN listed AS other ON one.place < other.place
ORDER BY one.place, other.place
"""

REPLY_COUNTS = """
SELECT theme_id, theme,
    count(DISTINCT CASE WHEN asked THEN review_id END) AS n_reviews,
    (SELECT count(*) FROM reviews) AS of_reviews,
    sum(asked AND (review_id LIKE 'marlshire-%' OR (review_id LIKE 'eastmere-%' AND NOT answered))) AS n_confirmed,
    sum(asked) AS n_recommendations,
    0 AS n_check,
    (SELECT count(*) FROM recommendations WHERE part_of = '') AS of_recommendations,
    sum(asked AND named) AS n_named,
    sum(asked AND answered AND NOT named) AS n_not_named,
    0 AS n_to_check,
    sum(asked AND NOT answered) AS n_no_reply,
    sum(NOT asked AND named) AS n_reply_only,
    (SELECT notice FROM notice) AS notice
FROM listed JOIN said USING (theme_id) GROUP BY theme_id ORDER BY place
"""


def _by(grouped_by, placed, groups):
    return THEME_COUNTS_BY.format(
        grouped_by=grouped_by, placed=placed, groups=groups, counts=COUNTS.format(of_reviews=OF_GROUP)
    )


QUERIES = {
    "theme_counts": (THEME_COUNTS, {"side": "recommendation"}),
    "theme_counts_of_responses": (THEME_COUNTS, {"side": "response"}),
    "theme_counts_by_partnership": (
        _by(
            "partnership",
            'SELECT review_id, partnership AS "group" FROM reviews',
            'SELECT DISTINCT partnership AS "group" FROM reviews',
        ),
        {},
    ),
    "theme_counts_by_review_type": (
        _by(
            "review_type",
            'SELECT review_id, review_type AS "group" FROM reviews',
            'SELECT DISTINCT review_type AS "group" FROM reviews',
        ),
        {},
    ),
    "theme_counts_by_year": (_by("published_on, calendar years", PLACED_BY_YEAR, ALL_YEARS), {}),
    "theme_pairs": (THEME_PAIRS, {}),
    "reply_counts": (REPLY_COUNTS, {}),
    **{file.stem: (file.read_text(encoding="utf-8"), {}) for file in sorted((HERE / "sql").glob("*.sql"))},
}


def work_out():
    """Return each table as a list of rows, the first one its header."""
    database = sqlite3.connect(":memory:")
    for name in ("reviews", "recommendations", "responses", "answers", "codings_gold"):
        with (COLLECTION / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        database.execute(f"CREATE TABLE {name} ({', '.join(header)})")
        database.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(header))})", rows)
    database.executescript(PREPARE)
    tables = {}
    for name, (query, values) in QUERIES.items():
        found = database.execute(query, values)
        tables[name] = [[column[0] for column in found.description], *map(list, found)]
    database.close()
    return tables


if __name__ == "__main__":
    for name, rows in work_out().items():
        with (HERE / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
