"""The zip file that a project comes in: read with care, as anybody may have made it."""

from zipfile import ZipFile

# Bytes: what may be unpacked of a project, and what its XML, which takes many times that in memory, may hold.
LARGEST, LARGEST_XML = 200_000_000, 50_000_000


class Archive:
    """What is in a zip file, of which no more is unpacked than the limit, and nothing to the disk."""

    def __init__(self, file: ZipFile) -> None:
        self._file = file
        # Some programs write Sources, some sources; and on Windows, some, the other stroke.
        self._members = {info.filename.replace("\\", "/").lower(): info for info in file.infolist()}
        self._left = LARGEST

    def project(self) -> bytes:
        """Return the project's XML; not every program calls it project.qde."""
        found = [name for name in self._members if name.endswith(".qde") and "/" not in name]
        if "project.qde" not in found and len(found) != 1:
            raise ValueError("it holds no project.qde")
        return self._read("project.qde" if "project.qde" in found else found[0], limit=LARGEST_XML)

    def text(self, path: str) -> str:
        """Return a source's text, without a byte order mark, by its path in the project: internal://GUID.txt."""
        name = f"sources/{path.removeprefix('internal://').removeprefix('/')}"
        try:
            return self._read(name, limit=LARGEST).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValueError(f"{name} is not UTF-8 text") from None

    def _read(self, name: str, *, limit: int) -> bytes:
        member = self._members.get(name.lower())
        if member is None:
            raise ValueError(f"it holds no {name}")
        # What a member says of its own size may be untrue.
        limit = min(limit, self._left)
        with self._file.open(member) as part:
            content = part.read(limit + 1)
        if len(content) > limit:
            raise ValueError(f"with {name} it unpacks to more than {limit // 1_000_000} MB")
        self._left -= len(content)
        return content
