import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrlearn.errors import DocumentError
from scrlearn.reviews.web import read_web_page


def blocks(body, head=""):
    return read_web_page(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()).split("\n\n")


AROUND = [
    "<nav>Menu</nav>",
    "<footer>Address</footer>",
    "<form><label>Your name</label><input></form>",
    "<script>words()</script><style>p {}</style><noscript>Turn it on</noscript>",
    "<p hidden>gone</p>",
    "<p aria-hidden=true>gone</p>",
    "<p style='display: none'>gone</p>",
    "<p style='mso-hide:all'>gone</p>",
    "<a class=skip-link href=#main>Skip to content</a>",
    "<ol class=breadcrumb><li><a href=/>Home</a></li></ol>",
    "<div id=cookie-banner>We use cookies</div>",
    "<div class='social-share'><a href=/>Tweet</a></div>",
    "<div role=navigation>Menu</div>",
    "<h3>Related links</h3><ul><li><a href=/>Another review</a></li></ul>",
    "<h2>Share this page</h2><p><a href=/>Facebook</a></p>",
    "<ul><li><a href=#one>One</a></li><li><a href=#two>Two</a></li></ul>",
    "<!-- a remark -->",
]
ARTICLE = "<h1>Child K</h1><p>The child was not heard by anybody who came to the house.</p>"
READ = ["Child K", "The child was not heard by anybody who came to the house."]


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("frame", ["{}{}", "{}<main>{}</main>", "<main>{}{}</main>", "<div role=main>{1}{0}</div>"])
def test_what_stands_around_an_article_is_left_out(around, frame):
    assert blocks(frame.format(around, ARTICLE)) == READ


@pytest.mark.parametrize(
    "frame",
    [
        "<main>{}</main>",
        "<article>{}</article>",
        "<form id=aspnetForm>{}</form>",
        "<div class='content sidebar'>{}</div>",
        "<main><header>{}</header></main>",
        "<div role=tabpanel aria-hidden=true style='display:none'>{}</div>",
        "<section id=information-sharing>{}</section>",
        "<aside class=share>Share</aside><main><aside>{}</aside></main>",
    ],
)
def test_an_article_is_kept_whatever_it_stands_in(frame):
    assert blocks(frame.format(ARTICLE)) == READ


@pytest.mark.parametrize("frame", ["{}{}", "{}<main>{}</main>", "{}<article>{}</article>"])
def test_the_header_of_a_page_is_left_out(frame):
    assert blocks(frame.format("<header><h1>The board</h1>Working together</header>", ARTICLE)) == READ


def test_blocks_that_are_mostly_links_are_no_article():
    menu = "<div><a href=/1>About us</a> <a href=/2>Contact</a> <a href=/3>Training</a></div>"
    inside = (
        "<p>See <a href=/1>the review</a>, <a href=/2>the plan</a> and <a href=/3>it</a> for what was agreed then.</p>"
    )
    assert blocks(menu + ARTICLE + inside) == [*READ, "See the review, the plan and it for what was agreed then."]


@pytest.mark.parametrize(
    ("markup", "printed"),
    [
        ("<ol><li>a</li><li>b</li></ol>", ["1. a", "2. b"]),
        ("<ol start=3><li>a<li>b</ol>", ["3. a", "4. b"]),
        ("<ol reversed><li>a<li>b</ol>", ["2. a", "1. b"]),
        ("<ol type=a start=26><li>a<li>b</ol>", ["z. a", "aa. b"]),
        ("<ol type=I><li>a<li value=4>b<li>c</ol>", ["I. a", "IV. b", "V. c"]),
        ("<ol style='list-style-type: lower-roman'><li>a</ol>", ["i. a"]),
        ("<ol style='list-style: none'><li>1) a</ol>", ["1) a"]),
        ("<ol><li>a<ol type=a><li>b</ol><li>c</ol>", ["1. a", "a. b", "2. c"]),
        ("<ol><li><li>b</ol>", ["2. b"]),
        ("<ol><li><p>a</p><p>more</p></li><li>b</ol>", ["1. a", "more", "2. b"]),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", ["• a", "◦ b", "• c"]),
        ("<ol><li>a<ul><li>b</ul></ol>", ["1. a", "◦ b"]),
        ("<dl><dt>Lead<dd>The board<dt>By<dd>2018</dl>", ["Lead", "The board", "By", "2018"]),
        ("<p style='mso-list:l0'><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>a", ["1. a"]),
        ("<p><span style='mso-list:Ignore'>·<span>&nbsp; </span></span>a", ["• a"]),
    ],
)
def test_items_are_printed_with_the_markers_of_a_browser(markup, printed):
    assert blocks(f"<h1>T</h1>{markup}")[1:] == printed


@pytest.mark.parametrize(
    ("markup", "printed"),
    [
        ("<p>a<p>b", ["a", "b"]),
        ("<p hidden>gone<p>kept", ["kept"]),
        ("<p>a<div>b</div>c", ["a", "b", "c"]),
        ("<p>a<br>b<br><br>c", ["a\nb", "c"]),
        ("<p>a\n  b <b>c</b>d", ["a b cd"]),
        ("<pre>a\nb</pre>", ["a\nb"]),
        ("<p>&pound;5&nbsp;&ndash; it&#146;s&shy;n", ["£5\xa0– it’sn"]),
        ("<p>&nbsp;</p><p>a", ["a"]),
        ("<details><summary>More</summary><p>a</details>", ["More", "a"]),
        ("<p>word<sup><a href=#note>1</a></sup> the 19<sup>th</sup>", ["word the 19th"]),
        ("<h2>a</h2>b<h3>c</h3>", ["a", "b", "c"]),
        ("<p>a<![if !x]>b<![endif]>", ["ab"]),
    ],
)
def test_paragraphs_are_those_that_a_browser_shows(markup, printed):
    assert blocks(f"<h1>T</h1>{markup}")[1:] == printed


