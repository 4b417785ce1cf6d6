"""A resolution as plain text in ITU's layout: one paragraph a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count

from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import LINE_BREAK, Text


def write_text(resolution: Resolution, read: Callable[[str], Resolution]) -> str:
    """Write a resolution so that ``read`` gives the same tree back. Emphasis and links are lost, as plain text has none.

    The text is read to see which lines would be taken for something else, such as a clause that looks like a call, or a depth that the
    label does not tell. Such a line begins with its kind and depth: ``\\clause2<tab>``.

    Args:
        resolution: what is to be written.
        read: the reader of such text. It is passed in because this part may not import readers.
    """
    # A line that becomes explicit can change how those behind it are read, so the text is read again until nothing is wrong.
    explicit: set[int] = set()
    provisions = resolution.provisions
    for turn in count():
        text = _lines(resolution, explicit)
        wrong = _misread(provisions, read, text) - explicit
        if not wrong:
            break
        # Where each turn finds but one, more and more behind it are taken along, so that the turns stay few.
        explicit |= wrong | {n for n in range(min(wrong), min(wrong) + 2**turn // 8) if n < len(provisions)}
    return text


def is_plain(resolution: Resolution) -> bool:
    """Whether plain text can hold all of a resolution: it has neither emphasis nor links."""
    return not any(span.emphasis or span.link for p in resolution.provisions for span in p.text.spans)


def without_formatting(resolution: Resolution) -> Resolution:
    """The same words without italics, bold or links."""
    bare = (
        p._replace(text=Text.join(span._replace(emphasis="", link=None) for span in p.text.spans))
        for p in resolution.provisions
    )
    return Resolution.assemble(bare, resolution.language, resolution.provenance)


def _misread(provisions: Sequence[Provision], read: Callable[[str], Resolution], text: str) -> set[int]:
    from resdraft.errors import Unreadable

    try:
        got = read(text).provisions
    except Unreadable:
        return set(range(len(provisions)))
    same = len(got) == len(provisions)
    wrong = {n for n, (p, q) in enumerate(zip(provisions, got, strict=False)) if _plain(p) != _plain(q)}
    # Where paragraphs were joined or split, only the first that differs is made explicit: the others may differ because of it.
    return wrong if same else {min(wrong, default=len(provisions) - 1)}


def _plain(p: Provision) -> Provision:
    return p.content._replace(text=Text.of(p.text.marked()))


def _lines(resolution: Resolution, explicit: set[int]) -> str:
    lines = []
    notes = frozenset(note.mark for note in resolution.notes)
    said = [*resolution.provenance, *([("language", resolution.language)] if resolution.language != "en" else [])]
    if said:
        lines += ["---", *(f"{key}: {value}" for key, value in said), "---"]
    for n, p in enumerate(resolution.provisions):
        text = p.text.marked(notes)
        if p.kind is Kind.NOTE:
            lines.append(f"[^{p.label}]: {text.replace(chr(10), LINE_BREAK)}")
            continue
        if p.label is not None:
            text = f"{p.label}\t{text}"
        if n in explicit:
            depth = str(p.depth) if p.kind in (Kind.CLAUSE, Kind.BLOCK) else ""
            text = f"\\{p.kind.value}{depth}\t{text}".replace("\n", LINE_BREAK)
        elif p.kind not in (Kind.TITLE, Kind.CALL):
            text = text.replace("\n", LINE_BREAK)
        lines.append(text)
    return "\n".join(lines) + "\n"
