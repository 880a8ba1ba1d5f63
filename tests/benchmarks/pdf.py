"""
How fast are PDFs read, beside what a user would pick instead?

    python tests/benchmarks/pdf.py [--pages 500]

All read the same made file of ordinary text pages with a header and a footer, three times; the fastest counts. Raw
pypdfium2 gives each page's text as it stands in the file, pypdf and pdfplumber their pages' text; only scrlearn takes
headers and footers out, joins paragraphs and mends words, and it starts a process of its own each time, which is timed
too. Seconds of the processor are counted beside those of the clock, as other work on the machine changes them less; on
Windows those of the process that is started are not counted. "Paragraphs found" is how many of the file's paragraphs
are in the text word for word with white space evened. A rival that is not installed is left out.
"""

import argparse
import importlib.util
import io
import os
from collections.abc import Callable
from time import perf_counter

import checkout  # noqa: F401
import pandas as pd

from scrlearn.reviews.pdf import read_pdf
from scrlearn.themes.labelled import load_labelled
from tests.pdf_material import pdf_of, printed_pages

LINES_A_PAGE = 45
REPEATS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the reading of a PDF.")
    parser.add_argument("--pages", type=int, default=500, help="how many (500 if not given)")
    rows = measure(parser.parse_args().pages)
    print(pd.DataFrame.from_dict(rows, orient="index").to_string(float_format="{:,.2f}".format))
    print("\n".join(f"{name}: not installed" for name in WAYS if name not in rows))


def measure(n_pages: int) -> dict[str, dict[str, float]]:
    """Return for each way of reading that is installed what a file of so many pages costs."""
    paragraphs = many_paragraphs(n_pages)
    pages = printed_pages("\n\n".join(paragraphs), lines_a_page=LINES_A_PAGE, header="The Board", footer="Page #")
    content = pdf_of(pages[:n_pages])
    print(f"{n_pages} pages, {len(content) / 1e6:.1f} MB\n")
    return {name: timed(read, content, n_pages, paragraphs) for name, (module, read) in WAYS.items() if there(module)}


def many_paragraphs(n_pages: int) -> list[str]:
    """Return the shipped labelled passages, again and again, more than enough for so many pages."""
    texts = [" ".join(text.encode("cp1252", "ignore").decode("cp1252").split()) for text in load_labelled()["text"]]
    n_needed = n_pages * LINES_A_PAGE // 3
    return (texts * (n_needed // len(texts) + 1))[:n_needed]


def timed(read: Callable[[bytes], str], content: bytes, n_pages: int, paragraphs: list[str]) -> dict[str, float]:
    seconds, of_processor = [], []
    for _ in range(REPEATS):
        start, started = perf_counter(), processor_time()
        text = read(content)
        seconds.append(perf_counter() - start)
        of_processor.append(processor_time() - started)
    found = {" ".join(block.split()) for block in text.split("\n\n")}
    in_file = paragraphs[: len(found)]
    return {
        "seconds": min(seconds),
        "pages_a_second": n_pages / min(seconds),
        "pages_a_processor_second": n_pages / min(of_processor),
        "paragraphs_found": sum(paragraph in found for paragraph in in_file) / len(in_file),
    }


def processor_time() -> float:
    return sum(os.times()[:4])


def there(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def by_pypdfium2(content: bytes) -> str:
    import pypdfium2  # noqa: PLC0415

    with pypdfium2.PdfDocument(content) as document:
        return "\n\n".join(page.get_textpage().get_text_range() for page in document)


def by_pypdf(content: bytes) -> str:
    import pypdf  # noqa: PLC0415

    return "\n\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def by_pdfplumber(content: bytes) -> str:
    import pdfplumber  # noqa: PLC0415

    with pdfplumber.open(io.BytesIO(content)) as document:
        return "\n\n".join(page.extract_text() for page in document.pages)


WAYS: dict[str, tuple[str, Callable[[bytes], str]]] = {
    "raw pypdfium2": ("pypdfium2", by_pypdfium2),
    "pypdf": ("pypdf", by_pypdf),
    "pdfplumber": ("pdfplumber", by_pdfplumber),
    "this": ("pypdfium2", read_pdf),
}

if __name__ == "__main__":
    main()
