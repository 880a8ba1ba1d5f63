"""Every chart of the package, with tables to draw it from: small ones, large ones, and ones with long labels."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.colors import to_rgba

from scrlearn.charts.addressees import describe_addressees, plot_addressees
from scrlearn.charts.commitments import describe_commitments, plot_commitments
from scrlearn.charts.completeness import describe_completeness, plot_completeness
from scrlearn.charts.flow import describe_flow, plot_flow
from scrlearn.charts.groups import describe_themes_by, plot_themes_by
from scrlearn.charts.learning_curve import describe_learning_curve, plot_learning_curve
from scrlearn.charts.national import describe_national, plot_national
from scrlearn.charts.pairs import describe_pairs, plot_pairs
from scrlearn.charts.periods import describe_periods, plot_periods
from scrlearn.charts.ranks import describe_theme_ranks, plot_theme_ranks
from scrlearn.charts.repeats import describe_repeats, plot_repeats
from scrlearn.charts.replies import describe_replies, plot_replies
from scrlearn.charts.style import SHAPES
from scrlearn.charts.theme_grid import describe_theme_grid, plot_theme_grid
from scrlearn.charts.theme_groups import describe_theme_groups, plot_theme_groups
from scrlearn.charts.themes import describe_themes, plot_themes
from scrlearn.charts.timeline import describe_timeline, plot_timeline

NOTICE = "Illustrative data. Includes 2 unpublished reviews"
LONG = (
    "Practitioners who mainly work with one adult must consider the needs of every child and young "
    "person living in that home"
)
SHORT = (
    "Whole-family approach", "Cross-border information sharing", "Safe sleeping", "Voice of the child",
    "Professional curiosity", "Supervision", "Early help", "Parental mental health", "Domestic abuse", "Neglect",
    "Substance misuse", "Record keeping", "Escalation of disagreement", "Fathers and male carers", "School attendance",
    "Hospital discharge", "Housing", "Language and interpreters", "Disability", "Online harm", "Exploitation",
    "Young carers", "Abusive head trauma", "Bereavement support", "Training of new staff",
)  # fmt: skip
YEARS = [str(year) for year in range(2009, 2026)]
AREAS = ["eastmere", "fellmarch", "marlshire", "st_cuthberts"]
TYPES = ["serious_case_review", "local_child_safeguarding_practice_review", "rapid_review", "thematic_review"]


@dataclass(frozen=True)
class Chart:
    """One chart: how it is drawn and described, and a table for it with so many rows of the given labels."""

    plot: Callable
    describe: Callable
    make_table: Callable[[list[str]], pd.DataFrame]
    keeps_labels: bool = True

    def table(self, *, number: int = 4, long: bool = False) -> pd.DataFrame:
        return self.make_table(make_labels(number, long=long))


def make_labels(number: int, *, long: bool) -> list[str]:
    """Return different labels, each of 120 characters where they are to be long."""
    return [f"{LONG[:117]} {place:02}" for place in range(number)] if long else list(SHORT[:number])


def count_themes(labels: list[str], *, of: int = 27, shift: int = 0) -> pd.DataFrame:
    place = pd.Series(range(len(labels)))
    raised = ((place + shift) % 20).clip(upper=of)
    return pd.DataFrame({
        "theme_id": [f"t_{number}" for number in place], "theme": labels, "n_reviews": raised, "of_reviews": of,
        "n_confirmed": raised // 2, "n_check": ((place + shift) % 3).clip(upper=of - raised), "n_passages": raised,
        "notice": NOTICE,
    })  # fmt: skip


def _by(way: str, groups: list[str], most: int) -> Callable[[list[str]], pd.DataFrame]:
    def make(labels: list[str]) -> pd.DataFrame:
        counts = [
            count_themes(labels, of=1 + column % most, shift=column).assign(group=group, grouped_by=way)
            for column, group in enumerate(groups)
        ]
        return pd.concat(counts, ignore_index=True)

    return make


def _pairs(labels: list[str]) -> pd.DataFrame:
    both = list(combinations(enumerate([*labels, "Escalation"]), 2))
    return count_themes([one for (_, one), _ in both], of=32).assign(
        theme_id=[f"t_{place}" for (place, _), _ in both],
        with_theme_id=[f"t_{place}" for _, (place, _) in both],
        with_theme=[other for _, (_, other) in both],
    )


def _replies(labels: list[str]) -> pd.DataFrame:
    numbers = pd.Series(range(len(labels)))
    parts = {"n_named": numbers % 7, "n_not_named": numbers % 3, "n_to_check": numbers % 2, "n_no_reply": numbers % 5}
    table = count_themes(labels, of=32).assign(**parts)
    of = table[list(parts)].sum(axis=1)
    return table.assign(
        n_confirmed=of // 2, n_recommendations=of, of_recommendations=174, n_reply_only=numbers % 4, n_check=numbers % 3
    )


def _ranks(labels: list[str]) -> pd.DataFrame:
    counts = count_themes(labels).sort_values("n_reviews", ascending=False)
    return counts.assign(rank=counts["n_reviews"].rank(method="min", ascending=False).astype(int))


def _theme_groups(labels: list[str]) -> pd.DataFrame:
    themes = count_themes(labels).assign(theme_group=[f"Group {place // 3 + 1}" for place in range(len(labels))])
    themes["theme_group"] = themes.groupby("theme_group")["theme"].transform("first").str[:100] + ", and the like"
    groups = themes.groupby("theme_group", sort=False, as_index=False).last()
    every = pd.concat([groups.assign(theme_id="all", level="group"), themes.assign(level="theme")])
    return every.assign(n_passages=every["n_passages"] * 3, of_passages=1174, theme=every["theme"].fillna("all"))


def _theme_grid(labels: list[str]) -> pd.DataFrame:
    cells = [
        {
            "review_id": f"r_{review}", "subject": subject, "partnership": AREAS[review % 4],
            "year": None if review == 2 else 2009 + review % 17, "theme_id": f"t_{place}", "theme": theme,
            "decision": ("does_not_apply", "applies", "does_not_apply", "applies", "check")[(review * 2 + place) % 5],
            "confirmed": (review + place) % 2 == 0, "n_passages": 1, "notice": NOTICE,
        }
        for review, subject in enumerate(_subjects(labels))
        for place, theme in enumerate(labels)
    ]  # fmt: skip
    return pd.DataFrame(cells)


def _subjects(labels: list[str]) -> list[str]:
    """Return what reviews are about: letters that come again, or the labels where these are long."""
    long = len(labels[0]) > 100
    return labels if long else [f"Child {'ABCDEFGHK'[place % 9]}" for place in range(len(labels))]


def _addressees(labels: list[str]) -> pd.DataFrame:
    numbers = pd.Series(range(1, len(labels) + 2))
    return pd.DataFrame({
        "addressee": [*labels, "not stated"], "n_reviews": numbers, "of_reviews": 32,
        "n_recommendations": numbers * 4, "of_recommendations": 174, "most_in_a_review": 4, "notice": NOTICE,
    })  # fmt: skip


def _completeness(labels: list[str]) -> pd.DataFrame:
    return pd.DataFrame({
        "fact": [f"f_{place}" for place in range(len(labels))], "label": labels,
        "n_reviews": [32 - place for place in range(len(labels))], "of_reviews": 32, "notice": NOTICE,
    })  # fmt: skip


def _flow(labels: list[str]) -> pd.DataFrame:
    steps, of = [], {"review": 32, "recommendation": 1174, "coding": 4696}
    for place, label in enumerate(labels):
        unit = ("review", "recommendation", "coding")[min(3 * place // len(labels), 2)]
        kept = of[unit] - place % 2 * (place % 3)
        why = f"{label} was not read" if kept < of[unit] else None
        steps.append({"step": label, "unit": unit, "n_kept": kept, "of_before": of[unit], "why": why, "notice": NOTICE})
        of[unit] = kept
    return pd.DataFrame(steps)


def _timeline(labels: list[str]) -> pd.DataFrame:
    dates = [("2017-04-19", "day"), ("2018-09", "season"), ("2018", "year"), (None, None), ("2021-10", "month")]
    rows = []
    for place, subject in enumerate(_subjects(labels)):
        on, precision = dates[place % 5]
        on = on and f"{2009 + (place * 5) % 17}{on[4:]}"
        rows.append({
            "review_id": f"r_{place}", "subject": subject, "partnership": AREAS[place % 4], "dated_on": on,
            "review_type": TYPES[place % 4], "outcome": "recommendations", "n_recommendations": place,
            "dated_precision": precision, "notice": NOTICE,
        })  # fmt: skip
    return pd.DataFrame(rows)


def _commitments(labels: list[str]) -> pd.DataFrame:
    numbers = pd.Series(range(len(labels) + 2))
    parts = {
        "n_complete": numbers % 7, "n_under_way": numbers % 3, "n_planned": numbers % 5, "n_declined": numbers % 2,
        "n_not_stated": numbers % 4 + 1,
    }  # fmt: skip
    table = pd.DataFrame(parts)
    table.iloc[0] = [12, 8, 9, 3, 20]
    of = table.sum(axis=1)
    return table.assign(
        action_type_id=["all", *(f"a_{place}" for place in range(len(labels))), "none_found"],
        action_type=["All commitments", *labels, "No sort of action found"], n_commitments=of, of_commitments=52,
        n_reviews=(of // 2).clip(upper=20), of_reviews=32, n_confirmed=of // 3, n_undated=of // 2, n_unowned=of // 4,
        n_overdue=numbers % 3 + 1, n_promised_before=numbers % 2, n_with_effect=numbers % 3, notice=NOTICE,
    )  # fmt: skip


def _national(labels: list[str]) -> pd.DataFrame:
    return count_themes(labels, of=32).assign(
        figure_id=[f"f_{place}" for place in range(len(labels))], measure="incidents of sudden unexpected infant death",
        unit="incident", n_found=[40 + 9 * place for place in range(len(labels))], of_found=568,
        period="June 2018 to August 2019", publication="A national panel, Out of routine, 2020",
        url="https://example.org/report", differs="It counts incidents that were notified, not reviews, and one cause",
    )  # fmt: skip


def _repeats(labels: list[str]) -> pd.DataFrame:
    rows = []
    for group, label in enumerate(labels):
        years = [2009 + (group + 3 * turn) % 17 for turn in range(2 + group % 4)] + ([2012, 2012] if group == 1 else [])
        rows += [
            {
                "repeat_id": f"g_{group}", "passage_id": f"g_{group}" if not turn else f"p_{group}_{turn}",
                "review_id": f"r_{group}_{turn}", "year": None if group == 2 and turn else year,
                "text": f"{label}: practitioners should consider this in every assessment that they make of a family",
                "likeness": 0.8, "n_reviews": len(years), "of_reviews": 32, "first_year": min(years),
                "last_year": max(years), "notice": NOTICE,
            }
            for turn, year in enumerate(years)
        ]  # fmt: skip
    return pd.DataFrame(rows)


def _learning_curve(labels: list[str]) -> pd.DataFrame:
    rows = [
        {
            "theme_id": theme, "n_learnt": n_learnt, "n": 400, "n_positive": 40, "f1": f1, "f1_low": f1 - 0.1,
            "f1_high": f1 + 0.08, "brier": 0.05, "change": f1 - start, "change_low": f1 - start, "change_high": 0.2,
            "notice": NOTICE,
        }
        for place, theme in enumerate([*labels, "macro"])
        for start in [0.5 + place * 7 % 30 / 100]
        for n_learnt, f1 in [(0, start), (80, start + 0.02), (160, start + place % 3 / 50), (320, start + 0.09)]
    ]  # fmt: skip
    return pd.DataFrame(rows)


CHARTS = {
    "themes": Chart(plot_themes, describe_themes, count_themes),
    "partnerships": Chart(plot_themes_by, describe_themes_by, _by("partnership", AREAS, 12)),
    "review types": Chart(plot_themes_by, describe_themes_by, _by("review_type", [*TYPES, "not stated"], 5)),
    "years in a grid": Chart(
        plot_themes_by, describe_themes_by, _by("published_on, calendar years", [*YEARS, "undated"], 3)
    ),
    "years": Chart(plot_periods, describe_periods, _by("published_on, calendar years", [*YEARS, "undated"], 3)),
    "many April years": Chart(
        plot_periods,
        describe_periods,
        _by("decided_on, April to March years", [f"{year}-{year - 1999:02}" for year in range(2000, 2030)], 12),
    ),
    "pairs": Chart(plot_pairs, describe_pairs, _pairs),
    "replies": Chart(plot_replies, describe_replies, _replies),
    "ranks": Chart(plot_theme_ranks, describe_theme_ranks, _ranks),
    "theme groups": Chart(plot_theme_groups, describe_theme_groups, _theme_groups),
    "theme grid": Chart(plot_theme_grid, describe_theme_grid, _theme_grid),
    "addressees": Chart(plot_addressees, describe_addressees, _addressees),
    "completeness": Chart(plot_completeness, describe_completeness, _completeness),
    "flow": Chart(plot_flow, describe_flow, _flow),
    "timeline": Chart(plot_timeline, describe_timeline, _timeline),
    "learning curve": Chart(plot_learning_curve, describe_learning_curve, _learning_curve),
    "commitments": Chart(plot_commitments, describe_commitments, _commitments),
    "national": Chart(plot_national, describe_national, _national),
    "repeats": Chart(plot_repeats, describe_repeats, _repeats, keeps_labels=False),
}


def words_of(ax) -> list[str]:
    """Return the words of a chart but its headline and key, each on one line."""
    return [" ".join(text.get_text().split()) for text in ax.texts]


def headline_of(ax) -> str:
    return " ".join(ax.get_title(loc="left").split())


def key_of(ax) -> list[str]:
    return [text.get_text() for text in ax.get_legend().get_texts()]


def bars_of(ax, shape: str) -> list[tuple[float, float]]:
    """Return where the bars of a shape begin and how long they are."""
    look = (to_rgba(SHAPES[shape]["facecolor"]), SHAPES[shape].get("hatch"))
    found = [bar for bar in ax.patches if (bar.get_facecolor(), bar.get_hatch()) == look]
    return [(bar.get_x(), bar.get_width()) for bar in found]


@pytest.fixture(params=CHARTS)
def chart(request) -> Chart:
    """Each chart of the package, one after the other."""
    return CHARTS[request.param]


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")
