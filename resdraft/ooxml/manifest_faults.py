"""What is wrong with a manifest that comes in a file: anyone can write one, and nothing that it says is believed before it was looked at."""

from __future__ import annotations

import re

from lxml import etree

_MOST_ENTRIES = 20_000
"""Of a manifest; a conference's largest document has some hundred amendments."""
_MOST_SOURCES = 1_000
"""There are fewer than 200 Member States and a handful of regional groups."""
_LONGEST = 200
_LANGUAGE = re.compile("en|fr|es|ru|ar|zh")
_DEPTH = re.compile("[0-9]{1,2}")


def lies(root: etree._Element) -> bool:
    """Whether a manifest says what none of ours does: then it is read as none, and the file as anybody's."""
    entries = [e for e in root.iterdescendants() if isinstance(e.tag, str)]
    if len(entries) > _MOST_ENTRIES or not _LANGUAGE.fullmatch(root.get("language", "en")):
        return True
    names = [etree.QName(entry).localname for entry in entries]
    if names.count("source") > _MOST_SOURCES:
        return True
    return any(_is_wrong(name, entry) for name, entry in zip(names, entries, strict=True))


def _is_wrong(name: str, entry: etree._Element) -> bool:
    if name == "source":
        return not 0 < len(entry.get("code", "")) <= _LONGEST
    if name == "added":
        return not _DEPTH.fullmatch(entry.get("depth", "0"))
    if name == "amendment":
        return not 0 < len(entry.get("number", "")) <= _LONGEST
    return False
