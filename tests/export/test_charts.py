import matplotlib.pyplot as plt
import pandas as pd
import pytest

from scrlearn.charts.themes import describe_themes, plot_themes
from scrlearn.errors import FileError
from scrlearn.export.charts import write_chart
from scrlearn.files import read_csv

COUNTS = pd.DataFrame(
    {
        "theme_id": ["safe_sleeping"],
        "theme": ["Safe sleeping"],
        "n_reviews": [7],
        "of_reviews": [27],
        "n_confirmed": [3],
        "n_check": [2],
        "n_passages": [9],
        "notice": ["Illustrative data"],
    }
)


@pytest.fixture
def ax():
    yield plot_themes(COUNTS)
    plt.close("all")


def write(ax, path):
    return write_chart(ax, path, table=COUNTS, description=describe_themes(COUNTS))


def test_a_chart_comes_with_its_words_and_its_numbers(ax, tmp_path):
    files = write(ax, tmp_path / "charts" / "themes")
    assert [file.name for file in files] == ["themes.png", "themes.svg", "themes.txt", "themes.csv"]
    assert files[0].read_bytes().startswith(b"\x89PNG")
    words = files[2].read_text(encoding="utf-8")
    assert words == describe_themes(COUNTS) + "\n"
    assert "7 of 27 reviews" in words
    assert read_csv(files[3])["n_reviews"].tolist() == ["7"]


def test_the_same_chart_gives_the_same_bytes(ax, tmp_path):
    first, second = (
        [file.read_bytes() for file in write(plot_themes(COUNTS), tmp_path / name)] for name in ("one", "two")
    )
    assert first == second


def test_a_name_with_a_full_stop_keeps_it(ax, tmp_path):
    assert write(ax, tmp_path / "themes.2018")[0].name == "themes.2018.png"


def test_a_chart_that_cannot_be_written_is_refused_by_name(ax, tmp_path):
    (tmp_path / "charts").write_text("")
    with pytest.raises(FileError, match="charts: cannot be written to"):
        write(ax, tmp_path / "charts" / "themes")
