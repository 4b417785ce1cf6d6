"""The stretches of a provision in which several sources change words: what clashes there belongs together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from resdraft.amend.consolidate import clash
from resdraft.model.edit import Replace
from resdraft.model.groups import NO_GROUPS, Groups
from resdraft.model.marked import Owned
from resdraft.model.resolution import Provision
from resdraft.model.text import Span, Text

_NEAR = 2
"""Changes of a source so few tokens from its option belong to it: a word that goes with the next one."""


class WordStretch(NamedTuple):
    """Word edits that belong together, and the tokens from the first to the last that they touch."""

    edits: tuple[Owned, ...]
    start: int
    end: int


def stretches(words: Sequence[Owned], groups: Groups = NO_GROUPS) -> list[WordStretch]:
    """The word edits of one provision in order, those that clash with one another together.

    What the same sources change right beside a clash belongs to it: an option must read as its source means it. So does all that a group
    and a member of it change in one provision, where they do not want the same.
    """
    out: list[list[Owned]] = []
    for group in _clashing(words, list(_rivals(words, groups))):
        while out and _belongs(out[-1], group):
            group = [*out.pop(), *group]
        out.append(group)
    return [WordStretch(tuple(own), *_hull(own)) for own in out]


def span(owned: Owned) -> tuple[int, int]:
    """The tokens that a word edit touches."""
    edit = owned.edit
    assert isinstance(edit, Replace)  # noqa: S101 - only words are grouped
    return edit.start, edit.end


def versions(p: Provision, stretch: WordStretch) -> dict[str, Text]:
    """How the tokens of a stretch read as each source that changes them would have them."""
    out = {}
    for source in sorted({source for owned in stretch.edits for source in owned.sources}):
        own = [o.edit for o in stretch.edits if source in o.sources and isinstance(o.edit, Replace)]
        spans, at = list[Span](), stretch.start
        for edit in sorted(own, key=lambda edit: (edit.start, edit.end)):
            spans += [*p.text.tokens[at : edit.start], *edit.new.spans]
            at = edit.end
        out[source] = Text.join([*spans, *p.text.tokens[at : stretch.end]])
    return out


def _hull(edits: Iterable[Owned]) -> tuple[int, int]:
    spans = [span(owned) for owned in edits]
    return min(start for start, _ in spans), max(end for _, end in spans)


def _rivals(words: Sequence[Owned], groups: Groups) -> Iterator[tuple[int, int]]:
    """The tokens within which a group and a member of it want different things."""
    for group, member in groups.pairs():
        own, other = ([o for o in words if source in o.sources] for source in (group, member))
        if own and other and own != other:
            yield _hull([*own, *other])


def _clashing(words: Sequence[Owned], rivals: Sequence[tuple[int, int]]) -> Iterator[list[Owned]]:
    out: list[Owned] = []
    for owned in sorted(words, key=lambda o: (span(o), o.sources)):
        if out and not any(clash(owned, other) or _within(owned, other, rivals) for other in out):
            yield out
            out = []
        out.append(owned)
    if out:
        yield out


def _within(one: Owned, other: Owned, rivals: Sequence[tuple[int, int]]) -> bool:
    """Whether two edits stand within the same tokens that rivals want differently."""
    (start, end), (first, last) = span(one), span(other)
    return any(low <= min(start, first) and max(end, last) <= high for low, high in rivals)


def _belongs(before: Sequence[Owned], behind: Sequence[Owned]) -> bool:
    """Whether two groups are one: the nearest edges are close, one of them is a clash, and one source stands in both."""
    clashing = any(len({o.sources for o in group}) > 1 for group in (before, behind))
    sources = [{source for o in group for source in o.sources} for group in (before, behind)]
    gap = _hull(behind)[0] - _hull(before)[1]
    return clashing and gap <= _NEAR and bool(sources[0] & sources[1])
