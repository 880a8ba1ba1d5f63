"""
The level and upright lines that are drawn on a page of a PDF.

:mod:`scrlearn.reviews.pdf_pieces` uses this file in the process that reads the PDF, so it imports nothing of this
package.
"""

import ctypes
import math
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

# Pages with more are drawings: no page that a person reads as a table has so many.
_MOST_OBJECTS = 50_000
_MOST_SEGMENTS = 5_000
_DEEPEST = 5
# Points.
_THICKEST_LINE = 3.0
_SHORTEST_LINE = 3.0
_STRAIGHT = 0.5

# Left, bottom, right and top.
_Box = tuple[float, float, float, float]
_Matrix = tuple[float, float, float, float, float, float]
_UNMOVED: _Matrix = (1, 0, 0, 1, 0, 0)


def lines_on(page: Any, raw: Any, *, turn: int) -> set[_Box]:
    """
    Find the lines that are drawn on a page, and the sides of filled boxes.

    Parameters
    ----------
    page
        A page of pypdfium2.
    raw
        pypdfium2's functions of PDFium.
    turn
        The direction in which the words of the page run, in degrees; the lines are turned with them.

    Returns
    -------
    set of tuple
        The left, bottom, right and top of each, in points; a drawing of very many lines is not looked at to its end.
    """
    turned = (_turned(box, turn) for box in _drawn_lines(page, raw))
    return {tuple(round(number, 1) for number in box) for box in turned if all(map(math.isfinite, box))}  # type: ignore[misc]


def _drawn_lines(page: Any, raw: Any) -> Iterator[_Box]:
    n_segments = 0
    for number, (item, matrix) in enumerate(_paths(page, raw)):
        if number > _MOST_OBJECTS:
            return
        box = _bounds(item, raw, matrix)
        if min(box[2] - box[0], box[3] - box[1]) <= _THICKEST_LINE:
            yield box
            continue
        n_segments += raw.FPDFPath_CountSegments(item)
        if n_segments > _MOST_SEGMENTS:
            return
        yield from _straight_segments(item, raw, matrix)


def _paths(holder: Any, raw: Any, *, matrix: _Matrix = _UNMOVED, depth: int = 0) -> Iterator[tuple[Any, _Matrix]]:
    """Yield what is drawn on a page or in a form, and how it is moved."""
    count, item_of = (
        (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
        if depth
        else (raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
    )
    for number in range(count(holder)):
        item = item_of(holder, number)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield item, matrix
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            yield from _paths(item, raw, matrix=_product(_matrix(item, raw), matrix), depth=depth + 1)


def _bounds(item: Any, raw: Any, matrix: _Matrix) -> _Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return _box(_moved(matrix, left.value, bottom.value), _moved(matrix, right.value, top.value))


def _straight_segments(item: Any, raw: Any, matrix: _Matrix) -> Iterator[_Box]:
    matrix = _product(_matrix(item, raw), matrix)
    for subpath in _subpaths(item, raw):
        for begin, end in pairwise(_moved(matrix, *point) for point in subpath):
            across, along = sorted((abs(begin[0] - end[0]), abs(begin[1] - end[1])))
            if across <= _STRAIGHT and along >= _SHORTEST_LINE:
                yield _box(begin, end)


def _subpaths(item: Any, raw: Any) -> list[list[tuple[float, float]]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    found: defaultdict[int, list[tuple[float, float]]] = defaultdict(list)
    number = 0
    for place in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, place)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if raw.FPDFPathSegment_GetType(segment) != raw.FPDF_SEGMENT_LINETO:
            number += 1  # a new place to draw from, or a curve, whose points are no ends of lines
        found[number].append((x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            found[number].append(found[number][0])
    return list(found.values())


def _matrix(item: Any, raw: Any) -> _Matrix:
    found = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, found)
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _product(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b = _moved((*then[:4], 0, 0), first[0], first[1])
    c, d = _moved((*then[:4], 0, 0), first[2], first[3])
    return (a, b, c, d, *_moved(then, first[4], first[5]))


def _moved(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _turned(box: _Box, turn: int) -> _Box:
    sine, cosine = round(math.sin(math.radians(turn))), round(math.cos(math.radians(turn)))
    corners = ((x * cosine - y * sine, x * sine + y * cosine) for x, y in (box[:2], box[2:]))
    return _box(*corners)


def _box(one: tuple[float, float], other: tuple[float, float]) -> _Box:
    (left, right), (bottom, top) = (sorted(numbers) for numbers in zip(one, other, strict=True))
    return (left, bottom, right, top)
