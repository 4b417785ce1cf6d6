"""A proposal as YAML or JSON, as a delegate would write it by hand; what is read from it is the same proposal."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from resdraft.model.proposal import Add, Amendment, Instruction, Proposal, Reword, Strike, Transfer, Words, due
from resdraft.write.terminal import Screen

_HEAD = (
    "source",
    "cosigners",
    "name",
    "meeting",
    "document",
    "addendum",
    "revision",
    "corrigendum",
    "order",
    "date",
    "target",
    "base",
    "language",
    "original",
    "symbol",
    "alternative",
    "withdrawn",
    "agenda",
    "title",
    "summary",
    "introduction",
    "reasons",
    "text",
)
_DEFAULTS = {"symbol": "MOD", "order": 1}
"""The values that a proposal has where it does not give them: they are not written."""


def as_plain(proposal: Proposal) -> dict[str, Any]:
    """The proposal as plain values for JSON and YAML; what is empty or the default is left out."""
    out: dict[str, Any] = {}
    for name in _HEAD:
        value = getattr(proposal, name)
        if (value and value != _DEFAULTS.get(name)) or (name == "target" and not (proposal.text or proposal.withdrawn)):
            out[name] = list(value) if isinstance(value, tuple) else value
    if proposal.amendments:
        out["amendments"] = [_amendment(amendment) for amendment in proposal.amendments]
    return out


def as_json(*proposals: Proposal) -> str:
    """The proposals of a document as JSON: one as it is, several as a list."""
    plain = [_with_order(proposal, due(proposals[:n])) for n, proposal in enumerate(proposals)]
    return json.dumps(plain[0] if len(plain) == 1 else plain, ensure_ascii=False, indent=1) + "\n"


def as_yaml(*proposals: Proposal) -> str:
    """The proposals of a document as YAML, one document each, an empty line before each amendment."""
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap, CommentedSeq
    from ruamel.yaml.scalarstring import LiteralScalarString

    def shown(value: Any) -> Any:
        if isinstance(value, dict):
            return CommentedMap((key, shown(inner)) for key, inner in value.items())
        if isinstance(value, list):
            out = CommentedSeq(shown(inner) for inner in value)
            if all(isinstance(inner, str) for inner in value):
                out.fa.set_flow_style()
            return out
        # A block (|) keeps the lines and needs no quotes. Blanks at the end of a line could not be seen in it.
        return LiteralScalarString(value) if isinstance(value, str) and "\n" in value and " \n" not in value else value

    yaml = YAML()
    yaml.width = 120
    yaml.indent(mapping=2, sequence=4, offset=2)
    written = []
    for number, proposal in enumerate(proposals):
        plain = shown(_with_order(proposal, due(proposals[:number])))
        if "amendments" in plain:
            plain.yaml_set_comment_before_after_key("amendments", before="\n")
            for n in range(1, len(plain["amendments"])):
                plain["amendments"].yaml_set_comment_before_after_key(n, before="\n")
        out = io.StringIO()
        yaml.dump(plain, out)
        written.append(out.getvalue())
    return "---\n".join(written)


def _with_order(proposal: Proposal, n: int) -> dict[str, Any]:
    """A proposal as plain values; ``order`` is written only where it is not ``n``, the one that is due."""
    plain = as_plain(proposal)
    if proposal.order == n:
        plain.pop("order", None)
    else:
        plain["order"] = proposal.order
    return plain


def revised(rows: Iterable[Mapping[str, Any]], head: Iterable[tuple[str, str, str]], screen: Screen) -> str:
    """What a revision of a proposal changes, for a terminal: the head's lines, then the amendments, each with its numbers and words."""
    out = [f"{name}: {old or '(none)'} → {new or '(none)'}" for name, old, new in head]
    for row in rows:
        numbers = " → ".join(dict.fromkeys(number for number in (row["old_number"], row["new_number"]) if number))
        out.append(f"{screen.paint(numbers, 'bold')}  {row['kind']}")
        for side, look in (("old", "delete"), ("new", "insert")):
            for place, before, after in row[side]:
                words = [("", f"{place}: "), *([("", f"“{before}” → ")] if before else []), (look, after or "deleted")]
                out.append(screen.wrap(words, 4, ""))
    return "\n".join(out or ["no differences"]) + "\n"


def _amendment(amendment: Amendment) -> dict[str, Any]:
    out = _instructions(amendment.instructions)
    if amendment.footnotes:
        out["footnotes"] = dict(amendment.footnotes)
    if amendment.reasons:
        out["reasons"] = amendment.reasons
    return out


def _instructions(instructions: tuple[Instruction, ...]) -> dict[str, Any]:
    """The instructions of an amendment: one, or several changes of words in one clause."""
    first = instructions[0]
    if len(instructions) > 1:
        changes = [_words(words) for words in instructions if isinstance(words, Words)]
        return {"clause": first.address, "changes": changes}
    match first:
        case Words():
            return {"clause": first.address, **_words(first)}
        case Reword():
            return {"clause": first.address, "text": first.text, **({"exact": True} if first.exact else {})}
        case Strike():
            return {"clause": first.address, "delete": True}
        case Add():
            return {first.where: first.address, "insert": first.text}
        case Transfer():
            return {"clause": first.address, "move": f"{first.where} {first.to}"}


def _words(words: Words) -> dict[str, Any]:
    out: dict[str, Any] = {"from": words.old, "to": words.new}
    if words.occurrence is not None:
        out["occurrence"] = words.occurrence
    if words.exact:
        out["exact"] = True
    return out
