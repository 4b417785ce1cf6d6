"""The words of the six languages: one data file each, and this loader.

In the data files "seen" says whether a form was confirmed in a text of ITU, in one of the United Nations, or not.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from resdraft.errors import Problem, WrongUsage
from resdraft.model.designation import Edition, EditionParser, EditionWords
from resdraft.model.lexicon import CitationWords, ContributionWords, DraftWords, Lexicon, fold
from resdraft.model.number_words import NumberWords

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")


class Form(NamedTuple):
    """A form of a call. ``kind`` is preambular or operative; ``seen`` is ``itu``, ``un`` or ``not confirmed``."""

    language: str
    kind: str
    form: str
    seen: str


def call_forms(language: str) -> list[Form]:
    """All forms of calls of a language, as the data file has them.

    Raises:
        WrongUsage: where the language is not one of the six of the Union.
    """
    code = lexicon(language).language
    return [Form(code, call["kind"], call["form"], call["seen"]) for call in _data(code)["calls"]]


@cache
def _data(language: str) -> dict[str, Any]:
    """The data file of a language."""
    found: dict[str, Any] = json.loads(Path(__file__).with_name(f"{language}.json").read_text("utf-8"))
    return found


@cache
def lexicon(language: str = "en") -> Lexicon:
    """The lexicon of a language, by its two-letter code. It is made once.

    Raises:
        WrongUsage: where the language is not one of the six of the Union.
    """
    if language not in LANGUAGES:
        raise WrongUsage(Problem(f'no language "{language}"', f"use one of {', '.join(LANGUAGES)}"))
    data = _data(language)

    # The longest form first, as the longest call wins: "noting further" before "noting". Equal lengths in alphabetical order.
    def folded(forms: list[str]) -> tuple[str, ...]:
        return tuple(sorted({fold(form) for form in forms}, key=lambda form: (-len(form), form)))

    def calls(kind: str) -> tuple[str, ...]:
        return folded([call["form"] for call in data["calls"] if call["kind"] == kind])

    return Lexicon(
        language,
        preambular=calls("preambular"),
        operative=calls("operative"),
        modifiers=folded(data["modifiers"]),
        openers=folded(data["openers"]),
        small_words=folded(data["small_words"]),
        instruments=folded(data["instruments"]),
        formulas=folded(data["formulas"]),
        un_formulas=folded(data["un_formulas"]),
        approvals=folded(data["approvals"]),
        enacting=folded(data["enacting"]),
        addressing=data["addressing"],
        asides=folded(data["asides"]),
        annexes=folded(data["annexes"]),
        sections=folded(data["sections"]),
        words=data["words"],
        citations=_citation_words(data.get("citations", {})),
        contribution=_contribution_words(data["contribution"]),
        right_to_left=data["right_to_left"],
        spaces_between_words=data["spaces_between_words"],
        suffix_before_bracket=data["suffix_before_bracket"],
        before_first=data["before_first"]["suffix"],
    )


@cache
def number_words(language: str) -> NumberWords:
    """How a language says numbers and months."""
    data = json.loads(Path(__file__).with_name("numbers.json").read_text("utf-8"))[language]
    words = {fold(form): int(value) for value, forms in data["words"].items() for form in forms.split()}
    # A month has several names where they are divided by semicolons, and several forms where they are divided by blanks.
    months = (re.split(";" if ";" in name or language == "ar" else " ", name) for name in data["months"])
    return NumberWords(
        language,
        words,
        {fold(form): power for form, power in data["times"].items()},
        tuple(tuple(fold(form) for form in forms) for forms in months),
    )


@lru_cache(4096)
def parse_edition(written: str, *, council: bool = False) -> Edition | None:
    """Read what stands between the brackets of a designation, in any language; see :meth:`EditionParser.parse`."""
    return edition_parser().parse(written, council=council)


@cache
def edition_parser() -> EditionParser:
    """The parser of editions with the words of all languages. Only the data files are read, so that it costs little."""
    known = [_data(language)["editions"] for language in LANGUAGES]
    named = [_data(language).get("citations", {}).get("bodies", {}) for language in LANGUAGES]
    bodies = {form: body for bodies in named for body, forms in bodies.items() for form in forms if form.isupper()}
    words = (tuple(word["form"] for words in known for word in words.get(name, ())) for name in EditionWords._fields)
    return EditionParser(EditionWords(*words), bodies)


def edition_forms(language: str) -> dict[str, str]:
    """How a language writes an edition and what is cited in it: each form by its name, with what is filled in in braces."""
    forms: dict[str, str] = _data(language)["editions"]["written"]
    return forms


@cache
def heads_of_reasons() -> frozenset[str]:
    """What stands before the colon of ``Reasons:``, in small letters, in all languages."""
    heads = (_data(language)["contribution"]["reasons"] for language in LANGUAGES)
    return frozenset(head.rstrip(":：").casefold() for head in heads)


@cache
def fields_of_drafts() -> dict[str, str]:
    """The fields of a proposal by what they are called on the cover of a draft, folded, in all languages."""
    known = (_data(language)["contribution"]["draft"]["fields"] for language in LANGUAGES)
    return {fold(called): name for fields in known for name, (called, _) in fields.items()}


@cache
def headings_of_drafts() -> frozenset[str]:
    """What stands at the head of the cover of a draft, folded, in all languages."""
    return frozenset(fold(_data(language)["contribution"]["draft"]["heading"]) for language in LANGUAGES)


def language_letter(language: str) -> str:
    """The letter of a language behind a document's number: ``E`` in ``C19/62-E``. That of English where the language is not known."""
    letter: str = _data(language if language in LANGUAGES else "en")["letter"]
    return letter


def _contribution_words(data: dict[str, Any]) -> ContributionWords:
    # All values that are strings are phrases; "seen" says where they were confirmed.
    phrases = {name: said for name, said in data.items() if isinstance(said, str) and name != "seen"}
    draft = DraftWords(data["draft"]["heading"], data["draft"]["advice"], data["draft"]["fields"])
    return ContributionWords(phrases, tuple(data["months"]), data["languages"], data["bodies"], draft)


def _citation_words(data: dict[str, Any]) -> CitationWords:
    names = ("kinds", "bodies", "union_instruments", "outcome_documents")
    kinds, bodies, instruments, documents = (
        {form: name for name, known in data.get(part, {}).items() for form in known} for part in names
    )
    words = {name: tuple(known) for name, known in data.items() if name not in (*names, "initials", "seen")}
    return CitationWords(kinds, bodies, instruments, documents, words, data.get("initials", {}))
