"""
The pieces of text of a PDF and where they stand, read from stdin and written to stdout as JSON.

:mod:`scrlearn.reviews.pdf` runs this file in a process of its own, so that a file that brings the reader down takes
nothing else with it. It imports nothing of this package: the process is to start fast.
"""

import ctypes
import importlib.util
import json
import math
import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_MOST_CHARACTERS = 20_000_000
_MOST_PIECES = 500_000
# What PDFium puts for a hyphen at the end of a line, whose line end it leaves out.
_HYPHEN = "\ufffe"
_LINE = re.compile(rf"[^\r\n{_HYPHEN}]+{_HYPHEN}?|{_HYPHEN}")
# The number of a note, before or after letters.
_MAY_HOLD_MARK = re.compile(r"\d[^\W\d]|[^\s\d]\d")
_MARK_SIZE = 0.8
_RAISED = 0.1
_WORD = re.compile(r"\S+")
# In the size of the font: a wider gap parts columns, or a marker from its text.
_WIDEST_SPACE = 1.0
_PASSWORD_NEEDED = 4
# Where a page begins, from its left, bottom, right and top, as seen in the direction of its words.
_ORIGINS = {
    0: lambda left, bottom, right, top: (left, bottom),
    90: lambda left, bottom, right, top: (-top, left),
    180: lambda left, bottom, right, top: (-right, -top),
    270: lambda left, bottom, right, top: (bottom, -right),
}


def main() -> None:
    """Read a PDF from stdin; write its pages, or the kind of its fault."""
    most_pages, megabytes = int(sys.argv[1]), int(sys.argv[2])
    _limit_memory(megabytes)
    try:
        found = _read(sys.stdin.buffer.read(), most_pages)
    except MemoryError:
        found = {"fault": "memory"}
    sys.stdout.write(json.dumps(found))


