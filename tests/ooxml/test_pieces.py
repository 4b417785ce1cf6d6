"""What runs show, whichever program wrote them."""

from __future__ import annotations

import pytest

from resdraft.ooxml.names import W
from resdraft.ooxml.package import parse
from resdraft.ooxml.pieces import Piece, pieces_of
from resdraft.ooxml.revisions import everything


def pieces(runs: str) -> list[Piece]:
    return pieces_of(parse(f'<w:p xmlns:w="{W}">{runs}</w:p>'.encode()), everything)


def test_a_symbol_reads_the_same_as_an_element_and_as_a_character() -> None:
    """Word has ``w:sym`` (17.3.3.30); LibreOffice saves it as a character of the private use area."""
    element = pieces('<w:r><w:sym w:font="Symbol" w:char="F02D"/></w:r>')
    character = pieces("<w:r><w:t>\uf02d</w:t></w:r>")
    assert [p.text for p in element] == [p.text for p in character] == ["\u2013"]


@pytest.mark.parametrize("style", ["FootnoteReference", "FootnoteCharacters", "FootnoteAnchor"])
def test_marks_of_footnotes_are_known_by_their_style(style: str) -> None:
    own = pieces(f'<w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr><w:t>2</w:t></w:r>')
    assert [p.raised for p in own] == [True]
