"""Codebooks from and for qualitative tools, by the REFI-QDA standard (.qdc)."""

from pathlib import Path

import pandas as pd

from scrlearn.errors import FileError, TableError
from scrlearn.files import write_whole
from scrlearn.refi.reading import read_codes
from scrlearn.refi.themes import codes_of_themes, themes_of_codes
from scrlearn.refi.writing import codebook_bytes
from scrlearn.validation import check_table


def write_codebook(path: Path | str, themes: pd.DataFrame) -> Path:
    """
    Write a codebook as qualitative tools read it.

    Parameters
    ----------
    path
        Where to write it: a .qdc file.
    themes
        The table themes. Those that were replaced, and so are coded no more, are left out.

    Returns
    -------
    pathlib.Path
        The file: a code for each theme, below one for its group. Its description holds the definition, what is included
        and excluded, and the theme_id.

    Raises
    ------
    TableError
        When there is no theme to write, or themes does not hold what it should.
    FileError
        When the file cannot be written.
    """
    themes = check_table(themes, "themes")
    coded = themes[themes["replaced_by"].isna()]
    if coded.empty:
        raise TableError("themes: has no theme that is coded; a codebook must have one.")
    write_whole(path, codebook_bytes(codes_of_themes(coded, with_answers=False)))
    return Path(path)


def read_codebook(path: Path | str) -> pd.DataFrame:
    """
    Read a codebook that a qualitative tool wrote.

    Parameters
    ----------
    path
        A .qdc file.

    Returns
    -------
    pandas.DataFrame
        The table themes, a row for each code that can be coded, in the file's order; theme_group names the codes above
        it. A codebook written by :func:`write_codebook` comes back as it was, its groups together. Of others theme_id
        is made of the name, and definition is the code's description, or its name where it has none.

    Raises
    ------
    FileError
        When the file cannot be opened, is no such codebook, or has no code that can be coded.

    Examples
    --------
    >>> import tempfile
    >>> themes = pd.DataFrame({
    ...     "theme_id": ["sleep"], "theme": ["Safe sleeping"], "theme_group": ["Infants"],
    ...     "definition": ["Where an infant sleeps."], "include": ["Cots."], "exclude": [None], "replaced_by": [None],
    ... })
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     back = read_codebook(write_codebook(f"{folder}/ours.qdc", themes))
    >>> back.loc[0, ["theme_id", "theme_group", "definition", "include"]].tolist()
    ['sleep', 'Infants', 'Where an infant sleeps.', 'Cots.']
    """
    themes = themes_of_codes(read_codes(path))
    if themes.empty:
        raise FileError(f"{path}: has no code that can be coded; export the whole codebook.")
    return check_table(themes, "themes")
