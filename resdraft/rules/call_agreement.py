"""RD109: a French or Arabic call that does not agree with the body that says it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.model.resolution import Provision
from resdraft.rules.rule import CheckedText, Fault, Level, Rule

_FORMS = {
    "convaincu": "convaincue", "conscient": "consciente", "préoccupé": "préoccupée", "persuadé": "persuadée", "soucieux": "soucieuse",
    "désireux": "désireuse", "résolu": "résolue", "déterminé": "déterminée", "alarmé": "alarmée", "encouragé": "encouragée",
}  # fmt: skip
_OF_HER = {feminine: masculine for masculine, feminine in _FORMS.items()}
_ARABIC_BODY = re.compile(r"إن (?:ال)?(?:(جمعية|لجنة)|مؤتمر|مجلس)")
"""The assembly (جمعية) is feminine, the conference (مؤتمر) and the Council (مجلس) are not."""
_ARABIC_VERB = re.compile(r"(?:و?إذ )?([يت])(?=\w{2,})")
_HIS_OR_HERS = re.compile(r"(?<=\w\w\w)(?:ها|ه)(?!\w)")


def _find(text: CheckedText) -> Iterator[Fault]:
    said = text.resolution.formula.plain.strip() if text.resolution.formula else ""
    french = text.resolution.language == "fr"
    for p, _ in text.calls:
        yield from _french(p, said) if french else _arabic(p, said, text)


def _french(p: Provision, said: str) -> Iterator[Fault]:
    if not re.match(r"L[ea'’]", said):
        return
    # "L'Assemblée" and "La Conférence" are feminine, "Le Conseil" is not.
    wrong = _OF_HER if said.startswith("Le ") else _FORMS
    for found in re.finditer(r"\w+", p.text.plain):
        if right := wrong.get(found[0].lower()):
            yield Fault(p.key, found.start(), found.end(), f"{said.split(',')[0].split('(')[0].strip()} is {right}", right)


def _arabic(p: Provision, said: str, text: CheckedText) -> Iterator[Fault]:
    body, verb = _ARABIC_BODY.match(said), _ARABIC_VERB.match(p.text.plain)
    if body is None or verb is None:
        return
    due, own = ("ت", "ها") if body[1] else ("ي", "ه")
    words = p.text.plain
    right = _HIS_OR_HERS.sub(own, f"{words[: verb.start(1)]}{due}{words[verb.end(1) :]}")
    # Only a form that is a call of the language is safe to name.
    if verb[1] != due and text.words.call_kind(right) is not None:
        yield Fault(p.key, 0, len(words), f"{body[0]}: {right}", right)


RULE = Rule(
    "RD109",
    "call-agreement",
    Level.WARNING,
    "The call agrees with the body of the formula in gender (la Conférence ... convaincue, le Conseil ... convaincu; in Arabic too).",
    "RÉSOLUTION 7 (Genève, 2022)\nUn titre\nLe Conseil,\nconvaincue\na)\tque cela est;\ndécide\n1\td'agir.",
    "RÉSOLUTION 7 (Genève, 2022)\nUn titre\nLe Conseil,\nconvaincu\na)\tque cela est;\ndécide\n1\td'agir.",
    _find,
    ("fr", "ar"),
)
