"""Writing projects (.qdpx) and codebooks (.qdc) as the REFI-QDA standard lays them down."""

import io
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from scrlearn.refi.parts import Code, Coding, Project, Source, guid_of, xml_text

PROJECT_NAMESPACE = "urn:QDA-XML:project:1.0"
CODEBOOK_NAMESPACE = "urn:QDA-XML:codebook:1.0"

_ORIGIN = "scrlearn"


def project_bytes(project: Project) -> bytes:
    """
    Return a project as a .qdpx file: a zip file of the project as XML and each source as plain text in UTF-8.

    Parameters
    ----------
    project
        Every source with its text, every coding with its place. Each coding has a selection of its own: programs keep
        for a selection one user and one comment.

    Returns
    -------
    bytes
        The same for the same project.

    References
    ----------
    REFI-QDA, "Exchange of processed data between qualitative data analysis software packages", 2019
    (https://www.qdasoftware.org).
    """
    parts = {"project.qde": _project_xml(project)}
    parts |= {f"sources/{_file_of(source)}": (source.text or "").encode() for source in project.sources}
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as file:
        for name, content in parts.items():
            part = ZipInfo(name)
            part.compress_type = ZIP_DEFLATED
            file.writestr(part, content)
    return buffer.getvalue()


def codebook_bytes(codes: Sequence[Code]) -> bytes:
    """Return codes, of which there must be one, as a .qdc file."""
    root = Element("CodeBook", {"xmlns": CODEBOOK_NAMESPACE, "origin": _ORIGIN})
    _add_codes(root, codes)
    return _as_bytes(root)


def _project_xml(project: Project) -> bytes:
    root = Element("Project", {"xmlns": PROJECT_NAMESPACE, "name": xml_text(project.name), "origin": _ORIGIN})
    users = _add(root, "Users")
    for user in project.users:
        _add(users, "User", guid=user.guid, name=user.name)
    # The standard allows neither a list of codes nor a list of sources to be empty.
    if project.codes:
        _add_codes(_add(root, "CodeBook"), project.codes)
    if project.sources:
        _add_sources(root, project)
    _add_description(root, project.description)
    return _as_bytes(root)


def _add_codes(parent: Element, codes: Sequence[Code]) -> None:
    elements: dict[str | None, Element] = {None: _add(parent, "Codes")}
    for code in codes:
        is_codable = "true" if code.is_codable else "false"
        element = _add(elements[code.parent], "Code", guid=code.guid, name=code.name, isCodable=is_codable)
        _add_description(element, code.description)
        elements[code.guid] = element


def _add_sources(root: Element, project: Project) -> None:
    by_source: dict[str, list[Coding]] = {}
    for coding in project.codings:
        by_source.setdefault(coding.source, []).append(coding)
    sources = _add(root, "Sources")
    for source in project.sources:
        path = f"internal://{_file_of(source)}"
        element = _add(sources, "TextSource", guid=source.guid, name=source.name, plainTextPath=path)
        for coding in by_source.get(source.guid, []):
            _add_coding(element, coding)


def _add_coding(source: Element, coding: Coding) -> None:
    made = {"creatingUser": coding.user, "creationDateTime": coding.created}
    selection = _add(
        source,
        "PlainTextSelection",
        guid=guid_of("selection", coding.guid),
        startPosition=str(coding.start),
        endPosition=str(coding.end),
        **made,
    )
    _add_description(selection, coding.description)
    _add(_add(selection, "Coding", guid=coding.guid, **made), "CodeRef", targetGUID=coding.code)


def _add_description(parent: Element, description: str | None) -> None:
    if description:
        _add(parent, "Description").text = xml_text(description)


def _add(parent: Element, tag: str, **attributes: str | None) -> Element:
    return SubElement(parent, tag, {name: xml_text(value) for name, value in attributes.items() if value is not None})


def _file_of(source: Source) -> str:
    return f"{source.guid}.txt"


def _as_bytes(root: Element) -> bytes:
    return tostring(root, encoding="utf-8", xml_declaration=True)
