"""An edited copy with marks of several authors: what depends on another's insertion, and whose the changes are that are not tracked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from resdraft.errors import Problem, Unfit, shortened
from resdraft.model.marked import SECRETARIAT
from resdraft.model.resolution import Resolution
from resdraft.usecases.inputs import Input

if TYPE_CHECKING:
    from resdraft.ooxml.wordfile import WordFile
    from resdraft.read.insertions import Dependence
    from resdraft.read.instruments import Part

_LONGEST = 60
"""So many characters of somebody's words are quoted."""


class Depends(NamedTuple):
    """Marks of one author that depend on another's insertion, and where they stand: an address, or the number of a paragraph."""

    dependence: Dependence
    place: str


def dependences(file: WordFile, whose: Mapping[str, str], language: str | None = None, part: Part = None) -> list[Depends]:
    """What depends on another's insertion in a file; authors of one source do not depend on each other.

    In a consolidated file of ours sources do not either: it holds what each of them proposes by itself.
    """
    from resdraft.ooxml.names import P
    from resdraft.read.docx import everything, read_word
    from resdraft.read.insertions import Insertions
    from resdraft.read.paragraph_addresses import paragraph_addresses

    def group(author: str) -> str:
        return "" if author == SECRETARIAT else whose.get(author, author)

    known = {*file.manifest.sources} if file.manifest is not None else set()
    found = [
        one
        for one in Insertions.of(file, group, read_word(file, everything, language, part)).dependences
        if not {*one.author.split(", "), *one.other.split(", ")} <= known
    ]
    if not found:
        return []
    numbers = {p: (file.main, n) for n, p in enumerate(file.story.root.iter(P), 1)}
    if file.notes is not None:
        numbers |= {p: (file.notes_part, n) for n, p in enumerate(file.notes.root.iter(P), 1)}
    addresses = paragraph_addresses(file)
    return [Depends(one, addresses.get(at := numbers[one.paragraph], f"paragraph {at[1]}")) for one in found]


def joined(
    copy: Input, wanted: dict[str, set[str]], language: str | None, *, together: bool
) -> tuple[dict[str, set[str]], dict[str, tuple[str, ...]]]:
    """The authors behind each source, and the sources that sign with it, where sources that depend on each other are one.

    Args:
        copy: the edited copy. ``wanted`` has the authors behind each source, the source that signs first before the others.
        together: make them one; otherwise they are refused.

    Raises:
        Unfit: with every place where one source's marks depend on what another inserts.
    """
    from resdraft.ooxml.wordfile import WordFile

    file = WordFile.open(copy.content, copy.name)
    whose = {author: code for code, own in wanted.items() for author in own}
    found = [one for one in dependences(file, whose, language, copy.part) if one.dependence.author in whose]
    alone = [one for one in found if not together or one.dependence.other not in whose]
    if alone:
        raise Unfit([_refusal(one, whose, copy.name) for one in alone])
    first = {code: code for code in wanted}
    for one, _ in found:
        pair = first[whose[one.author]], first[whose[one.other]]
        head = min(pair, key=list(wanted).index)
        first = {code: head if top in pair else top for code, top in first.items()}
    heads = dict.fromkeys(first.values())
    cosigners = {head: tuple(code for code in wanted if first[code] == head != code) for head in heads}
    return {head: set().union(*(wanted[c] for c in (head, *cosigners[head]))) for head in heads}, cosigners


def _refusal(depends: Depends, whose: Mapping[str, str], file: str) -> Problem:
    one = depends.dependence
    both = (one.author, one.other)
    author, other = (f'"{name}"' + (f" ({whose[name]})" if name in whose else "") for name in both)
    signed = " ".join(f'--source "{name}={whose.get(name, "CODE")}"' for name in both)
    what = f"{author} {'writes' if one.adds else 'strikes'} “{shortened(one.words, _LONGEST)}” in what {other} inserts"
    hint = (
        f"`resdraft propose BASE {file or 'FILE'} {signed} --together -o both.yaml` makes one proposal of both; "
        "else each may only change the official text"
    )
    return Problem(what, hint, clause=depends.place, file=file)


def on_official(base: Resolution, copy: Resolution, target: Resolution, name: str) -> Resolution:
    """What one source makes of a copy, without what was changed in the copy before: the same changes, made to the official text.

    Args:
        base: the official text.
        copy: the copy with all marks rejected.
        target: the copy with the source's marks accepted.
        name: the copy's, for messages.

    Raises:
        Unfit: where a change stands in words that the official text does not have.
    """
    from resdraft.amend.carried_edits import carried_edits
    from resdraft.amend.normalise import normal_diff
    from resdraft.lexicon import lexicon
    from resdraft.model.address import Addresses
    from resdraft.model.apply import apply

    words = lexicon(base.language)
    carried = carried_edits(base, copy, normal_diff(copy, target, words))
    if carried.lost:
        addresses = Addresses(copy, words)
        hint = "make both one source's with --untracked, or track them in Word"
        what = "it changes what was changed without tracking"
        raise Unfit([Problem(what, hint, clause=addresses.of(key), file=name) for key in carried.lost])
    return apply(base, carried.edits)
