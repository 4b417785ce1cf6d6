"""A resolution, or a comparison, as JSON: contracts that scripts rely on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.resolution import Clause, Resolution, Section
from resdraft.model.text import Text


def write_json(resolution: Resolution) -> str:
    """The clause tree: number, edition, title, enacting_formula, sections, annexes, footnotes; each clause with key and address."""
    return dumps(as_json(resolution))


def dumps(value: object) -> str:
    """JSON as we print it."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def as_json(resolution: Resolution) -> dict[str, Any]:
    """The same as plain values."""
    words = lexicon(resolution.language)
    addresses = Addresses(resolution, words)
    number, edition = resolution.designation
    out: dict[str, Any] = {
        "number": number,
        "edition": edition,
        "title": resolution.title.marked(),
        "enacting_formula": _marked(resolution.formula),
        "sections": _sections(resolution.sections, "", addresses, words.kinds),
        "annexes": [
            {
                "heading": annex.heading.marked(),
                "title": _marked(annex.title),
                "sections": _sections(annex.sections, f"annex{n}/", addresses, words.kinds),
                "key": f"annex{n}",
                "address": addresses.of(f"annex{n}"),
            }
            for n, annex in enumerate(resolution.annexes, 1)
        ],
        "footnotes": {note.mark: note.text.marked() for note in resolution.notes},
        "language": resolution.language,
        "number_line": _marked(resolution.number),
        "reference": _marked(resolution.reference),
        "provenance": dict(resolution.provenance),
        "fingerprint": resolution.fingerprint,
    }
    formatted = {p.key: [list(span) for span in p.text.spans] for p in resolution.provisions if _formatted(p.text)}
    return out | ({"formatting": formatted} if formatted else {})


def part_as_json(resolution: Resolution, key: str) -> object:
    """The part of the tree at a key: a section, clause, annex, or a single text."""
    whole = as_json(resolution)
    pending: list[Any] = [whole["sections"], whole["annexes"]]
    while pending:
        value = pending.pop()
        if isinstance(value, list):
            pending += value
        elif isinstance(value, dict):
            if value.get("key") == key:
                return value
            pending += [value.get("sections"), value.get("clauses"), value.get("children")]
    p = resolution[key]
    return {"kind": p.kind.value, "label": p.label, "text": p.text.marked(), "key": key}


def _formatted(text: Text) -> bool:
    return any(span.emphasis or span.link for span in text.spans)


def _marked(text: Text | None) -> str | None:
    return None if text is None else text.marked()


def _sections(sections: Sequence[Section], prefix: str, addresses: Addresses, kinds: Any) -> list[dict[str, Any]]:
    out = []
    known = kinds([section.call.plain if section.call else "" for section in sections])
    for n, (section, kind) in enumerate(zip(sections, known, strict=True), 1):
        key = f"{prefix}s{n}"
        entry: dict[str, Any] = {
            "kind": kind if section.call is not None else None,
            "call": _marked(section.call),
            "clauses": _clauses(section.clauses, key, addresses),
            "key": key,
        }
        if section.call is not None:
            entry["address"] = addresses.of(key)
        out.append(entry)
    return out


def _clauses(clauses: Sequence[Clause], prefix: str, addresses: Addresses) -> list[dict[str, Any]]:
    out = []
    for n, clause in enumerate(clauses, 1):
        key = f"{prefix}/{n}"
        entry: dict[str, Any] = {"label": clause.label, "text": clause.text.marked(), "key": key, "address": addresses.of(key)}
        if clause.opaque:
            entry["opaque"] = True
        if clause.children:
            entry["children"] = _clauses(clause.children, key, addresses)
        out.append(entry)
    return out
