"""Elements that stand where WordprocessingML has none: another program has damaged the file, and Word would not open it as it is.

Only what texts are made of is looked at (ECMA-376 Part 1, 17.2 to 17.4 and 17.16). It is asked only of a file that could not be understood.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from lxml import etree

from resdraft.errors import Problem, Unfit, Unreadable, WrongUsage
from resdraft.ooxml.fields import CHARACTER
from resdraft.ooxml.names import PPR, RPR, RUN, P, T, W, w
from resdraft.ooxml.package import open_package, parse
from resdraft.ooxml.story import open_stories

_BLOCKS = "body tc txbxContent footnote endnote comment hdr ftr sdtContent customXml docPartBody ins del moveFrom moveTo"
_RUNS = "p hyperlink ins del moveFrom moveTo sdtContent smartTag customXml fldSimple dir bdo rt rubyBase"
_IN_STYLES = "style tblStylePr"
_PARENTS = {
    w(name): frozenset(map(w, parents.split()))
    for names, parents in (
        ("p tbl", _BLOCKS),
        ("tr", "tbl sdtContent customXml ins del moveFrom moveTo"),
        ("tc", "tr sdtContent customXml"),
        ("r hyperlink fldSimple", _RUNS),
        ("drawing", "r object"),
        ("t delText instrText delInstrText pict object br footnoteReference endnoteReference fldChar sym", "r"),
        ("pPr", f"p pPrChange pPrDefault lvl {_IN_STYLES}"),
        ("rPr", f"r pPr rPrChange rPrDefault lvl sdtPr sdtEndPr ins del moveFrom moveTo {_IN_STYLES}"),
        ("tblPr", f"tbl tblPrChange {_IN_STYLES}"),
        ("trPr", f"tr trPrChange {_IN_STYLES}"),
        ("tcPr", f"tc tcPrChange {_IN_STYLES}"),
        ("sectPr", "body pPr sectPrChange"),
        ("ins del moveFrom moveTo", f"{_RUNS} {_BLOCKS} rPr trPr numPr tbl"),
        ("pPrChange", "pPr"),
        ("pStyle", "pPr lvl"),
        ("body", "document"),
        ("num abstractNum", "numbering"),
        ("style", "styles"),
        ("rPrChange", "rPr"),
    )
    for name in names.split()
}
_GRAPHIC = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphic"
_FIRST = {PPR: w("p"), RPR: RUN, w("tcPr"): w("tc"), w("tblPr"): w("tbl")}
"""What stands first where it stands, and so at most once."""
_RUN_CONTENT = (
    "rPr br t contentPart delText instrText delInstrText noBreakHyphen softHyphen dayShort monthShort yearShort dayLong monthLong "
    "yearLong annotationRef footnoteRef endnoteRef separator continuationSeparator sym pgNum cr tab object pict fldChar ruby "
    "footnoteReference endnoteReference commentReference drawing ptab lastRenderedPageBreak"
)
_IN_RUN = frozenset(map(w, _RUN_CONTENT.split()))
"""What may stand in a run (ECMA-376 Part 1, 17.3.2.25)."""
_OWN = f"{{{W}}}"
_RANGES = frozenset(map(w, ("bookmarkStart", "bookmarkEnd", "tblPrEx", "proofErr")))


@contextmanager
def damage_refused(*files: tuple[bytes | Mapping[str, bytes], str]) -> Iterator[None]:
    """Where work on Word files ends in a fault of ours, refuse those of them that other programs have damaged: that is the reason then.

    Where a part turns out to be no XML deep in the work, which knows no names, its file and its own name are told.

    Args:
        files: each with its content or its parts, and its name for messages.

    Raises:
        Unreadable: with what is damaged.
    """
    try:
        yield
    except (Unfit, WrongUsage):
        raise
    except Unreadable as error:
        for name, parts in _opened(files) if any(not problem.file for problem in error.problems) else ():
            for part in sorted(parts):
                if part.endswith((".xml", ".rels")):
                    parse(parts[part], name, part)
        raise
    except Exception:
        problems = []
        for name, parts in _opened(files):
            for part, story in open_stories(parts, name).items():
                if what := misplaced(story.root):
                    damage = f"a damaged Word file ({part}: {what})"
                    problems.append(Problem(damage, "open it in Word and save it again", file=name))
                    break
        if problems:
            raise Unreadable(problems) from None
        raise


def _opened(files: Iterable[tuple[bytes | Mapping[str, bytes], str]]) -> Iterator[tuple[str, Mapping[str, bytes]]]:
    for content, name in files:
        yield name, open_package(content, name) if isinstance(content, bytes) else content


def misplaced(root: etree._Element) -> str:
    """What stands where it cannot stand, in words; "" where everything has its place.

    Args:
        root: of a part.
    """
    for element in root.iter(*_PARENTS):
        parent = element.getparent()
        if parent is None or not str(parent.tag).startswith(_OWN):
            # What stands in another vocabulary, as in a formula, has rules of its own.
            continue
        name, holder = etree.QName(element).localname, etree.QName(parent).localname
        if parent.tag not in _PARENTS[element.tag]:
            return f"w:{name} stands in w:{holder}"
        before = element.getprevious()
        while before is not None and (before.tag in _RANGES or not isinstance(before.tag, str)):
            before = before.getprevious()
        if _FIRST.get(element.tag) == parent.tag and before is not None:
            return f"w:{name} does not stand first in w:{holder}"
        if what := _inside(element, name):
            return what
        if element.tag == w("sectPr") and parent.tag == w("body") and element.getnext() is not None:
            return "something stands behind the last section"
        if element.tag == w("tc") and next(element.iter(P), None) is None:
            return "a cell of a table has no paragraph"
    return _in_part(root) or _open_field(root)


def _in_part(root: etree._Element) -> str:
    """What is there twice, or without the drawing that holds it."""
    if len(root.findall(w("body"))) > 1:
        return "there are two bodies"
    for element in root.iter(_GRAPHIC):
        parent = element.getparent()
        if parent is not None and str(parent.tag).startswith(_OWN):
            return f"a:graphic stands in w:{etree.QName(parent).localname}"
    return ""


def _inside(element: etree._Element, name: str) -> str:
    """What is wrong with what stands in a run, or in properties: each of these stands there once."""
    inner = [child.tag for child in element.iterchildren(f"{_OWN}*")]
    if element.tag == RUN:
        stray = next((tag for tag in inner if tag not in _IN_RUN), None)
        return "" if stray is None else f"w:{etree.QName(stray).localname} stands in w:r"
    twice = [tag for tag, n in Counter(inner).items() if n > 1] if element.tag in (PPR, RPR) else []
    return f"w:{etree.QName(twice[0]).localname} stands twice in w:{name}" if twice else ""


def _open_field(root: etree._Element) -> str:
    """What is wrong with the signs of fields: begin, separate, end."""
    opened: list[str] = []
    for element in root.iter(CHARACTER, T):
        kind = element.get(w("fldCharType")) or ""
        if element.tag == T:
            if opened and opened[-1] == "begin" and (element.text or "").strip():
                return "words stand in the code of a field"
        elif kind == "begin":
            opened.append(kind)
        elif not opened:
            return "a field ends that has not begun"
        elif kind == "end":
            opened.pop()
        elif kind != "separate" or opened[-1] != "begin":
            return "a field has a sign that no field has, or one twice"
        else:
            opened[-1] = kind
    return "a field begins and does not end" if opened else ""