@pytest.mark.parametrize(
    ("markup", "printed"),
    [
        ("<tr><th>No<th>Action<tr><td>1<td>Ask", ["| No | Action |", "| 1 | Ask |"]),
        ("<tr><td rowspan=2>1<td>a<tr><td>b", ["| 1 | a |", "| | b |"]),
        ("<tr><td colspan=2>1<tr><td>a<td>b", ["| 1 | |", "| a | b |"]),
        ("<tr><td colspan=900>1<td>2<tr><td rowspan=0>a<td>b<tr><td>c", ["| 1 | | 2 |", "| a | b | |", "| | c | |"]),
        ("<tr><td><p>a<p>b<td>c|d", ["| a\nb | c¦d |"]),
        ("<tr><td><ol><li>a<li>b</ol><td>c", ["| 1. a\n2. b | c |"]),
        ("<caption>Plan</caption><tr><td>a<td>b", ["Plan", "| a | b |"]),
        ("<tfoot><tr><td>y<td>z</tfoot><thead><tr><th>a<th>b</thead>", ["| a | b |", "| y | z |"]),
        ("<tr><td><p>a<p>b<tr><td>c", ["a", "b", "c"]),
        ("<tr><td><h2>a</h2>b<td>c", ["a", "b", "c"]),
        ("<tr><th>a<th>b<tr><td>c<td><table><tr><td>d<td>e</table>", ["| a | b |", "| c | ¦ d ¦ e ¦ |"]),
    ],
)
def test_a_row_of_a_table_is_a_block(markup, printed):
    assert blocks(f"<h1>T</h1><table>{markup}</table>")[1:] == printed


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Child K | Hampshire Safeguarding Children Board</title>", "Child K"),
        ("<title>Child K - Hampshire Safeguarding Children Board</title>", "Child K"),
        ("<title>Child K: a review – Kent</title><meta property='og:site_name' content=Kent>", "Child K: a review"),
        ("<title>Kent | Child K</title><meta property='og:site_name' content=Kent>", "Child K"),
        ("<title>Child K - a response of the Board</title>", "Child K - a response of the Board"),
    ],
)
def test_the_title_stands_first_without_the_name_of_the_site_where_there_is_no_heading(head, title):
    assert blocks("<main><h2>Findings</h2><p>None.</p></main>", head) == [title, "Findings", "None."]


def test_the_title_is_not_said_twice():
    assert blocks("<main><p><b>Child K</b><p>None.</main>", "<title>Child K</title>") == ["Child K", "None."]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("<meta charset=utf-8>", "utf-8"),
        ("<meta charset='iso-8859-1'>", "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">', "cp1252"),
        ('<meta http-equiv=Content-Type content="text/html; charset=macintosh">', "mac_roman"),
        ("<meta charset=utf-8>", "cp1252"),
        ("<meta charset=no-such-thing>", "cp1252"),
        ("", "utf-16"),
        ("", "cp1252"),
    ],
)
def test_a_page_is_read_in_its_own_encoding_whatever_it_says(declared, encoding):
    assert read_web_page(f"{declared}<p>the child’s ‘voice’ – £5".encode(encoding)) == "the child’s ‘voice’ – £5"


def test_a_page_may_be_very_deep():
    assert read_web_page(b"<div>" * 20_000 + b"Heard.") == "Heard."
    assert read_web_page(b"<p>Heard." + b"<a " * 20_000).startswith("Heard.")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"<table><tr><td>" * 40,
            "^has tables in tables, more than 30 deep; open it in a browser and print it as a PDF$",
        ),
        (b"<table><tr>" + b"<td>x" * 300, "^has a table of more than 200 columns; "),
        (b"<p>" + b"x" * 20_000_001, "^holds more than 20 MB of markup; "),
    ],
)
def test_a_page_made_to_do_harm_is_refused(content, message):
    with pytest.raises(DocumentError, match=message):
        read_web_page(content)


def test_pictures_within_a_page_do_not_count():
    assert read_web_page(b"<p>a<img src='data:image/png;base64," + b"A" * 20_000_000 + b"'>b") == "ab"


PIECES = ["<p>", "</p>", "<li>", "<ol start=", "<ul>", "</ul>", "<table>", "<tr>", "<td rowspan=3>", "</table>", "<!--"]
PIECES += ["-->", "<![CDATA[", "<![if x]>", "]]>", "<main>", "<div hidden>", "</div>", "<a href=#x>", "<h1>", "<pre>"]
PIECES += [
    "words",
    " ",
    "\n",
    "&amp;",
    "&#0;",
    "&#x110000;",
    '"',
    "'",
    "<",
    ">",
    "=",
    "<br>",
    "<title>",
    "<?",
    "<!",
    "\0",
]


@settings(deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_markup_becomes_blocks_without_control_characters(pieces):
    try:
        text = read_web_page("".join(pieces).encode())
    except DocumentError as error:
        assert str(error).startswith("is damaged; ")
    else:
        assert all(block.strip() for block in text.split("\n\n")) or not text
        assert "\0" not in text
