"""Files that are no .docx, whatever they are called: refused with exit 3 as what they are, and what to do, by all that reads Word."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from resdraft.cli import main

PROPOSAL = """
source: SWE
target: Resolution 7 (Geneva, 2022)
amendments:
  - clause: resolves 1
    from: to act
    to: to act at once
"""
TEXT = "RESOLUTION 7 (Geneva, 2022)\nA title\nThe Council,\nresolves\n1\tto act."


def archive(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts.items():
            file.writestr(name.replace("_", "/"), content)
    return out.getvalue()


def office(main_part: str) -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{space}"><Relationship Id="r1" Type="{kind}" Target="{main_part}"/></Relationships>',
        )
        file.writestr(main_part, "<root/>")
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
FOREIGN = {
    "the file is empty|an empty file": b"",
    "an empty file": b"\0" * 4096,
    "web page|no resolution in it": b"\xef\xbb\xbf<!DOCTYPE html>\n<html><body><p>Text</p></body></html>",
    "a web page|without text": b"<html xmlns:o='urn:schemas-microsoft-com:office:office'><head></head></html>",
    "MHTML": b"MIME-Version: 1.0\nContent-Type: multipart/related\n",
    "RTF|no resolution in it": b"{\\rtf1 Text}",
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "old binary Word": OLE + "WordDocument".encode("utf-16-le"),
    "Excel workbook": OLE + "Workbook".encode("utf-16-le"),
    "password": OLE + "EncryptedPackage".encode("utf-16-le"),
    "an Excel": office("xl/workbook.xml"),
    "PowerPoint": office("ppt/presentation.xml"),
    "OpenDocument": archive(mimetype="application/vnd.oasis.opendocument.text"),
    "no Word document": archive(a="b"),
    "damaged": archive(a="b")[:40],
    "plain text": TEXT.encode(),
    "single XML": b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="x"/>',
    "neither text": bytes(range(256)) * 8,
    "picture": b"\x89PNG\r\n\x1a\n",
}


COMMANDS = [
    "accept FILE -o out.docx",
    "reject FILE -o out.docx",
    "marks FILE",
    "show FILE",
    "convert FILE out.txt",
    "add FILE",
    "cite FILE",
    "diff FILE base.txt",
    "diff base.txt FILE",
    "diff FILE FILE -o out.docx",
    "propose base.txt FILE --source SWE",
    "verify base.txt FILE",
    "apply FILE proposal.yaml -o out.docx",
    "apply base.txt FILE -o out.docx",
    "consolidate base.txt FILE -o out.docx",
    "consolidate base.txt proposal.yaml --since FILE -o out.docx",
]


def refusal(command: str, what: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """What a command says of such a file."""
    monkeypatch.chdir(folder)
    Path("given.docx").write_bytes(FOREIGN[what])
    Path("base.txt").write_text(TEXT, "utf-8")
    Path("proposal.yaml").write_text(PROPOSAL, "utf-8")
    with pytest.raises(SystemExit) as left:
        main(command.replace("FILE", "given.docx").split())
    said = capsys.readouterr().err
    assert left.value.code == 3, said
    assert not Path("out.docx").exists()
    return next(line for line in said.splitlines() if "given.docx: " in line)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("what", ["the file is empty|an empty file", "MHTML", "plain text", "an Excel"])
def test_every_command_says_what_it_is(
    command: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refusal(command, what, tmp_path, monkeypatch, capsys)
    assert any(word in said for word in what.split("|"))


@pytest.mark.parametrize("what", FOREIGN)
@pytest.mark.parametrize("command", ["accept FILE -o out.docx", "show FILE"])
def test_every_kind_is_told(
    command: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refusal(command, what, tmp_path, monkeypatch, capsys)
    assert any(word in said for word in what.split("|"))
