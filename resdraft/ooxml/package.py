"""A Word file as its parts: opened with care, written the same way every time, saved whole or not at all."""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from resdraft.errors import Problem, Unreadable, Unwritable

MOST_PARTS = 10_000
MOST_BYTES = 1 << 29
_OLD = (b"\xd0\xcf\x11\xe0", b"{\\rtf")


def is_package(data: bytes) -> bool:
    """Whether the bytes look like a Word file (a zip archive), an old or encrypted one included."""
    return data.startswith((b"PK\x03\x04", *_OLD))


def open_package(data: bytes, name: str = "") -> dict[str, bytes]:
    """The parts of a .docx by their names.

    Raises:
        Unreadable: for what is no Word file, is encrypted or of an older kind, or is built to do harm.
    """

    def refuse(what: str, hint: str) -> Unreadable:
        return Unreadable(Problem(what, hint, file=name))

    if data.startswith(_OLD):
        raise refuse(
            "an old, encrypted or RTF document", "open it in Word or LibreOffice and save it as .docx without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            names = [entry.filename for entry in entries]
            if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise refuse("the file unpacks to more than a document holds", "ask its sender for a smaller one")
            if len(set(names)) != len(names):
                raise refuse("a part is there twice", "open it in Word and save it again")
            parts = {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise refuse(f"a damaged Word file ({str(error) or type(error).__name__})", "ask its sender for it again") from None
    if "word/document.xml" not in parts:
        raise refuse("a zip archive, but no Word document in it", "give a .docx file")
    return parts


def parse(part: bytes, name: str = "") -> etree._Element:
    """The root of an XML part. No entities, no network."""
    try:
        return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise Unreadable(
            Problem(f"a damaged Word file ({error.msg})", "open it in Word and save it again", file=name)
        ) from None


def serialise(root: etree._Element) -> bytes:
    """An XML part as bytes, with the declaration that Word writes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a .docx: the same parts give the same bytes. The content types come first, as Word has them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", not name.startswith("_rels/"), name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, parts[name])
    return out.getvalue()


def save(data: bytes, path: Path) -> None:
    """Write a file whole or not at all: a crash leaves what was there.

    Raises:
        Unwritable: where the place cannot be written.
    """
    temporary = ""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent or Path(), prefix=f".{path.name}.", delete=False) as file:
            temporary = file.name
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except OSError as error:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)
        raise Unwritable(
            Problem(f"cannot be written ({error.strerror or error})", "name another file with -o", file=str(path))
        ) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
