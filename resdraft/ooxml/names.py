"""Names of WordprocessingML (ECMA-376 Part 1) and of package relationships (Part 2)."""

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math"
CHOICES = "http://schemas.openxmlformats.org/markup-compatibility/2006"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

DOCUMENT = "word/document.xml"
FOOTNOTES = "word/footnotes.xml"
MANIFEST = "customXml/item1.xml"


def default_namespace(uri: str) -> dict[str, str]:
    """The namespace map in which ``uri`` needs no prefix. lxml's key for it is None, which its types do not know."""
    return {None: uri}  # type: ignore[dict-item]


def w(name: str) -> str:
    """A name in the namespace of WordprocessingML, as lxml writes it."""
    return f"{{{W}}}{name}"


INS, DEL, MOVE_FROM, MOVE_TO = w("ins"), w("del"), w("moveFrom"), w("moveTo")
PLUS = (INS, MOVE_TO)
MINUS = (DEL, MOVE_FROM)
P, PPR, RPR, RUN, T, DEL_TEXT = w("p"), w("pPr"), w("rPr"), w("r"), w("t"), w("delText")
AUTHOR, DATE, ID, VAL = w("author"), w("date"), w("id"), w("val")
HYPERLINK, TEXT_BOX = w("hyperlink"), w("txbxContent")
