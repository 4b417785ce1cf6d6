"""A contribution: the document in which a source submits its proposals, as ITU lays it out.

Above each text stand its symbol and number, in the text the revision marks, below it the reasons. Sections that nothing changes may be left
out; a line such as ``… [considering further]`` says which. The proposals travel in the manifest too.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

from resdraft.lexicon import language_letter, lexicon
from resdraft.limits import count
from resdraft.model.address import Addresses
from resdraft.model.contribution import elision, reasons_of
from resdraft.model.lexicon import Lexicon
from resdraft.model.marked import Marked
from resdraft.model.proposal import AMENDING, Proposal
from resdraft.model.resolution import Kind, Resolution
from resdraft.model.text import Span
from resdraft.ooxml.amendments import AmendmentBookmarks
from resdraft.ooxml.directions import direct, direct_all
from resdraft.ooxml.manifest import AddedParagraph, Manifest
from resdraft.ooxml.names import ID, PLUS, PPR, VAL, P, R, w
from resdraft.ooxml.notes import empty_notes
from resdraft.ooxml.package import pack
from resdraft.ooxml.places import Place
from resdraft.ooxml.relationships import relate
from resdraft.ooxml.revisions import MARKS, MOVE_RANGES, end_tag
from resdraft.ooxml.wordfile import WordFile
from resdraft.write.clean import clean_file
from resdraft.write.cover import PlaceAndDates, cover
from resdraft.write.docx import MarkingResult, put_marks
from resdraft.write.parts import put_footnotes, put_manifest
from resdraft.write.runs import run_of

_SECTION = w("sectPr")
_IDS = (*MARKS, *MOVE_RANGES, *(end_tag(etree.Element(tag)) for tag in MOVE_RANGES), w("bookmarkStart"), w("bookmarkEnd"))
_ID_STEP = 1_000_000
"""The ids of marks of each text begin at a multiple of this: an id must be unique in the document, and each text was marked alone."""


class Printed(NamedTuple):
    """A proposal and what is printed of it: the text with marks (MOD), a new text (ADD), or the text whose title is printed (SUP, NOC)."""

    proposal: Proposal
    marked: Marked


def write_contribution(printed: Sequence[Printed], proposals: str, held: PlaceAndDates, *, elide: bool = False) -> bytes:
    """Write the document.

    Args:
        printed: one or more proposals in order.
        proposals: the same as JSON, which travels in the manifest.
        held: where and when the meeting is.
        elide: leave out sections without a change.

    Returns:
        The Word file.

    Raises:
        Unwritable: where clauses are nested deeper than Word has styles for.
        OurFault: where what was written does not read as it should.
    """
    first = printed[0].proposal
    words = lexicon(first.language)
    host, _ = clean_file(
        printed[0].marked.base, first.running_head(language_letter(first.language)) or f"{first.meeting}/XX".lstrip("/")
    )
    parts, notes = dict(host.parts), empty_notes()
    references = list(dict.fromkeys(_cited(one) for one in printed))
    body = host.story.root[0]
    section = body[-1]
    texts: set[etree._Element] = set()
    blocks = cover([one.proposal for one in printed], words, held, references)
    amendments: list[AmendmentBookmarks] = []
    added: set[AddedParagraph] = set()
    for n, one in enumerate(printed):
        blocks.append(_heading(one.proposal))
        own, marks = _text(one, n, (parts, notes), elide=elide)
        blocks += own
        texts.update(own)
        if marks is not None:
            amendments += marks.amendments
            added |= set(marks.added)
        blocks += _reasons(one.proposal, words)
    if words.right_to_left:
        # The texts have their directions from where they were marked.
        direct_all((block for block in blocks if block not in texts), right_to_left=True)
    for old in list(body):
        body.remove(old)
    for block in blocks:
        # Blanks between paragraphs have no meaning in a document part.
        block.tail = None
        body.append(block)
    if section.find(w("titlePg")) is None:
        # Their order is fixed (17.6.17): the direction of a section stands behind it.
        turned = section.find(w("bidi"))
        section.insert(len(section) if turned is None else section.index(turned), etree.Element(w("titlePg")))
    body.append(section)
    parts[host.main] = host.story.bytes()
    put_footnotes(parts, host.main, etree.tostring(notes, xml_declaration=True, encoding="UTF-8", standalone=True))
    sources = tuple(sorted({source for one in printed for source in one.proposal.sources}))
    manifest = Manifest(
        words.language,
        sources=sources,
        ours=False,
        added=tuple(sorted(added)),
        amendments=tuple(amendments),
        proposals=proposals,
    )
    put_manifest(parts, host.main, manifest)
    return pack(parts)


def _cited(one: Printed) -> str:
    number = one.marked.base.number
    said = number.plain if number else one.marked.base.title.plain
    return " ".join(said.split())


def _paragraph(style: str, runs: Iterable[Span]) -> etree._Element:
    p = etree.Element(P)
    if style:
        etree.SubElement(etree.SubElement(p, PPR), w("pStyle")).set(VAL, style)
    p.extend(run_of(span) for span in runs)
    return p


def _heading(proposal: Proposal) -> etree._Element:
    """The line with symbol and number; a plain NOC has no number, one that is underlined has (PP-10 guidelines, WTDC-21 legend)."""
    symbol = proposal.symbol.strip("_")
    look = "bu" if proposal.symbol == "_NOC_" else "b"
    number = [] if proposal.symbol == "NOC" else [Span(f"\t{proposal.number}")]
    return _paragraph("Proposal", [Span(symbol, look), *number])


def _reasons(proposal: Proposal, words: Lexicon) -> list[etree._Element]:
    said = reasons_of(proposal, words)
    looks = ["b", *"i" * len(said)]
    return [
        _paragraph("Reasons", [Span(part, emphasis) for part, emphasis in ((head, look), (text, "")) if part])
        for (head, text), look in zip(said, looks, strict=False)
    ]


def _text(
    one: Printed, n: int, host: tuple[dict[str, bytes], etree._Element], *, elide: bool
) -> tuple[list[etree._Element], MarkingResult | None]:
    """The paragraphs of the ``n``-th text of a document, and its marks where it is amended.

    Args:
        host: the parts of the document and the root of its footnotes; the text's own footnotes are added to them.
    """
    parts, notes = host
    base, symbol = one.marked.base, one.proposal.symbol
    if symbol not in (*AMENDING, "ADD", "ADD*"):
        base = _heading_alone(base)
    file, places = clean_file(base)
    marks = None
    if symbol in AMENDING:
        marks = put_marks(one.marked, file, places, "", file.parts)
        if elide:
            _elide(base, places)
    _renumber(file, n, parts, notes)
    return [block for block in file.story.root[0] if block.tag != _SECTION], marks


def _heading_alone(base: Resolution) -> Resolution:
    """The number and title of a text, with the footnotes that they refer to: a reference without its footnote cannot be written."""
    heading = [p for p in base.provisions if p.kind in (Kind.NUMBER, Kind.TITLE)]
    marks = {mark for p in heading for mark in p.text.notes}
    notes = [p for p in base.provisions if p.kind is Kind.NOTE and p.label in marks]
    return Resolution.assemble([*heading, *notes], base.language)


def _renumber(file: WordFile, n: int, parts: dict[str, bytes], notes: etree._Element) -> None:
    """Give the footnotes, marks, bookmarks and links of a text ids that no text before it in the document has."""
    own = file.notes.root if file.notes is not None else empty_notes()
    last = max(count(note.get(ID, "")) for note in notes)
    numbers = {note.get(ID): str(last + k) for k, note in enumerate((f for f in own if count(f.get(ID, ""))), 1)}
    for reference in list(file.story.root.iter(w("footnoteReference"))):
        reference.set(ID, numbers[reference.get(ID)])
    for note in own:
        if note.get(ID) in numbers:
            kept = copy.deepcopy(note)
            kept.set(ID, numbers[note.get(ID)])
            notes.append(kept)
    for root in (file.story.root, notes):
        for element in root.iter(*_IDS) if n else ():
            known = count(element.get(ID, ""))
            if known < n * _ID_STEP and (root is not notes or count(_note(element)) > last):
                element.set(ID, str(known + n * _ID_STEP))
    links = WordFile.of(file.parts | {file.main: file.story.bytes()}).links if n else {}
    for link in file.story.root.iter(w("hyperlink")) if n else ():
        target = links.get(link.get(f"{{{R}}}id", ""))
        if target:
            link.set(f"{{{R}}}id", relate(parts, file.main, "hyperlink", target, external=True))
    if not n:
        parts |= {name: part for name, part in file.parts.items() if name.endswith("document.xml.rels")}


def _note(element: etree._Element) -> str:
    return next((note.get(ID, "0") for note in element.iterancestors(w("footnote"))), "0")


def _is_new(element: etree._Element | None) -> bool:
    """Whether a paragraph was put in by marks alone."""
    if element is None or element.tag != P:
        return False
    content = [child for child in element if child.tag != PPR and not str(child.tag).endswith(("Start", "End"))]
    return bool(content) and all(child.tag in PLUS for child in content)


def _elide(base: Resolution, places: dict[str, Place]) -> None:
    """Put a line that names it in the place of each section that bears no mark and no footnote."""
    words = lexicon(base.language)
    addresses = Addresses(base, words)
    for head in base.provisions:
        if head.kind is not Kind.CALL or len(base.subtree(head.key)) == 1:
            continue
        provisions = base.subtree(head.key)
        elements = [element for p in provisions for element in places[p.key].elements]
        follow = all(one.getnext() is other for one, other in pairwise(elements))
        if not follow or any(p.text.notes or p.kind is Kind.BLOCK for p in provisions):
            continue
        # A new paragraph right behind a section may be a clause of it.
        behind = elements[-1].getnext()
        if any(next(element.iter(*MARKS), None) is not None for element in elements) or _is_new(behind):
            continue
        named = _paragraph("", [Span(elision(addresses.of(head.key)))])
        direct(named, right_to_left=words.right_to_left)
        elements[0].addprevious(named)
        for element in elements:
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
