"""Formatting in a normal form: what is said otherwise but shown alike is equal (ECMA-376 Part 1, 17.3, 17.7.2).

A property that only repeats what the style, the document defaults or Word itself say changes nothing; ``left`` is ``start``; a font or colour
of the theme is that font or colour.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import TypeAlias

from lxml import etree

from resdraft.ooxml.names import PPR, RPR, VAL, P, w
from resdraft.ooxml.package import related
from resdraft.ooxml.story import shared_root

FALSE_VALUES = ("0", "false", "off")
Values: TypeAlias = dict[str, Hashable]
"""Properties by their names. One of several attributes that are inherited each for itself is as many properties."""

_SWITCHES = frozenset((
    "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss", "imprint", "vanish", "specVanish",
    "rtl", "cs", "snapToGrid", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "suppressLineNumbers", "suppressAutoHyphens",
    "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "contextualSpacing",
    "mirrorIndents",
))  # fmt: skip
"""Properties that are on or off. Without a ``w:val`` they are on."""
_COMBINED = frozenset((
    "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss", "imprint", "vanish",
))  # fmt: skip
"""Those that a character style turns round where the paragraph's style has them on (17.7.3)."""
_ON = frozenset((
    "widowControl", "kinsoku", "wordWrap", "overflowPunct", "autoSpaceDE", "autoSpaceDN", "adjustRightInd", "snapToGrid",
))  # fmt: skip
"""Those that are on where nothing is said."""
_INVISIBLE = frozenset((
    "lang", "noProof", "rPrChange", "pPrChange", "ins", "del", "moveFrom", "moveTo", "webHidden", "rPr", "sectPr", "divId", "cnfStyle",
))  # fmt: skip
_BY_ATTRIBUTE = frozenset(("spacing", "ind"))
_SYNONYMS = {"left": "start", "right": "end", "leftChars": "startChars", "rightChars": "endChars"}
_DEFAULTS: Values = {
    "jc": "start", "u": "none", "sz": "20", "szCs": "20", "color": "auto", "highlight": "none", "vertAlign": "baseline",
    "effect": "none", "kern": "0", "position": "0", "w": "100", "em": "none", "spacing": "0", "outlineLvl": "9", "textAlignment": "auto",
    "numId": "0", "ilvl": "0", "textDirection": "lrTb", "textboxTightWrap": "none", "shd": None, "bdr": None, "pBdr": (), "tabs": (),
    "framePr": (), "line": ("auto", "240"), "rStyle": "",
    **{f"spacing.{name}": "0" for name in ("before", "after", "beforeLines", "afterLines", "beforeAutospacing", "afterAutospacing")},
    **{f"ind.{name}": "0" for name in ("start", "end", "firstLine", "hanging", "startChars", "endChars", "firstLineChars", "hangingChars")},
}  # fmt: skip
"""What holds where nothing is said. A property with this value that overrides nothing changes nothing."""
_FONTS = ("ascii", "hAnsi", "eastAsia", "cs")
_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(pt|in|cm|mm|pc|pi)")
_TWIPS = {"pt": 20.0, "in": 1440.0, "cm": 566.929, "mm": 56.6929, "pc": 240.0, "pi": 240.0}
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


class RunFormatting:
    """The direct formatting of a run, to be compared.

    In paragraphs of one style, what only repeats the style does not count. Between two styles all that is said counts: to say that words are
    not bold is nothing in one style, and something in another.
    """

    __slots__ = ("said", "shown", "style")

    def __init__(self, style: str, said: Hashable, shown: Hashable) -> None:
        self.style, self.said, self.shown = style, said, shown

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RunFormatting):
            return NotImplemented
        return self.shown == other.shown if self.style == other.style else self.said == other.said

    def __hash__(self) -> int:
        # Equal ones may be said otherwise and shown otherwise, in different styles; of different ones a file has few.
        return 1


