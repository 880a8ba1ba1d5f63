import pandas as pd

from scrlearn.themes.labelled import load_labelled, theme_flags


def test_the_passages_that_ship_are_those_that_their_page_describes():
    labelled = load_labelled()
    assert labelled["hand"].value_counts().to_dict() == {"tr": 1140, "c": 633, "a": 625, "b": 602}
    flags = theme_flags(
        labelled, ["whole_family", "cross_border_information_sharing", "safe_sleeping", "voice_of_the_child"]
    )
    assert flags.sum().tolist() == [540, 410, 301, 498]
    assert int((flags.sum(axis=1) == 0).sum()) == 1514


def test_a_file_of_ones_own_can_be_loaded(tmp_path):
    file = tmp_path / "mine.csv"
    load_labelled().head(3).to_csv(file, index=False)
    assert load_labelled(file)["id"].tolist() == ["tr0001", "tr0002", "tr0003"]


def test_a_theme_is_carried_only_under_its_whole_name():
    labelled = pd.DataFrame({"themes": ["a;bc", "b", None]})
    assert theme_flags(labelled, ["a", "b", "bc"]).values.tolist() == [[1, 0, 1], [0, 1, 0], [0, 0, 0]]
