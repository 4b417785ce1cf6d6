"""Fields: which runs belong to one that Word computes (ECMA-376 Part 1, 17.16). An edit in such a run would be lost when Word updates it."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from resdraft.ooxml.names import RUN, VAL, P, w

CHARACTER, CODE, SIMPLE = w("fldChar"), w("instrText"), w("fldSimple")
_STRUCK_CODE = w("delInstrText")
_LAID_OUT = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "PAGEREF", "DATE", "TIME"))
"""Fields that Word computes anew whenever it lays the text out: their stored result is nobody's words."""


@dataclass(repr=False, eq=False, match_args=False)
class Field:
    """A complex field: its runs in order, from begin to end, its code, and the paragraphs that it stands in."""

    runs: list[etree._Element] = field(default_factory=list)
    code: str = ""
    closed: bool = False
    paragraphs: set[etree._Element | None] = field(default_factory=set)

    @property
    def name(self) -> str:
        """What it computes: REF, PAGE, HYPERLINK ..."""
        words = self.code.split()
        return words[0].upper() if words else "field"

    @property
    def fixed(self) -> bool:
        """Whether its words stay as they are written: only a hyperlink's do."""
        return self.name == "HYPERLINK"

    @property
    def whole(self) -> bool:
        """Whether it begins and ends in one paragraph."""
        return self.closed and len(self.paragraphs) == 1


def is_laid_out(code: str) -> bool:
    """Whether the result of a field of this code follows from the layout or the clock, so that another one is no change."""
    words = code.split(None, 1)
    return bool(words) and words[0].upper() in _LAID_OUT


def fields_of(root: etree._Element) -> dict[etree._Element, Field]:
    """The outermost field that Word computes, by each of its runs. A hyperlink counts where it is in no other."""
    out: dict[etree._Element, Field] = {}
    if next(root.iter(CHARACTER), None) is None:
        return out
    # Fields nest: what stands in an inner one is computed anew with the outer one too.
    stack: list[Field] = []
    for run in root.iter(RUN):
        kinds = [child.get(w("fldCharType")) for child in run if child.tag == CHARACTER]
        if "begin" in kinds:
            stack.append(Field())
        for known in stack:
            known.runs.append(run)
            known.paragraphs.add(next(run.iterancestors(P), None))
        if stack:
            stack[-1].code += "".join(child.text or "" for child in run if child.tag in (CODE, _STRUCK_CODE))
        if "end" in kinds and stack:
            done = stack.pop()
            done.closed = True
            _claim(out, done)
    # A field without an end is damaged, but its words are not to be edited all the same.
    for left in reversed(stack):
        _claim(out, left)
    return out


def _claim(out: dict[etree._Element, Field], found: Field) -> None:
    """Let a field stand for its runs, in place of one inside it. A hyperlink gives way to any other: its words can be edited."""
    for run in found.runs:
        known = out.get(run)
        if known is None or known.fixed or not found.fixed:
            out[run] = found


def as_runs(simple: etree._Element) -> list[etree._Element]:
    """Write a simple field (``w:fldSimple``) as the runs of a complex one, in its place: only runs can be struck.

    Returns:
        All its runs, from begin to end.
    """

    def run(tag: str, kind: str = "", text: str = "") -> etree._Element:
        out = etree.Element(RUN)
        child = etree.SubElement(out, tag)
        if kind:
            child.set(w("fldCharType"), kind)
        if text:
            child.text = text
            child.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return out

    content = list(simple)
    runs = [run(CHARACTER, "begin"), run(CODE, text=simple.get(w("instr"), "")), run(CHARACTER, "separate"), *content]
    runs.append(run(CHARACTER, "end"))
    for element in runs:
        simple.addprevious(element)
    parent = simple.getparent()
    assert parent is not None  # noqa: S101 - a field stands in a paragraph
    parent.remove(simple)
    return [run for element in runs for run in element.iter(RUN)]


def locked(element: etree._Element) -> str:
    """Why the words of an element may not be changed: it stands in a content control that is locked or bound to data; "" if it is not."""
    for control in element.iterancestors(w("sdt")):
        properties = control.find(w("sdtPr"))
        if properties is None:
            continue
        # A third kind of lock, sdtLocked, keeps the control from being deleted, and leaves its content alone.
        lock = properties.find(w("lock"))
        if lock is not None and lock.get(VAL) in ("contentLocked", "sdtContentLocked"):
            return "they stand in a content control that is locked"
        # Word puts the data of the file in the place of such content when it opens the file. Later versions bind in a namespace of their own.
        if any(child.tag == w("dataBinding") or str(child.tag).endswith("}dataBinding") for child in properties):
            return "they stand in a content control whose words come from data of the file"
    return ""
