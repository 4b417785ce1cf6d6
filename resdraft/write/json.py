"""A resolution as JSON. Scripts rely on its shape, so names and nesting do not change."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.resolution import Clause, Resolution, Section
from resdraft.model.text import Text

_Marked: TypeAlias = Callable[[Text | None], str | None]


def write_json(resolution: Resolution) -> str:
    """The JSON of a resolution. Each section, clause and annex has its key and its address."""
    return dumps(as_json(resolution))


def dumps(value: object) -> str:
    """Plain values as JSON, as all commands print it: indented, letters of all scripts as they are, a line break at the end."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def as_json(resolution: Resolution) -> dict[str, Any]:
    """The same as :func:`write_json`, as plain values."""
    words = lexicon(resolution.language)
    addresses = Addresses(resolution, words)
    number, edition = resolution.designation
    notes = frozenset(note.mark for note in resolution.notes)

    def marked(text: Text | None) -> str | None:
        return None if text is None else text.marked(notes)

    out: dict[str, Any] = {
        "number": number,
        "edition": edition,
        "title": marked(resolution.title),
        "enacting_formula": marked(resolution.formula),
        "sections": _sections(resolution.sections, "", addresses, words.kinds, marked),
        "annexes": [
            {
                "heading": marked(annex.heading),
                "title": marked(annex.title),
                "sections": _sections(annex.sections, f"annex{n}/", addresses, words.kinds, marked),
                "key": f"annex{n}",
                "address": addresses.of(f"annex{n}"),
            }
            for n, annex in enumerate(resolution.annexes, 1)
        ],
        "footnotes": {note.mark: marked(note.text) for note in resolution.notes},
        "language": resolution.language,
        "number_line": marked(resolution.number),
        "reference": marked(resolution.reference),
        "provenance": dict(resolution.provenance),
        "fingerprint": resolution.fingerprint,
    }
    formatted = {p.key: [list(span) for span in p.text.spans] for p in resolution.provisions if _formatted(p.text)}
    return out | ({"formatting": formatted} if formatted else {})


def part_as_json(resolution: Resolution, key: str) -> object:
    """The part of the tree at a key: a section, clause or annex, or a single text.

    Raises:
        KeyError: where the resolution has no such key.
    """
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


def _sections(
    sections: Sequence[Section], prefix: str, addresses: Addresses, kinds: Any, marked: _Marked
) -> list[dict[str, Any]]:
    out = []
    known = kinds([section.call.plain if section.call else "" for section in sections])
    for n, (section, kind) in enumerate(zip(sections, known, strict=True), 1):
        key = f"{prefix}s{n}"
        entry: dict[str, Any] = {
            "kind": kind if section.call is not None else None,
            "call": marked(section.call),
            "clauses": _clauses(section.clauses, key, addresses, marked),
            "key": key,
        }
        if section.call is not None:
            entry["address"] = addresses.of(key)
        out.append(entry)
    return out


def _clauses(clauses: Sequence[Clause], prefix: str, addresses: Addresses, marked: _Marked) -> list[dict[str, Any]]:
    out = []
    for n, clause in enumerate(clauses, 1):
        key = f"{prefix}/{n}"
        entry: dict[str, Any] = {"label": clause.label, "text": marked(clause.text), "key": key, "address": addresses.of(key)}
        if clause.opaque:
            entry["opaque"] = True
        if clause.children:
            entry["children"] = _clauses(clause.children, key, addresses, marked)
        out.append(entry)
    return out
