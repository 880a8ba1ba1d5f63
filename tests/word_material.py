"""Word files made by hand, part by part, so that nothing is in them but what a test is about."""

import io
import zipfile

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DOCUMENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
ONE_LIST = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ALSO = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def plain(text):
    return paragraph(run(text))


def in_list(depth=0, number=1):
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


def item(text, depth=0, number=1):
    return paragraph(*[run(text)] * bool(text), properties=in_list(depth, number))


def styled(text, style):
    return paragraph(*[run(text)] * bool(text), properties=f'<w:pStyle w:val="{style}"/>')


def field(code, result=""):
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def cell(*blocks, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(blocks) or plain('')}</w:tc>"


def row(*cells, properties=""):
    made = "".join(each if "<w:tc>" in each else cell(plain(each)) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def table(*rows):
    columns = max(each.count("<w:tc>") for each in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def level(depth, number_format, text, extra="", start=1):
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def definition(number, *levels, extra=""):
    return f'<w:abstractNum w:abstractNumId="{number}">{extra}{"".join(levels)}</w:abstractNum>'


def listed(number, defined=0, extra=""):
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{defined}"/>{extra}</w:num>'


def afresh(depth=0, start=1):
    return f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def style(name, properties="", *, based_on="", kind="paragraph", called=""):
    inside = f'<w:name w:val="{called or name}"/><w:basedOn w:val="{based_on}"/>{properties}'
    return f'<w:style w:type="{kind}" w:styleId="{name}">{inside}</w:style>'


def word_parts(body, *, numbering="", styles="", namespace=TRANSITIONAL, before="", document_type=DOCUMENT_TYPE):
    """Return the parts of a Word file by name."""
    relation = f'<Relationship Id="{{0}}" Type="{_RELATIONS}/{{0}}" Target="{{1}}"/>'
    own = relation.format("styles", "styles.xml") + relation.format("numbering", "numbering.xml")
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{document_type}"/>'
        + "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="'
            f'application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml"/>'
            for name in ("styles", "numbering")
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f"{relation.format('officeDocument', 'word/document.xml')}</Relationships>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{own}</Relationships>',
        "word/document.xml": f'{before}<w:document xmlns:w="{namespace}" {_ALSO}><w:body>{body}</w:body></w:document>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{namespace}">{numbering}</w:numbering>',
        "word/styles.xml": f'<w:styles xmlns:w="{namespace}">{styles}</w:styles>',
    }


def zipped(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def word_file(body, **options):
    return zipped(word_parts(body, **options))


def one_list(*levels):
    """Return a numbering with one list, of number 1."""
    return definition(0, *levels) + ONE_LIST
