"""Automatic labels as Word shows them: lists, levels, restarts, formats (ECMA-376 Part 1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field

from lxml import etree

from resdraft.ooxml.names import VAL, w
from resdraft.ooxml.projections import style_in

LEVELS = 9
MOST = 32_767
"""No list of Word counts further: a number beyond is written in digits, for in letters it would fill the memory."""
_SUFFIXES = {"tab": "\t", "space": " ", "nothing": ""}
_DASH_LIKE = "–—−‒-•·▪◦●○*"


@dataclass(repr=False, eq=False, match_args=False)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "\t"
    restart: int | None = None
    legal: bool = False


@dataclass(repr=False, eq=False, match_args=False)
class _List:
    """An instance of a list (``w:num``): its abstract list, whose counters it shares, and the levels that start anew in it."""

    abstract: str
    levels: list[_Level] = field(default_factory=list)
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document. Ask for the labels of all paragraphs in order: each label counts its list on by one.

    Args:
        numbering: the root of the numbering part.
        styles: the root of the styles' part. A style can bring a list.
    """

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default = ""
        for style in styles.iter(w("style")) if styles is not None else ():
            self._styles[style.get(w("styleId"), "")] = style
            if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true", "on"):
                self._default = style.get(w("styleId"), "")
        self._abstract: dict[str, etree._Element] = {}
        self._nums: dict[str, etree._Element] = {}
        for child in numbering if numbering is not None else ():
            if child.tag == w("abstractNum"):
                self._abstract[child.get(w("abstractNumId"), "")] = child
            elif child.tag == w("num"):
                self._nums[child.get(w("numId"), "")] = child
        self._lists: dict[str, _List | None] = {}
        self._by_style: dict[tuple[str, str], int] = {}
        for own, abstract in self._abstract.items():
            for level in abstract.iter(w("lvl")):
                linked = level.find(w("pStyle"))
                if linked is not None:
                    self._by_style[own, linked.get(VAL, "")] = _index(level)
        self._named_by: dict[str, tuple[str | None, int | None]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[int] = set()

    def anew(self) -> Numbering:
        """The same lists, nothing counted yet: what they are is read once."""
        other = copy(self)
        other._counts, other._begun = {}, set()
        return other

    @property
    def any(self) -> bool:
        """Whether the document has a list."""
        return bool(self._nums)

    def in_list(self, style: str) -> bool:
        """Whether paragraphs of a style stand in a list; ``""`` is that of paragraphs without one."""
        return self._of_style(style or self._default)[0] not in (None, "0")

    def label(self, properties: etree._Element | None, style: str | None = None) -> tuple[str, str] | None:
        """The label of the next paragraph and what stands between it and the words; None where it has no automatic label.

        Args:
            properties: the paragraph's, or None; ``style`` is the style that they name, where that is known.
        """
        found = self.place(properties, style) if self._nums else None
        if found is None:
            return None
        known, level = found
        self._count(known, level)
        shown = self._shown(known, level)
        return (shown, known.levels[level].suffix) if shown else None

    def place(self, properties: etree._Element | None, style: str | None = None) -> tuple[_List, int] | None:
        """The list and level of a paragraph, from its own properties or its style's; nothing is counted."""
        number, level = self._named(properties)
        if number is None:
            number, by_style = self._of_style((style_in(properties) if style is None else style) or self._default)
            level = by_style if level is None else level
        known = self._list(number) if number not in (None, "0") else None
        return (known, min(max(level or 0, 0), LEVELS - 1)) if known is not None else None

    def _of_style(self, style: str) -> tuple[str | None, int | None]:
        """The list that a style names, or one that it is based on, and its level: said, or by the list's link to the style (17.9.24)."""
        if style not in self._named_by:
            number: str | None = None
            level: int | None = None
            name = style
            seen: list[str] = []
            while number is None and name in self._styles and name not in seen:
                seen.append(name)
                number, own = self._named(self._styles[name].find(w("pPr")))
                level = own if level is None else level
                based = self._styles[name].find(w("basedOn"))
                name = based.get(VAL, "") if based is not None else ""
            known = self._list(number)
            if level is None and known is not None:
                level = next((at for n in seen if (at := self._by_style.get((known.abstract, n))) is not None), None)
            self._named_by[style] = number, level
        return self._named_by[style]

    @staticmethod
    def _named(properties: etree._Element | None) -> tuple[str | None, int | None]:
        own = None if properties is None else properties.find(w("numPr"))
        if own is None:
            return None, None
        number, level = own.find(w("numId")), own.find(w("ilvl"))
        return (number.get(VAL) if number is not None else None), _whole(level)

    def _list(self, number: str | None) -> _List | None:
        if number is None or number in self._lists:
            return self._lists.get(number or "")
        known = self._lists[number] = self._build(number, set())
        return known

    def _build(self, number: str, seen: set[str]) -> _List | None:
        num = self._nums.get(number)
        reference = None if num is None else num.find(w("abstractNumId"))
        abstract = self._abstract.get(reference.get(VAL, "")) if reference is not None else None
        if num is None or reference is None or abstract is None or number in seen:
            return None
        # An abstract list may have no levels, and name a style whose list it is (17.9.21). In damaged files such links go round in circles.
        link = abstract.find(w("numStyleLink"))
        if link is not None:
            named_style = self._styles.get(link.get(VAL, ""))
            named = self._named(None if named_style is None else named_style.find(w("pPr")))[0]
            linked = self._build(named, {*seen, number}) if named else None
            if linked is None:
                return None
            known = _List(linked.abstract, list(linked.levels))
        else:
            known = _List(reference.get(VAL, ""), [_Level() for _ in range(LEVELS)])
            _read_levels(known, abstract)
        for override in num.findall(w("lvlOverride")):
            level = _index(override)
            if level < LEVELS:
                _read_levels(known, override)
                start = _whole(override.find(w("startOverride")))
                if start is not None:
                    known.starts[level] = start
        return known

    def _count(self, known: _List, level: int) -> None:
        """Count one on at a level. A list that starts anew does so once, where it is first used; what is skipped above counts as used."""
        counts = self._counts.setdefault(known.abstract, [None] * LEVELS)
        start = known.starts.get(level)
        if start is not None and id(known) not in self._begun:
            counts[level] = start - 1
        self._begun.add(id(known))
        first = known.levels[level].start if start is None else start
        now = counts[level]
        counts[level] = first if now is None else now + 1
        for above in range(level):
            if counts[above] is None:
                counts[above] = known.levels[above].start
        # A level starts anew behind any higher one, unless it says behind which (17.9.10): then 0 is never, 1 the first level only.
        for below in range(level + 1, LEVELS):
            restart = known.levels[below].restart
            if restart is None or level < restart:
                counts[below] = None

    def _shown(self, known: _List, level: int) -> str:
        own = known.levels[level]
        if own.form == "bullet":
            return own.text if own.text in _DASH_LIKE else "•" if own.text.strip() else ""
        counts = self._counts[known.abstract]

        def number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            count = counts[at]
            # A level with w:isLgl shows the higher levels in digits, whatever their own formats are (17.9.4).
            form = "decimal" if own.legal and known.levels[at].form not in ("none", "decimalZero") else known.levels[at].form
            return format_number(known.levels[at].start if count is None else count, form)

        return re.sub(r"%([1-9])", number, own.text).strip()


def _read_levels(known: _List, holder: etree._Element) -> None:
    """Read the levels that an abstract list defines, or that an instance defines anew.

    Where an instance's level starts counting anew Word takes from the abstract list, whatever the instance says.
    """
    for element in holder.findall(w("lvl")):
        at = _index(element)
        if at >= LEVELS:
            continue
        restart = known.levels[at].restart
        level = known.levels[at] = _Level()
        values = {child.tag: child for child in element.iter() if isinstance(child.tag, str)}
        start = _whole(values.get(w("start")))
        # Where nothing is said, counting starts at 0 (17.9.25).
        level.start = 0 if start is None else start
        level.restart = restart if holder.tag == w("lvlOverride") else _whole(values.get(w("lvlRestart")))
        text, suffix, legal = (values.get(w(name)) for name in ("lvlText", "suff", "isLgl"))
        # Word writes a format of one's own, such as 001, beside a plain one for older readers (mc:AlternateContent): the first holds.
        for form in element.iter(w("numFmt")):
            padded = re.match(r"(0{1,8}1)\b", form.get(w("format"), ""))
            level.form = f"padded {len(padded[1])}" if padded else form.get(VAL, "decimal")
            if padded:
                break
        level.text = text.get(VAL, "") if text is not None else ""
        level.suffix = _SUFFIXES.get(suffix.get(VAL, "tab"), "\t") if suffix is not None else "\t"
        level.legal = legal is not None and legal.get(VAL) not in ("0", "false", "off")


def _index(element: etree._Element) -> int:
    """The level that an element is about; one that is none counts as beyond the last."""
    said = element.get(w("ilvl"), "0")
    return int(said) if re.fullmatch(r"\d{1,2}", said) else LEVELS


def _whole(element: etree._Element | None) -> int | None:
    value = "" if element is None else element.get(VAL, "")
    return int(value) if re.fullmatch(r"-?\d{1,9}", value) else None


# formats of numbers (17.18.59)

_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщыэюя"
_ARABIC = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_HAN = "〇一二三四五六七八九"


def _letters(alphabet: str) -> Callable[[int], str]:
    """Letters, doubled once they are used up: a, b ... z, aa, bb."""
    return lambda n: alphabet[(n - 1) % len(alphabet)] * ((n - 1) // len(alphabet) + 1) if n > 0 else ""


def _roman(n: int) -> str:
    out = ""
    steps = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    for value, sign in zip(steps, ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"), strict=True):
        count, n = divmod(n, value)
        out += sign * count
    return out


def _ordinal(n: int) -> str:
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def _counting(n: int) -> str:
    """Chinese counting up to a hundred, as lists use it."""
    if n > 99:
        return "一百" if n == 100 else "".join(_HAN[int(d)] for d in str(n))
    tens, ones = divmod(n, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_HAN[tens]}十") + (_HAN[ones] if ones or not tens else "")


_FORMATS: dict[str, Callable[[int], str]] = {
    "lowerLetter": _letters("abcdefghijklmnopqrstuvwxyz"),
    "upperLetter": _letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "russianLower": _letters(_CYRILLIC),
    "russianUpper": _letters(_CYRILLIC.upper()),
    "arabicAlpha": _letters(_ARABIC),
    "arabicAbjad": _letters(_ABJAD),
    "decimalZero": lambda n: f"{n:02d}",
    "ordinal": _ordinal,
    "none": lambda _: "",
    "decimalEnclosedParen": lambda n: f"({n})",
    "decimalEnclosedFullstop": lambda n: f"{n}.",
    "numberInDash": lambda n: f"- {n} -",
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "ideographDigital": lambda n: "".join(_HAN[int(d)] for d in str(n)),
}


def format_number(number: int, form: str) -> str:
    """A number in one of Word's formats; plain digits for formats that no list of a resolution is known to use."""
    if not 0 <= number <= MOST:
        return str(number)
    if form.startswith("padded "):
        return f"{number:0{form[7:]}d}"
    return _FORMATS.get(form, str)(number)
