"""A web page becomes the text of its article."""

import re
from collections.abc import Collection, Iterable
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.exceptions import ParserRejectedMarkup

from scrlearn.errors import DocumentError
from scrlearn.reviews.plain_text import decoded
from scrlearn.reviews.web_article import article_of
from scrlearn.reviews.web_blocks import BLOCKS, blocks_of

_PRINT_IT = "open it in a browser and print it as a PDF"
_LARGEST = 20_000_000  # characters
_PICTURE_INSIDE = re.compile(r"\bdata:[\w/+.-]+;base64,[A-Za-z0-9+/=]*")
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,200}?encoding=[\"']([\w.:-]+)", re.I
)
_HEAD = 4096
# Western pages that call themselves Latin-1 are in Windows-1252, and browsers read them so.
_LATIN = frozenset(("iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252", "cp1252"))
_BETWEEN_TITLE_AND_SITE = re.compile(r"\s+[|–—»·:-]+\s+")
_SITE = re.compile(
    r"(?!.*\b(?:of|by|from|to) the\b).*"
    r"(?:council|partnership|board|trust|gov\.uk|nhs|nspcc|\.org|\.com|website)(?:\W.*)?",
    re.IGNORECASE,
)
_TABLES, _MOST_TABLES = ("table",), 30
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ROW_PARTS = ("thead", "tbody", "tfoot")
# Which open elements another one ends, although their own end is not written, and what they must stand in for that.
_ENDED_BY: dict[str, tuple[Collection[str], Collection[str]]] = {
    "li": (("li",), ("ul", "ol", "menu", "table")),
    **dict.fromkeys(("dt", "dd"), (("dt", "dd"), ("dl", "table"))),
    **dict.fromkeys(("td", "th"), (("td", "th"), ("tr", *_TABLES))),
    "tr": (("td", "th", "tr"), _TABLES),
    **dict.fromkeys(_HEADINGS, (_HEADINGS, BLOCKS - set(_HEADINGS))),
    **dict.fromkeys(_ROW_PARTS, ((*_ROW_PARTS, "tr", "td", "th"), _TABLES)),
}
_ENDS_PARAGRAPH: tuple[Collection[str], Collection[str]] = (("p",), BLOCKS - {"p"})
_FARTHEST = 50


def read_web_page(content: bytes) -> str:
    """
    Read the text of a web page's article: what a person would print of it.

    Menus, banners, footers, forms, scripts, breadcrumbs, links to share and to other pages, and whatever the page hides
    are left out (:mod:`scrlearn.reviews.web_article`). Paragraphs are parted by a blank line; list items begin with the
    number or bullet that a browser prints; a row of a table is a block "| cell | cell |"
    (:mod:`scrlearn.reviews.web_blocks`). Where the article has no main heading, the page's title stands first, without
    the name of the site.

    Parameters
    ----------
    content
        The file's bytes, in the encoding that its byte order mark or its head names, or in any that can be told.

    Returns
    -------
    str
        Its text, for :func:`scrlearn.reviews.paragraphs.paragraphs_of`.

    Raises
    ------
    DocumentError
        When the page is damaged, too large or too deep to be read.

    Examples
    --------
    >>> print(read_web_page(b"<nav>Home</nav><main><h1>Child K</h1><ol><li>Listen.<li>Write it down.</ol></main>"))
    Child K
    <BLANKLINE>
    1. Listen.
    <BLANKLINE>
    2. Write it down.
    """
    markup = _PICTURE_INSIDE.sub("", _characters(content)).replace("\0", "")
    if len(markup) > _LARGEST:
        raise DocumentError(f"holds more than {_LARGEST // 1_000_000} MB of markup; {_PRINT_IT}")
    try:
        page = _Page(_closed(markup), "html.parser", on_duplicate_attribute="ignore")
        title = _title(page)
        article = article_of(page)
        blocks = blocks_of(article)
    except ParserRejectedMarkup:
        raise DocumentError(f"is damaged; {_PRINT_IT}") from None
    if title and article.find("h1") is None and title.casefold() not in " ".join(blocks[:3]).casefold():
        blocks.insert(0, title)
    return "\n\n".join(blocks)


class _Page(BeautifulSoup):
    """
    A parsed page, in which paragraphs, items and cells end where the standard of HTML ends them.

    Python's own parser would nest them in one another. lxml would not, but drops what lies deep, and says nothing.
    """

    def handle_starttag(self, name: str, *arguments: Any, **options: Any) -> Tag | None:
        """Begin an element, after the end of those that cannot hold it."""
        if name in _ENDED_BY:
            self._end(*_ENDED_BY[name])
        if name in BLOCKS:
            self._end(*_ENDS_PARAGRAPH)
        if name == "table" and self.open_tag_counter[name] >= _MOST_TABLES:
            raise DocumentError(f"has tables in tables, more than {_MOST_TABLES} deep; {_PRINT_IT}")
        return super().handle_starttag(name, *arguments, **options)

    def _end(self, ended: Iterable[str], within: Collection[str]) -> None:
        outermost = None
        for tag in reversed(self.tagStack[-_FARTHEST:]):
            if tag.name in within:
                break
            if tag.name in ended:
                outermost = tag.name
        if outermost:
            self.handle_endtag(outermost)


def _closed(markup: str) -> str:
    # The parser would look for the end of each element that has none, again and again.
    end = markup.rfind(">") + 1
    return markup[:end] + markup[end:].replace("<", "&lt;")


def _characters(content: bytes) -> str:
    found = _DECLARED.search(content[:_HEAD])
    declared = (found[1] or found[2]).decode("ascii", "replace").lower() if found else ""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Whoever could read the head in bytes of one character has not read UTF-16.
        if not declared or declared in _LATIN or declared.startswith("utf"):
            return decoded(content)
    try:
        return content.decode(declared, "replace")
    except LookupError:
        return decoded(content)


def _title(page: BeautifulSoup) -> str:
    """Return the page's title without the name of the site, which stands last or, by its own words, first."""
    title = " ".join(page.title.get_text().split()) if page.title else ""
    named = page.find("meta", property="og:site_name")
    site = " ".join(str(named.get("content", "")).split()) if named else ""
    parts = _BETWEEN_TITLE_AND_SITE.split(title)
    if "|" in title and len(parts) > 1:
        return re.split(r"\s+\|\s+", title)[1 if site and parts[0] == site else 0]
    for is_site in (lambda part: part == site, lambda part: bool(_SITE.fullmatch(part))):
        if len(parts) > 1 and is_site(parts[-1]):
            return title[: title.rindex(parts[-1])].rstrip(" |–—»·:-")
    return title
