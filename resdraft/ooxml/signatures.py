"""What a file is by how it begins, whatever its name says: so that a file that is no .docx is refused as what it is."""

from __future__ import annotations

import re

ZIP, OLE, RTF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf"
WORD = (ZIP, OLE, RTF)
"""How a .docx, an old .doc and an RTF file begin. The last two are recognised so that they can be refused by name."""
SAVE_AS = "open it in Word and save it as .docx, or: soffice --headless --convert-to docx {}"
_MARKUP = re.compile(rb"[\xef\xbb\xbf\s]*(?:<\?[^>]*>\s*|<!--.*?-->\s*)*<(!doctype\s+html|[\w:.]+)", re.IGNORECASE | re.DOTALL)
_HTML = (b"!doctype html", b"html", b"head", b"body", b"meta", b"title", b"div", b"p", b"table")
_ELEMENTS = {
    b"pkg:package": "a Word document as a single XML file",
    b"w:worddocument": "a Word document in the XML of 2003",
    b"office:document": "a flat OpenDocument file",
}
OLD_WORD, RICH_TEXT, OPEN_DOCUMENT = "an old binary Word document (.doc)", "an RTF document", "an OpenDocument file"
CONVERTED = frozenset({OLD_WORD, RICH_TEXT, OPEN_DOCUMENT})
"""These are read from the .docx that LibreOffice makes of them."""
_OPEN_TEXT = b"mimetypeapplication/vnd.oasis.opendocument.text"
"""The first entry of an OpenDocument package names its kind, behind the 30 bytes that begin any entry (OpenDocument 1.2, part 3, 3.3)."""
WEB_PAGE = "a web page (HTML)"
_PDF = "a PDF file, where a Word file or a proposal is wanted"
_BEGINNINGS = {
    b"%PDF-": _PDF,
    b"MIME-Version:": "a web page in one file (MHTML)",
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"\x1f\x8b": "an archive (gzip)",
    b"7z\xbc\xaf": "an archive (7z)",
    b"Rar!": "an archive (rar)",
    RTF: RICH_TEXT,
}
_STREAMS = {
    "Workbook": "an old Excel workbook (.xls)",
    "PowerPoint Document": "an old presentation (.ppt)",
    "__substg1.0_": "a mail (.msg)",
}
"""What the streams of a compound file are called, in UTF-16; in that of a Word document, ``WordDocument``."""
_NEITHER = "neither text nor a Word file"
ENCRYPTED = "encrypted with a password"


def kind_of_file(content: bytes) -> str:
    """What bytes are that are no .docx; "" for a zip archive and for what may be text."""
    if content.startswith(OLE):
        # Word keeps an encrypted document in a container of the old format, as a stream of this name.
        if "EncryptedPackage".encode("utf-16-le") in content:
            return ENCRYPTED
        named = (what for stream, what in _STREAMS.items() if stream.encode("utf-16-le") in content)
        return next(named, OLD_WORD)
    if content[30 : 30 + len(_OPEN_TEXT)] == _OPEN_TEXT:
        return OPEN_DOCUMENT
    if not content.strip(b" \t\r\n\x00"):
        return "an empty file"
    for beginning, what in _BEGINNINGS.items():
        if content.startswith(beginning):
            return what
    if b"\x00" in content[:1024] and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return _NEITHER
    first = _MARKUP.match(content[:4096])
    name = first[1].lower() if first else b""
    return WEB_PAGE if b" ".join(name.split()) in _HTML else _ELEMENTS.get(name, "")


def hint_for(kind: str, name: str) -> str:
    """What to do with a file that is no .docx."""
    if kind == ENCRYPTED:
        return "open it in Word or LibreOffice and save it without a password"
    if kind in ("an empty file", *(what for what in _BEGINNINGS.values() if "picture" in what or "archive" in what)):
        return "ask its sender for it again"
    if kind == _NEITHER:
        return "give text in UTF-8"
    if kind == _PDF:
        return "give the Word file, or its text"
    return SAVE_AS.format(name or "FILE")
