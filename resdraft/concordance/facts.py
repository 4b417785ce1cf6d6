"""What of a paragraph is the same in all languages: its label, numbers, dates, citations, footnotes and brackets."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TypeAlias

from resdraft.citations.citation_patterns import citation_patterns
from resdraft.citations.external import external_citations
from resdraft.citations.references import InternalReferences
from resdraft.citations.register import Register, load_register
from resdraft.concordance.values import Values, values
from resdraft.model.citation import Citation
from resdraft.model.labels import SUFFIXES, is_dash, label_meanings
from resdraft.model.resolution import Kind, Provision, Resolution

Place: TypeAlias = tuple[int, int, str]
"""The number of a label, 1 for ``bis``, and whether it is a number, a letter (a) or a Roman numeral (i)."""
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_HIJAI = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_CYRILLIC = ("абвгдежзийклмнопрстуфхцчшщэюя", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "абвгдежзиклмнопрстуфхцчшщэюя")
_ALPHABETS = (_ABJAD, _HIJAI, *_CYRILLIC)
_CORE = re.compile(r"[^\W\d_]{1,2}")
_ALIF = str.maketrans("اإآﺃ", "أأأأ")
_SQUARE = re.compile(r"[\[［]|[\]］]")
_ENDINGS = {":": ":", "：": ":", ";": ";", "；": ";", "؛": ";", ",": ",", "，": ",", "،": ",", ".": ".", "。": "."}
_DASH: Place = (0, -1, "")
_FORMS = {"1": "1ai", "a": "a", "i": "i"}


@dataclass(frozen=True)
class Facts:
    """What is compared of a paragraph. ``places`` are the label's, in all alphabets in which it is one."""

    provision: Provision
    values: Values
    length: float
    """The logarithm of its share of the text, by which a paragraph and its translation are alike."""
    places: frozenset[Place]
    citations: tuple[Citation, ...]
    targets: tuple[str, ...]
    """The keys of the clauses that its references mean; none where one of them is not clear."""
    square: str
    """Its square brackets in order."""
    open_round: int
    """How many round brackets are opened and not closed."""
    ending: str = ""
    """The kind of its last sign: a colon in any script is a colon."""
    shape: tuple[int, int] = (0, 0)
    """Of a table: lines and cells."""


def places_of(label: str | None) -> frozenset[Place]:
    """The places that a label can have in its list: ``c)`` is the third, ``ج)`` too, ``i)`` the ninth or the first of another list.

    A number may stand for a letter or a Roman numeral of another language. A dash is no place but a dash.
    """
    if label is None:
        return frozenset()
    if is_dash(label):
        return frozenset({_DASH})
    meanings = [m for m in label_meanings(label) if m.ordinal]
    out = {(m.ordinal, m.suffix, form) for m in meanings for form in _FORMS.get(m.style.strip("().").lower()[-1:], ())}
    core = _CORE.search(label.replace("ـ", "").translate(_ALIF))
    if core:
        suffix = next((n for n, word in enumerate(SUFFIXES, 1) if word in label), 0)
        letter = core[0][0].lower()
        out |= {(alphabet.index(letter) + 1, suffix, "a") for alphabet in _ALPHABETS if letter in alphabet}
    return frozenset(out)


def facts_of(resolution: Resolution) -> dict[str, Facts]:
    """The facts of each provision of a text, by its key, in the order of the text."""
    references = InternalReferences(resolution)
    patterns, register = citation_patterns(resolution.language), load_register()
    total = sum(len(p.text.plain) for p in resolution.provisions) or 1
    out: dict[str, Facts] = {}
    for p in resolution.provisions:
        text = p.text.plain
        found = values(text, resolution.language)
        targets, spans = _targets(references, p) if p.kind in (Kind.CALL, Kind.CLAUSE, Kind.NOTE) else ((), [])
        # The labels of references are compared as what they mean, so that a renumbered list is not told at each of them.
        stated = tuple(v for v in found.stated if not any(v.start in span for span in spans))
        out[p.key] = Facts(
            p,
            found._replace(stated=stated),
            math.log((len(text) + 8) / total),
            places_of(p.label),
            tuple(_valued(c, register) for c in external_citations(text, patterns, "", _nobody)),
            targets,
            "".join("[" if sign in "[［" else "]" for sign in _SQUARE.findall(text)),
            _left_open(text),
            _ENDINGS.get(text.rstrip()[-1:], ""),
            (text.count("\n") + 1, text.count("\t")) if p.kind is Kind.BLOCK else (0, 0),
        )
    return out


def _valued(cited: Citation, register: Register) -> Citation:
    """A citation with the English name of the place of its edition; without the place where the register does not know it."""
    if cited.edition is None or not cited.edition.place:
        return cited
    edition = register.with_english_place(cited.edition)
    return cited._replace(edition=edition if register.knows_place(edition.place) else edition._replace(place=""))


def _left_open(text: str) -> int:
    """How many round brackets nothing closes. One that closes what was not opened is that of a label."""
    depth = 0
    for sign in text:
        if sign in "(（":
            depth += 1
        elif sign in ")）" and depth:
            depth -= 1
    return depth


def _nobody(place: str, year: int | None) -> str:  # noqa: ARG001 - which body met there is not compared
    return ""


def _targets(references: InternalReferences, p: Provision) -> tuple[tuple[str, ...], list[range]]:
    """What the references of a clause mean, and where they stand."""
    found = list(references.of(p))
    meant = [target for reference in found for target in reference.targets]
    if any(target.ambiguous or not target.keys for target in meant):
        return (), []
    return tuple(key for target in meant for key in target.keys), [range(r.start, r.end) for r in found]
