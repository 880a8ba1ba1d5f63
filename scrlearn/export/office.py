"""What Word and Excel files have in common: they are zip files, and the same content gives the same bytes."""

import io
import re
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

_CORE = "docProps/core.xml"
_DATES = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", re.DOTALL)


def without_times(package: bytes) -> bytes:
    """
    Return an Office file without the times at which it was made.

    Parameters
    ----------
    package
        A .docx or .xlsx file.

    Returns
    -------
    bytes
        The same parts in the same order, each as old as zip files can say, and no dates among the properties.
    """
    buffer = io.BytesIO()
    with ZipFile(io.BytesIO(package)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            part = ZipInfo(name)
            part.compress_type = ZIP_DEFLATED
            new.writestr(part, _DATES.sub(b"", content) if name == _CORE else content)
    return buffer.getvalue()


def workbook_bytes(book: Workbook) -> bytes:
    """Return a workbook of tables as the bytes of an .xlsx file, without the times at which it was made."""
    buffer = io.BytesIO()
    _WriterInMemory(book, ZipFile(buffer, "w", ZIP_DEFLATED)).save()
    return without_times(buffer.getvalue())


class _WriterInMemory(ExcelWriter):
    # openpyxl puts the text of every sheet into the system's folder for temporary files, where a kill would leave it.
    _archive: ZipFile

    def write_worksheet(self, ws: Any) -> None:
        buffer = io.BytesIO()
        ws._drawing = SpreadsheetDrawing()
        writer: Any = WorksheetWriter(ws, buffer)
        writer.write()
        ws._rels = writer._rels
        self._archive.writestr(ws.path[1:], buffer.getvalue())
        self.manifest.append(ws)
