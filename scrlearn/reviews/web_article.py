"""Which part of a web page is its article: without menus, banners, forms and what the page hides."""

import re
from collections.abc import Callable
from typing import NamedTuple

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PageElement, PreformattedString

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NEVER_PRINTED = (
    *(
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "math",
        "canvas",
        "object",
        "embed",
        "iframe",
        "audio",
        "video",
    ),
    *("button", "input", "select", "textarea", "datalist", "dialog", "head", "del", "map"),
)
_AROUND = ("nav", "footer", "header", "aside", "form", "search")
_ROLES_AROUND = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu", "menubar")
)
# Panels that a click opens are part of the page, and are saved with it as they were: mostly closed.
_OPENED_BY_A_CLICK = frozenset(("tabpanel", "region"))
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
# Words of a class or id, whole: "share" is a link to share, "information-sharing" may be what a review is about.
_NAMED_AROUND = re.compile(
    r"(?:[\w-]+[-_])?breadcrumbs?(?:[-_](?:list|nav|trail|wrapper|container|bar))?"
    r"|(?:[\w-]+[-_])?(?:cookies?|gdpr|ccc|onetrust)(?:[-_](?:banner|bar|notice|message|consent|popup|law|info|policy)[\w-]*)?"
    r"|(?:[\w-]+[-_])?skip[-_]?(?:links?|nav|to[\w-]*)"
    r"|(?:social|addtoany|addthis|sharethis)(?:[-_][\w-]+)?|(?:page|post|social)[-_]shar(?:e|ing)(?:[-_][\w-]+)?"
    r"|shar(?:e|ing)[-_](?:buttons?|links?|bar|icons?|this|page)|share|sharedaddy|jp-relatedposts"
    r"|related(?:[-_](?:links?|content|pages?|posts?|articles?|items?|documents?|navigation))?|see-also"
    r"|(?:site|page|global|main|top|left|right|side|sub|secondary|primary|mobile)[-_]?(?:nav|navigation|menu|sidebar|footer)"
    r"|nav|navbar|navigation|menu|sidebar|side[-_]bar|footer|masthead|site[-_]header|global[-_]header|pagination|pager"
    r"|sr-only|visually-?hidden|screen-reader-text|govuk-visually-hidden|print-?link|back-to-top|newsletter|page-feedback"
    r"|(?:post|entry)[-_](?:meta|tags|footer|navigation)",
    re.IGNORECASE,
)
_HEADS_LINKS = re.compile(
    r"(?:related|useful|more|other) (?:links?|contents?|pages?|articles?|news|resources)|related|see also|quick links"
    r"|share(?: this)?(?: (?:page|article|post|on))?|(?:more )?in this section|on this page|(?:table of )?contents"
    r"|(?:was|is) this page (?:helpful|useful)\??|print this page|follow us",
    re.IGNORECASE,
)
_MANY_LINKS = 3
_PARTS = ("ul", "ol", "div", "section", "p", "table")
_WORDS = re.compile(r"\w+")


class Measure(NamedTuple):
    """What an element prints: words, those of them in links, links, those to a place of the page, main headings."""

    words: int = 0
    linked: int = 0
    links: int = 0
    within: int = 0
    titles: int = 0

    @property
    def is_links(self) -> bool:
        """Tell whether most of it is links."""
        return self.words == 0 or self.linked > self.words / 2


def article_of(page: BeautifulSoup) -> Tag:
    """
    Return the element that holds a page's article, and take out of the page what is none of it.

    The article is the element called main or, without one, the only article, or what is left of the page without
    its menus and the blocks that are mostly links. What only its class or id calls a menu, a banner or the like is
    kept where it holds the greater part of the page or a main heading.
    """
    _remove(page, lambda tag: tag.name in _NEVER_PRINTED or _is_hidden(tag) or _is_mark_of_note(tag))
    measures = measure(page)
    article = _main_part(page, measures)
    inside = article.name in ("main", "article") or article.get("role") == "main"
    whole = measures[id(article)]
    _remove(article, lambda tag: _is_around(tag, measures[id(tag)], whole, inside=inside))
    _remove_lists_of_links(article, measures)
    if not inside:
        _remove(article, lambda tag: tag.name in _PARTS and _is_menu(measures[id(tag)]))
    return article


