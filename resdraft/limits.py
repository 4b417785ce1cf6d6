"""How much is let in: every limit in one table, each with its reason.

Documents come from people who are not known. What is larger than any real document is refused before it is read, in words; what is below a
limit must be read in seconds, and in memory that every machine has. The largest real file that was seen is named beside each limit.
"""

from __future__ import annotations

MIB = 1 << 20

MOST_FILE_BYTES = 128 * MIB
"""Of a file. A Word file with many pictures has some tens of MiB; a film in a folder of documents must not fill the memory."""
MOST_STREAM_BYTES = 64 * MIB
"""Of what comes through a pipe or from a device, whose size nobody knows before it is read: ``/dev/zero`` never ends."""
MOST_TEXT_BYTES = 8 * MIB
"""Of a text or JSON. The acts of a whole conference in Russian have under 5 MiB; as objects a text takes many times its size."""
MOST_LINES = 100_000
"""Of a text. The acts of a whole conference have some 20,000; each line becomes objects, be it empty."""
MOST_JSON_DEPTH = 100
"""Of lists and objects in each other in JSON. A clause ten deep, which is the most that Word can show, lies 25 deep."""

MOST_PROPOSAL_BYTES = 2 * MIB
"""Of a proposal in YAML or JSON. The longest resolution has 150 KiB; the reader of YAML takes a second for each MiB."""
MOST_PROPOSAL_VALUES = 10_000
"""Names and values in it, those that an alias repeats included. Amendments have ten each; aliases of aliases grow without end."""
MOST_PROPOSAL_DEPTH = 20
"""Of lists and names in each other. A proposal in a list, with its amendments and their changes, is seven deep."""

MOST_MANIFEST_ENTRIES = 20_000
"""Of our own part in a Word file. A conference's largest document has some hundred amendments."""
MOST_MANIFEST_SOURCES = 1_000
"""There are fewer than 200 Member States and a handful of regional groups."""
LONGEST_MANIFEST_CODE = 200
"""Characters of a source or a number in it; ``RUS/62(Add.1)(Rev.2)/1(3)`` has 25."""

MOST_PARTS = 10_000
"""Of a Word file. The most that was seen is 114."""
MOST_UNPACKED_BYTES = 128 * MIB
"""Of all parts of a Word file. The most that was seen is 8 MiB; pictures are packed already, so a file of pictures grows little."""
MOST_RATIO = 400
"""Of unpacked to packed size of a part: 37 was seen, and beyond this a part of some size is no document but a bomb."""
RATIO_FROM_BYTES = 4 * MIB
"""A part of fewer bytes does no harm at any ratio: an empty table packs well too."""
MOST_XML_BYTES = 32 * MIB
"""Of one XML part. The main part of a book of 1,000 pages has 7 MiB."""
MOST_XML_TAGS = 2_000_000
"""Of one XML part. That book has some 200,000; an element takes a hundred bytes of memory and more, be it empty."""

MOST_PDF_BYTES = 64 * MIB
"""Of a PDF. The Final Acts of a conference have under 10 MiB."""
MOST_PDF_PAGES = 3_000
"""Of it. The Radio Regulations have 2,000 in all volumes."""
MOST_PDF_SECONDS = 120
"""For taking its lines out. 600 pages take a few."""
MOST_PDF_MEMORY = 2048 * MIB
"""Of address space for that; of memory it takes a tenth."""

MOST_OFFICE_BYTES = 32 * MIB
"""Of a document that LibreOffice makes a .docx of. The largest old Word file that was seen has 4 MiB."""
MOST_OFFICE_SECONDS = 60
"""For that. It takes some three seconds, most of them to begin."""

MOST_DIGITS = 10
"""Of a number. Ids in Word have 32 bits, which are ten digits; Python takes none of more than 4,300 from text."""
MOST_COLUMNS = 63
"""Of a table, as Word has it: a cell that claims to span more is taken to span so many."""
MOST_NAME_BYTES = 120
"""Of a file's name that is made from what a document says. File systems take 255, of which the name while writing needs some."""


def count(digits: str) -> int:
    """The number that decimal digits say, from 1; 0 for anything else, and for more digits than any count has."""
    digits = digits.strip().lstrip("0")
    return int(digits) if digits.isdecimal() and len(digits) <= MOST_DIGITS else 0
