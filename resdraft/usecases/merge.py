"""Two edited copies of one file brought together, clause by clause: what both changed stands in it as revision marks of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, NamedTuple

from resdraft.errors import Problem, Unfit, shortened
from resdraft.files import save
from resdraft.model.edit import Edit
from resdraft.model.marked import Conflict
from resdraft.model.resolution import Resolution
from resdraft.usecases.documents import Document, open_base
from resdraft.usecases.inputs import Given, Input, word_file

if TYPE_CHECKING:
    from resdraft.usecases.several_authors import Depends

SIDES = ("ours", "theirs")
"""What the copies are called where nobody names them."""
_LONGEST = 60
"""So many characters of a line are quoted."""


@dataclass(frozen=True, repr=False)
class Merged:
    """Two copies in one Word file."""

    content: bytes
    sources: tuple[str, ...]
    """Whose marks the file bears: the authors of marks in the copies, and for what was changed without a mark the copy's name."""
    conflicts: tuple[Conflict, ...]
    """The places where the copies, or authors in them, want different things: each option stands in brackets."""
    lost: tuple[str, ...]
    """What of a copy is not in the file, such as a new picture or comment: somebody has to look at it."""
    notices: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing is left for a person to settle."""
        return not self.conflicts and not self.lost

    def save(self, path: str | PathLike[str]) -> None:
        """Write it to a file.

        Raises:
            Unwritable: where it cannot be written.
        """
        save(self.content, path)

    def __repr__(self) -> str:
        return f"<Merged: {', '.join(self.sources)}, {len(self.conflicts)} conflicts, {len(self.lost)} lost>"


class _Copy(NamedTuple):
    """One edited copy: what each of its authors changes of the base, and what was changed without a mark under the copy's own name."""

    given: Input
    name: str
    edits: Mapping[str, tuple[Edit, ...]]
    dates: Mapping[str, str]
    done: frozenset[Edit] = frozenset()
    """What it changes without a mark as the base does already."""


def merge(base: Given, ours: Given, theirs: Given, *, names: tuple[str, str] = SIDES) -> Merged:
    """Bring two edited copies of one resolution together, by clause: as proposals, whose conflicts stand open as options.

    Args:
        base: the Word file that both copies come from. ``ours`` and ``theirs`` are the copies, with tracked changes or without.
        names: whose the changes are that no mark tracks, such as the names of two branches.

    Returns:
        The file, with the changes of both as revision marks on the text without any. ``whole`` says whether it needs no look of a person.
        Its paragraphs look as those of the base do.

    Raises:
        Unreadable: where a file cannot be read as a resolution. Unfit: where the copies cannot be brought together.

    Example:
        >>> base = resdraft.open("1332").output("docx").content
        >>> ours = resdraft.consolidate(base, ["proposals/rus.yaml"]).word().content
        >>> theirs = resdraft.consolidate(base, ["proposals/chn.yaml"]).word().content
        >>> merged = resdraft.merge(base, ours, theirs)
        >>> merged.sources, merged.whole
        (('CHN', 'RUS'), True)
    """
    from resdraft.amend.consolidate import consolidate
    from resdraft.amend.options import lay_open
    from resdraft.amend.overview import with_places
    from resdraft.lexicon import lexicon
    from resdraft.usecases.consolidate import restatable_in
    from resdraft.usecases.marking import in_word

    files = [word_file(given, "only Word files are merged") for given in (base, ours, theirs)]
    document, before, *sides = _read(files, ("", *_apart(names, _authors(files))))
    edits = _three_ways(document.resolution, before, *sides)
    dates = {source: date for copy in (before, *sides) for source, date in copy.dates.items() if source in edits}
    marked = consolidate(document.resolution, edits, dates)
    words = lexicon(document.language)
    laid = with_places(lay_open(marked, restatable=restatable_in(document)), words)
    written = in_word(laid.marked, document.word_text(), conflicts=laid.conflicts)
    assert isinstance(written.content, bytes)  # noqa: S101 - it is a Word file
    lost = [line for side in sides for line in _lost(written.content, side, edits)]
    return Merged(written.content, marked.sources, laid.conflicts, tuple(lost), written.notices)


