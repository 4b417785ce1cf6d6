"""A resolution as a new Word document in ITU's look, without marks.

Styles bear ITU's names (Res_No, Res_title, Normal after title, Call, enumlev1 ...), labels are typed and followed by a tab, lettered ones in
italic, as measured in ITU's own files.
"""

from __future__ import annotations

from lxml import etree

from resdraft.lexicon import lexicon
from resdraft.model.marked import Marked
from resdraft.model.resolution import Kind, Provision, Resolution
from resdraft.model.text import Span
from resdraft.ooxml.directions import direct_all
from resdraft.ooxml.manifest import Manifest
from resdraft.ooxml.names import DOCUMENT, FOOTNOTES, ID, RUN, P, R, W, w
from resdraft.ooxml.notes import empty_notes
from resdraft.ooxml.places import Place, Stretch, note_start, own_pieces, shown
from resdraft.ooxml.projections import Paragraph, number_notes, paragraphs
from resdraft.ooxml.relationships import relate
from resdraft.ooxml.revisions import nothing
from resdraft.ooxml.story import Story
from resdraft.ooxml.wordfile import WordFile
from resdraft.write.footnotes import FootnoteReferences, Footnotes
from resdraft.write.look import our_properties, style_of
from resdraft.write.parts import package
from resdraft.write.runs import label_parts, run_of

# In twips.
_MARGINS = {"top": "1418", "right": "1134", "bottom": "1418", "left": "1134", "header": "567", "footer": "567", "gutter": "0"}


def clean_file(base: Resolution, running_head: str = "", *, closed: bool = False) -> tuple[WordFile, dict[str, Place]]:
    """The document, and where each provision stands in it.

    Args:
        base: the text.
        running_head: what stands in the page header; the designation where it is empty.
        closed: whether an empty paragraph ends the document, so that all of the text can come and go.

    Raises:
        Unwritable: where clauses are nested deeper than Word has styles for.
    """
    parts = package(base, running_head)
    notes = empty_notes()
    footnotes = Footnotes(
        Marked(base), notes, {}, FootnoteReferences(Marked(base)), _no_mark, ("FootnoteText", "FootnoteReference")
    )
    root = etree.Element(w("document"), nsmap={"w": W, "r": R})
    body = etree.SubElement(root, w("body"))
    for p in base.provisions:
        if p.kind is not Kind.NOTE:
            _paragraph(body, p, footnotes, parts)
    if closed:
        etree.SubElement(body, P)
    section = etree.SubElement(body, w("sectPr"))
    etree.SubElement(section, w("headerReference"), {w("type"): "default", f"{{{R}}}id": "rId4"})
    etree.SubElement(section, w("pgSz"), {w("w"): "11907", w("h"): "16840"})
    etree.SubElement(section, w("pgMar"), {w(side): size for side, size in _MARGINS.items()})
    turned = lexicon(base.language).right_to_left
    if turned:
        etree.SubElement(section, w("bidi"))
    direct_all((body, notes), right_to_left=turned)
    manifest = Manifest(base.language, base.fingerprint, (), base.provenance)
    file = WordFile(parts, "", DOCUMENT, Story(root), FOOTNOTES, Story(notes), manifest)
    return file, _places(base, file.base[: len(file.base) - closed], notes)


def _no_mark(tag: str, sources: object) -> etree._Element:
    raise AssertionError(f"a clean document has no marks: {tag} of {sources}")


def _paragraph(body: etree._Element, provision: Provision, footnotes: Footnotes, parts: dict[str, bytes]) -> None:
    p = etree.SubElement(body, P)
    properties = our_properties(provision, style_of(provision))
    if len(properties):
        p.append(properties)
    if provision.label is not None:
        # Labels are typed: ITU's files have them so, and Word would count a list of its own otherwise.
        for part, emphasis in label_parts(provision.label):
            p.append(run_of(Span(part, emphasis)))
        etree.SubElement(etree.SubElement(p, RUN), w("tab"))
    for span in provision.text.spans:
        holder = p
        if span.link:
            relationship = relate(parts, DOCUMENT, "hyperlink", span.link, external=True)
            holder = etree.SubElement(p, w("hyperlink"), {f"{{{R}}}id": relationship})
        holder.append(run_of(span) if span.note is None else footnotes.reference(span.note, (), (0, 0)))


def _places(base: Resolution, found: list[Paragraph], notes: etree._Element) -> dict[str, Place]:
    out = {}
    for p, paragraph in zip((p for p in base.provisions if p.kind is not Kind.NOTE), found, strict=True):
        start = 0 if p.label is None else len(p.label) + 1
        out[p.key] = Place((Stretch(paragraph, start, _size(paragraph)),), exact=True)
    bodies = {note.get(ID): note for note in notes}
    for number, mark in number_notes(found).items():
        stretches = [Stretch(own, note_start(own, exact=True), _size(own)) for own in paragraphs(bodies[number], nothing)]
        out.setdefault(f"note/{mark}", Place(tuple(stretches), exact=True))
    return out


def _size(paragraph: Paragraph) -> int:
    return sum(1 if piece.note else len(shown(piece, exact=True)) for piece in own_pieces(paragraph))
