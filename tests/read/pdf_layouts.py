"""Ways in which people lay out a Word file before they print it: each takes the parts of one of ours, and changes them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

Parts = dict[str, str]
_DOCUMENT, _STYLES, _SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"


_PAGE = '</w:r><w:fldSimple w:instr="PAGE"/><w:r>'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def laid_out(content: bytes, layout: str, more: Callable[[Parts], None] | None = None) -> bytes:
    """A Word file of ours in a layout, with something more."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    LAYOUTS[layout](parts)
    if more is not None:
        more(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def itu(parts: Parts) -> None:
    """ITU's look."""


def times(parts: Parts) -> None:
    """Times, justified, and words parted at the ends of lines."""
    letters(parts, "Times New Roman", 24)
    justified(parts)
    parted(parts)


def two_columns(parts: Parts) -> None:
    """So in two columns."""
    times(parts)
    columns(parts, 2)


def small(parts: Parts) -> None:
    """A5, nine points, justified, and words parted at the ends of lines."""
    page(parts, 8391, 11907, 850)
    letters(parts, "Liberation Sans", 18)
    justified(parts)
    parted(parts)


def book(parts: Parts) -> None:
    """Behind a cover and a foreword, on pages of their own."""
    page_break = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    said = (
        "International Union.",
        "PROCEEDINGS.",
        page_break,
        "FOREWORD.",
        "The Union makes texts of this kind known.",
        page_break,
    )
    made = (one if one is page_break else f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in said)
    parts[_DOCUMENT] = parts[_DOCUMENT].replace("<w:body>", f"<w:body>{''.join(made)}", 1)


def letter(parts: Parts) -> None:
    """American paper and large letters, ragged."""
    page(parts, 12240, 15840, 1440)
    letters(parts, "Liberation Serif", 28)


def small_text(parts: Parts) -> None:
    """Text in ten points, and footnotes as large; paragraphs close to each other, and words parted."""
    letters(parts, "Liberation Serif", 20)
    justified(parts)
    parted(parts)
    parts[_STYLES] = re.sub(r'w:before="(80|120|160)"', 'w:before="60"', parts[_STYLES])


def large_notes(parts: Parts) -> None:
    """Footnotes in letters as large as the text's."""
    notes = r'(<w:style [^>]*w:styleId="FootnoteText".*?)<w:sz w:val="\d+"/>'
    parts[_STYLES] = re.sub(notes, r'\1<w:sz w:val="24"/>', parts[_STYLES], flags=re.DOTALL)


def changing_heads(parts: Parts) -> None:
    """Heads and feet in letters as large as the text's, others on even pages than on odd ones."""
    parts[_DOCUMENT] = re.sub("<w:headerReference [^>]*/>", "", parts[_DOCUMENT])
    parts[_SETTINGS] = parts[_SETTINGS].replace("<w:defaultTabStop", "<w:evenAndOddHeaders/><w:defaultTabStop", 1)
    running(parts, "header", "default", "PP-18/55-E<w:tab/>Final Acts of the Conference")
    running(parts, "header", "even", "Final Acts of the Conference (Dubai, 2018)")
    running(parts, "footer", "default", f"Page {_PAGE} of {_PAGE.replace('PAGE', 'NUMPAGES')}")
    running(parts, "footer", "even", f"{_PAGE} | Res. 130")


LAYOUTS: dict[str, Callable[[Parts], None]] = {
    "itu": itu,
    "times": times,
    "columns": two_columns,
    "small": small,
    "letter": letter,
    "small text": small_text,
    "large notes": large_notes,
    "changing heads": changing_heads,
}


def page(parts: Parts, width: int, height: int, margin: int) -> None:
    """A paper size and margins, in twentieths of a point."""
    turned = ' w:orient="landscape"' if width > height else ""
    size = f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
    sides = " ".join(f'w:{side}="{margin}"' for side in ("top", "right", "bottom", "left"))
    margins = f'<w:pgMar {sides} w:header="567" w:footer="567" w:gutter="0"/>'
    parts[_DOCUMENT] = re.sub("<w:pgSz [^>]*/>", size, re.sub("<w:pgMar [^>]*/>", margins, parts[_DOCUMENT]))


def letters(parts: Parts, family: str, halves: int) -> None:
    """Another family of letters, in half points."""
    styles = parts[_STYLES].replace("Calibri", family)
    parts[_STYLES] = styles.replace('<w:sz w:val="24"/><w:szCs w:val="24"/>', f'<w:sz w:val="{halves}"/>')


def justified(parts: Parts) -> None:
    """The text justified."""
    names = r'<w:style [^>]*w:styleId="(?:Normal|enumlev\d|Normalaftertitle)"[^>]*>.*?(?=</w:pPr>)'
    parts[_STYLES] = re.sub(
        names, lambda m: m[0] if "<w:jc" in m[0] else f'{m[0]}<w:jc w:val="both"/>', parts[_STYLES], flags=re.DOTALL
    )


def parted(parts: Parts) -> None:
    """Words parted at the ends of lines."""
    parts[_SETTINGS] = parts[_SETTINGS].replace("<w:defaultTabStop", "<w:autoHyphenation/><w:defaultTabStop", 1)


def columns(parts: Parts, count: int) -> None:
    """Several columns."""
    parts[_DOCUMENT] = re.sub("(<w:pgMar[^>]*/>)", rf'\1<w:cols w:num="{count}" w:space="567"/>', parts[_DOCUMENT])


def running(parts: Parts, kind: str, pages: str, said: str) -> None:
    """A running head or foot (``header``, ``footer``) on some pages (``default``, ``even``, ``first``)."""
    name = f"{kind}{pages}"
    short = {"header": "hdr", "footer": "ftr"}[kind]
    words = re.sub("(^|>)([^<>]+)(?=<|$)", r'\1<w:t xml:space="preserve">\2</w:t>', said)
    parts[f"word/{name}.xml"] = f"<w:{short} {_NAMESPACES}><w:p><w:r>{words}</w:r></w:p></w:{short}>"
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
        "</Relationships>", f'<Relationship Id="{name}" Type="{_RELATED}/{kind}" Target="{name}.xml"/></Relationships>'
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        "</Types>", f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/></Types>'
    )
    reference = f'<w:{kind}Reference w:type="{pages}" r:id="{name}"/>'
    parts[_DOCUMENT] = re.sub("(<w:sectPr[^>]*>)", rf"\1{reference}", parts[_DOCUMENT])
