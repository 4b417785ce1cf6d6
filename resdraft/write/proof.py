"""The writer's proof: what is about to be saved reads, for no source, for each source and for all, as the model says.

The reading is ``ooxml.projections``' and knows nothing of how the marks were written; the expectation is the model's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from lxml import etree

from resdraft.errors import OurFault, Problem, Unfit
from resdraft.model.apply import applied, number_notes
from resdraft.model.edit import Insert, Move
from resdraft.model.marked import Marked
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Span, Text
from resdraft.ooxml.manifest import Manifest
from resdraft.ooxml.names import ID, w
from resdraft.ooxml.projections import Choice, Paragraph, everything, note_paragraphs, paragraphs
from resdraft.ooxml.projections import number_notes as read_marks


def prove(marked: Marked, body: etree._Element, notes: etree._Element, style_of: Callable[[Provision], str]) -> None:
    """Prove the parts of a document before it is saved.

    Raises:
        Unfit: where the words would be right, but a paragraph would bear another style under one source.
        OurFault: naming the first paragraph that reads otherwise than it should.
    """
    choices: list[tuple[str, Collection[str]]] = [("with all marks rejected", ())]
    choices += [(f"with the marks of {source} accepted", (source,)) for source in marked.sources]
    choices.append(("with all marks accepted", marked.sources))
    manifest = Manifest(sources=marked.sources)
    for name, sources in choices:
        wanted = expected(marked, sources)
        _compare(name, wanted, read_lines(body, notes, manifest.choice(sources)))
        styles = [style_of(p) for p in applied(marked.base, marked.kept(sources)) if p.kind is not Kind.NOTE]
        if styles != [p.style or "Normal" for p in paragraphs(body, manifest.choice(sources))]:
            what = "several sources change all of the end, and one Word file cannot keep each one's layout there"
            raise Unfit(Problem(what, "apply the proposals one by one"))
    if not _tagged(marked):
        _compare("with everything accepted", expected(marked, marked.sources), read_lines(body, notes, everything))


def expected(marked: Marked, sources: Collection[str]) -> list[str]:
    """The lines that the text of these sources has, footnote references as ``[^1]``, footnotes last."""
    base = marked.base
    resolution = Resolution.assemble(applied(base, marked.kept(sources)), base.language)
    numbered = number_notes(resolution) if _auto(base) else resolution
    return [f"{p.label}\t{p.text.marked()}" if p.label is not None else p.text.marked() for p in numbered.provisions]


def _auto(base: Resolution) -> bool:
    """Whether the base's footnotes are numbered on as Word does it."""
    numbers = [m for m in dict.fromkeys(m for p in base.provisions for m in p.text.notes) if m.isdigit()]
    return numbers == [str(n) for n in range(1, len(numbers) + 1)]


def read_lines(body: etree._Element, notes: etree._Element, choice: Choice) -> list[str]:
    """The lines that a document reads under a choice of marks, in the same form."""
    found = paragraphs(body, choice)
    marks = read_marks(found)
    lines = [_line(p, marks) for p in found]
    by_id = {note.get(ID): note for note in notes.iter(w("footnote"))}
    for number, mark in marks.items():
        text = "".join(_line(p, {}) for p in note_paragraphs(by_id[number], choice))
        lines.append(f"{mark}\t{text}")
    return lines


def _line(p: Paragraph, marks: dict[str, str]) -> str:
    spans = (Span(c.text) if c.note is None else Span("", note=marks[c.note] if c.note else c.mark) for c in p.pieces)
    return Text.join(spans).marked()


def _tagged(marked: Marked) -> bool:
    """Whether the secretariat's tags stand in the text, so that accepting everything gives more than the sources' words."""
    gaps: dict[str, set[tuple[str, ...]]] = {}
    for owned in marked.edits:
        if isinstance(owned.edit, Insert | Move):
            gaps.setdefault(owned.edit.after, set()).add(owned.sources)
    return any(len(sources) > 1 for sources in gaps.values())


def _compare(name: str, wanted: Sequence[str], got: Sequence[str]) -> None:
    if list(wanted) == list(got):
        return
    n = next((n for n, (a, b) in enumerate(zip(wanted, got, strict=False)) if a != b), min(len(wanted), len(got)))
    want, have = (lines[n][:200] if n < len(lines) else "nothing" for lines in (wanted, got))
    raise OurFault(
        Problem(
            f"the document would read wrong {name}: paragraph {n + 1} is “{have}”, and should be “{want}”",
            "nothing was written; this is a fault of resdraft: please report it with the files that led to it",
        )
    )
