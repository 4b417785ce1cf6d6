"""Who submits proposals, and to which meetings: the codes of Member States and regional groups, and the names of ITU's bodies.

The data are ``sources.csv`` (code, kind, ISO 3166 codes, names in three languages, confirmed, source) and ``bodies.csv``. What is not
confirmed is general knowledge: no proposal of ITU's with it was seen. So nothing is refused because the data do not have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from resdraft.model.contribution import MeetingName
from resdraft.model.lexicon import fold

CODE_WANTED = "give the code of the Member State or region, such as RUS or AFCP"


class Source(NamedTuple):
    """A Member State or a regional group. ``names`` are in English, French and Spanish, the first is how it is called here."""

    code: str
    region: bool
    iso: tuple[str, ...]
    """Its codes in ISO 3166, of two and of three letters; they are not those of ITU."""
    names: tuple[str, ...]
    confirmed: bool


@cache
def sources() -> dict[str, Source]:
    """All sources that are known, by their codes."""
    return {
        row["code"]: Source(
            row["code"],
            row["kind"] == "region",
            tuple(filter(None, (row["iso2"], row["iso3"]))),
            _names(row),
            row["confirmed"] == "yes",
        )
        for row in _rows("sources.csv")
    }


_AND = "(?:and|et|y|e|и|و)"
_BETWEEN = (rf"\s*[,;/&\n]\s*(?:{_AND}\s+)?", rf"\s+{_AND}\s+|和")
"""What stands between several sources in one line; names of States may hold the words."""
_NAME_AND_CODE = re.compile(r"(?P<name>.+?)\s*\((?P<code>[A-Z]{1,5})\)")


def known_codes() -> frozenset[str]:
    """All codes of sources that are known, those of ISO 3166 included: people write them too."""
    return frozenset(code for source in sources().values() for code in (source.code, *source.iso))


def _rows(name: str) -> Iterator[dict[str, str]]:
    import csv

    yield from csv.DictReader(_table(name).splitlines())


@cache
def _table(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")


def _names(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for language in ("en", "fr", "es") for name in row[language].split(";")))


@cache
def _by_name() -> dict[str, Source]:
    return {fold(name): source for source in sources().values() for name in source.names}


def source_named(name: str) -> Source | None:
    """The source of a name in English, French or Spanish, such as ``Suisse``; None where it is not known."""
    said = fold(name)
    return _by_name().get(said) or _by_name().get(re.sub(r"^(?:the|le|la|les|el|los|l'|republic of|kingdom of) ?", "", said))


def how_to_write(said: str) -> str:
    """What to write in place of a source that is no code."""
    from difflib import get_close_matches

    if said.upper() in sources():
        return f"write {said.upper()}"
    first, *others = several_sources(said) or [said]
    if others and all(map(code_of, (first, *others))):
        more = ", ".join(map(code_of, others))
        return f"one source gives it, and the others sign too: source {code_of(first)}; cosigners: [{more}], or --cosigner for each"
    found = source_named(said)
    if found is not None:
        return f"the code of {found.names[0]} is {found.code}"
    close = get_close_matches(fold(said), _by_name(), n=2, cutoff=0.75)
    near = " or ".join(f"{_by_name()[name].names[0]} ({_by_name()[name].code})" for name in close)
    return f"{CODE_WANTED}; did you mean {near}?" if near else CODE_WANTED


def several_sources(said: str) -> list[str]:
    """The sources in a line that may name several, as ``Brazil, Portugal, and Angola``.

    A name such as Antigua and Barbuda is one source: only what is none itself is divided.
    """
    pieces = [said.strip()]
    for between in _BETWEEN:
        pieces = [part for piece in pieces for part in ([piece] if code_of(piece) else re.split(between, piece)) if part]
    return pieces


def code_of(said: str) -> str:
    """The code that somebody means by a code, a name, or a name with the code in brackets; "" where it is none."""
    from resdraft.model.proposal import SOURCE

    both = _NAME_AND_CODE.fullmatch(said)
    found = source_named(both["name"] if both else said)
    if both and SOURCE.fullmatch(both["code"]):
        # A name that is not known may be two.
        alone = not any(re.search(between, both["name"]) for between in _BETWEEN)
        return both["code"] if (found.code == both["code"] if found else alone) else ""
    return said if SOURCE.fullmatch(said) else found.code if found else ""


def doubt(code: str) -> str:
    """What is doubtful about a code that has the form of one; empty where it is known."""
    # Most codes are known: that is seen without reading the table.
    if f"\n{code}," in _table("sources.csv"):
        return ""
    iso = next((source for source in sources().values() if code in source.iso), None)
    if iso is not None:
        return f'"{code}" is the ISO code of {iso.names[0]}; ITU\'s is {iso.code}'
    named = source_named(code)
    if named is not None:
        return f'"{code}" is a name of {named.names[0]}; its code is {named.code}'
    return f'"{code}" is no code of a Member State or a regional group that is known here: check it'


def meeting_as_written(text: str) -> str:
    """The short name of a meeting that is called by its name: ``Plenipotentiary Conference 2022`` is ``PP-22``. Others stay as they are."""
    year = re.search(r"\b(?:19|20)(\d\d)\b", text)
    if MeetingName.parse(text) or not year:
        return text
    said = fold(text)
    found = [
        row["body"] for row in _rows("bodies.csv") for name in _names(row) if re.search(rf"\b{re.escape(fold(name))}\b", said)
    ]
    if len(set(found)) != 1:
        return text
    return f"C{year[1]}" if found[0] == "Council" else f"{found[0]}-{year[1]}"


def meeting_doubt(text: str) -> str:
    """What is doubtful about the name of a meeting; empty where it has the form of one."""
    if not text or MeetingName.parse(text):
        return ""
    return f'"{text}" is no short name of a meeting: write one such as PP-26, WTSA-24, C25 or CWG-WSIS-34'
