"""What the new file defines otherwise, for the whole text: styles, document defaults, settings. The old file's stay, and that is said."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping

from lxml import etree

from resdraft.compare.carried_parts import type_and_name
from resdraft.compare.content_keys import STYLE_REFERENCES, attributes, changes_on_save
from resdraft.compare.lists import look
from resdraft.ooxml.formatting import FALSE_VALUES, Formatting, theme_fonts
from resdraft.ooxml.names import VAL, w
from resdraft.ooxml.package import related
from resdraft.ooxml.story import shared_root

_SETTINGS = {
    w("defaultTabStop"): "default tab stops",
    w("evenAndOddHeaders"): "headers of even pages",
    w("mirrorMargins"): "mirrored margins",
    w("gutterAtTop"): "gutter",
    w("bookFoldPrinting"): "book fold",
    w("autoHyphenation"): "hyphenation",
    w("doNotHyphenateCaps"): "hyphenation",
    w("consecutiveHyphenLimit"): "hyphenation",
    w("hyphenationZone"): "hyphenation",
    w("footnotePr"): "numbering of footnotes",
    w("endnotePr"): "numbering of endnotes",
    w("defaultTableStyle"): "default table style",
    w("clrSchemeMapping"): "colours of the theme",
    w("displayBackgroundShape"): "page background",
    w("noLineBreaksAfter"): "line breaks",
    w("noLineBreaksBefore"): "line breaks",
}
"""The settings that change how text is shown (ECMA-376 Part 1, 17.15.1)."""
_DEFAULTS: Mapping[str, Hashable] = {w("defaultTabStop"): "720", w("consecutiveHyphenLimit"): "0", w("hyphenationZone"): "360"}
_NOT_SHOWN = frozenset(
    w(name) for name in ("footnote", "endnote", "rsid", "name", "aliases", "uiPriority", "qFormat", "semiHidden")
)
_NO_LOOK = frozenset((*_NOT_SHOWN, w("unhideWhenUsed"), w("locked"), w("autoRedefine"), w("next"), w("link"), w("basedOn")))


def definition_notices(
    parts: tuple[Mapping[str, bytes], Mapping[str, bytes]],
    mains: tuple[str, str],
    roots: Iterable[etree._Element],
    names: tuple[str, str],
) -> Iterator[str]:
    """What the new file defines otherwise, in words.

    Args:
        parts: the parts of the old and of the new file.
        mains: the names of their main parts.
        roots: the parts of the new file that hold text. A style that none of them uses is not looked at.
        names: the names of the files.
    """
    contents = [_contents(own, main) for own, main in zip(parts, mains, strict=True)]
    if contents[0] != contents[1]:
        old, new = (_Definitions(own, main, content) for own, main, content in zip(parts, mains, contents, strict=True))
        known: dict[Hashable, str] = {}
        for own in (old, new):
            own.lists = known
        different = [
            shown for key, shown in new.used(roots) if key in old.styles and old.definition(key) != new.definition(key)
        ]
        if different:
            count = len(different)
            what = f'{count} styles, the first "{different[0]}",' if count > 1 else f'the style "{different[0]}"'
            yield f"{names[1]} defines {what} otherwise: the definition of {names[0]} stays"
        if old.formatting.defaults() != new.formatting.defaults():
            yield f"{names[1]} has other document defaults: those of {names[0]} stay"
    before, after = _settings(parts[0], mains[0]), _settings(parts[1], mains[1])
    kinds = dict.fromkeys(kind for tag, kind in _SETTINGS.items() if before.get(tag) != after.get(tag))
    if kinds:
        yield f"{names[1]} has other settings ({', '.join(kinds)}): those of {names[0]} stay"


def _contents(parts: Mapping[str, bytes], main: str) -> dict[str, bytes]:
    """The parts that say how text looks, by their kinds."""
    return {kind: parts[name] for kind in ("styles", "theme", "numbering") for name in related(parts, main, kind)[:1]}


class _Definitions:
    """The styles of a file."""

    def __init__(self, parts: Mapping[str, bytes], main: str, contents: Mapping[str, bytes]) -> None:
        root, numbering = (shared_root(contents[kind]) if kind in contents else None for kind in ("styles", "numbering"))
        self._nums = {num.get(w("numId"), ""): num for num in (numbering.findall(w("num")) if numbering is not None else ())}
        self.by_id = {s.get(w("styleId"), ""): s for s in (root.findall(w("style")) if root is not None else ())}
        self.styles = {type_and_name(style): style for style in self.by_id.values()}
        self.lists: dict[Hashable, str] = {}
        self.formatting = Formatting(root, theme_fonts(parts, main), self._name, self._list)

    def _name(self, own: str) -> str:
        """Styles are known by their names: their ids differ from file to file."""
        return type_and_name(self.by_id[own])[1] if own in self.by_id else own

    def _list(self, own: str) -> str:
        """A list is known by what it looks like."""
        return self.lists.setdefault(look(self._nums[own]), f"list {len(self.lists)}") if own in self._nums else own

    def definition(self, key: tuple[str | None, str]) -> Hashable:
        """What a style says of itself."""
        style = self.styles[key]
        rest = (child for child in style if child.tag not in _NO_LOOK and child.tag not in (w("pPr"), w("rPr")))
        other = tuple(_content(child) for child in rest) if key[0] == "table" else ()
        return self.formatting.definition(style), other

    def used(self, roots: Iterable[etree._Element]) -> Iterator[tuple[tuple[str | None, str], str]]:
        """The styles that a text uses, and those that they are based on: what identifies each, and its name."""
        pending = [own for own, style in self.by_id.items() if style.get(w("default")) in ("1", "true", "on")]
        pending += dict.fromkeys(e.get(VAL, "") for root in roots for e in root.iter(*STYLE_REFERENCES))
        seen: set[str] = set()
        while pending:
            own = pending.pop(0)
            if own in seen or own not in self.by_id:
                continue
            seen.add(own)
            style = self.by_id[own]
            name, based = style.find(w("name")), style.find(w("basedOn"))
            yield type_and_name(style), name.get(VAL, "") if name is not None else own
            pending += [based.get(VAL, "")] if based is not None else []


def _content(element: etree._Element) -> Hashable:
    return tuple((e.tag, tuple(sorted((k, v) for k, v in attributes(e) if not changes_on_save(k)))) for e in element.iter())


def _settings(parts: Mapping[str, bytes], main: str) -> dict[str, Hashable]:
    """The settings that change how text is shown, without those that hold anyway."""
    out: dict[str, Hashable] = {}
    for part in related(parts, main, "settings")[:1]:
        for child in shared_root(parts[part]):
            tag = str(child.tag)
            if tag not in _SETTINGS or child.get(VAL) in FALSE_VALUES or child.get(VAL, "on") == _DEFAULTS.get(tag):
                continue
            inner = tuple(_content(e) for e in child if e.tag not in _NOT_SHOWN)
            # A separator of notes says nothing of how they are numbered.
            if inner or tag not in (w("footnotePr"), w("endnotePr")):
                value = "on" if child.get(VAL) in (None, "1", "true", "on") else child.get(VAL)
                others = tuple(sorted((k, v) for k, v in attributes(child) if k != VAL and not changes_on_save(k)))
                out[tag] = value, others, inner
    return out
