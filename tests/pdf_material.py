"""PDF files made by hand: text in Courier at given places, so that the width of every line is known."""

import textwrap
from collections.abc import Iterable, Sequence

WIDTH, HEIGHT = 595, 842
LEFT, TOP, SIZE, SPACING = 72, 770, 10, 13
COLUMNS = 75  # letters in a line: each is 0.6 of the size wide


def pdf_of(pages: Iterable[str], *, extra: str = "", box: str = f"0 0 {WIDTH} {HEIGHT}") -> bytes:
    """Write a PDF of pages given as their drawing instructions; ``extra`` is added to every page's dictionary."""
    pages = list(pages)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} /MediaBox [{box}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    for number, drawing in enumerate(pages):
        content = drawing.encode("cp1252")
        objects += [
            f"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F 3 0 R >> >> "
            f"/Contents {5 + 2 * number} 0 R {extra} >>".encode(),
            b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream",
        ]
    return file_of(objects)


def file_of(objects: Sequence[bytes]) -> bytes:
    """Write a PDF of its numbered objects, the first of which is its catalogue."""
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(content))
    return content + head + table + end


def text_at(x: float, y: float, text: str, *, size: float = SIZE, turned: str = "1 0 0 1") -> str:
    """Draw one line of text; ``turned`` is the upper part of its matrix."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F {size} Tf {turned} {x} {y} Tm ({escaped}) Tj ET\n"


def lines_at(lines: Iterable[str], *, x: float = LEFT, y: float = TOP) -> str:
    """Draw lines one below the other; an empty line leaves a gap."""
    return "".join(text_at(x, y - SPACING * place, line) for place, line in enumerate(lines) if line)


def ruled(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Draw the lines of a table whose columns and rows are parted at these places."""
    across = [f"{xs[0]} {y} m {xs[-1]} {y} l S\n" for y in ys]
    upright = [f"{x} {ys[0]} m {x} {ys[-1]} l S\n" for x in xs]
    return "".join(across + upright)


def table_at(rows: Sequence[Sequence[str]], xs: Sequence[float], *, y: float = TOP) -> str:
    """Draw a ruled table with the lines of each cell parted by line ends; ``y`` is where it begins."""
    ys, drawing = [y], ""
    for row in rows:
        for x, cell in zip(xs, row, strict=False):
            drawing += lines_at(cell.split("\n"), x=x + 4, y=ys[-1] - SPACING)
        ys.append(ys[-1] - SPACING * max(cell.count("\n") + 1 for cell in row) - 6)
    return drawing + ruled(xs, ys)


def printed_pages(text: str, *, lines_a_page: int = 50, header: str = "", footer: str = "") -> list[str]:
    """Print a text of paragraphs parted by blank lines; "#" in a header or footer is the number of the page."""
    lines: list[str] = []
    for line in text.strip().split("\n"):
        lines += textwrap.wrap(line, COLUMNS, break_on_hyphens=True) or [""]
    parts = [lines[start : start + lines_a_page] for start in range(0, len(lines), lines_a_page)]
    return [
        lines_at(part)
        + text_at(LEFT, 805, header.replace("#", str(number)))
        + text_at(LEFT, 40, footer.replace("#", str(number)))
        for number, part in enumerate(parts, start=1)
    ]
