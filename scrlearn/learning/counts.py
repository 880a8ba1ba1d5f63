"""How many reviews raise each theme, of how many: over all, and by any column of the reviews."""

import pandas as pd

from scrlearn.learning.cells import decide_together, find_cells, keep_reviews, list_themes
from scrlearn.learning.notice import write_notice
from scrlearn.validation import check_table, require_columns

NOT_STATED = "not stated"


def tabulate_themes(
    codings: pd.DataFrame, passages: pd.DataFrame, reviews: pd.DataFrame, *, themes: pd.DataFrame | None = None
) -> pd.DataFrame:
    """
    Count the reviews that raise each theme.

    The review is the unit: a theme that five recommendations of one review carry is raised by one review. How often a
    theme is raised does not say how much it matters.

    Parameters
    ----------
    codings
        ``codings`` of the passages; those of other passages are left aside.
    passages
        ``recommendations`` or ``responses``, never both at once: passage_id, review_id.
    reviews
        The ``reviews`` looked at, also those without passages: review_id, source_status, illustrative if there.
        Passages of other reviews are left aside.
    themes
        ``themes`` of the codebook, for labels, order, and rows for themes that nothing was coded for.

    Returns
    -------
    pandas.DataFrame
        ``theme_counts``. One row a theme, 0 where nobody raises it; in the codebook's order, else as the themes first
        occur in codings. n_reviews: reviews with at least one passage to which the theme applies; of_reviews: all
        given reviews; n_confirmed: of n_reviews, those with at least one such coding confirmed by a person; n_check:
        reviews not in n_reviews with a passage that a person has still to decide; n_passages: passages to which the
        theme applies; notice: what must be said of these reviews, the same in every row, else missing.

    Raises
    ------
    TableError
        When a needed column is missing, or none of the codings is of any of the passages.

    References
    ----------
    Counting reviews, n of N, follows table 2 of DfE-RR157, "A study of recommendations arising from serious case
    reviews 2009-2010".

    Examples
    --------
    >>> codings = pd.DataFrame({
    ...     "passage_id": ["k:1", "k:2"], "theme_id": ["safe_sleeping"] * 2,
    ...     "decision": ["applies"] * 2, "confirmed": [True, False],
    ... })
    >>> passages = pd.DataFrame({"passage_id": ["k:1", "k:2"], "review_id": ["k", "k"]})
    >>> reviews = pd.DataFrame({"review_id": ["k", "a"], "source_status": ["published", "unpublished"]})
    >>> counts = tabulate_themes(codings, passages, reviews)
    >>> counts.drop(columns="theme_id")
               theme  n_reviews  of_reviews  n_confirmed  n_check  n_passages                         notice
    0  Safe sleeping          1           2            1        0           2  Includes 1 unpublished review
    """
    everyone = pd.Series(pd.Categorical(["all"] * len(reviews), categories=["all"]), index=reviews.index)
    counts = count_by_group(codings, passages, reviews, everyone, themes)
    return check_table(counts.drop(columns="group"), "theme_counts")


def tabulate_themes_by(
    codings: pd.DataFrame,
    passages: pd.DataFrame,
    reviews: pd.DataFrame,
    column: str,
    *,
    themes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """
    Count the reviews that raise each theme, by any column of the reviews.

    Parameters
    ----------
    codings, passages, themes
        As :func:`tabulate_themes` takes them.
    reviews
        The ``reviews`` looked at: review_id, source_status, illustrative if there, and the column.
    column
        What to group by. A cell that holds several values is taken as it stands, not split.

    Returns
    -------
    pandas.DataFrame
        ``theme_counts_by``. One row a theme in a group, 0 where no review of the group raises it; group by group, and
        in each the themes in the order of :func:`tabulate_themes`. The groups are sorted, numbers as numbers (a
        categorical column keeps its own order and its empty groups); reviews whose cell is blank are the last group,
        "not stated". of_reviews: all given reviews of that group; grouped_by: the column; the counts are those of
        :func:`tabulate_themes`, within the group.

    Raises
    ------
    TableError
        When a needed column is missing, or none of the codings is of any of the passages.

    Examples
    --------
    >>> codings = pd.DataFrame({
    ...     "passage_id": ["k:1"], "theme_id": ["safe_sleeping"], "decision": ["applies"], "confirmed": [True],
    ... })
    >>> passages = pd.DataFrame({"passage_id": ["k:1"], "review_id": ["k"]})
    >>> reviews = pd.DataFrame({
    ...     "review_id": ["k", "a", "b"], "source_status": ["published"] * 3, "year": [2017, 2018, None],
    ... })
    >>> tabulate_themes_by(codings, passages, reviews, "year")[["group", "theme", "n_reviews", "of_reviews"]]
            group          theme  n_reviews  of_reviews
    0        2017  Safe sleeping          1           1
    1        2018  Safe sleeping          0           1
    2  not stated  Safe sleeping          0           1
    """
    require_columns(reviews, "reviews", [column])
    counts = count_by_group(codings, passages, reviews, _group(reviews[column]), themes)
    return check_table(counts.assign(grouped_by=column), "theme_counts_by")


def count_by_group(
    codings: pd.DataFrame,
    passages: pd.DataFrame,
    reviews: pd.DataFrame,
    groups: pd.Series,
    themes: pd.DataFrame | None,
) -> pd.DataFrame:
    """
    Count the reviews that raise each theme in each group.

    Parameters
    ----------
    codings, passages, reviews, themes
        As :func:`tabulate_themes` takes them.
    groups
        The group of each review, beside ``reviews``: categorical, its categories being the groups that get rows, in
        their order.

    Returns
    -------
    pandas.DataFrame
        One row a theme in a group, with the columns of ``theme_counts`` and group.
    """
    cells = find_cells(codings, keep_reviews(passages, "passages", reviews), "passages", "review_id")
    placed = pd.DataFrame({"review_id": reviews["review_id"], "group": groups.astype("str")})
    decided = decide_together(cells, "review_id").merge(placed, on="review_id")
    raised, confirmed = decided["decision"] == "applies", decided["confirmed"]
    marked = decided.assign(n_reviews=raised, n_confirmed=raised & confirmed, n_check=decided["decision"] == "check")
    numbers = ["n_reviews", "n_confirmed", "n_check", "n_passages"]
    counts = marked.groupby(["group", "theme_id"], as_index=False)[numbers].sum()
    rows = pd.DataFrame({"group": groups.cat.categories.astype("str")}).merge(list_themes(codings, themes), how="cross")
    table = rows.merge(counts, on=["group", "theme_id"], how="left").fillna(dict.fromkeys(numbers, 0))
    of_reviews = table["group"].map(placed["group"].value_counts()).fillna(0)
    return table.assign(of_reviews=of_reviews, notice=write_notice(reviews))


def _group(cells: pd.Series) -> pd.Series:
    # Whole numbers beside blanks are kept as 2018.0; the group is 2018.
    words = cells.convert_dtypes().astype("str")
    words = words.mask(words.str.strip() == "")
    if isinstance(cells.dtype, pd.CategoricalDtype):
        order = [str(category) for category in cells.cat.categories]
    else:
        order = sorted(words.dropna().unique(), key=_as_number_then_word)
    if words.isna().any():
        order = [*(word for word in order if word != NOT_STATED), NOT_STATED]
    return pd.Series(pd.Categorical(words.fillna(NOT_STATED), categories=order), index=cells.index)


def _as_number_then_word(word: str) -> tuple[bool, float, str]:
    number = pd.to_numeric(word, errors="coerce")
    return bool(pd.isna(number)), 0.0 if pd.isna(number) else float(number), word
