"""What is wrong with a manifest that comes in a file: anyone can write one, and nothing that it says is believed before it was looked at."""

from __future__ import annotations

import re

from lxml import etree

from resdraft.limits import LONGEST_MANIFEST_CODE, MOST_MANIFEST_ENTRIES, MOST_MANIFEST_SOURCES

_LANGUAGE = re.compile("en|fr|es|ru|ar|zh")
_DEPTH = re.compile("[0-9]{1,2}")


def lies(root: etree._Element) -> bool:
    """Whether a manifest says what none of ours does: then it is read as none, and the file as anybody's."""
    entries = [e for e in root.iterdescendants() if isinstance(e.tag, str)]
    if len(entries) > MOST_MANIFEST_ENTRIES or not _LANGUAGE.fullmatch(root.get("language", "en")):
        return True
    names = [etree.QName(entry).localname for entry in entries]
    if names.count("source") > MOST_MANIFEST_SOURCES:
        return True
    return any(_is_wrong(name, entry) for name, entry in zip(names, entries, strict=True))


def _is_wrong(name: str, entry: etree._Element) -> bool:
    if name == "source":
        return not 0 < len(entry.get("code", "")) <= LONGEST_MANIFEST_CODE
    if name == "added":
        return not _DEPTH.fullmatch(entry.get("depth", "0"))
    if name == "amendment":
        return not 0 < len(entry.get("number", "")) <= LONGEST_MANIFEST_CODE
    return False
