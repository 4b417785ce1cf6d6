"""What a contribution in Word shows, compared with the data that travels in it; and its text with the sections that it leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from resdraft.amend.fit import FragmentReader, fit
from resdraft.errors import Problem, Unfit
from resdraft.model.address import Addresses
from resdraft.model.apply import apply
from resdraft.model.contribution import ShownText, elided
from resdraft.model.lexicon import Lexicon
from resdraft.model.proposal import Amendment, Proposal, place_of
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import LINE_BREAK

_REFERENCE = "\ufffc"
_BLANKS = f" \t\u00a0{LINE_BREAK}"


class Views(NamedTuple):
    """What a document shows of one text with its marks rejected, and accepted."""

    rejected: ShownText
    accepted: ShownText


def shown(resolution: Resolution) -> ShownText:
    """What a document shows of a text: its lines without formatting, and its footnotes."""
    body = []
    for p in resolution.provisions:
        if p.kind is not Kind.NOTE:
            text = "".join(s.text.replace("\n", LINE_BREAK) if s.note is None else _REFERENCE for s in p.text.spans)
            body.append((f"{p.label}\t{text}" if p.label is not None else text).strip(_BLANKS))
    return ShownText(
        tuple(line for line in body if line), tuple(" ".join(note.text.plain.split()) for note in resolution.notes)
    )


def shows_proposal(base: Resolution, proposal: Proposal, views: Views, words: Lexicon, read: FragmentReader) -> bool:
    """Whether a document shows the base under no marks, and under all marks what the proposal makes of it.

    Args:
        base: the text that the proposal is on.
        proposal: the proposal that travels in the document.
        views: what the document shows of it.
        words: the words of the document's language.
        read: reads new wording.
    """
    fitted = fit(base, proposal, words, read)
    if fitted.problems:
        return False
    target = apply(base, fitted.edits)
    pairs = ((_expanded(views.rejected, base, words), shown(base)), (_expanded(views.accepted, base, words), shown(target)))
    return all(seen.lines == wanted.lines and sorted(seen.notes) == sorted(wanted.notes) for seen, wanted in pairs)


def _expanded(view: ShownText, base: Resolution, words: Lexicon) -> ShownText:
    """What is shown, with the sections that are left out as they stand in the base."""
    addresses = Addresses(base, words)
    lines: list[str] = []
    for line in view.lines:
        place = elided(line)
        try:
            key = addresses.find(place) if place else None
        except Unfit:
            # The line only looks like one that names a section.
            key = None
        if key is None:
            lines.append(line)
        else:
            lines += shown(Resolution.assemble(base.subtree(key), base.language)).lines
    return view._replace(lines=tuple(lines))


def with_left_out_sections(read: Resolution, base: Resolution, words: Lexicon) -> Resolution:
    """A text from a document, with the sections that it leaves out as they stand in the base.

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
    """The amendments with their reasons, and the reasons of the whole proposal.

    Args:
        amendments: the amendments without reasons.
        below: the lines below the text. ``resolves 3: So.`` gives the reasons of the first amendment there that has none yet, and the lines
            behind it go on with them. Other lines are the reasons of the whole.
        words: the words of the document's language.
    """
    out = list(amendments)
    known: dict[str, list[int]] = {}
    for n, amendment in enumerate(out):
        known.setdefault(place_of(amendment, words.words), []).append(n)
    whole: list[str] = []
    at: int | None = None
    said: dict[int, list[str]] = {}
    head = words.contribution.phrases["reasons"].rstrip(":：").casefold()
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
