"""RD109: a French call that does not agree with the body that says it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from resdraft.rules.rule import CheckedText, Fault, Level, Rule

_FORMS = {
    "convaincu": "convaincue", "conscient": "consciente", "préoccupé": "préoccupée", "persuadé": "persuadée", "soucieux": "soucieuse",
    "désireux": "désireuse", "résolu": "résolue", "déterminé": "déterminée", "alarmé": "alarmée", "encouragé": "encouragée",
}  # fmt: skip
_OF_HER = {feminine: masculine for masculine, feminine in _FORMS.items()}


def _find(text: CheckedText) -> Iterator[Fault]:
    said = text.resolution.formula.plain.lstrip() if text.resolution.formula else ""
    if not re.match(r"L[ea'’]", said):
        return
    # "L'Assemblée" and "La Conférence" are feminine, "Le Conseil" is not.
    wrong = _OF_HER if said.startswith("Le ") else _FORMS
    for p, _ in text.calls:
        for found in re.finditer(r"\w+", p.text.plain):
            if right := wrong.get(found[0].lower()):
                yield Fault(p.key, found.start(), found.end(), f"{said.split(',')[0].split('(')[0].strip()} is {right}", right)


RULE = Rule(
    "RD109",
    "call-agreement",
    Level.WARNING,
    "The call agrees with the body of the formula in gender (la Conférence ... convaincue, le Conseil ... convaincu).",
    "RÉSOLUTION 7 (Genève, 2022)\nUn titre\nLe Conseil,\nconvaincue\na)\tque cela est;\ndécide\n1\td'agir.",
    "RÉSOLUTION 7 (Genève, 2022)\nUn titre\nLe Conseil,\nconvaincu\na)\tque cela est;\ndécide\n1\td'agir.",
    _find,
    ("fr",),
)
