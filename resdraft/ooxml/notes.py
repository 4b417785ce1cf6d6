"""Parts of footnotes and endnotes: made, numbered in the order of their references, and shortened where references go."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from lxml import etree

from resdraft.ooxml.names import ID, RUN, P, W, w


def empty_notes(kind: str = "footnote") -> etree._Element:
    """The root of a part of footnotes or endnotes with nothing but the separators that Word draws above notes (17.11)."""
    root = etree.Element(w(f"{kind}s"), nsmap={"w": W})
    for separator, known_as in (("separator", "-1"), ("continuationSeparator", "0")):
        note = etree.SubElement(root, w(kind), {w("type"): separator, w("id"): known_as})
        etree.SubElement(etree.SubElement(etree.SubElement(note, P), RUN), w(separator))
    return root


def references(roots: Iterable[etree._Element], kind: str) -> Iterator[str]:
    """The ids of the notes or comments (``footnote``, ``endnote``, ``comment``) that parts refer to."""
    for root in roots:
        for reference in root.iter(w(f"{kind}Reference")):
            yield reference.get(ID, "")


def without_reference(root: etree._Element, text: etree._Element) -> list[str]:
    """The words of the notes of a part that the main part, the root of which is ``text``, has no reference to."""
    referred = set(references([text], etree.QName(root).localname.removesuffix("s")))
    words = (
        "".join(part.text or "" for part in note.iter(w("t"))).strip()
        for note in root
        if _is_note(note) and note.get(ID) not in referred
    )
    return [said for said in words if said]


def drop_notes(root: etree._Element, gone: Collection[str]) -> None:
    """Remove notes from their part by their ids; separators stay."""
    for note in list(root):
        if _is_note(note) and note.get(ID) in gone:
            root.remove(note)


def put_in_order(root: etree._Element, text: etree._Element) -> dict[str, etree._Element]:
    """Put the notes of a part in the order of the references to them in the main part; those without a reference come last.

    Returns:
        The notes by their ids, in that order.
    """
    notes = {note.get(ID, ""): note for note in root if _is_note(note)}
    kind = etree.QName(root).localname.removesuffix("s")
    order = dict.fromkeys(own for own in (*references([text], kind), *notes) if own in notes)
    for own in order:
        root.append(notes[own])
    return {own: notes[own] for own in order}


def number_in_order(root: etree._Element, text: etree._Element) -> None:
    """Number the notes of a part anew in the order of the references to them, and put them in that order.

    Word and LibreOffice do so when they save. LibreOffice takes the first note for that of the first reference, whatever their ids are: a
    new note behind all others would show another's words, and keep them.

    Args:
        root: of the part of footnotes or endnotes. ``text`` is the root of the main part.
    """
    notes = put_in_order(root, text)
    kind = etree.QName(root).localname.removesuffix("s")
    taken = [int(own) for note in root if not _is_note(note) and (own := note.get(ID) or "").lstrip("-").isdecimal()]
    # A reference without a note must not gain another's.
    numbers = {own: str(n) for n, own in enumerate(dict.fromkeys((*notes, *references([text], kind))), max([0, *taken]) + 1)}
    for own, note in notes.items():
        note.set(ID, numbers[own])
    for reference in text.iter(w(f"{kind}Reference")):
        reference.set(ID, numbers[reference.get(ID, "")])


def _is_note(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and element.get(w("type")) in (None, "normal")