def measure(root: Tag) -> dict[int, Measure]:
    """Measure each element below another and itself, by its identity."""
    found: dict[int, Measure] = {}
    # Counted from the inside out, without recursion: a page may be a hundred thousand elements deep.
    for tag in reversed([root, *root.find_all(True)]):
        inner = [_measured(child, found) for child in tag.contents]
        whole = Measure(*map(sum, zip(*inner, strict=True))) if inner else Measure()
        if tag.name == "a":
            whole = whole._replace(linked=whole.words, links=whole.links + 1, within=whole.within + _leads_within(tag))
        found[id(tag)] = whole._replace(titles=whole.titles + (tag.name == "h1"))
    return found


def _measured(child: PageElement, found: dict[int, Measure]) -> Measure:
    if isinstance(child, Tag):
        return found[id(child)]
    is_text = isinstance(child, NavigableString) and not isinstance(child, PreformattedString)
    return Measure(words=len(_WORDS.findall(str(child)))) if is_text else Measure()


def _main_part(page: BeautifulSoup, measures: dict[int, Measure]) -> Tag:
    whole = page.body or page
    mains = page.find_all(lambda tag: tag.name == "main" or tag.get("role") == "main")
    articles = page.find_all(lambda tag: tag.name == "article" or tag.get("itemprop") == "articleBody")
    enough = measures[id(whole)].words / 2
    found = mains or [article for article in articles if measures[id(article)].words > enough]
    best = max(found, key=lambda tag: measures[id(tag)].words, default=whole)
    return best if measures[id(best)].words else whole


def _remove(root: Tag, unwanted: Callable[[Tag], bool]) -> None:
    """Take the outermost elements that are unwanted out of another."""
    waiting: list[Tag] = [root]
    found: list[Tag] = []
    while waiting:
        for child in waiting.pop().contents:
            if isinstance(child, Tag):
                (found if unwanted(child) else waiting).append(child)
    for tag in found:
        tag.extract()


def _is_hidden(tag: Tag) -> bool:
    if tag.get("hidden") == "until-found" or tag.get("role") in _OPENED_BY_A_CLICK or tag.name in ("html", "body"):
        return False
    style = str(tag.get("style", ""))
    return tag.has_attr("hidden") or tag.get("aria-hidden") == "true" or bool(_HIDDEN_STYLE.search(style))


def _is_mark_of_note(tag: Tag) -> bool:
    if tag.get("role") == "doc-noteref":
        return True
    printed = [child for child in tag.contents if isinstance(child, Tag) or str(child).strip()]
    link = printed[0] if tag.name == "sup" and len(printed) == 1 else None
    return isinstance(link, Tag) and link.name == "a" and _leads_within(link)


def _is_around(tag: Tag, measured: Measure, whole: Measure, *, inside: bool) -> bool:
    if tag.name in _HEADINGS or tag.name in ("html", "body", "main"):
        return False
    if tag.name == "nav" or (tag.get("role") in _ROLES_AROUND and tag.name != "form"):
        return True
    if tag.name in ("header", "aside") and inside:
        return measured.is_links and not measured.titles
    if tag.name not in _AROUND and not _is_named_around(tag):
        return False
    # Some systems put the whole page into one form, or name its frame after the menu beside it.
    return measured.words <= whole.words / 2 and (tag.name in _AROUND or not measured.titles)


def _is_named_around(tag: Tag) -> bool:
    names = [*tag.get_attribute_list("class"), tag.get("id")]
    return any(_NAMED_AROUND.fullmatch(str(name)) for name in names if name)


def _is_menu(measured: Measure) -> bool:
    return measured.links >= _MANY_LINKS and measured.is_links


def _leads_within(link: Tag) -> bool:
    return str(link.get("href", "")).startswith("#")


def _remove_lists_of_links(article: Tag, measures: dict[int, Measure]) -> None:
    for heading in article.find_all([*_HEADINGS, "p"]):
        words = " ".join(heading.get_text().split()).rstrip(":") if measures[id(heading)].words < 8 else ""
        if _HEADS_LINKS.fullmatch(words):
            following = _following(heading, lambda tag: measures[id(tag)].links > 0 and measures[id(tag)].is_links)
            for tag in [heading, *following] if following else []:
                tag.extract()
    _remove(article, lambda tag: tag.name in ("ul", "ol") and _is_contents(measures[id(tag)]))


def _following(heading: Tag, belongs: Callable[[Tag], bool]) -> list[Tag]:
    found: list[Tag] = []
    for sibling in heading.next_siblings:
        if isinstance(sibling, Tag):
            if sibling.name in _HEADINGS or not belongs(sibling):
                break
            found.append(sibling)
    return found


def _is_contents(measured: Measure) -> bool:
    """Tell whether a list only leads to places of the page itself."""
    return measured.links > 1 and measured.linked == measured.words and measured.within == measured.links
