"""Versions of one text side by side: hostile words stay words in every form."""

from __future__ import annotations

import json

import resdraft

HOSTILE = "</td><script>alert(1)</script>\u202e<img src=x onerror=alert(1)>"
TEXT = "RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\nresolves\n1\tto act in 2023;\n2\tto report."


def test_hostile_words_stay_words() -> None:
    found = resdraft.align(TEXT.encode(), TEXT.replace("2023", f"2024 {HOSTILE}").encode(), languages=["en", "en"])
    assert [one.kind for one in found.findings]
    page = str(found.output("html"))
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "\u202e" not in page
    json.loads(str(found.output("json")))
