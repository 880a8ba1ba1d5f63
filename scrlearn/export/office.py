"""What Word and Excel files have in common: they are zip files, and the same content gives the same bytes."""

import io
import re
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

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