class Formatting:
    """Brings formatting into its normal form, in terms of one file's styles and theme.

    Args:
        styles: the root of the styles' part.
        fonts: the typefaces of the theme by their names in ``w:rFonts``, see :func:`theme_fonts`.
        style_id: gives a style its id in that file, where the formatting stands in another one.
        list_id: gives a list its id, likewise.
    """

    def __init__(
        self,
        styles: etree._Element | None,
        fonts: Mapping[str, str],
        style_id: Callable[[str], str] = str,
        list_id: Callable[[str], str] = str,
    ) -> None:
        self._root, self._fonts, self._style_id, self._list_id = styles, fonts, style_id, list_id
        self._found: dict[str, etree._Element] = {}
        self._known: dict[tuple[str, str], Values] = {}
        self._plain: dict[str, RunFormatting] = {}
        self._default = ""
        for style in self._new_styles():
            if style.get(w("default")) in ("1", "true", "on") and style.get(w("type")) == "paragraph":
                self._default = style.get(w("styleId"), "")

    def _new_styles(self) -> Iterator[etree._Element]:
        """The styles of the file that were not met before: more may be brought along while two files are compared."""
        for style in self._root.iterchildren(w("style")) if self._root is not None else ():
            if style.get(w("styleId"), "") not in self._found:
                self._found[style.get(w("styleId"), "")] = style
                yield style

    # what is asked

    def said(self, properties: etree._Element | None) -> Hashable:
        """All that properties say, each in its normal form."""
        found = self._values(properties) if properties is not None else {}
        return frozenset(found.items()) if found else ()

    def run(self, properties: etree._Element | None, p: etree._Element, style: str | None = None) -> RunFormatting:
        """That of a run, from its properties (or from the old ones that a change of them keeps).

        Args:
            properties: those that hold.
            p: the paragraph that it stands in.
            style: the id of the paragraph's style, where it is not the one that stands there.
        """
        if style is None:
            named = p.find(f"{PPR}/{w('pStyle')}")
            style = named.get(VAL, "") if named is not None else ""
        style = self._style_id(style) if style else self._default
        if properties is None or not len(properties) or not (said := self._values(properties)):
            if style not in self._plain:
                self._plain[style] = RunFormatting(style, frozenset(), frozenset())
            return self._plain[style]
        shown = said
        if not _in_styled_table(p):
            shown = {n: v for n, v in said.items() if v != self._inherited_by_run(n, style, said.get("rStyle", ""))}
        every = frozenset(said.items())
        return RunFormatting(style, every, every if len(shown) == len(said) else frozenset(shown.items()))

    def paragraph(self, properties: etree._Element | None) -> Hashable:
        """That of a paragraph, its style and list with it; without that of its mark, and of a section that ends there."""
        said = self._values(properties) if properties is not None else {}
        if not said:
            return ()
        style = str(said.pop("pStyle", "")) or self._default
        inherited = self._of_style(style, "pPr")
        p = next(properties.iterancestors(P), None) if properties is not None else None
        if p is None or not _in_styled_table(p):
            # A list moves its paragraphs in: there, to say that a paragraph is not moved in says something.
            listed = inherited.get("numId", said.get("numId", "0")) != "0" or said.get("numId", "0") != "0"
            said = {
                n: v
                for n, v in said.items()
                if (listed and n.startswith(("ind.", "tabs"))) or v != self._value(n, inherited, "pPr")
            }
        if style != self._default:
            said["pStyle"] = style
        return frozenset(said.items()) if said else ()

    def style(self, own: str) -> str:
        """The id of a paragraph style; "" for the default one, named or not."""
        known = self._style_id(own) if own else ""
        return "" if known == self._default else known

    def definition(self, style: etree._Element) -> Hashable:
        """What a style says of itself: its formatting, and which style it is based on."""
        said: dict[object, Hashable] = {}
        for kind in ("pPr", "rPr"):
            holder = style.find(w(kind))
            said |= {(kind, n): v for n, v in (self._values(holder) if holder is not None else {}).items()}
        based = style.find(w("basedOn"))
        return frozenset(said.items()), self._style_id(based.get(VAL, "")) if based is not None else ""

    def defaults(self) -> Hashable:
        """The document defaults, without those that hold anyway."""
        every = ((kind, n, v) for kind in ("pPr", "rPr") for n, v in self._document_defaults(kind).items())
        return frozenset((kind, n, v) for kind, n, v in every if v != _default(n))

    # what is inherited

    def _inherited_by_run(self, name: str, style: str, character_style: Hashable) -> Hashable:
        if name == "rStyle":
            return ""
        by_paragraph, by_run = (
            self._of_style(style, "rPr"),
            self._of_style(str(character_style), "rPr") if character_style else {},
        )
        if name in _COMBINED:
            defaults = self._document_defaults("rPr")
            return bool(defaults.get(name)) or bool(by_paragraph.get(name)) != bool(by_run.get(name))
        return by_run[name] if name in by_run else self._value(name, by_paragraph, "rPr")

    def _value(self, name: str, inherited: Values, kind: str) -> Hashable:
        if name in inherited:
            return inherited[name]
        defaults = self._document_defaults(kind)
        return defaults[name] if name in defaults else _default(name)

    def _document_defaults(self, kind: str) -> Values:
        if ("", kind) not in self._known:
            path = f"{w('docDefaults')}/{w(f'{kind}Default')}/{w(kind)}"
            holder = self._root.find(path) if self._root is not None else None
            self._known["", kind] = self._values(holder) if holder is not None else {}
        return self._known["", kind]

    def _of_style(self, own: str, kind: str) -> Values:
        """What a style and those that it is based on say."""
        if (own, kind) in self._known or not own:
            return self._known.get((own, kind), {}) if own else {}
        if own not in self._found:
            # A style may have been brought along since.
            list(self._new_styles())
        out: Values = {}
        seen: set[str] = set()
        at = self._found.get(own)
        while at is not None and (name := at.get(w("styleId"), "")) not in seen:
            seen.add(name)
            holder, based = at.find(w(kind)), at.find(w("basedOn"))
            out = (self._values(holder, own=True) if holder is not None else {}) | out
            at = self._found.get(based.get(VAL, "")) if based is not None else None
        if own in self._found:
            self._known[own, kind] = out
        return out

    # what is said

    def _values(self, properties: etree._Element, *, own: bool = False) -> Values:
        """What properties say, each in its normal form; ``own`` is for those of the file itself, whose ids are as they should be."""
        out: Values = {}
        for child in properties:
            name = _local(child)
            if not name or name in _INVISIBLE:
                continue
            value = child.get(VAL)
            if name in _SWITCHES:
                out[name] = value not in FALSE_VALUES
            elif name in ("pStyle", "rStyle"):
                named = value or "" if own else self._style_id(value or "")
                if name == "pStyle" or not self._is_default(named):
                    out[name] = named
            elif name == "numPr":
                out |= self._list(child, own=own)
            elif name in _BY_ATTRIBUTE and value is None:
                out |= _attributes_of(child, name)
            elif name == "rFonts":
                out |= self._typefaces(child)
            else:
                out[name] = _one_value(child, name, value)
        return out

    def _list(self, numbering: etree._Element, *, own: bool) -> Values:
        number, level = numbering.find(w("numId")), numbering.find(w("ilvl"))
        out: Values = {}
        if number is not None:
            out["numId"] = number.get(VAL, "") if own else self._list_id(number.get(VAL, ""))
        if level is not None and out.get("numId") != "0":
            out["ilvl"] = level.get(VAL, "0")
        return out

    def _is_default(self, own: str) -> bool:
        style = self._found.get(own)
        return style is not None and style.get(w("default")) in ("1", "true", "on")

    def _typefaces(self, fonts: etree._Element) -> Values:
        out: Values = {}
        for script in _FONTS:
            theme = fonts.get(w("cstheme" if script == "cs" else f"{script}Theme"))
            name = fonts.get(w(script))
            if theme is not None or name is not None:
                # Word takes the theme's where both are said (17.3.2.26).
                out[f"font {script}"] = self._fonts.get(theme, f"theme {theme}") if theme is not None else name
        if fonts.get(w("hint"), "default") != "default":
            out["font hint"] = fonts.get(w("hint"))
        return out


