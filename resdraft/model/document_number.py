"""Numbers of documents as people write them: ``44-E``, ``44(Add.2)(Rev.1)``, ``Document 44``, ``62A1``, ``C20/62``. They are read here alone.

A proposal has its document's number, addendum, revision, corrigendum and meeting apart, so that documents can be told from each other; people
write them as one, as it stands in the head of the page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from resdraft.model.contribution import MeetingName

_WORD = re.compile(r"(?:documento?|doc\.?|документ|n[o°º]\.?|№)\s*(?:n[o°º]\.?\s*)?(?=\S)", re.IGNORECASE)
_PARTS = {"addendum": "a", "revision": "r", "corrigendum": "c"}
_NAMES = {
    "addendum": r"add(?:end[ua]m?)?|a",
    "revision": r"r[eé]v(?:isi[oó]n)?|r",
    "corrigendum": r"corr?(?:igend[ua]m?)?|c",
}
_PART = re.compile(
    r"[\s(,!-]*(?:" + "|".join(rf"(?P<{part}>{names})" for part, names in _NAMES.items()) + r")\.?\s*(?P<number>\d{1,3})\)?",
    re.IGNORECASE,
)
# "Corrigendum 1 to Addendum 2 to Document 44", as titles have it.
_BEFORE = re.compile(rf"(?P<part>{_PART.pattern})\s*(?:to|au|à|de|del|al|a)\s+(?:the\s+|la\s+|l['’])?", re.IGNORECASE)
_LETTER = re.compile(r"\s*-\s*[EFSRCA]\s*$")
# XX is the number of a document that has none yet. DT, DL and so on are series of their own beside the numbered documents.
_CORE = re.compile(r"(?:(?:DT|DL|INF|TEMP|TD|ADM)/)?(?:\d{1,5}|X{1,4})", re.IGNORECASE)
_FILE = re.compile(r"[A-Z](?P<year>\d\d)-(?P<code>\w+)-C-0*(?P<number>\d+)!(?P<parts>[^!]*)!MSW-[A-Z](?:\.\w+)?", re.IGNORECASE)
HOW = "write the number alone, such as 62, or as the page header has it: C20/62, 62(Add.1), 62(Add.1)(Rev.2)"


class DocumentNumber(NamedTuple):
    """The number of a document in its parts; what is not said is empty."""

    document: str
    addendum: str = ""
    revision: str = ""
    corrigendum: str = ""
    meeting: str = ""

    @staticmethod
    def parse(text: str) -> DocumentNumber | None:
        """Read a number as people write it, or the name that ITU gives the document's file; None for anything else."""
        text = " ".join(text.replace("\u2011", "-").replace("\u00a0", " ").split())
        file = _FILE.fullmatch(text)
        if file:
            code = "C" if file["code"].upper() == "CL" else file["code"].upper()
            return _parts(DocumentNumber(file["number"], meeting=f"{code}{file['year']}"), file["parts"])
        found = DocumentNumber("")
        while before := _BEFORE.match(text):
            found, text = _with(found, before), text[before.end() :]
        text = _LETTER.sub("", text)
        text = text[said.end() :] if (said := _WORD.match(text)) else text
        meeting, slash, rest = text.partition("/")
        if slash and MeetingName.parse(meeting):
            found, text = found._replace(meeting=meeting.strip()), rest.strip()
            text = text[said.end() :] if (said := _WORD.match(text)) else text
        core = _CORE.match(text)
        return _parts(found._replace(document=core[0].upper()), text[core.end() :]) if core else None


def _parts(found: DocumentNumber, text: str) -> DocumentNumber | None:
    """A number with what is written behind it: addendum, revision, corrigendum, each once."""
    while text.strip():
        part = _PART.match(text)
        if part is None or any(part[name] and getattr(found, name) for name in _PARTS):
            return None
        found, text = _with(found, part), text[part.end() :]
    return found


def _with(found: DocumentNumber, part: re.Match[str]) -> DocumentNumber:
    return found._replace(**{name: part["number"].lstrip("0") or "0" for name in _PARTS if part[name]})


class Wrong(NamedTuple):
    """What is wrong with one field of a proposal's head."""

    field: str
    what: str
    hint: str


def in_parts(head: Mapping[str, str]) -> tuple[dict[str, str], list[Wrong]]:
    """The fields of a proposal's head with the number of its document in parts.

    Args:
        head: ``document``, ``addendum``, ``revision``, ``corrigendum`` and ``meeting`` as they were given; other fields stay.

    Returns:
        The fields, and what is wrong with them: a number that is none, or one that says otherwise than a field of its own does.
    """
    out, wrong = dict(head), list[Wrong]()
    for name in _PARTS:
        if out.get(name):
            alone = re.fullmatch(rf"(?:{_NAMES[name]})?[.\s]*(\d{{1,3}})", out[name].strip(" ()"), re.IGNORECASE)
            if alone:
                out[name] = alone[1]
            else:
                wrong.append(Wrong(name, f'"{out[name]}" is no number of {_ARTICLE[name]}', f"{name}: counts from 1"))
    if not out.get("document"):
        return out, wrong
    found = DocumentNumber.parse(out["document"])
    if found is None:
        return out, [*wrong, Wrong("document", f'"{out["document"]}" is no number of a document', HOW)]
    for name in (*_PARTS, "meeting"):
        said, own = getattr(found, name), out.get(name, "")
        if said and own and _plain(said, name) != _plain(own, name):
            what = f'"{out["document"]}" says {name} {said}, but {name}: says {own}'
            wrong.append(Wrong("document", what, f"correct one of them, or leave {name}: out"))
        elif said and not own:
            out[name] = said
    out["document"] = found.document
    return out, wrong


_ARTICLE = {"addendum": "an addendum", "revision": "a revision", "corrigendum": "a corrigendum"}


def _plain(said: str, name: str) -> str:
    """A field's value in one spelling."""
    if name != "meeting":
        return said.lstrip("0")
    short = re.sub(r"(?<=\D)(?:19|20)(?=\d\d$)", "", said.strip())
    return str(MeetingName.parse(short) or said.casefold())
