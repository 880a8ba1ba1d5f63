"""What is printed on page after page (headers, footers, page numbers) is left out."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from scrlearn.reviews.pdf_shapes import Page, Piece, begins_note, line_of, marker_style, rows_of

# Of the height of a page: how far from its edge a header or footer may stand; and how many lines it may have.
_MARGIN = 0.15
_MOST_MARGIN_LINES = 5
_FEWEST_PAGES = 3
_SAME_HEIGHT = 3.0  # points
_PAGE_NUMBER = re.compile(
    r"[-–—]?\s*(?:page\s*)?(?:\d{1,4}|[ivxl]{1,7})(?:\s*(?:of|/)\s*\d{1,4})?\s*[-–—]?", re.IGNORECASE
)
_ROMAN_NUMBER = re.compile(r"\b[ivxl]{1,7}\b")


def without_running_lines(pages: Sequence[Page]) -> Iterator[list[Piece]]:
    """
    Yield the pieces of each page without its headers and footers.

    A line at the top or foot of pages that has the same words (numbers may differ) at the same height on half of the
    pages, or on three in a row, is one. Of two pages a line that is on both stays on the first, or at the foot of the
    last; page numbers go.
    """
    rows = [rows_of(page.pieces) for page in pages]
    running = _running_lines(pages, rows)
    for number, page_rows in enumerate(rows):
        dropped: set[int] = set()
        for edge, places in (("top", range(len(page_rows))), ("foot", range(len(page_rows) - 1, -1, -1))):
            for place in places:
                if (edge, number, place) not in running:
                    break
                dropped.add(place)
        yield [piece for place, row in enumerate(page_rows) if place not in dropped for piece in row]


def _running_lines(pages: Sequence[Page], rows: Sequence[list[list[Piece]]]) -> set[tuple[str, int, int]]:
    """Find the (edge, page, row) of what is printed on page after page."""
    alike: defaultdict[tuple[str, str], list[tuple[float, int, int]]] = defaultdict(list)
    for number, (page, page_rows) in enumerate(zip(pages, rows, strict=True)):
        for edge, place, distance in _margin_rows(page, page_rows):
            text = line_of(page_rows[place]).text
            if len(pages) < _FEWEST_PAGES and _PAGE_NUMBER.fullmatch(text) and place in (0, len(page_rows) - 1):
                alike["any", f"{number} {place}"].append((distance, number, place))
            elif not marker_style(text).startswith("Rec") and not begins_note(page_rows[place]):
                alike[edge, _evened(text)].append((distance, number, place))
    return {
        (edge, number, place)
        for (where, _), places in alike.items()
        for cluster in _clusters(places)
        for number, place in _running_in(cluster, where, len(pages))
        for edge in (("top", "foot") if where == "any" else (where,))
    }


def _running_in(cluster: list[tuple[float, int, int]], where: str, n_pages: int) -> list[tuple[int, int]]:
    found = [(number, place) for _, number, place in cluster]
    numbers = {number for number, _ in found}
    if where == "any" or n_pages >= _FEWEST_PAGES:
        return found if where == "any" or _is_running(numbers, n_pages) else []
    # Two pages are too few to be sure of a header: its words stay once, where they break no sentence.
    kept = 0 if where == "top" else n_pages - 1
    return [(number, place) for number, place in found if number != kept] if len(numbers) > 1 else []


def _margin_rows(page: Page, rows: Sequence[Sequence[Piece]]) -> Iterator[tuple[str, int, float]]:
    for place in range(min(len(rows), _MOST_MARGIN_LINES)):
        if (distance := page.height - rows[place][0].baseline) <= _MARGIN * page.height:
            yield "top", place, distance
    for place in range(max(len(rows) - _MOST_MARGIN_LINES, 0), len(rows)):
        if (distance := rows[place][0].baseline) <= _MARGIN * page.height:
            yield "foot", place, distance


def _evened(text: str) -> str:
    return re.sub(r"\d+", "#", _ROMAN_NUMBER.sub("#", text))


def _clusters(places: list[tuple[float, int, int]]) -> Iterator[list[tuple[float, int, int]]]:
    places = sorted(places)
    begun = places[:1]
    for place in places[1:]:
        if place[0] - begun[-1][0] > _SAME_HEIGHT:
            yield begun
            begun = []
        begun.append(place)
    yield begun


def _is_running(found: set[int], n_pages: int) -> bool:
    in_a_row = any({number + 1, number + 2} <= found for number in found)
    return in_a_row or len(found) >= max(2, n_pages / 2)
