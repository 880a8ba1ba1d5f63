import pytest

from scrlearn.errors import CollectionError
from scrlearn.versions import read_table, refuse_other_version


def folder_of(tmp_path, settings, *, release=False):
    (tmp_path / "codebook").mkdir()
    for name in ("reviews.csv", "codebook/themes.csv"):
        (tmp_path / name).write_text("text\n'=1\n", encoding="utf-8")
    if settings is not None:
        (tmp_path / "collection.toml").write_text(settings, encoding="utf-8")
    if release:
        (tmp_path / "release.json").write_text("{}", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("settings", ["schema_version = 2", 'schema_version = "2"', None])
def test_a_table_of_the_present_version_gives_back_what_was_told(tmp_path, settings):
    folder = folder_of(tmp_path, settings)
    for name in ("reviews.csv", "codebook/themes.csv"):
        assert read_table(folder / name)["text"].tolist() == ["=1"]


@pytest.mark.parametrize("settings", ["schema_version = 1", "name = 'of before versions were named'"])
def test_a_table_of_an_earlier_version_is_refused_with_the_command_that_migrates_it(tmp_path, settings):
    folder = folder_of(tmp_path, settings)
    for name in ("reviews.csv", "codebook/themes.csv"):
        with pytest.raises(
            CollectionError, match=r"schema_version is 1; this package reads 2\. Run 'scrlearn migrate "
        ):
            read_table(folder / name)


def test_a_release_of_an_earlier_version_is_read_as_that_version_wrote_it(tmp_path):
    folder = folder_of(tmp_path, "schema_version = 1", release=True)
    for name in ("reviews.csv", "codebook/themes.csv"):
        assert read_table(folder / name)["text"].tolist() == ["'=1"]


def test_a_collection_in_a_folder_called_codebook_is_known_by_its_own_settings(tmp_path):
    folder = folder_of(tmp_path, None)
    (folder / "codebook" / "collection.toml").write_text("schema_version = 1", encoding="utf-8")
    with pytest.raises(CollectionError, match="schema_version is 1"):
        read_table(folder / "codebook" / "themes.csv")


@pytest.mark.parametrize("version", ["3", "0", "'two'", "true", "1.5"])
def test_a_version_that_is_not_known_is_refused(tmp_path, version):
    with pytest.raises(CollectionError, match=r"this package reads 2\. Update scrlearn\."):
        refuse_other_version(folder_of(tmp_path, f"schema_version = {version}", release=True))