def _authors(files: Sequence[Input]) -> set[str]:
    """The sources whose marks the files bear."""
    from resdraft.lexicon.sources import known_codes
    from resdraft.ooxml.wordfile import WordFile

    found = [WordFile.open(given.content, given.name) for given in files]
    return {who for file in found for author in file.authors for who in file.sources(known_codes()).sources_of(author)}


def _apart(names: Sequence[str], taken: set[str]) -> list[str]:
    """The names of the copies as authors of marks: in one line, without the comma that parts the authors of one mark, each once.

    A file that was merged before may bear marks of the same name: those are not of this copy.
    """
    out: list[str] = []
    for n, name in enumerate(names):
        said = shortened(" ".join(name.replace(",", " ").split()), _LONGEST) or SIDES[n]
        free = (said, *(f"{said} {count}" for count in range(2, len(taken) + 4)))
        out.append(next(one for one in free if one not in taken and one not in out))
    return out


def _read(files: Sequence[Input], names: Sequence[str]) -> tuple[Document, _Copy, _Copy, _Copy]:
    """The text that the marks are put on, and what the base and both copies change of it.

    It is the base's without its marks, unless both copies have moved on from it in the same way. A copy whose marks stand on an older text,
    as a file does in which an earlier merge put marks, brings that text along.

    Raises:
        Unfit: where the changes of a copy cannot be said on any of the three texts.
    """
    found = [open_base(given, marks="reject") for given in files]
    old, ours, theirs = (document.resolution for document in found)
    errors: list[Unfit] = []
    for document in found[1:2] if old != ours and ours == theirs else found:
        try:
            before, *sides = (_copy(document, given, name) for given, name in zip(files, names, strict=True))
        except Unfit as error:
            errors.append(error)
            continue
        first, second = (_without(side, before.edits.get("", ())) for side in sides)
        return document, before, first, second
    raise errors[0]


def _without(side: _Copy, before: tuple[Edit, ...]) -> _Copy:
    """A copy's changes without what the base changes already of the text that the marks are put on: that is nobody's here."""
    silent = side.edits.get(side.name, ())
    own = tuple(edit for edit in silent if edit not in before)
    return side._replace(edits={**side.edits, side.name: own}, done=frozenset(silent) - {*own})


def _copy(document: Document, given: Input, name: str) -> _Copy:
    """What a copy changes of the text, source by source.

    Raises:
        Unfit: where one source's marks depend on what another inserts, or on what no mark tracks.
    """
    from resdraft.amend.normalise import normal_diff
    from resdraft.lexicon import lexicon
    from resdraft.lexicon.sources import known_codes
    from resdraft.ooxml.listing import list_marks
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.read.docx import read_sources
    from resdraft.usecases.several_authors import dependences, on_official

    base, words = document.resolution, lexicon(document.language)
    plain, texts = read_sources(given.content, given.name)
    file = WordFile.open(given.content, given.name)
    _refuse_dependent(given.name, dependences(file, {author: author for author in file.authors}))
    silent = normal_diff(base, plain, words)
    edits = {name: silent} if silent else {}
    for source, text in texts.items():
        edits[source] = normal_diff(base, on_official(base, plain, text, given.name) if silent else text, words)
    manifest, dates = file.sources(known_codes()), dict[str, str]()
    for mark in list_marks(file.parts, given.name):
        for source in manifest.sources_of(mark.author):
            dates[source] = max(dates.get(source, ""), mark.date[:10])
    return _Copy(given, name, edits, {source: date for source, date in dates.items() if date})


