"""
What is left of a Word file when it is read, beside what a user would pick instead?

    python tests/benchmarks/word_numbering.py [--missing]

All read the same made file. Of each kind it counts how many lines stand in the text as Word prints them, number and all
(signs of Markdown and white space aside, each cell of a table by itself), and how much of what Word does not print is
not there. With ``--missing`` it says which lines are wrong.

python-docx comes with this project. The others are no part of it: install them beside it, in an environment to throw
away, with ``pip install -e . mammoth docx2python "markitdown[docx]"``. LibreOffice is no library, but counts by code
of its own: its numbers are those to hold against ours. What it writes as text shows deletions and hidden words too, and
no text boxes. What is not installed is left out.
"""

import argparse
import importlib.util
import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import checkout  # noqa: F401
import pandas as pd

from scrlearn.reviews.word import read_word
from tests.word_material import (
    afresh,
    cell,
    definition,
    field,
    in_list,
    item,
    level,
    listed,
    paragraph,
    plain,
    row,
    run,
    style,
    styled,
    table,
    word_file,
)


class Kind(NamedTuple):
    """A part of the file, the lines that Word prints of it, each once, and words that it does not print."""

    body: str
    printed: tuple[str, ...]
    not_printed: tuple[str, ...] = ()


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare readers of Word files.")
    parser.add_argument("--missing", action="store_true", help="say which lines are wrong")
    content = word_file("".join(kind.body for kind in KINDS.values()), numbering=NUMBERING, styles=STYLES)
    texts = {name: read(content) for name, (there, read) in WAYS.items() if there()}
    rows = {what: {name: score(kind, text) for name, text in texts.items()} for what, kind in KINDS.items()}
    print(pd.DataFrame.from_dict(rows, orient="index").to_string())
    print("\n".join(f"{name}: not installed" for name in WAYS if name not in texts))
    if parser.parse_args().missing:
        print("\n".join(f"{name}, {what}: {wrong(KINDS[what], texts[name])}" for name in texts for what in KINDS))


def score(kind: Kind, text: str) -> str:
    n_all = len(kind.printed) + len(kind.not_printed)
    return f"{n_all - len(wrong(kind, text))} of {n_all}"


def wrong(kind: Kind, text: str) -> list[str]:
    """Return the lines that are not printed once, and the words that should not be there."""
    lines = [evened(line) for line in text.replace(" | ", "\n").split("\n")]
    missing = [line for line in kind.printed if lines.count(line) != 1]
    return missing + [words for words in kind.not_printed if words in " ".join(text.split())]


def evened(line: str) -> str:
    """Return a line without white space and signs of Markdown or of a table."""
    return " ".join(line.replace("\\", "").strip("#*_| \t").split())


def by_python_docx(content: bytes) -> str:
    import docx  # noqa: PLC0415

    lines = []
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, docx.table.Table):
            lines += [" | ".join(inside.text for inside in each.cells) for each in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines)


def by_mammoth(content: bytes) -> str:
    import mammoth  # noqa: PLC0415

    return str(mammoth.convert_to_markdown(io.BytesIO(content)).value)


def by_markitdown(content: bytes) -> str:
    import markitdown  # noqa: PLC0415

    return str(markitdown.MarkItDown().convert_stream(io.BytesIO(content), file_extension=".docx").text_content)


def by_docx2python(content: bytes) -> str:
    import docx2python  # noqa: PLC0415

    with docx2python.docx2python(io.BytesIO(content)) as document:
        return str(document.text)


def by_libreoffice(content: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "made.docx")
        made.write_bytes(content)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "txt:Text (encoded):UTF8",
            "--outdir",
            folder,
            made,
        ]
        subprocess.run(command, check=True, capture_output=True)
        return made.with_suffix(".txt").read_text(encoding="utf-8-sig")


def module(name: str) -> Callable[[], bool]:
    return lambda: importlib.util.find_spec(name) is not None


WAYS: dict[str, tuple[Callable[[], bool], Callable[[bytes], str]]] = {
    "this project": (lambda: True, read_word),
    "python-docx": (module("docx"), by_python_docx),
    "mammoth": (module("mammoth"), by_mammoth),
    "markitdown": (module("markitdown"), by_markitdown),
    "docx2python": (module("docx2python"), by_docx2python),
    "LibreOffice": (lambda: shutil.which("soffice") is not None, by_libreoffice),
}

