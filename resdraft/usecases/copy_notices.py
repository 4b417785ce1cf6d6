"""What an edited copy does that is no part of a proposal: labels, formatting, comments; and what makes one doubt that it is a copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from resdraft.amend.carried_edits import shared_tokens
from resdraft.amend.wording import FOLDED
from resdraft.differences.edits import diff
from resdraft.errors import shortened
from resdraft.lexicon import lexicon
from resdraft.model.address import Addresses
from resdraft.model.apply import applied, apply
from resdraft.model.edit import Edit, Move
from resdraft.model.labels import is_dash
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Text
from resdraft.proposing.reasons import PlacedComment

_SHOWN = 3
"""So many places are named; of further ones only how many they are."""
_LONGEST = 60
"""So many characters of a comment are quoted."""


class EditedCopy:
    """A base and a text that was made from it, with the provisions that are the same ones."""

    def __init__(self, base: Resolution, target: Resolution, name: str, counted: frozenset[str] = frozenset()) -> None:
        """``counted`` has the keys of the clauses of ``target`` whose labels Word counts; ``name`` is the copy's, for messages."""
        self.base, self.target, self.name, self.counted = base, target, name, counted
        self.words = lexicon(base.language)
        self.edits = diff(base, target)
        moved = {edit.key for edit in self.edits if isinstance(edit, Move)}
        pairs = zip(applied(base, self.edits), target.provisions, strict=False)
        self.pairs = [(base[old.key], new) for old, new in pairs if old.key in base.by_key]
        # A clause that moves has the label of its new place.
        self.labels = [(old, new) for old, new in self.pairs if old.kind is Kind.CLAUSE and old.key not in moved]

    @cached_property
    def official(self) -> Addresses:
        """The addresses of the base."""
        return Addresses(self.base, self.words)

    @cached_property
    def renumbered(self) -> str:
        """The clauses whose labels somebody typed anew, for people; "" where there are none."""
        return _some(
            f"{self.official.of(old.key)} → {new.label}"
            for old, new in self.labels
            if None not in (old.label, new.label)
            and old.label != new.label
            and new.key not in self.counted
            and not (is_dash(old.label) and is_dash(new.label))
        )

    @cached_property
    def proposed(self) -> tuple[Edit, ...]:
        """The edits in normal form."""
        from resdraft.amend.normalise import normal_diff

        return normal_diff(self.base, self.target, self.words)

    def notices(self, before: Resolution | None, unused: Iterable[PlacedComment]) -> Iterator[str]:
        """All that is told of it.

        Args:
            before: the copy as it was before its marks; None where nothing tells how its formatting was.
            unused: the comments that are no reasons.
        """
        if self.renumbered:
            yield f"{self.name}: renumbering is not proposed: ITU renumbers on adoption ({self.renumbered})"
        yield from self._too_much()
        yield from self._labels_that_come_or_go()
        yield from self._labels_of_new_clauses()
        yield from self._labels_of_moved_clauses()
        yield from self._references_in_own_numbers()
        yield from self._formatting(before) if before is not None else ()
        for comment in unused:
            place = f" on {self.official.of(comment.key)}" if comment.key else ""
            text = " ".join(comment.text.split())
            if text:
                said = shortened(text, _LONGEST)
                yield f"{self.name}: a comment{place} is no part of the proposal, for it is on nothing that changes: “{said}”"

    def _too_much(self) -> Iterator[str]:
        """Few paragraphs of the official text stand in the copy: so it is with another text, and with a view whose lines are wrapped."""
        # Other programs write other quotes, hyphens and blanks all through a text.
        here, there = (
            [" ".join(p.text.plain.translate(FOLDED).split()) for p in r.provisions] for r in (self.base, self.target)
        )
        kept, all_of_it = sum(map(frozenset(there).__contains__, here)), len(here)
        if kept * 3 < all_of_it:
            yield (
                f"only {kept} of the {all_of_it} paragraphs of the official text stand in {self.name} as they were: is it a copy of "
                "that text? `resdraft show` is for reading; `resdraft convert BASE copy.txt` gives a text to edit"
            )

    def _labels_that_come_or_go(self) -> Iterator[str]:
        for old, new in self.labels:
            if (new.label is None) != (old.label is None):
                what = f"gets the label {new.label}" if new.label else "loses its label"
                yield f"{self.official.of(old.key)} {what}: labels are no part of a proposal"

    def _labels_of_new_clauses(self) -> Iterator[str]:
        """Which added clauses have another label than the copy gives them, where the copy does not just number the list anew."""
        from resdraft.amend.normalise import typed_labels

        if not (given := typed_labels(self.base, self.target, self.words)):
            return
        left = {
            (_list_of(old), old.label)
            for old, new in self.labels
            if None not in (old.label, new.label) and old.label != new.label
        }
        result = apply(self.base, self.proposed)
        addresses = Addresses(result, self.words)
        for own, edit in given:
            p = edit.provision
            q = next(q for q in result.provisions if (q.label, q.text.plain, q.depth) == (p.label, p.text.plain, p.depth))
            if (_list_of(self.base[edit.after]) if edit.after else "", own) not in left:
                yield f"{addresses.of(q.key)} has the label {own} in the copy: new clauses are labelled by their place in the official text"

    def _labels_of_moved_clauses(self) -> Iterator[str]:
        """Which clauses that move have a label where they came from or in the copy, and none by their new place, or the other way round."""
        moved = {edit.key for edit in self.proposed if isinstance(edit, Move)}
        lines = applied(self.base, self.proposed) if moved else ()
        for p, q in zip(self.target.provisions, lines, strict=False):
            if q.key in moved and q.kind is Kind.CLAUSE and (p.label is None) != (q.label is None):
                has = (
                    f"has the label {p.label} in the copy, and none"
                    if p.label
                    else f"has no label in the copy, and is {q.label}"
                )
                yield f"{Addresses(self.target, self.words).of(p.key)} {has} by its place in the official text"

    def _references_in_own_numbers(self) -> Iterator[str]:
        """Which new words mean clauses by the copy's own numbers: in a proposal clauses have those of the base."""
        from resdraft.citations.repair import in_base_numbering

        texts, _ = in_base_numbering(self.base, self.edits)
        known = {p.text.plain for p in self.base.provisions}
        for key, text in texts.items():
            if self.target[key].text.plain not in known:
                place, official = Addresses(self.target, self.words).of(key), text.plain[:90]
                yield f"{place} refers to clauses by the copy's own numbers; in the official numbering it reads “{official}”"

    def _formatting(self, before: Resolution) -> Iterator[str]:
        """Where words that stay have another emphasis."""
        pairs = self.pairs if before is self.base else EditedCopy(before, self.target, self.name).pairs
        addresses = Addresses(self.target, self.words)
        found = _some(addresses.of(new.key) for old, new in pairs if _restyled(old.text, new.text))
        if found:
            yield f"{self.name}: bold, italic and other formatting is no part of a proposal ({found})"


def _some(found: Iterable[str]) -> str:
    """The first places of several, and how many more there are."""
    names: Sequence[str] = list(found)
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{', '.join(names[:_SHOWN])}{more}"


def _list_of(p: Provision) -> str:
    """The key of the section or annex that a clause stands in."""
    return "/".join(p.key.split("/")[: 2 if p.key.startswith("annex") else 1])


def _restyled(old: Text, new: Text) -> bool:
    """Whether words that two texts share differ in bold, italic and the like."""
    if old.spans == new.spans or {s.emphasis for s in (*old.spans, *new.spans)} == {""}:
        return False
    looks = [[(c, s.emphasis) for s in t.spans for c in s.text] for t in (old, new)]
    bare = [Text.join(s._replace(emphasis="", link=None) for s in t.spans) for t in (old, new)]
    starts, ends = ([0, *accumulate(len(token.text) for token in t.tokens)] for t in bare)
    for start, at, size in shared_tokens(*bare):
        one, other = looks[0][starts[start] : starts[start + size]], looks[1][ends[at] : ends[at + size]]
        if any(a != b and not a[0].isspace() for a, b in zip(one, other, strict=True)):
            return True
    return False
