"""Text that is formatted as hidden (ECMA-376 Part 1, 17.3.2.41): which it is, and taking it out."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from resdraft.ooxml.private_markup import WORD, local, remove
from resdraft.ooxml.private_parts import Findings, OpenParts

_FIELD = frozenset(("rPr", "fldChar", "instrText", "delInstrText"))
"""What stays of a hidden run: a field is in several runs, and is broken where one of them goes. Index entries are such fields."""
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_OFF = ("0", "false", "off")


class _Styles:
    """Which styles hide text."""

    def __init__(self, root: etree._Element | None) -> None:
        found = [] if root is None else [e for e in root if local(e) == "style"]
        self._styles = {_value(style, "styleId"): style for style in found}
        self._known: dict[str, bool] = {}
        self.paragraph = next((_value(s, "styleId") for s in found if _is_default(s)), "")
        defaults = () if root is None else (e for e in root.iter("{*}rPrDefault"))
        self.always = any(_vanishes(child) for e in defaults for child in e)

    def hides(self, name: str) -> bool:
        """Whether a style hides its text, by itself or by the styles that it is based on."""
        chain: list[str] = []
        hidden: bool | None = None
        while name in self._styles and name not in chain and hidden is None:
            hidden = self._known.get(name)
            style = self._styles[name]
            chain.append(name)
            if hidden is None:
                hidden = next((_vanishes(child) for child in style if local(child) == "rPr"), None)
            name = next((_value(child, "val") for child in style if local(child) == "basedOn"), "")
        self._known |= dict.fromkeys(chain[:1], bool(hidden))
        return bool(hidden)


def _is_default(style: etree._Element) -> bool:
    return _value(style, "type") == "paragraph" and _value(style, "default") not in ("", *_OFF)


def _value(element: etree._Element, name: str) -> str:
    return next((said for space in WORD if (said := element.get(f"{{{space}}}{name}"))), "")


def _vanishes(properties: etree._Element) -> bool | None:
    """Whether run properties say that the text is hidden; None where they do not say."""
    for child in properties:
        if local(child) == "vanish":
            return _value(child, "val") not in _OFF
    return None


def take_out_hidden_text(opened: OpenParts, styles: etree._Element | None, found: Findings) -> None:
    """Take hidden text out of all parts, with the notes that only it refers to. Fields stay, and so do hidden paragraph marks."""
    known = _Styles(styles)
    gone: dict[str, set[str]] = {"footnote": set(), "endnote": set()}
    for part in opened.xml():
        root = opened.root(part)
        paragraphs: dict[etree._Element, int] = {}
        for run in list(_hidden_runs(root, known)):
            if not paragraphs:
                paragraphs = {p: n for n, p in enumerate((e for e in root.iter("{*}p") if local(e) == "p"), 1)}
            inside = [child for child in run if isinstance(child.tag, str) and local(child) not in _FIELD]
            if not inside or not _belongs(run, root):
                continue
            held = next((paragraphs[e] for e in run.iterancestors() if e in paragraphs), 0)
            words = "".join(e.text or "" for child in inside for e in child.iter("{*}t", "{*}delText"))
            found.add("hidden-text", part, f"paragraph {held}: {words}")
            for child in inside:
                for reference in child.iter(etree.Element):
                    if kind := _NOTES.get(local(reference)):
                        gone[kind].add(_value(reference, "id"))
                remove(child)
            opened.changed(part)
    for kind, ids in gone.items():
        _drop_notes(opened, kind, ids)


def _belongs(element: etree._Element, root: etree._Element) -> bool:
    """Whether an element still stands in the part: a hidden run may stand in another one that is gone."""
    return element is root or any(above is root for above in element.iterancestors())


def _hidden_runs(root: etree._Element, styles: _Styles) -> Iterator[etree._Element]:
    """The runs that are hidden: by their own formatting, else by their styles, else as they stand in a hidden row.

    Formatting of the run itself counts alone; of styles, one that hides and another one that does too show the text (17.7.3).
    """
    hiding: dict[etree._Element | None, bool] = {}
    rows: dict[etree._Element, bool] = {}
    for run in root.iter("{*}r"):
        own: bool | None = None
        character = False
        for properties in run:
            if local(properties) == "rPr":
                own = _vanishes(properties)
                character = any(local(c) == "rStyle" and styles.hides(_value(c, "val")) for c in properties)
        if own is None:
            paragraph = next((e for e in run.iterancestors() if local(e) == "p"), None)
            if paragraph not in hiding:
                hiding[paragraph] = styles.hides(_paragraph_style(paragraph, styles.paragraph))
            own = styles.always or character != hiding[paragraph]
        if own or any(_is_hidden_row(e, rows) for e in run.iterancestors() if local(e) == "tr"):
            yield run


def _paragraph_style(paragraph: etree._Element | None, default: str) -> str:
    for properties in paragraph if paragraph is not None else ():
        if local(properties) == "pPr":
            return next((_value(c, "val") for c in properties if local(c) == "pStyle"), default)
    return default


def _is_hidden_row(row: etree._Element, known: dict[etree._Element, bool]) -> bool:
    if row not in known:
        found = (c for properties in row if local(properties) == "trPr" for c in properties)
        known[row] = any(local(c) == "hidden" and _value(c, "val") not in _OFF for c in found)
    return known[row]


def _drop_notes(opened: OpenParts, kind: str, ids: set[str]) -> None:
    """Take out the bodies of notes that nothing refers to any more."""
    for part in opened.xml() if ids else ():
        for reference in opened.root(part).iter(f"{{*}}{kind}Reference"):
            ids.discard(_value(reference, "id"))
    for part in opened.xml() if ids else ():
        for note in [e for e in opened.root(part) if local(e) == kind and _value(e, "id") in ids]:
            opened.root(part).remove(note)
            opened.changed(part)
