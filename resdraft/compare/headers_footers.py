"""Headers and footers: which of the new file stands in the place of which of the old one."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from resdraft.compare.blocks import text_of
from resdraft.compare.content_keys import Relationships
from resdraft.ooxml.names import P, R, W, w
from resdraft.ooxml.relationships import declare, free_name, relate
from resdraft.ooxml.story import Story, open_story

_REFERENCES = (w("headerReference"), w("footerReference"))
_TITLE_PAGE = w("titlePg")
_BEHIND_TITLE_PAGE = frozenset(w(name) for name in ("textDirection", "bidi", "rtlGutter", "docGrid", "printerSettings"))
"""What the schema wants behind ``w:titlePg``."""
_ROOTS = {"header": "hdr", "footer": "ftr"}
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."


class StoryPair(NamedTuple):
    """A part of the old file, and the part of the new one that it is compared with."""

    old_part: str
    new_part: str
    old: Story
    new: Story


class HeadersFooters(NamedTuple):
    """The headers and footers of two files."""

    pairs: list[StoryPair]
    """Those that correspond and differ."""
    notices: list[str]
    """What is not compared, in words."""
    added: bool
    """Whether the old file was given one."""


class _Place(NamedTuple):
    """Where a header or footer of a section stands."""

    kind: str
    """``header`` or ``footer``."""
    pages: str
    """``default``, ``first`` or ``even``."""


def section_properties(root: etree._Element) -> list[etree._Element]:
    """The properties of the sections of a text, in order, without those that marks record as old."""
    return [s for s in root.iter(w("sectPr")) if next(s.iterancestors(w("sectPrChange")), None) is None]


def match_headers_footers(
    parts: tuple[dict[str, bytes], Mapping[str, bytes]],
    mains: tuple[str, str],
    roots: tuple[etree._Element, etree._Element],
    names: tuple[str, str],
    make: Callable[[str], etree._Element],
) -> HeadersFooters:
    """Match the headers and footers of two files, section by section.

    One that only the new file has is added to the old file, empty; one that only the old file has is compared with an empty one.

    Args:
        parts: the parts of the old and of the new file.
        mains: the names of their main parts.
        roots: the roots of their main parts.
        names: their names, for notices.
        make: makes a revision mark.
    """
    out: dict[str, StoryPair] = {}
    notices: list[str] = []
    sections = [section_properties(root) for root in roots]
    relationships = Relationships(parts[0], mains[0]), Relationships(parts[1], mains[1])
    referred = [_inherited(own, known) for own, known in zip(sections, relationships, strict=True)]
    if len(sections[0]) != len(sections[1]):
        notices.append(f"{names[1]} has {len(sections[1])} sections, {names[0]} {len(sections[0])}: those of {names[0]} stay")
        # Which sections correspond is known only of the last ones.
        sections, referred = [own[-1:] for own in sections], [own[-1:] for own in referred]
    added, met = False, dict[str, str]()
    for old, new, mine, theirs in zip(*sections, *referred, strict=False):
        for place in sorted(mine.keys() | theirs.keys()):
            own, their = mine.get(place, ""), theirs.get(place, "")
            # Several sections may use one part, and it can be revised only once.
            if own and met.setdefault(own, their) != their:
                notices.append(f"{names[1]} has different {place.kind}s where {names[0]} has one: the first was compared")
                continue
            if own in out or parts[0].get(own) == parts[1].get(their) or (not their and place.pages != "default"):
                continue
            right = _story(parts[1], their, place.kind)
            if not own:
                # An empty header prints nothing: none is added for it.
                if not any(text_of(p) for p in right.root.iter(P)):
                    continue
                if place.pages == "first" and new.find(_TITLE_PAGE) is not None:
                    _set_title_page(old, make)
                elif place.pages != "default":
                    notices.append(
                        f"{names[1]} has a {place.kind} of its own for {place.pages} pages, {names[0]} none: it is left out"
                    )
                    continue
                own, added = _add_part(parts[0], mains[0], old, place), True
            out[own] = StoryPair(own, their, _story(parts[0], own, place.kind), right)
    return HeadersFooters(list(out.values()), notices, added)


def _inherited(sections: Sequence[etree._Element], relationships: Relationships) -> list[dict[_Place, str]]:
    """The headers and footers of each section. One that a section does not name is that of the section before (17.10.1)."""
    out: list[dict[_Place, str]] = []
    for section in sections:
        out.append((out[-1] if out else {}) | _references(section, relationships))
    return out


def _references(section: etree._Element, relationships: Relationships) -> dict[_Place, str]:
    """The names of the parts that a section refers to, by their places."""
    out = {}
    for reference in section.iter(*_REFERENCES):
        kind = "header" if reference.tag == _REFERENCES[0] else "footer"
        target = relationships.get(reference.get(f"{{{R}}}id", "")).target
        out[_Place(kind, reference.get(w("type"), "default"))] = target
    return out


def _set_title_page(section: etree._Element, make: Callable[[str], etree._Element]) -> None:
    """Let the first page of a section have its own header, as a tracked change of the section (17.6.22, 17.13.5.32)."""
    if section.find(_TITLE_PAGE) is not None or section.find(w("sectPrChange")) is not None:
        return
    before = etree.Element(w("sectPr"))
    before.extend(copy.deepcopy(child) for child in section if child.tag not in _REFERENCES)
    behind = next((n for n, child in enumerate(section) if child.tag in _BEHIND_TITLE_PAGE), len(section))
    section.insert(behind, etree.Element(_TITLE_PAGE))
    change = make("sectPrChange")
    change.append(before)
    section.append(change)


def _story(parts: Mapping[str, bytes], part: str, kind: str) -> Story:
    """The text of a header or footer; an empty one where there is none."""
    story = open_story(parts[part], part) if part in parts else None
    if story is None:
        root = etree.Element(w(_ROOTS[kind]), nsmap={"w": W})
        etree.SubElement(root, P)
        story = Story(root)
    return story


def _add_part(parts: dict[str, bytes], main: str, section: etree._Element, place: _Place) -> str:
    """Add an empty header or footer to a section; its name."""
    folder = main.rpartition("/")[0]
    name = free_name(parts, f"{folder}/{place.kind}" if folder else place.kind, first=1)
    parts[name] = _story({}, "", place.kind).bytes()
    declare(parts, name, f"{_TYPE}{place.kind}+xml")
    reference = etree.Element(w(f"{place.kind}Reference"))
    reference.set(w("type"), place.pages)
    reference.set(f"{{{R}}}id", relate(parts, main, place.kind, name.rpartition("/")[2]))
    # The schema wants the references before everything else.
    section.insert(sum(1 for child in section if child.tag in _REFERENCES), reference)
    return name
