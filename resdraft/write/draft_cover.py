"""Writes a draft: a Word file with a cover to fill in above its text, tracking switched on, and the text in the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from resdraft.library import data_folder
from resdraft.model.contribution import date_printed
from resdraft.model.lexicon import Lexicon
from resdraft.model.resolution import Resolution
from resdraft.ooxml.directions import direct_all
from resdraft.ooxml.manifest import Manifest, bookmark_of
from resdraft.ooxml.names import ID, P, w
from resdraft.ooxml.package import pack, parse
from resdraft.ooxml.wordfile import WordFile
from resdraft.write.json import write_json
from resdraft.write.parts import font_of, put_footnotes, put_manifest, switch_on_tracking


def write_draft(base: Resolution, file: WordFile, words: Lexicon, fields: Mapping[str, str], *, new: bool) -> bytes:
    """Write the draft.

    Args:
        base: the text. It travels in the manifest, so that what is changed without tracking is known when the draft comes back.
        file: the Word file of the text, without a cover; it is changed.
        words: the lexicon of the text's language.
        fields: what is filled in already, by the names of the fields of a proposal.
        new: whether the file was made of the text; else it is somebody's.
    """
    body = file.story.root[0]
    for n, block in enumerate(_cover(words, fields)):
        block.tail = None
        body.insert(n, block)
    _put_bookmark(body, base.fingerprint)
    parts = dict(file.parts)
    parts[file.main] = file.story.bytes()
    if new and file.notes is not None:
        put_footnotes(parts, file.main, file.notes.bytes())
    switch_on_tracking(parts, file.main)
    known = file.manifest or Manifest()
    manifest = replace(
        known,
        language=base.language,
        fingerprint=base.fingerprint,
        provenance=base.provenance,
        ours=False,
        draft=write_json(base),
    )
    put_manifest(parts, file.main, manifest)
    return pack(parts)


def _put_bookmark(body: etree._Element, fingerprint: str) -> None:
    """Put the fingerprint of the text into a hidden bookmark in the cover: programs that drop our manifest keep bookmarks."""
    start, end = w("bookmarkStart"), w("bookmarkEnd")
    number = str(max((int(mark.get(ID, "0")) for mark in body.iter(start)), default=0) + 1)
    first = next(body.iter(P))
    etree.SubElement(first, start, {ID: number, w("name"): bookmark_of(fingerprint)})
    etree.SubElement(first, end, {ID: number})


def _cover(words: Lexicon, fields: Mapping[str, str]) -> list[etree._Element]:
    from jinja2 import Environment, FileSystemLoader

    said = words.contribution.draft
    filled = {**fields, "date": date_printed(fields.get("date", ""), words)}
    rows = [(called, how, filled.get(name, "").split("\n")) for name, (called, how) in said.fields.items()]
    environment = Environment(loader=FileSystemLoader(data_folder("templates") / "contribution"), autoescape=True)
    template = environment.get_template("draft.xml.j2")
    rendered = template.render(
        heading=said.heading,
        advice=said.advice,
        fields=rows,
        right_to_left=words.right_to_left,
        complex_size=float(font_of(words.language)["complex_size"]),
    )
    blocks = list(parse(rendered.encode()))
    direct_all(blocks, right_to_left=words.right_to_left)
    return blocks
