"""Any table with a text column becomes codings."""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import pandas as pd
from joblib import Parallel, delayed
from joblib.parallel import get_active_backend

from scrlearn.errors import TableError
from scrlearn.files import read_csv
from scrlearn.runs.coder import Coder, train_coder
from scrlearn.themes.codebook import load_codebook
from scrlearn.themes.encoder import load_encoder
from scrlearn.validation import name_rows, require_columns

LONGEST_TEXT = 20_000
_BATCH = 5000
_WORTH_SHARING = 2 * _BATCH
CODED_COLUMNS = ["passage_id", "theme_id", "decision", "score", "decided_by", "evidence"]


def read_passages(
    file: Path | str, *, text: str = "text", passage_id: str | None = None, stem: str | None = None
) -> pd.DataFrame:
    """
    Read passages from any CSV file.

    Parameters
    ----------
    file
        The file; its cells are read as they stand.
    text, passage_id, stem
        Its columns. Without a column for passage_id, the one of that name (or ``id``) is taken if it is there, else the
        row's number as Excel counts it; without one for the stem, that of that name if it is there.

    Returns
    -------
    pandas.DataFrame
        One row a row of the file: passage_id, stem, text.

    Raises
    ------
    FileError
        When the file cannot be read.
    TableError
        When a named column is not there, a text is blank or longer than 20,000 characters (a document, not a passage),
        or a passage_id occurs twice.
    """
    frame = read_csv(file, neutralised=False)
    require_columns(frame, str(file), [column for column in (text, passage_id, stem) if column])
    named = passage_id or next((column for column in ("passage_id", "id") if column in frame), None)
    numbers = pd.Series(frame.index + 2, index=frame.index).astype("str")
    passages = pd.DataFrame(
        {
            "passage_id": frame[named].fillna(numbers) if named else numbers,
            "stem": frame.get(stem or "stem"),
            "text": frame[text],
        },
        dtype="str",
    )
    _refuse(
        passages["text"].fillna("").str.strip() == "", f"{file}: {text} is blank", "fill it in, or leave the row out"
    )
    _refuse(
        passages["text"].str.len() > LONGEST_TEXT,
        f"{file}: {text} has more than {LONGEST_TEXT:,} characters",
        "cut it into passages",
    )
    _refuse(passages["passage_id"].duplicated(), f"{file}: {named} repeats an earlier one", "give each row its own")
    return passages.reset_index(drop=True)


def code_table(
    passages: pd.DataFrame, *, codebook: Path | str | None = None, encoder: Path | str | None = None, ask: bool = True
) -> Iterator[pd.DataFrame]:
    """
    Code passages with rules and model, trained on the labelled passages; nobody's decisions are asked for.

    Parameters
    ----------
    passages
        As :func:`read_passages` gives them.
    codebook
        A codebook's folder, or the name of one that ships; the starter codebook if not given.
    encoder
        A folder with a sentence-vector model, if there is one to use.
    ask
        Whether cells in doubt are left to be checked.

    Yields
    ------
    pandas.DataFrame
        The table codings, for one batch of passages after the other, in their order.

    Raises
    ------
    ScrlearnError
        When the codebook or the encoder cannot be loaded.
    """
    coder = train_coder(load_codebook(codebook), encoder=load_encoder(encoder) if encoder else None)
    yield from code_in_batches(coder, passages, ask=ask)


def code_in_batches(coder: Coder, passages: pd.DataFrame, *, ask: bool = True) -> Iterator[pd.DataFrame]:
    """
    Code any number of passages, cut into batches; see :func:`code_batches`.

    Parameters
    ----------
    coder
        As :func:`~scrlearn.runs.coder.train_coder` gives it.
    passages
        As :func:`read_passages` gives them.
    ask
        Whether cells in doubt are left to be checked.

    Yields
    ------
    pandas.DataFrame
        The table codings, for one batch of passages after the other, in their order.
    """
    starts = range(0, max(len(passages), 1), _BATCH)
    yield from code_batches(coder, (passages.iloc[start : start + _BATCH] for start in starts), ask=ask)


def code_batches(coder: Coder, batches: Iterable[pd.DataFrame], *, ask: bool = True) -> Iterator[pd.DataFrame]:
    """
    Code batches of passages where ``joblib.parallel_config`` says, on a cluster for example.

    Where it says nothing, more than 10,000 passages are shared out over all processors, and fewer are coded in this
    process. The codings are the same wherever they are made. Every batch costs some time of its own, so that small ones
    are slow: some thousand passages are a good size.

    Parameters
    ----------
    coder
        As :func:`~scrlearn.runs.coder.train_coder` gives it.
    batches
        Tables of passages. They are asked for as there is room to code them, so that only some of them are in memory.
    ask
        Whether cells in doubt are left to be checked.

    Yields
    ------
    pandas.DataFrame
        The table codings, for one batch after the other, in their order. Those that are not taken at once wait in
        memory.
    """
    waiting = iter(batches)
    first = _take(waiting, more_than=_WORTH_SHARING)
    _, workers = get_active_backend()
    # A small table is coded sooner here than it takes to wake other processes.
    if workers is None and sum(map(len, first)) > _WORTH_SHARING:
        workers = -1
    share_out = Parallel(n_jobs=workers, return_as="generator")
    yield from share_out(delayed(_code)(coder, batch, ask=ask) for batch in chain(first, waiting))


def _code(coder: Coder, batch: pd.DataFrame, *, ask: bool) -> pd.DataFrame:
    # The coder is an argument of its own so that ``parallel_config(backend="dask", scatter=[coder])`` finds it.
    return coder.code(batch, ask=ask)


def _take(batches: Iterator[pd.DataFrame], *, more_than: int) -> list[pd.DataFrame]:
    """Take batches until they have more than so many passages together."""
    taken, n_passages = [], 0
    for batch in batches:
        taken.append(batch)
        n_passages += len(batch)
        if n_passages > more_than:
            break
    return taken


def _refuse(rows: pd.Series, fault: str, advice: str) -> None:
    if rows.any():
        raise TableError(f"{fault} in {name_rows(rows.index[rows])}; {advice}.")
