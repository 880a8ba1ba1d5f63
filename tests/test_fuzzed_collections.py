"""Collections spoilt in every way that people and their programs spoil them: only the package's own errors come out."""

import csv
import io
import shutil
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrlearn.checking.corrections import load_corrections
from scrlearn.decisions import find_stale_corrections
from scrlearn.errors import ScrlearnError
from scrlearn.reviews.collection import load_reviews, load_settings
from scrlearn.reviews.tracker_map import load_maps
from scrlearn.runs.coder import ACTION_TYPES, split_decisions, train_coder
from scrlearn.runs.coding import Coded, Period
from scrlearn.runs.doctor import examine_collection, summarise_ailments
from scrlearn.runs.doctor_tables import Examined, examine_settings
from scrlearn.runs.layout import load_layout
from scrlearn.runs.tabulating import tabulate_findings
from scrlearn.tables import COLLECTION_TABLES
from scrlearn.themes.codebook import load_codebook
from scrlearn.themes.rules import suggest_by_rules
from scrlearn.themes.settle import settle
from scrlearn.validation import empty_table
from tests.conftest import DATA

STARTER = DATA.parent / "scrlearn" / "themes" / "starter"
TABLES = (*COLLECTION_TABLES, "corrections")
CODEBOOK = ("codebook/themes", "codebook/rules", "codebook/examples")
TOML = ("collection.toml", "report.toml", "trackers.toml")
# An example takes half a second where tables are loaded: a fifth of the usual number of them.
FEW = settings(
    deadline=None,
    max_examples=settings.default.max_examples // 5,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

# What stands in a cell after Excel, a form or a person had it.
CELLS = st.one_of(
    st.sampled_from(
        [
            *(
                "03/04/2018",
                "Apr-18",
                "2018-13-01",
                "2018-02-30",
                "0000",
                "9999-12-31",
                "43193",
                "43193.0",
                "1.0",
                "1e400",
            ),
            *(
                "-1",
                "9" * 400,
                "1.2E+15",
                "nan",
                "inf",
                "#NAME?",
                "#REF!",
                "#####",
                "TRUE",
                "FALSE",
                "=1+1",
                "None",
                "NA",
            ),
            *(
                " ",
                "\t",
                "\xa0",
                "\ufeff",
                "\r",
                "\n",
                "a\r\nb",
                "\u2028",
                ";",
                ";;",
                ",",
                '"',
                "'",
                "“Child K”",
                "‘’",
                "\x0b",
            ),
            *(
                "hampshire-child-k-2017",
                "hampshire-child-k-2017:1",
                "HAMPSHIRE-CHILD-K-2017:1",
                "ﬁ",
                "İ",
                "e\u0301",
                "😀",
            ),
            *("../../x", "C:\\x", "/etc/hosts", "documents", "documents/", ".", "a" * 5000, "x/" * 3000, "https://a"),
            *(
                "applies",
                "voice_of_the_child",
                "whole_family;safe_sleeping",
                "recommendation",
                "response",
                "day",
                "0",
                "1",
            ),
            *(
                "(((((",
                "a|",
                "~",
                "a ~ b ~ c",
                "[a]",
                "..",
                "=",
                "*",
                "((a|b) .. c)",
                "a ..99999999999 b",
                "child" * 500,
            ),
        ]
    ),
    st.text(max_size=20).filter(lambda text: not any("\ud800" <= sign <= "\udfff" for sign in text)),
)
PLACES = st.integers(0, 10_000)


def set_cell(rows, row, column, cell):
    if rows and rows[row % len(rows)]:
        rows[row % len(rows)][column % len(rows[row % len(rows)])] = cell


def drop_column(rows, column):
    width = max(len(rows[0]), 1) if rows else 1
    for cells in rows:
        del cells[column % width : column % width + 1]


def rename_column(rows, column, name):
    set_cell(rows[:1], 0, column, name)


def double_column(rows, column):
    for cells in rows:
        cells.append(cells[column % len(cells)] if cells else "")


def move_column(rows, column):
    for cells in rows:
        cells.append(cells.pop(column % len(cells)) if cells else "")


def double_row(rows, row):
    rows.insert(row % (len(rows) + 1), list(rows[row % len(rows)]) if rows else [])


def drop_row(rows, row):
    del rows[row % max(len(rows), 1) : row % max(len(rows), 1) + 1]


def blank_row(rows, row):
    rows.insert(row % (len(rows) + 1), [""] * (row % 30))


def add_cells(rows, row, cell):
    if rows:
        rows[row % len(rows)].extend(["", cell])


# What is done to the rows of a table; the header is the first.
CHANGES_OF_ROWS = st.one_of(
    st.builds(lambda *given: lambda rows: set_cell(rows, *given), PLACES, PLACES, CELLS),
    st.builds(lambda *given: lambda rows: rename_column(rows, *given), PLACES, CELLS),
    st.builds(lambda *given: lambda rows: add_cells(rows, *given), PLACES, CELLS),
    *(
        st.builds(lambda place, change=change: lambda rows: change(rows, place), PLACES)
        for change in (drop_column, double_column, move_column, double_row, drop_row, blank_row)
    ),
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "latin-1", "cp437", "mac-roman")
# What is done to the bytes of a file.
CHANGES_OF_BYTES: st.SearchStrategy[Callable[[bytes], bytes]] = st.one_of(
    st.builds(lambda place: lambda content: content[: place % (len(content) + 1)], PLACES),
    st.builds(
        lambda place, new: lambda content: content[: place % (len(content) + 1)] + new + content[place:],
        PLACES,
        st.sampled_from([b"\0", b"\xff", b"\xef\xbb\xbf", b'"', b"\r", b"\r\n", b"\n\n", b"\x1a", b",", b"\xe2\x80"]),
    ),
    st.builds(
        lambda encoding: lambda content: content.decode("utf-8", "replace").encode(encoding, "replace"),
        st.sampled_from(ENCODINGS),
    ),
    st.builds(lambda end: lambda content: content.replace(b"\n", end), st.sampled_from([b"\r\n", b"\r", b"\n\r", b""])),
    st.builds(
        lambda mark: lambda content: content.replace(b",", mark), st.sampled_from([b";", b"\t", b"|", b", ", b",,"])
    ),
    st.binary(max_size=40).map(lambda new: lambda content: new),
)


def written(rows, quoting):
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n", quoting=quoting).writerows(rows)
    return buffer.getvalue().encode("utf-8")


def spoil(file, changes_of_rows, changes_of_bytes, quoting=csv.QUOTE_MINIMAL):
    content = file.read_bytes()
    if changes_of_rows:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        for change in changes_of_rows:
            change(rows)
        content = written(rows, quoting)
    for change in changes_of_bytes:
        content = change(content)
    file.write_bytes(content)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A small collection with a codebook of its own and the three files of settings."""
    folder = tmp_path_factory.mktemp("fuzzed") / "hampshire"
    shutil.copytree(DATA / "hampshire", folder, ignore=shutil.ignore_patterns("outputs", "runs"))
    (folder / "codebook").mkdir()
    for table in ("themes", "rules", "examples"):
        shutil.copy(STARTER / f"{table}.csv", folder / "codebook")
    shutil.copy(folder / "corrections.csv", folder / "corrections.backup.csv")
    (folder / "report.toml").write_text('title = "Ours"\nsections = ["themes"]\n', encoding="utf-8")
    (folder / "trackers.toml").write_text(
        '[ours]\nconfirmed = true\n[ours.columns]\nAction = "action"\n', encoding="utf-8"
    )
    return folder


@pytest.fixture
def spoilt(whole, tmp_path):
    """Give a function that spoils one file of a collection, and gives the collection back whole but for that."""
    folder = shutil.copytree(whole, tmp_path / "hampshire")

    def spoil_one(file, *changes, **options):
        shutil.copytree(whole, folder, dirs_exist_ok=True)
        spoil(folder / file, *changes, **options)
        return folder

    return spoil_one


@pytest.fixture(scope="module")
def coder():
    return train_coder(load_codebook())


def only_own_errors(load, *given):
    """Return what is loaded; None where it is refused, in words."""
    try:
        return load(*given)
    except ScrlearnError as error:
        assert str(error).strip()
        return None


@given(
    table=st.sampled_from((*TABLES, *CODEBOOK, "corrections.backup")),
    of_rows=st.lists(CHANGES_OF_ROWS, max_size=4),
    of_bytes=st.lists(CHANGES_OF_BYTES, max_size=2),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
@FEW
def test_a_spoilt_table_is_loaded_or_refused_in_words_and_examined_to_the_end(
    spoilt, table, of_rows, of_bytes, quoting
):
    folder = spoilt(f"{table}.csv", of_rows, of_bytes, quoting=quoting)
    ailments = examine_collection(folder)
    assert summarise_ailments(ailments, folder)
    found = [only_own_errors(load, folder) for load in (load_reviews, load_corrections, load_codebook)]
    if any(tables is None for tables in found):
        assert (ailments["severity"] == "error").any()


VALUES = st.recursive(
    st.sampled_from(
        ["1", "-1.5", "true", '"x"', "2018-13-01", "2018-04-03", "nan", '"themes"', '"majority"', "9" * 5000]
    ),
    lambda values: st.one_of(
        st.lists(values, max_size=3).map(lambda found: f"[{', '.join(found)}]"),
        st.lists(values, max_size=3).map(
            lambda found: "{" + ", ".join(f"k{n} = {v}" for n, v in enumerate(found)) + "}"
        ),
    ),
    max_leaves=4,
)
NAMES = ("schema_version", "name", "illustrative", "when_coders_disagree", "title", "sections", "headings", "columns")


@given(
    file=st.sampled_from(TOML),
    lines=st.lists(
        st.one_of(
            st.builds("{} = {}".format, st.sampled_from([*NAMES, "confirmed", "a.b", '""']), VALUES),
            st.sampled_from(["[ours]", "[headings]", "[ours.columns]", "[[ours]]", "# x", "a = " + "[" * 5000]),
        ),
        max_size=5,
    ),
    of_bytes=st.lists(CHANGES_OF_BYTES, max_size=1),
)
@settings(FEW, max_examples=FEW.max_examples * 3)
def test_spoilt_settings_are_loaded_or_refused_in_words_and_it_is_said_what_is_wrong(spoilt, file, lines, of_bytes):
    folder = spoilt(file, [], [lambda content: "\n".join(lines).encode(), *of_bytes])
    found = [only_own_errors(load, folder) for load in (load_settings, load_layout, load_maps)]
    ailments = list(examine_settings(Examined(folder, {}, None)))
    assert bool(ailments) == any(read is None for read in found)


@given(table=st.sampled_from(TABLES), of_rows=st.lists(CHANGES_OF_ROWS, min_size=1, max_size=3))
@FEW
def test_whatever_can_be_loaded_is_coded_and_counted_or_refused_in_words(spoilt, coder, table, of_rows):
    folder = spoilt(f"{table}.csv", of_rows, [])
    collection, corrections = only_own_errors(load_reviews, folder), only_own_errors(load_corrections, folder)
    if collection is not None and corrections is not None:
        only_own_errors(count_all, collection, corrections, coder)


def count_all(collection, corrections, coder):
    """Code a collection with a model that has learnt already, and count all that a run counts."""
    action_types = load_codebook(ACTION_TYPES)
    on_themes, on_actions = split_decisions(corrections, coder.codebook, action_types.themes)
    tabulate_findings(
        Coded(
            collection=collection,
            codebook=coder.codebook,
            corrections=corrections,
            recommendation_codings=coder.code(collection.recommendations, on_themes),
            response_codings=coder.code(collection.responses, on_themes),
            action_codings=settle(
                collection.responses, [suggest_by_rules(collection.responses, action_types)], on_actions
            ),
            action_types=action_types.themes,
            rule_measures=coder.rule_measures,
            stale_corrections=find_stale_corrections(corrections, collection.recommendations, collection.responses),
            left_out=empty_table("left_out"),
            agreement=empty_table("agreement"),
            national_figures=empty_table("national_figures"),
        ),
        period=Period(),
    )
