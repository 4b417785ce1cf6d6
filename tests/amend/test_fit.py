"""A proposal fitted to its base, where its form is unusual."""

from __future__ import annotations

import json

from resdraft.amend.fit import Fitted, fit
from resdraft.lexicon import lexicon
from resdraft.model.apply import apply
from resdraft.model.resolution import Resolution
from resdraft.read.proposal import read_proposal
from resdraft.read.text import read_fragment, read_text

EN = lexicon("en")
BASE = read_text("noting\na)\tthat ITU acts;\nb)\tthat Members act,\nresolves\n1\tto act;\n2\tto report.")


def fitted(*amendments: dict[str, object], base: Resolution = BASE) -> Fitted:
    """A proposal in one line of JSON, as programs write it."""
    said = json.dumps({"source": "RUS", "target": "", "document": "62", "amendments": amendments})
    return fit(base, read_proposal(said, "rus.json"), EN, read_fragment)


def test_new_footnotes_of_one_mark_are_told_apart() -> None:
    """Two amendments may both write [^new], and in one line of JSON both stand in line 1."""
    found = fitted(
        {"clause": "noting a)", "from": "ITU acts", "to": "ITU acts[^new]", "footnotes": {"new": "At once."}},
        {"clause": "resolves 1", "from": "to act", "to": "to act[^new]", "footnotes": {"new": "In time."}},
    )
    assert not found.problems
    result = apply(BASE, found.edits)
    notes = {note.mark: note.text.plain for note in result.notes}
    said = [notes[mark] for key in ("s1/1", "s2/1") for mark in result[key].text.notes]
    assert said == ["At once.", "In time."]


def test_a_problem_names_the_line_that_the_amendment_stands_in() -> None:
    found = fitted(
        {"clause": "noting a)", "from": "ITU", "to": "the ITU"}, {"clause": "noting b)", "from": "no such words", "to": "x"}
    )
    assert [(p.file, p.line) for p in found.problems] == [("rus.json", 1)]