def _three_ways(base: Resolution, before: _Copy, ours: _Copy, theirs: _Copy) -> dict[str, tuple[Edit, ...]]:
    """The edits of each source: where one copy alone changed them, its own; where both did, both, if need be under two names."""
    out: dict[str, tuple[Edit, ...]] = {}
    for source in sorted({*ours.edits, *theirs.edits} - {""}):
        old, first, second = (copy.edits.get(source, ()) for copy in (before, ours, theirs))
        if old == first or first == second:
            out[source] = second
        elif old == second:
            out[source] = first
        elif (both := _together(base, first, second)) is not None:
            out[source] = both
        else:
            out |= {f"{source} ({ours.name})": first, f"{source} ({theirs.name})": second}
    return {source: edits for source, edits in out.items() if edits}


def _together(base: Resolution, first: tuple[Edit, ...], second: tuple[Edit, ...]) -> tuple[Edit, ...] | None:
    """The edits of one source from two copies as one; None where they touch each other."""
    from resdraft.amend.consolidate import consolidate
    from resdraft.model.edit import Insert, Move

    gaps = [{edit.after: edit for edit in edits if isinstance(edit, Insert | Move)} for edits in (first, second)]
    if consolidate(base, {"1": first, "2": second}).clashes or {*gaps[0]} & {*gaps[1]}:
        return None
    return tuple(dict.fromkeys((*first, *second)))


def _lost(content: bytes, side: _Copy, edits: Mapping[str, tuple[Edit, ...]]) -> Iterator[str]:
    """What a copy says for each of its sources, and the file does not, or the other way round: lines are compared, labels aside.

    The marks are made of what the model of a resolution holds. A new table, picture or comment is no part of that. What the base itself
    changes of the text that the marks are on, the copy says too, and in the file it is somebody's mark.
    """
    from resdraft.ooxml.listing import CHANGED, list_marks
    from resdraft.ooxml.package import open_package

    told = dict.fromkeys(
        f"{side.name}: not in the file: the tracked change of {mark.kind} by {mark.author}: {shortened(mark.text, _LONGEST)}"
        for mark in list_marks(open_package(side.given.content, side.given.name), side.given.name)
        if mark.kind in CHANGED
    )
    silent = {side.name} & {*edits}
    carriers = {source for source, own in edits.items() if side.done.intersection(own)}
    # Without any source too: what no mark says is compared even where each source has marks in both copies.
    for source in ("", *sorted({*side.edits} & {*edits} - {side.name})):
        if source and side.edits[source] != edits[source]:
            continue
        own = sorted(({source} | silent) - {""})
        try:
            made, given = (
                _as_source(content, sorted({*own} | carriers)),
                _as_source(side.given.content, sorted({*own} - {side.name})),
            )
        except Unfit:
            continue  # its own sources want different things: that is among the conflicts
        told |= dict.fromkeys(f"{side.name}: not in the file: {shortened(line, _LONGEST)}" for line in (given - made))
        told |= dict.fromkeys(f"{side.name}: it does not say: {shortened(line, _LONGEST)}" for line in (made - given))
    yield from told


def _as_source(content: bytes, sources: list[str]) -> Counter[str]:
    """The lines of a file as some of its sources would have it, without labels."""
    from resdraft.lexicon.sources import known_codes
    from resdraft.model.labels import LABEL
    from resdraft.ooxml.plain_lines import plain_lines
    from resdraft.ooxml.settle import Selection, settle
    from resdraft.ooxml.wordfile import WordFile

    codes = known_codes()
    if sources:
        content = settle(content, "accept", Selection(tuple(sources)), codes=codes).content
    lines = plain_lines(WordFile.open(settle(content, "reject", Selection()).content))
    return Counter(" ".join(line[label.end() if (label := LABEL.match(line)) else 0 :].split()) for line in lines)


def _refuse_dependent(name: str, found: Sequence[Depends]) -> None:
    """Refuse a copy in which one author changes what another inserts: neither has a text of its own.

    Raises:
        Unfit: with each such place.
    """
    if found:
        hint = "settle the marks of one of them first, in Word or with `resdraft accept`"
        raise Unfit(
            [
                Problem(
                    f"{one.author} changes “{shortened(one.words, _LONGEST)}” in what {one.other} inserts", hint, place, name
                )
                for one, place in found
            ]
        )
