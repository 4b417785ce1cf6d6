"""Real resolutions of a Plenipotentiary Conference: their trees, checked by hand, and their addresses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.resolution import Kind
from resdraft.read.text import read_text
from resdraft.write.json import as_json
from resdraft.write.text import write_text


def bare(found: dict[str, Any]) -> dict[str, Any]:
    """Our JSON without what the hand-checked files do not have."""

    def clause(c: dict[str, Any]) -> dict[str, Any]:
        out = {"label": c["label"], "text": c["text"]}
        return out | ({"children": [clause(child) for child in c["children"]]} if "children" in c else {})

    def section(s: dict[str, Any]) -> dict[str, Any]:
        return {"kind": s["kind"], "call": s["call"], "clauses": [clause(c) for c in s["clauses"]]}

    keys = ("number", "edition", "title", "enacting_formula", "annexes", "footnotes")
    return {key: found[key] for key in keys} | {"sections": [section(s) for s in found["sections"]]}


def test_trees_equal_the_checked_ones(shared: Path) -> None:
    count = 0
    for path in sorted((shared / "corpus/pp18/gold").glob("*.txt")):
        resolution = read_text(path.read_text("utf-8"))
        wanted = json.loads(path.with_suffix(".json").read_text("utf-8"))
        got = bare(as_json(resolution))
        assert got == wanted, path.name
        count += sum(p.kind is Kind.CLAUSE for p in resolution.provisions)
    assert count == 751


def test_text_out_is_text_in(shared: Path) -> None:
    for path in sorted((shared / "corpus/pp18/gold").glob("*.txt")):
        source = path.read_text("utf-8")
        assert write_text(read_text(source), read_text) == source, path.name


def test_every_place_has_one_address_and_the_address_finds_it(shared: Path) -> None:
    paths = [*shared.glob("corpus/pp18/gold/*.txt"), *shared.glob("seeds/004*"), *shared.glob("corpus/itu-docx/*.txt")]
    assert len(paths) > 12
    for path in sorted(paths):
        resolution = read_text(path.read_text("utf-8"))
        addresses = Addresses(resolution, lexicon("en"))
        for p in resolution.provisions:
            assert addresses.find(addresses.of(p.key)) == p.key, (path.name, addresses.of(p.key))
        assert len(set(addresses.printed.values())) == len(resolution.provisions)


def test_the_shipped_text_is_the_source_s(shared: Path, r1332: Any) -> None:
    (seed,) = shared.glob("seeds/004*")
    source = read_text(seed.read_text("utf-8"))
    assert [p.content for p in r1332.provisions[1:]] == [p.content for p in source.provisions]
