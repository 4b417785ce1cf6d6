"""The words of the six languages: one data file each, and this loader."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from resdraft.errors import Problem, WrongUsage
from resdraft.model.lexicon import Citing, Lexicon, Paper, fold

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")


@cache
def lexicon(language: str = "en") -> Lexicon:
    """The lexicon of a language, by its two-letter code.

    Raises:
        WrongUsage: for a language that is not one of the six of the Union.
    """
    if language not in LANGUAGES:
        raise WrongUsage(Problem(f'no language "{language}"', f"use one of {', '.join(LANGUAGES)}"))
    data = json.loads(Path(__file__).with_name(f"{language}.json").read_text("utf-8"))

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
        annexes=folded(data["annexes"]),
        sections=folded(data["sections"]),
        words=data["words"],
        citing=_citing(data.get("citing", {})),
        paper=_paper(data["contribution"]),
        suffix_before_bracket=data["suffix_before_bracket"],
        before_first=data["before_first"]["suffix"],
    )


def _paper(data: dict[str, Any]) -> Paper:
    phrases = {name: said for name, said in data.items() if isinstance(said, str) and name != "seen"}
    return Paper(phrases, tuple(data["months"]), data["languages"], data["bodies"])


def _citing(data: dict[str, Any]) -> Citing:
    names = ("kinds", "bodies", "instruments", "outcomes")
    kinds, bodies, instruments, outcomes = (
        {form: name for name, known in data.get(part, {}).items() for form in known} for part in names
    )
    words = {name: tuple(known) for name, known in data.items() if name not in (*names, "initials", "seen")}
    return Citing(kinds, bodies, instruments, outcomes, words, data.get("initials", {}))
