"""Whether what travels in a contribution still says what the document shows, and sections that it leaves out filled in from the base."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from resdraft.amend.fit import LINE_BREAK, FragmentReader, fit
from resdraft.errors import Problem, Unfit
from resdraft.model.address import Addresses
from resdraft.model.apply import apply
from resdraft.model.lexicon import Lexicon
from resdraft.model.paper import Shown, elided
from resdraft.model.proposal import Amendment, Proposal, place_of
from resdraft.model.resolution import Kind, Provision, Resolution

_REFERENCE = "\ufffc"
_BLANKS = f" \t\u00a0{LINE_BREAK}"


class Views(NamedTuple):
    """What a document shows of one text with its marks rejected, and accepted."""

    rejected: Shown
    accepted: Shown


def shown(resolution: Resolution) -> Shown:
    """What a document shows of a text."""
    body = []
    for p in resolution.provisions:
        if p.kind is not Kind.NOTE:
            text = "".join(s.text.replace("\n", LINE_BREAK) if s.note is None else _REFERENCE for s in p.text.spans)
            body.append((f"{p.label}\t{text}" if p.label is not None else text).strip(_BLANKS))
    return Shown(tuple(line for line in body if line), tuple(" ".join(note.text.plain.split()) for note in resolution.notes))


def says(base: Resolution, proposal: Proposal, views: Views, words: Lexicon, read: FragmentReader) -> bool:
    """Whether a document shows the base and what a proposal makes of it, and nothing else."""
    fitted = fit(base, proposal, words, read)
    if fitted.problems:
        return False
    target = apply(base, fitted.edits)
    pairs = ((_expanded(views.rejected, base, words), shown(base)), (_expanded(views.accepted, base, words), shown(target)))
    return all(seen.lines == wanted.lines and sorted(seen.notes) == sorted(wanted.notes) for seen, wanted in pairs)


def _expanded(view: Shown, base: Resolution, words: Lexicon) -> Shown:
    """What is shown with the sections that are left out, as they stand in the base."""
    addresses = Addresses(base, words)
    lines: list[str] = []
    for line in view.lines:
        place = elided(line)
        try:
            key = addresses.find(place) if place else None
        except Unfit:
            key = None
        if key is None:
            lines.append(line)
        else:
            lines += shown(Resolution.assemble(base.subtree(key), base.language)).lines
    return view._replace(lines=tuple(lines))


def filled(read: Resolution, base: Resolution, words: Lexicon) -> Resolution:
    """A text from a document with the sections that it leaves out, as they stand in the base.

    Raises:
        Unfit: where a line names a section that the base does not have.
    """
    addresses = Addresses(base, words)
    out: list[Provision] = []
    problems: list[Problem] = []
    for p in read.provisions:
        place = elided(p.text.plain) if p.label is None else None
        if place is None:
            out.append(p)
            continue
        try:
            out += base.subtree(addresses.find(place))
        except Unfit as unfit:
            problems += [q._replace(what=f"left out, but {q.what}", clause=place) for q in unfit.problems]
    if problems:
        raise Unfit(problems)
    return Resolution.assemble(out, read.language, read.provenance) if len(out) != len(read.provisions) else read


def with_reasons_below(
    amendments: Iterable[Amendment], below: Sequence[str], words: Lexicon
) -> tuple[tuple[Amendment, ...], str]:
    """The amendments with the reasons that stand below the text behind their places, and the reasons of the whole."""
    out = list(amendments)
    known: dict[str, list[int]] = {}
    for n, amendment in enumerate(out):
        known.setdefault(place_of(amendment, words.words), []).append(n)
    whole: list[str] = []
    at: int | None = None
    said: dict[int, list[str]] = {}
    head = words.paper.phrases["reasons"].rstrip(":：").casefold()
    for n, line in enumerate(below):
        if n == 0 and line.casefold().startswith(head):
            line = line[len(head) :].lstrip(":： \t")
        place, colon, rest = line.partition(": ")
        if colon and known.get(place):
            at = known[place].pop(0)
            said[at] = [rest]
        elif at is not None:
            said[at].append(line)
        elif line.strip():
            whole.append(line.strip())
    for n, lines in said.items():
        out[n] = out[n]._replace(reasons="\n".join(lines).strip())
    return tuple(out), "\n".join(whole)
