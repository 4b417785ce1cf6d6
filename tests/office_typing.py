"""Types into a Word file with LibreOffice, tracking as the file says: ``python3 office_typing.py IN OUT AUTHOR STEPS``.

It runs with the Python that has the bridge of LibreOffice, which knows nothing of this project. Steps are JSON:
``["cell", "B1", words]`` types into a cell of the first table, ``["words", old, new]`` replaces the last place of words,
``["behind", beginning, words]`` types a new paragraph behind the last one with that beginning, ``["strike", beginning]`` deletes it,
``["untracked"]`` switches tracking off. ``["accept", beginning]`` and ``["reject", beginning]`` settle the marks of a paragraph.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.UserProfile/Data">
<prop oor:name="givenname" oor:op="fuse"><value>{}</value></prop></item></oor:items>"""


def _set(name, value):
    one = PropertyValue()
    one.Name, one.Value = name, value
    return one


def _settle(document, bridge, action, paragraph):
    """Select the paragraph, and do what the button of the tool bar does."""
    cursor, frame = document.CurrentController.ViewCursor, document.CurrentController.Frame
    cursor.gotoRange(paragraph.Start, False)
    cursor.gotoRange(paragraph.End, True)
    helper = bridge.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", bridge)
    helper.executeDispatch(frame, f".uno:{action.capitalize()}TrackedChange", "", 0, ())


def _type(document, step, bridge):
    text, action = document.Text, step[0]
    if action == "untracked":
        document.RecordChanges = False
    elif action == "cell":
        cell = document.TextTables.getByIndex(0).getCellByName(step[1])
        cell.insertString(cell.End, step[2], False)
    elif action == "words":
        search = document.createSearchDescriptor()
        search.SearchString, search.SearchCaseSensitive = step[1], True
        places = document.findAll(search)
        places.getByIndex(places.Count - 1).String = step[2]
    else:
        blocks = text.createEnumeration()
        found = []
        while blocks.hasMoreElements():
            block = blocks.nextElement()
            if block.supportsService("com.sun.star.text.Paragraph") and block.String.startswith(step[1]):
                found.append(block)
        if action in ("accept", "reject"):
            _settle(document, bridge, action, found[-1])
            return
        cursor = text.createTextCursorByRange(found[-1].End if action == "behind" else found[-1].Start)
        if action == "behind":
            text.insertControlCharacter(cursor, 0, False)
            text.insertString(cursor, step[2], False)
        else:
            cursor.gotoEndOfParagraph(True)
            cursor.goRight(1, True)
            cursor.String = ""


def main(source, target, author, steps):
    """Type the steps, and save the file."""
    profile = tempfile.mkdtemp()
    (Path(profile) / "user").mkdir()
    (Path(profile) / "user" / "registrymodifications.xcu").write_text(_PROFILE.format(author), "utf-8")
    pipe = f"typing{os.getpid()}"
    command = [
        "soffice",
        f"-env:UserInstallation=file://{profile}",
        "--headless",
        "--norestore",
        f"--accept=pipe,name={pipe};urp;",
    ]
    office = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        context = uno.getComponentContext()
        resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
        for _ in range(200):
            try:
                bridge = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except Exception:
                time.sleep(0.3)
        desktop = bridge.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", bridge)
        document = desktop.loadComponentFromURL(Path(source).resolve().as_uri(), "_blank", 0, (_set("Hidden", True),))
        for step in json.loads(steps):
            _type(document, step, bridge)
        document.storeToURL(Path(target).resolve().as_uri(), (_set("FilterName", "MS Word 2007 XML"),))
        document.close(True)
    finally:
        os.killpg(office.pid, signal.SIGKILL)
        office.wait()
        shutil.rmtree(profile, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
