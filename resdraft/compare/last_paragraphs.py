"""Which paragraph stays where paragraphs stop: before a table and at the end of a container.

The paragraph mark before a table, and the last one of a container, cannot be deleted: there is no paragraph behind it that could take its
words. So at least one old paragraph of each such sequence must stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from resdraft.compare.blocks import TABLE, BlockMatch
from resdraft.ooxml.names import P, w

_SECTION_BREAK = f"{w('pPr')}/{w('sectPr')}"


def with_last_paragraph_kept(matches: Sequence[BlockMatch]) -> list[BlockMatch]:
    """The matches of a container, changed where else its last paragraph mark, or one before a table, would have to be deleted."""
    out: list[BlockMatch] = []
    between_tables: list[BlockMatch] = []
    for match in matches:
        if (match.old or match.new)[0].tag == TABLE:
            out += [*_with_one_kept(between_tables), match]
            between_tables = []
        else:
            between_tables.append(match)
    last = _with_one_kept(between_tables)
    stays = next((match.old[-1] for match in reversed(last) if match.old and match.new), None)
    # Behind the last paragraph that stays, the mark before a deleted paragraph is deleted with it: here a section break would be lost.
    deleted_behind_section = (
        stays is not None and last[-1].old != () and last[-1].new == () and stays.find(_SECTION_BREAK) is not None
    )
    if last and (stays is None or deleted_behind_section):
        return _with_last_ones_matched([*out, *last])
    return _without_half_moves([*out, *last])


def _with_one_kept(matches: list[BlockMatch]) -> list[BlockMatch]:
    """Where all paragraphs are deleted and others inserted, match the last ones: the old one is changed wholly, and its mark stays."""
    deleted = [match for match in matches if not match.new]
    inserted = [match for match in matches if not match.old]
    if not deleted or not inserted or len(deleted) + len(inserted) < len(matches):
        return matches
    rest = [match for match in matches if match is not deleted[-1] and match is not inserted[-1]]
    return [*rest, BlockMatch(deleted[-1].old, inserted[-1].new)]


def _with_last_ones_matched(matches: list[BlockMatch]) -> list[BlockMatch]:
    """Match the last old paragraph with the last new one; what either was matched with before is deleted or inserted."""
    before = next((n for n in range(len(matches) - 1, -1, -1) if matches[n].old), None)
    after = next((n for n in range(len(matches) - 1, -1, -1) if matches[n].new), None)
    if before is None or after is None or before == after:
        return _without_half_moves(matches)
    p, q = matches[before].old[-1], matches[after].new[-1]
    if TABLE in (p.tag, q.tag):
        return _without_half_moves(matches)
    out: list[BlockMatch] = []
    for n, match in enumerate(matches):
        if n == before:
            out += [BlockMatch((block,)) for block in match.old[:-1]] + [BlockMatch((), (block,)) for block in match.new]
        elif n == after:
            out += [BlockMatch((block,)) for block in match.old] + [BlockMatch((), (block,)) for block in match.new[:-1]]
        else:
            out.append(match)
    return _without_half_moves([*out, BlockMatch((p,), (q,))])


def _without_half_moves(matches: list[BlockMatch]) -> list[BlockMatch]:
    """Turn moves of which one end is gone, and moves of tables, into deletions and insertions: Word's moves are of paragraphs."""
    ends = Counter(match.move for match in matches if (match.old or match.new)[0].tag == P)
    return [match._replace(move=match.move if ends[match.move] == 2 else 0) if match.move else match for match in matches]
