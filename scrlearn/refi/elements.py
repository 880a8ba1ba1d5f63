"""Elements of XML, and what is refused in them: XML that plays tricks, and attributes that are not there."""

from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring


def parse(content: bytes, root_tag: str) -> Element:
    """Return the root of some XML, which must have this tag and may not define a document type."""
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except LookupError as error:
        raise ValueError(str(error)) from None
    if root.tag != root_tag:
        raise ValueError(f"its XML begins with {root.tag[:80]}, where {root_tag} should be")
    return root


def attribute(element: Element, name: str) -> str:
    """Return an attribute that must be there."""
    value = element.get(name)
    if value is None:
        raise ValueError(f"a {element.tag.rpartition('}')[2]} has no {name}")
    return value


def whole_number(element: Element, name: str) -> int:
    """Return an attribute that must be a whole number."""
    value = attribute(element, name)
    try:
        return int(value)
    except ValueError:
        raise ValueError(f"{name} is {value[:40]!r}, no whole number") from None


def guid(element: Element, name: str = "guid") -> str:
    """Return an attribute that identifies something, in the form in which it can be compared."""
    return plain_guid(attribute(element, name))


def plain_guid(guid: str) -> str:
    """Return a guid in small letters and without braces."""
    return guid.strip().strip("{}").lower()
