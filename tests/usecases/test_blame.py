"""Which edition brought which clause: from files, from the library, on a page; hostile words stay words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import resdraft

HEAD = "RESOLUTION 7 ({edition})\nA title\nThe Council,\nresolves\n"
OLD = HEAD.format(edition="Geneva, 2018") + "1\tto act with care and in time;\n2\tto report to the next session of the Council."
NEW = (
    HEAD.format(edition="Rev. Geneva, 2022")
    + "1\tto begin without delay;\n2\tto act with great care and in time;\n3\tto report to the next session of the Council."
)
HOSTILE = "</td><script>alert(1)</script>\u202e<img src=x onerror=alert(1)>"


def test_from_files_and_from_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = resdraft.blame(OLD.encode(), NEW.encode(), address="resolves")
    assert [(one.provision.label, one.since, one.changed) for one in found.provisions] == [
        (None, 0, 0),
        ("1", 1, 1),
        ("2", 0, 1),
        ("3", 0, 0),
    ]
    assert [(s.words, s.since) for s in found.provisions[2].stretches] == [
        ("to act with ", 0),
        ("great ", 1),
        ("care and in time;", 0),
    ]
    monkeypatch.setenv("RESDRAFT_LIBRARY", str(tmp_path / "library"))
    for text in (OLD, NEW):
        resdraft.add(text.encode())
    assert resdraft.blame("7").editions[0].name == "7 (Geneva, 2018)"
    assert [one.since for one in resdraft.blame("7", address="resolves").provisions] == [0, 1, 0, 0]
    # A draft is the newest edition of its number.
    draft = NEW.replace("2022", "2026").replace("without delay", "at once")
    assert [one.changed for one in resdraft.blame(draft.encode(), address="resolves").provisions] == [0, 2, 1, 0]
    with pytest.raises(resdraft.WrongUsage, match="one edition alone"):
        resdraft.blame("1332")


def test_every_form_says_the_same_and_hostile_words_stay_words() -> None:
    found = resdraft.blame(OLD.encode(), NEW.replace("great", HOSTILE).encode())
    rows = json.loads(found.output("json"))["provisions"]
    assert [(row["since"] - 1, row["changed"] - 1) for row in rows] == [(one.since, one.changed) for one in found.provisions]
    assert "".join(word["text"] for word in rows[-2]["words"]) == found.provisions[-2].provision.text.plain
    page = found.output("html")
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert page.count("<tr title=") == len(rows)
    assert "{2: " in found.output(words=True)