def _local(element: etree._Element) -> str:
    """The name of a property; that of another namespace in full."""
    tag = element.tag
    return (tag.rpartition("}")[2] if tag.startswith(w("")) else tag) if isinstance(tag, str) else ""


def _default(name: str) -> Hashable:
    if name in _SWITCHES:
        return name in _ON
    return _DEFAULTS.get(name)


def _attributes_of(element: etree._Element, name: str) -> Values:
    """The attributes of spacing or indentation. They are inherited each for itself."""
    said = {str(k).rpartition("}")[2]: _length(str(v)) for k, v in element.attrib.items()}
    out: Values = {}
    if name == "spacing" and ("line" in said or "lineRule" in said):
        out["line"] = said.pop("lineRule", "auto"), said.pop("line", "240")
    for own, value in said.items():
        switch = own.endswith("Autospacing")
        out[f"{name}.{_SYNONYMS.get(own, own)}"] = ("0" if value in FALSE_VALUES else "1") if switch else value
    return out


def _one_value(element: etree._Element, name: str, value: str | None) -> Hashable:
    """The value of a property that is inherited as a whole."""
    if name == "jc":
        return _SYNONYMS.get(value or "", value)
    if name == "color":
        theme = tuple(element.get(w(own)) for own in ("themeColor", "themeTint", "themeShade"))
        black = theme[0] in ("text1", "dark1") and theme[1:] == (None, None)
        return "000000" if black else (value or "auto").upper().replace("AUTO", "auto") if theme[0] is None else theme
    if name == "u":
        return (
            value if value in (None, "none") or element.get(w("color"), "auto") == "auto" else (value, element.get(w("color")))
        )
    if name == "shd":
        said = (value or "clear", element.get(w("color"), "auto"), element.get(w("fill"), "auto"), element.get(w("themeFill")))
        return None if said in (("clear", "auto", "auto", None), ("nil", "auto", "auto", None)) else said
    if name in ("pBdr", "tabs"):
        sides = (side for side in element if side.get(VAL) not in (("none", "nil") if name == "pBdr" else ()))
        found = frozenset((_SYNONYMS.get(_local(side), _local(side)), _own_attributes(side)) for side in sides)
        return found or ()
    if name == "bdr":
        return None if value in ("none", "nil") else _own_attributes(element)
    if not len(element) and set(element.attrib) <= {VAL}:
        return _length(value or "", half_points=name in ("sz", "szCs", "kern", "position"))
    return etree.tostring(element, method="c14n", exclusive=True, with_tail=False)


