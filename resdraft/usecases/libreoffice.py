"""Makes a .docx of older and other documents (.doc, .rtf, .odt) by LibreOffice, where it is installed.

Such a document comes from somebody else, and LibreOffice is a large program: it gets a folder and a profile of its own, in which macros,
links to elsewhere and updates are off, no network that it could reach by a proxy, and limits of time and size. It is told which kind the
document is, so that it does not guess.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess

from resdraft import files
from resdraft.errors import ResdraftError
from resdraft.limits import MOST_OFFICE_BYTES, MOST_OFFICE_SECONDS
from resdraft.ooxml.signatures import OLD_WORD, OPEN_DOCUMENT, RICH_TEXT

_FILTERS = {OLD_WORD: ("doc", "MS Word 97"), RICH_TEXT: ("rtf", "Rich Text Format"), OPEN_DOCUMENT: ("odt", "writer8")}
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = "".join(
    f'<item oor:path="{_SECURITY}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
    for name, value in (
        ("DisableMacrosExecution", "true"),
        ("MacroSecurityLevel", "3"),
        ("BlockUntrustedRefererLinks", "true"),
        ("DisableActiveContent", "true"),
    )
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry"'
    f' xmlns:xs="http://www.w3.org/2001/XMLSchema">{_SETTINGS}</oor:items>'
)
_NOWHERE = "http://127.0.0.1:9"
"""A proxy where nothing answers (RFC 863)."""


def as_docx(content: bytes, kind: str) -> bytes | None:
    """A document as .docx.

    Args:
        content: of the file. ``kind`` is what :func:`~resdraft.ooxml.signatures.kind_of_file` says that it is.

    Returns:
        None where LibreOffice is not installed, or cannot read it within its limits.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None or kind not in _FILTERS or len(content) > MOST_OFFICE_BYTES:
        return None
    ending, reader = _FILTERS[kind]
    given = {f"given.{ending}": content, "profile/user/registrymodifications.xcu": _PROFILE.encode()}
    with files.temporary_folder(given) as folder:
        options = ["--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
        command = [program, *options, f"--infilter={reader}", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder)]
        _run([*command, str(folder / f"given.{ending}")])
        made = folder / "given.docx"
        try:
            return files.read(made, note=False) if files.is_file(made) else None
        except ResdraftError:
            return None


def _run(command: list[str]) -> None:
    """Run a program until its time is over; then it ends with all that it began."""
    environment = {**os.environ, **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), _NOWHERE)}
    nothing = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 - the program is the user's own, and the document is none of its options
        command, stdin=nothing, stdout=nothing, stderr=nothing, env=environment, start_new_session=True
    ) as process:
        try:
            process.wait(MOST_OFFICE_SECONDS)
        except subprocess.TimeoutExpired:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