def _limit_memory(megabytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415

    for limit, most in ((resource.RLIMIT_AS, megabytes * 1024 * 1024), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(limit, (most, most))
        except (OSError, ValueError):  # a system that has no such limit, or a lower one already
            continue


def _read(content: bytes, most_pages: int) -> dict[str, Any]:
    import pypdfium2  # noqa: PLC0415

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        return {"fault": "password" if getattr(error, "err_code", None) == _PASSWORD_NEEDED else "damaged"}
    if len(document) > most_pages:
        return {"fault": "pages", "n_pages": len(document)}
    tables = _module("pdf_rules").lines_on, _module("pdf_grids").grids_of
    pages: list[dict[str, Any]] = []
    n_characters = n_pieces = 0
    for number in range(len(document)):
        try:
            page = document[number]
            textpage = page.get_textpage()
        except pypdfium2.PdfiumError:
            return {"fault": "page", "n_pages": number + 1}
        n_characters += textpage.count_chars()
        if n_characters > _MOST_CHARACTERS:
            return {"fault": "memory"}
        pages.append(_page(page, textpage, pypdfium2.raw, tables))
        n_pieces += len(pages[-1]["pieces"])
        if n_pieces > _MOST_PIECES:
            return {"fault": "memory"}
        textpage.close()
        page.close()
    return {"pages": pages}


def _module(name: str) -> Any:
    """Import a file beside this one by itself: to import the package would take seconds."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _page(page: Any, textpage: Any, raw: Any, tables: tuple[Any, Any]) -> dict[str, Any]:
    left, bottom, right, top = page.get_bbox()
    lines = list(_lines(textpage, raw))
    turns = Counter(word["turn"] for line in lines for word in line)
    turn = turns.most_common(1)[0][0] if turns else 0
    lines_on, grids_of = tables
    found = grids_of(lines_on(page, raw, turn=turn), lines) if turn in _ORIGINS and lines else []
    # What runs in another direction than the page is a watermark, or stands in the margin.
    pieces = [piece for line in lines for piece in _pieces(line) if piece["turn"] == turn and _has_place(piece)]
    x, y = _ORIGINS[turn](left, bottom, right, top) if turn in _ORIGINS else (0, 0)
    return {
        "height": right - left if turn in (90, 270) else top - bottom,
        "pieces": [
            [
                piece["text"],
                round(piece["left"] - x, 2),
                round(piece["right"] - x, 2),
                round(piece["baseline"] - y, 2),
                max(round(piece["size"], 2), 0.01),
            ]
            for piece in pieces
        ],
        "cells": [piece["cell"] for piece in pieces],
        "grids": [[[box and box.seen_from(x, y) for box in row] for row in grid] for grid in found],
    }


def _has_place(piece: dict[str, Any]) -> bool:
    return all(math.isfinite(piece[side]) for side in ("left", "right", "baseline", "size"))


def _lines(textpage: Any, raw: Any) -> Iterator[list[dict[str, Any]]]:
    """Yield the words of each line, with their places seen in the direction in which they run."""
    text = _text(textpage, raw)
    wide = max(text, default="") > "\uffff"
    place = _Place(textpage, raw)
    for line in _LINE.finditer(text):
        words: list[dict[str, Any]] = []
        for word in _WORD.finditer(text, *line.span()):
            start, end = word.span()
            if wide:  # PDFium counts a character outside the basic plane as two.
                start, end = (len(text[:at].encode("utf-16-le", "surrogatepass")) // 2 for at in (start, end))
            plain = word[0].replace(_HYPHEN, "-")
            marks = [] if wide else place.marks(plain, start)
            words += (
                _without_marks(plain, start, end - 1, marks, place) if marks else [_word(plain, start, end - 1, place)]
            )
        if words:
            yield words


def _word(text: str, first: int, last: int, place: "_Place") -> dict[str, Any]:
    return {"text": text, "cell": None, **place.of(first, last)}


def _without_marks(text: str, first: int, last: int, marks: list[int], place: "_Place") -> Iterator[dict[str, Any]]:
    """Yield a word without the raised numbers of notes; one that it begins with is a word of its own."""
    begin = next((at for at, mark in enumerate(marks) if at != mark), len(marks))
    if begin:
        yield _word(text[:begin], first, first + begin - 1, place)
    plain = "".join(letter for at, letter in enumerate(text) if at >= begin and at not in marks)
    if plain:
        yield _word(plain, first + begin, last, place)


def _text(textpage: Any, raw: Any) -> str:
    n = textpage.count_chars()
    buffer = (ctypes.c_ushort * (n + 1))()
    written = raw.FPDFText_GetText(textpage, 0, n, buffer)
    return bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")


class _Place:
    """Where words stand on a page."""

    def __init__(self, textpage: Any, raw: Any):
        self._textpage, self._raw = textpage, raw
        self._numbers = [ctypes.c_double() for _ in range(6)]
        self._matrix = raw.FS_MATRIX()

    def of(self, first: int, last: int) -> dict[str, float]:
        x, y, left, right, bottom, top = self._numbers
        page, raw, matrix = self._textpage, self._raw, self._matrix
        raw.FPDFText_GetCharOrigin(page, first, x, y)
        raw.FPDFText_GetCharBox(page, last, left, right, bottom, top)
        size = self._size(first) or (top.value - bottom.value if first == last else 0.0) or 1
        turn = round(math.degrees(math.atan2(matrix.c, matrix.a))) % 360
        if turn == 90:
            begin, baseline, end = -y.value, x.value, -bottom.value
        elif turn == 180:
            begin, baseline, end = -x.value, -y.value, -left.value
        elif turn == 270:
            begin, baseline, end = y.value, -x.value, top.value
        else:
            begin, baseline, end = x.value, y.value, right.value
        return {"left": begin, "right": end, "baseline": baseline, "turn": turn, "size": size}

    def marks(self, text: str, first: int) -> list[int]:
        """Find the digits of a word that are smaller and stand higher than its letters: marks of notes."""
        if not _MAY_HOLD_MARK.search(text):
            return []
        sizes = [self._size(first + at) for at in range(len(text))]
        usual = max(sizes)
        small = [at for at, size in enumerate(sizes) if text[at].isdigit() and size < _MARK_SIZE * usual]
        foot = self.of(first + sizes.index(usual), first)["baseline"] + _RAISED * usual
        return [at for at in small if self.of(first + at, first + at)["baseline"] > foot]

    def _size(self, first: int) -> float:
        # Many programs write letters of size 1 and enlarge them.
        self._raw.FPDFText_GetMatrix(self._textpage, first, self._matrix)
        scale = math.hypot(self._matrix.c, self._matrix.d)
        return abs(self._raw.FPDFText_GetFontSize(self._textpage, first)) * scale


def _pieces(words: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    begun = [words[0]]
    for word in words[1:]:
        if _is_apart(begun[-1], word):
            yield _piece(begun)
            begun = []
        begun.append(word)
    yield _piece(begun)


def _is_apart(last: dict[str, Any], word: dict[str, Any]) -> bool:
    gap = word["left"] - last["right"]
    elsewhere = word["turn"] != last["turn"] or word["cell"] != last["cell"]
    return elsewhere or gap > _WIDEST_SPACE * word["size"] or gap < -word["size"]


def _piece(words: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "text": " ".join(word["text"] for word in words),
        "left": words[0]["left"],
        "right": words[-1]["right"],
        "baseline": statistics.median_low(word["baseline"] for word in words),
        "size": statistics.median_low(word["size"] for word in words),
        "turn": words[0]["turn"],
        "cell": words[0]["cell"],
    }


if __name__ == "__main__":
    main()
