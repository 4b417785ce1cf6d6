"""Headers and footers: which of the new file stands where which of the old one does."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence

from lxml import etree

from resdraft.compare.blocks import words_of
from resdraft.compare.content_keys import Relations
from resdraft.ooxml.names import P, R, W, w
from resdraft.ooxml.relationships import declare, free_name, relate
from resdraft.ooxml.story import Story, open_story

_REFERENCES = (w("headerReference"), w("footerReference"))
_TITLE_PAGE = w("titlePg")
_BEHIND_TITLE_PAGE = frozenset(w(name) for name in ("textDirection", "bidi", "rtlGutter", "docGrid", "printerSettings"))
_ROOTS = {"header": "hdr", "footer": "ftr"}
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
StoryPair = tuple[str, str, Story, Story]


def section_properties(root: etree._Element) -> list[etree._Element]:
    """The properties of the sections of a text, in order."""
    return [s for s in root.iter(w("sectPr")) if next(s.iterancestors(w("sectPrChange")), None) is None]


def match_headers_footers(
    parts: tuple[dict[str, bytes], Mapping[str, bytes]],
    mains: tuple[str, str],
    roots: tuple[etree._Element, etree._Element],
    names: tuple[str, str],
    make: Callable[[str], etree._Element],
) -> tuple[list[StoryPair], list[str], bool]:
    """The headers and footers that correspond, section by section; what is left out; whether the old file was given one.

    One that the old file has not is put into it, empty; one that the new file has not counts as empty.
    """
    out: dict[str, StoryPair] = {}
    notices: list[str] = []
    sections = [section_properties(root) for root in roots]
    relations = Relations(parts[0], mains[0]), Relations(parts[1], mains[1])
    referred = [_inherited(own, known) for own, known in zip(sections, relations, strict=True)]
    if len(sections[0]) != len(sections[1]):
        notices.append(f"{names[1]} has {len(sections[1])} sections, {names[0]} {len(sections[0])}: those of {names[0]} stay")
        sections, referred = [own[-1:] for own in sections], [own[-1:] for own in referred]
    found, met = False, dict[str, str]()
    for old, new, mine, theirs in zip(*sections, *referred, strict=False):
        for place in sorted(mine.keys() | theirs.keys()):
            own, their = mine.get(place, ""), theirs.get(place, "")
            if own and met.setdefault(own, their) != their:
                notices.append(f"{names[1]} has different {place[0]}s where {names[0]} has one: the first was compared")
                continue
            if own in out or parts[0].get(own) == parts[1].get(their) or (not their and place[1] != "default"):
                continue
            right = _story(parts[1], their, place[0])
            if not own:
                if not any(words_of(p) for p in right.root.iter(P)):
                    continue
                if place[1] == "first" and new.find(_TITLE_PAGE) is not None:
                    _set_title_page(old, make)
                elif place[1] != "default":
                    notices.append(
                        f"{names[1]} has a {place[0]} of its own for {place[1]} pages, {names[0]} none: it is left out"
                    )
                    continue
                own, found = _found(parts[0], mains[0], old, place), True
            out[own] = own, their, _story(parts[0], own, place[0]), right
    return list(out.values()), notices, found


def _inherited(sections: Sequence[etree._Element], relations: Relations) -> list[dict[tuple[str, str], str]]:
    """For each section its headers and footers: those that it names, else those of the section before (17.10.1)."""
    out: list[dict[tuple[str, str], str]] = []
    for section in sections:
        out.append((out[-1] if out else {}) | _references(section, relations))
    return out


def _references(section: etree._Element, relations: Relations) -> dict[tuple[str, str], str]:
    """The parts of a section's headers and footers, by what they are and on which pages they stand."""
    out = {}
    for reference in section.iter(*_REFERENCES):
        kind = "header" if reference.tag == _REFERENCES[0] else "footer"
        _, target, _ = relations.known.get(reference.get(f"{{{R}}}id", ""), ("", "", False))
        out[kind, reference.get(w("type"), "default")] = target
    return out


def _set_title_page(section: etree._Element, make: Callable[[str], etree._Element]) -> None:
    """Let a section's first page have a header of its own, as a tracked change of the section (17.6.22, 17.13.5.32)."""
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
    story = open_story(parts[part], part) if part in parts else None
    if story is None:
        root = etree.Element(w(_ROOTS[kind]), nsmap={"w": W})
        etree.SubElement(root, P)
        story = Story(root)
    return story


def _found(parts: dict[str, bytes], main: str, section: etree._Element, place: tuple[str, str]) -> str:
    """A new, empty header or footer of a section; its name."""
    kind, pages = place
    folder = main.rpartition("/")[0]
    name = free_name(parts, f"{folder}/{kind}" if folder else kind, first=1)
    parts[name] = _story({}, "", kind).bytes()
    declare(parts, name, f"{_TYPE}{kind}+xml")
    reference = etree.Element(w(f"{kind}Reference"))
    reference.set(w("type"), pages)
    reference.set(f"{{{R}}}id", relate(parts, main, kind, name.rpartition("/")[2]))
    section.insert(sum(1 for child in section if child.tag in _REFERENCES), reference)
    return name