LEGAL = (level(0, "decimal", "(%1)"), level(1, "lowerLetter", "(%2)"), level(2, "lowerRoman", "%3."))
NUMBERING = (
    definition(0, level(0, "decimal", "%1."))
    + definition(1, level(0, "lowerLetter", "(%1)"))
    + definition(2, level(0, "lowerRoman", "%1."))
    + definition(3, level(0, "decimal", "Recommendation %1:", '<w:pStyle w:val="Asked"/>'))
    + definition(4, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"))
    + definition(5, *LEGAL)
    + definition(6, level(0, "decimal", "%1)"))
    + definition(7, level(0, "decimal", "%1.", start=7))
    + "".join(listed(number + 1, number) for number in range(8))
    + listed(9, 6, afresh())
)
STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    + style("Asked", '<w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr>', based_on="Normal")
    + style("AskedOfUs", based_on="Asked")
    + style("TOC1", based_on="Normal", called="toc 1")
)
BOX = f"<w:txbxContent>{plain('Words in a box.')}</w:txbxContent>"
DRAWING = (
    '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="2000000" cy="500000"/>'
    '<wp:docPr id="1" name="Box"/><a:graphic><a:graphicData '
    'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
    '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2000000" cy="500000"/></a:xfrm><a:prstGeom prst="rect">'
    f"<a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{BOX}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
    "</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape "
    f'style="width:150pt;height:40pt"><v:textbox>{BOX}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>'
)
CONTROL = f"<w:sdt><w:sdtContent>{plain('Words in a control.')}</w:sdtContent></w:sdt>"
INSERTED = f'<w:ins w:id="1" w:author="A">{run("will train")}</w:ins>'
DELETED = '<w:del w:id="2" w:author="A"><w:r><w:delText xml:space="preserve">might consider</w:delText></w:r></w:del>'
DELETED_ROW = row("Deleted", "row", properties='<w:del w:id="3" w:author="A"/>')
DELETED_END = paragraph(
    run("Two paragraphs"), properties=f'{in_list(0, 8)}<w:rPr><w:del w:id="4" w:author="A"/></w:rPr>'
)
KINDS = {
    "1. 2. 3.": Kind(item("one") + item("two") + item("three"), ("1. one", "2. two", "3. three")),
    "(a) (b)": Kind(item("fathers", number=2) + item("carers", number=2), ("(a) fathers", "(b) carers")),
    "i. ii.": Kind(item("first", number=3) + item("second", number=3), ("i. first", "ii. second")),
    "Recommendation 1:": Kind(
        styled("Listen", "Asked") + plain("To children.") + styled("Record", "AskedOfUs"),
        ("Recommendation 1: Listen", "To children.", "Recommendation 2: Record"),
    ),
    "1 1.1 2 2.1": Kind(
        item("Health", number=5) + item("Beds", 1, 5) + item("Police", number=5) + item("Calls", 1, 5),
        ("1 Health", "1.1 Beds", "2 Police", "2.1 Calls"),
    ),
    "(1) (a) i.": Kind(
        item("A", 0, 6) + item("B", 1, 6) + item("C", 2, 6) + item("D", 1, 6) + item("E", 0, 6) + item("F", 1, 6),
        ("(1) A", "(a) B", "i. C", "(b) D", "(2) E", "(a) F"),
    ),
    "a list that starts afresh": Kind(
        item("left", number=7) + item("right", number=7) + item("top", number=9) + item("bottom", number=9),
        ("1) left", "2) right", "1) top", "2) bottom"),
    ),
    "numbers go on over a table": Kind(
        item("before", number=8) + table(row(cell(item("in a cell", number=8)), "x")) + item("after", number=8),
        ("7. before", "8. in a cell", "9. after"),
    ),
    "insertions, deletions": Kind(
        paragraph(run("The Board "), INSERTED, DELETED), ("The Board will train",), ("consider",)
    ),
    "a deleted end of paragraph": Kind(DELETED_END + item(" in one", number=8), ("10. Two paragraphs in one",)),
    "cells of a table": Kind(
        table(row("Ref", "Action", "Lead"), row("R7", "Train", ""), DELETED_ROW),
        ("Ref", "Action", "Lead", "R7", "Train"),
        ("Deleted",),
    ),
    "a text box": Kind(paragraph(f"<w:r>{DRAWING}</w:r>"), ("Words in a box.",)),
    "a control": Kind(CONTROL, ("Words in a control.",)),
    "hidden words": Kind(paragraph(run("Seen"), run(" unseen", "<w:vanish/>")), ("Seen",), ("unseen",)),
    "a table of contents": Kind(
        "".join(styled(text, "TOC1") for text in ("Entry A 4", "Entry B 5")) + plain("Chapter."),
        ("Chapter.",),
        ("Entry A", "Entry B"),
    ),
    "a field": Kind(paragraph(run("Figure "), field("SEQ Figure", run("1"))), ("Figure 1",), ("SEQ",)),
}

if __name__ == "__main__":
    main()
