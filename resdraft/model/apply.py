"""Applies edits to a base. The result is a new resolution; the base never changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from resdraft.model.edit import Addition, Delete, Edit, Insert, Move, Relabel, Replace
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Text


def apply(base: Resolution, edits: Iterable[Edit]) -> Resolution:
    """The base with the edits made.

    Args:
        base: the resolution whose keys and tokens the edits name.
        edits: in any order, as all are in base coordinates. They must not overlap.

    Raises:
        KeyError: where an edit names a key that the base does not have.
        ValueError: where edits cannot be made together.
    """
    return Resolution.assemble(applied(base, edits), base.language, base.provenance)


def applied(base: Resolution, edits: Iterable[Edit]) -> list[Provision]:
    """The paragraphs of the base with the edits made; see :func:`apply`. Those of the base keep their keys, new ones have none."""
    gone: set[str] = set()
    words: dict[str, list[Replace]] = defaultdict(list)
    labels: dict[str, str | None] = {}
    gaps: dict[str, list[Addition]] = defaultdict(list)
    for edit in edits:
        match edit:
            case Replace():
                words[edit.key].append(edit)
            case Delete():
                gone.add(edit.key)
            case Relabel():
                labels[edit.key] = edit.label
            case Move():
                gone.add(edit.key)
                gaps[edit.after].append(edit)
            case Insert():
                gaps[edit.after].append(edit)
    out = list(_additions(base, gaps[""], words))
    for p in base.provisions:
        if p.key not in gone:
            label = labels[p.key] if p.key in labels and p.kind is not Kind.NOTE else p.label
            same = p.key not in words and label == p.label
            out.append(p if same else p._replace(text=_reworded(p.text, words[p.key]), label=label))
        if p.key in gaps:
            out += _additions(base, gaps[p.key], words)
    # A footnote's mark stands in its own paragraph and in each reference to it: both change together.
    marks = {key.removeprefix("note/"): label or "" for key, label in labels.items() if key.startswith("note/")}
    return [_remarked(p, marks) for p in out] if marks else out


def _additions(base: Resolution, gap: Sequence[Addition], words: dict[str, list[Replace]]) -> Iterator[Provision]:
    for edit in sorted(gap, key=lambda edit: edit.rank):
        if isinstance(edit, Insert):
            yield edit.provision
        else:
            p = base[edit.key]
            yield p._replace(text=_reworded(p.text, words[p.key]), depth=edit.depth, label=edit.label)


def _reworded(text: Text, changes: Sequence[Replace]) -> Text:
    return text.reworded((change.start, change.end, change.new) for change in changes) if changes else text


def _remarked(p: Provision, marks: dict[str, str]) -> Provision:
    label = marks.get(p.label or "", p.label) if p.kind is Kind.NOTE else p.label
    return p._replace(text=p.text.renote(marks), label=label)


def note_numbers(resolution: Resolution) -> dict[str, str]:
    """The numbers that :func:`renumber_notes` gives footnotes, by the marks that they have."""
    order = dict.fromkeys(mark for p in resolution.provisions for mark in p.text.notes)
    counted = [mark for mark in order if mark.isdigit() or mark.startswith("+")]
    return {mark: str(n) for n, mark in enumerate(counted, 1)}


def renumber_notes(resolution: Resolution) -> Resolution:
    """The resolution with its footnotes numbered from 1 in the order of their references, as Word numbers them. A mark such as ``*`` stays.

    A new footnote's mark begins with ``+`` until then, so that two sources that add different footnotes never give them the same number.
    """
    order = dict.fromkeys(mark for p in resolution.provisions for mark in p.text.notes)
    marks = note_numbers(resolution)
    body = [_remarked(p, marks) for p in resolution.provisions]
    place = {marks.get(mark, mark): n for n, mark in enumerate(order)}
    body.sort(key=lambda p: place.get(p.label or "", len(place)) + 1 if p.kind is Kind.NOTE else 0)
    return Resolution.assemble(body, resolution.language, resolution.provenance)