def _own_attributes(element: etree._Element) -> Hashable:
    said = ((str(k).rpartition("}")[2], _SYNONYMS.get(str(v), _length(str(v)))) for k, v in element.attrib.items())
    ignored = {"leader": "none", "space": "0", "color": "auto", "shadow": "0", "frame": "0"}
    return frozenset((k, v) for k, v in said if ignored.get(k) != v)


def _length(value: str, *, half_points: bool = False) -> str:
    """A length in twentieths (or halves) of a point, as most files write it: a file may say ``12pt`` (17.18.90)."""
    found = _LENGTH.fullmatch(value)
    return str(round(float(found[1]) * _TWIPS[found[2]] / (10 if half_points else 1))) if found else value


def _in_styled_table(p: etree._Element) -> bool:
    """Whether a table's style may give the paragraph formatting of its own: what it inherits is not known then."""
    table = next(p.iterancestors(w("tbl")), None)
    return table is not None and table.find(f"{w('tblPr')}/{w('tblStyle')}") is not None


def theme_fonts(parts: Mapping[str, bytes], main: str) -> dict[str, str]:
    """The typefaces of a file's theme by the names that ``w:rFonts`` has for them (17.18.96); those of East Asia follow the language."""
    out: dict[str, str] = {}
    for part in related(parts, main, "theme")[:1]:
        root = shared_root(parts[part])
        for kind in ("major", "minor"):
            holder = root.find(f".//{_DRAWING}{kind}Font")
            for name, tags in (("latin", ("HAnsi", "Ascii")), ("cs", ("Bidi",))):
                face = holder.find(f"{_DRAWING}{name}") if holder is not None else None
                if face is not None and face.get("typeface"):
                    out |= {f"{kind}{tag}": face.get("typeface", "") for tag in tags}
    return out


def run_properties(holder: etree._Element, counts: Callable[[str | None], bool]) -> etree._Element | None:
    """The properties of a run that hold: the old ones where their change does not count (17.13.5.31)."""
    properties = holder.find(RPR)
    change = properties.find(w("rPrChange")) if properties is not None else None
    if properties is None or change is None or counts(change.get(w("author"))):
        return properties
    return change.find(RPR)
