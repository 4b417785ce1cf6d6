"""RD703: one term with and without capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.rules.rule import CheckedText, Fault, Level, Rule, head

_TERMS = {
    "en": ("Member States", "Member State", "Sector Members", "Sector Member", "Secretary-General", "Radio Regulations"),
    "fr": ("États Membres", "État Membre", "Membres de Secteur", "Secrétaire général"),
    "es": ("Estados Miembros", "Estado Miembro", "Miembros de Sector", "Secretario General"),
    "ru": ("Государства-Члены", "Государств-Членов", "Члены Сектора", "Генеральный секретарь"),
}
"""Terms of the Constitution, as its official texts write them."""
_MEMBERSHIP = re.compile(r"(?<=[a-z,] )([Mm]embership)\b(?! [A-Z])")
"""In the middle of a sentence, and no part of a name."""


def _find(text: CheckedText) -> Iterator[Fault]:
    every = text.plain_whole.casefold()
    yield from _membership(text)
    for term in _TERMS[text.resolution.language]:
        # Most texts say it in one way.
        if every.count(term.casefold()) == text.plain_whole.count(term):
            continue
        flexible = re.compile(rf"(?<!\w){re.escape(term)}(?!\w)".replace(r"\ ", r"\s"), re.IGNORECASE)
        for p in text.worded:
            for found in flexible.finditer(p.text.plain):
                said = re.sub(r"\s", " ", found[0])
                # At the beginning of a paragraph a capital says nothing, and in a title all may be capitals.
                if said != term and said.casefold() == term.casefold() and not said.isupper() and term in text.plain_whole:
                    yield Fault(
                        p.key,
                        found.start(),
                        found.end(),
                        f"{found[0]}, which is {term} elsewhere in the text",
                        _as(term, found[0]),
                    )


def _membership(text: CheckedText) -> Iterator[Fault]:
    """The Constitution has no such term: so either form is right, and both in one text are not."""
    found = (
        [(p.key, f) for p in text.worded for f in _MEMBERSHIP.finditer(p.text.plain)] if "embership" in text.plain_whole else []
    )
    capitals = [one for one in found if one[1][1][0] == "M"]
    small = [one for one in found if one[1][1][0] == "m"]
    rare, common = (capitals, small) if len(capitals) <= len(small) else (small, capitals)
    for key, one in rare if common else ():
        other = one[1][0].swapcase() + one[1][1:]
        yield Fault(key, one.start(1), one.end(1), f"{one[1]}, which is {other} elsewhere in the text", other)


def _as(term: str, said: str) -> str:
    """The term with the blanks that it has there."""
    return "".join(blank if letter == " " else letter for letter, blank in zip(term, said, strict=True))


RULE = Rule(
    "RD703",
    "terms-vary",
    Level.STYLE,
    "Terms of the Constitution are written as it writes them (CS/An. 1001 ff.).",
    head("resolves", "1\tthat Member States act;", "2\tthat member states report."),
    head("resolves", "1\tthat Member States act;", "2\tthat Member States report."),
    _find,
    tuple(_TERMS),
)
