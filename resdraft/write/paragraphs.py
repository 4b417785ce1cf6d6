"""A marked text as paragraphs in order: whether each stays, comes or goes, whose change that is, and the changes of words in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from resdraft.model.edit import Addition, Delete, Insert, Move, Relabel, Replace
from resdraft.model.marked import Marked, Owned
from resdraft.model.resolution import Kind, Provision
from resdraft.ooxml.paragraph_marks import Status


class MarkedParagraph(NamedTuple):
    """One provision as it is to be written."""

    provision: Provision
    status: Status = Status.KEPT
    sources: tuple[str, ...] = ()
    """By whom it comes or goes."""
    changes: tuple[Owned, ...] = ()
    """The changes of words in it, in order."""
    head: str = ""
    tag: str = ""
    """The secretariat's words before and behind it."""
    move: str = ""
    """A name that the two paragraphs of a move have in common."""
    amendments: tuple[str, ...] = ()
    """The numbers of the amendments by which it comes or goes."""
    like: str = ""
    """The key of the provision whose format it takes."""
    relabelled: Owned | None = None
    """The change of its label, which nobody proposes: it follows from what was adopted."""


def body_paragraphs(marked: Marked) -> list[MarkedParagraph]:
    """The paragraphs of the body in order, footnotes left out."""
    return [p for p in paragraphs(marked) if p.provision.kind is not Kind.NOTE]


def note_paragraphs(marked: Marked) -> list[MarkedParagraph]:
    """The footnotes of the base and of all sources."""
    return [p for p in paragraphs(marked) if p.provision.kind is Kind.NOTE]


def paragraphs(marked: Marked) -> list[MarkedParagraph]:
    """All paragraphs."""
    words: dict[str, list[Owned]] = defaultdict(list)
    gone: dict[str, Owned] = {}
    gaps: dict[str, list[Owned]] = defaultdict(list)
    for owned in marked.edits:
        edit = owned.edit
        if isinstance(edit, Replace):
            words[edit.key].append(owned)
        elif isinstance(edit, Delete):
            gone[edit.key] = owned
        elif isinstance(edit, Insert | Move):
            gaps[edit.after].append(owned)
            if isinstance(edit, Move):
                gone[edit.key] = owned
    labels = {owned.edit.key: owned for owned in marked.edits if isinstance(owned.edit, Relabel)}
    for changed in words.values():
        changed.sort(key=lambda o: (o.edit.start, o.edit.end) if isinstance(o.edit, Replace) else (0, 0))
    # Names of moves within this text; the file's own moves may bear the same, so they get others when they are written.
    moves = [owned.edit for owned in marked.edits if isinstance(owned.edit, Move)]
    names = {move.key: f"move{n}" for n, move in enumerate(moves, 1)}
    out = _added(marked, gaps[""], words, names)
    for p in marked.base.provisions:
        owned_or_none = gone.get(p.key)
        if owned_or_none is None or (p.kind is Kind.NOTE and words[p.key]):
            # A footnote goes when its reference goes: one source may reword it while another deletes it.
            out.append(MarkedParagraph(p, changes=tuple(words[p.key]), relabelled=labels.get(p.key)))
        # Word's own move keeps the words as they are: a clause that is moved and reworded is deleted and inserted.
        elif isinstance(owned_or_none.edit, Move) and not words[p.key]:
            out.append(
                MarkedParagraph(
                    p, Status.MOVED_FROM, owned_or_none.sources, move=names[p.key], amendments=owned_or_none.amendments
                )
            )
        else:
            out.append(MarkedParagraph(p, Status.DELETED, owned_or_none.sources, amendments=owned_or_none.amendments))
        out += _added(marked, gaps[p.key], words, names)
    return out


def _added(marked: Marked, gap: Sequence[Owned], words: dict[str, list[Owned]], names: dict[str, str]) -> list[MarkedParagraph]:
    """The paragraphs added at one gap."""
    out = []
    for owned in sorted(gap, key=lambda o: o.edit.rank if isinstance(o.edit, Insert | Move) else 0):
        edit = owned.edit
        if not isinstance(edit, Insert | Move):
            continue
        p = _added_provision(marked, edit, words)
        moved = isinstance(edit, Move) and not words[edit.key]
        out.append(
            MarkedParagraph(
                p,
                Status.MOVED_TO if moved else Status.INSERTED,
                owned.sources,
                head=owned.before,
                tag=owned.behind,
                move=names[edit.key] if isinstance(edit, Move) and moved else "",
                amendments=owned.amendments,
                like=owned.like,
            )
        )
    return out


def _added_provision(marked: Marked, edit: Addition, words: dict[str, list[Owned]]) -> Provision:
    if isinstance(edit, Insert):
        return edit.provision
    p = marked.base[edit.key]
    changes = [owned.edit for owned in words[edit.key] if isinstance(owned.edit, Replace)]
    text = p.text.reworded((change.start, change.end, change.new) for change in changes)
    return p._replace(text=text, depth=edit.depth, label=edit.label)
