"""Old Word files, RTF and OpenDocument are read from the .docx that LibreOffice makes of them: within limits, and without a network."""

from __future__ import annotations

import http.server
import io
import subprocess
import threading
import zipfile
from pathlib import Path

import pytest

import resdraft
from resdraft.ooxml.signatures import OLD_WORD, RICH_TEXT
from resdraft.usecases import libreoffice as reader
from tests.conftest import ROOT

OWN = ROOT / "resolutions/1332/2019.en.txt"


@pytest.fixture(scope="module")
def saved(office: str, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001 - LibreOffice has to be there
    folder = tmp_path_factory.mktemp("office")
    resdraft.open(OWN).save(folder / "text.docx")
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    for form in ("doc", "rtf", "odt"):
        command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", folder, folder / "text.docx"]
        subprocess.run(command, capture_output=True, check=True, timeout=100)
    return folder


@pytest.mark.parametrize("form", ["doc", "rtf", "odt"])
def test_each_form_is_read_as_its_text(form: str, saved: Path) -> None:
    read = resdraft.open(saved / f"text.{form}")
    assert resdraft.diff(OWN, read).changes == ()
    assert any("read from the .docx that LibreOffice makes of it" in notice for notice in read.notices)
    # What marks are put into is that .docx.
    assert bytes(resdraft.apply(read, [ROOT / "proposals/rus.yaml"]).output("docx").content).startswith(b"PK")


def test_what_it_cannot_read_or_is_not_there_for_is_refused_in_words(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = (saved / "text.doc").read_bytes()
    damaged = whole[:600] + bytes(1000)
    with pytest.raises(resdraft.Unreadable, match=r"an old binary Word document \(.doc\)"):
        resdraft.open(damaged)
    monkeypatch.setattr(reader, "MOST_OFFICE_SECONDS", 0.05)
    assert reader.as_docx(whole, OLD_WORD) is None, "its time is over"
    monkeypatch.setattr(reader, "MOST_OFFICE_SECONDS", 60)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(resdraft.Unreadable) as error:
        resdraft.open(whole)
    assert "soffice --headless --convert-to docx" in str(error.value.problems[0].hint)


def test_a_document_reaches_nobody(saved: Path) -> None:
    asked: list[str] = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 - the names that the server looks for

        def log_message(self, *said: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    where = f"http://127.0.0.1:{server.server_port}/picture.png"
    rtf = (saved / "text.rtf").read_bytes()
    end = rtf.rindex(b"}")
    field = rb"{\field{\*\fldinst INCLUDEPICTURE %s \\d}{\fldrslt x}}" % where.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(saved / "text.odt") as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "content.xml":
                frame = f'<draw:frame svg:width="2cm" svg:height="2cm"><draw:image xlink:href="{where}" xlink:type="simple"/></draw:frame>'
                data = data.replace(b"</text:p>", frame.encode() + b"</text:p>", 1)
            new.writestr(entry, data)
    assert reader.as_docx(rtf[:end] + field + b"}", RICH_TEXT) is not None
    assert resdraft.open(out.getvalue()).designation == "1332 (Modified 2019)"
    server.shutdown()
    assert asked == []
