"""Lanes of marks along time: each mark with its label beside it, none on another."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from scrlearn.charts.sheet import GAP, Sheet, wrap_label, write_label
from scrlearn.charts.style import MARKS, SMALL_SIZE, text_height, text_look, text_width, wrap

_MARK = 4.0
_LEAST_ROW = 14.0
_WIDEST_LABEL = 150.0


@dataclass(frozen=True)
class Item:
    """One review on its lane: where its span begins and ends, in points, its mark, and its label with its place."""

    span: tuple[float, float]
    mark: str
    label: str
    label_left: float
    label_width: float

    @property
    def left(self) -> float:
        """Where it begins, with its label."""
        return min(self.span[0] - _MARK, self.label_left)

    @property
    def right(self) -> float:
        """Where it ends, with its label."""
        return max(self.span[1] + _MARK, self.label_left + self.label_width)


def place_items(sheet: Sheet, spans: Sequence[tuple[float, float]], named: Sequence[tuple[str, str]]) -> list[Item]:
    """Return an item for each span, in points, and its mark and label, which stands where there is room for it."""
    widest = max(end - begin for begin, end in spans)
    room = min((sheet.plot_width - widest) / 2 - 2 * GAP, _WIDEST_LABEL)
    items = []
    for (begin, end), (mark, words) in zip(spans, named, strict=True):
        label = wrap(words, room, size=SMALL_SIZE)
        width = max(text_width(line, size=SMALL_SIZE) for line in label.split("\n"))
        right = end + _MARK + GAP / 2
        left = right if right + width <= sheet.plot_width else begin - _MARK - GAP / 2 - width
        items.append(Item((begin, end), mark, label, left, width))
    return items


def draw_lane(sheet: Sheet, name: str, items: Sequence[Item], top: float) -> float:
    """Draw one lane from the given height downwards, its name at the left, and return where it ends, in points."""
    label, packed = wrap_label(sheet, name), _pack(items)
    heights = [max(_LEAST_ROW, *(text_height(item.label, size=SMALL_SIZE) for item in row)) + 2 for row in packed]
    height = max(text_height(label), sum(heights))
    write_label(sheet, top + height / 2, label)
    y = top + (height - sum(heights)) / 2
    for row, row_height in zip(packed, heights, strict=True):
        for item in row:
            _draw_item(sheet.ax, item, y + row_height / 2)
        y += row_height
    return top + height + GAP / 2


def _pack(items: Sequence[Item]) -> list[list[Item]]:
    """Return the items in as few rows as it takes for none to stand on another."""
    packed: list[list[Item]] = []
    for item in sorted(items, key=lambda item: item.left):
        free = next((row for row in packed if row[-1].right + GAP <= item.left), None)
        if free is None:
            packed.append([item])
        else:
            free.append(item)
    return packed


def _draw_item(ax: Axes, item: Item, y: float) -> None:
    begin, end = item.span
    mark = MARKS[item.mark]
    if end > begin:
        ax.plot([begin, end], [y, y], clip_on=False, **MARKS["span"])
        mark = {**mark, "markerfacecolor": "white"}
    ax.plot([(begin + end) / 2], [y], clip_on=False, **mark)
    va = "center" if "\n" in item.label else "center_baseline"
    ax.text(item.label_left, y, item.label, va=va, ha="left", **text_look(size=SMALL_SIZE))
