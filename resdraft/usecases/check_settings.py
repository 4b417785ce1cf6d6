"""Where a project says which rules count: ``[tool.resdraft]`` in pyproject.toml, or resdraft.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from resdraft import files
from resdraft.errors import Problem, Unreadable
from resdraft.usecases.check import CheckSettings

_NAMES = ("select", "ignore", "per-file-ignores")


def settings_near(folder: Path) -> CheckSettings:
    """The settings of the nearest folder that has some, from a folder upwards.

    Raises:
        Unreadable: where they are no TOML, or say something that no setting is.
    """
    for place in (folder, *folder.parents):
        for name in ("resdraft.toml", "pyproject.toml"):
            path = place / name
            if files.is_file(path):
                said = _read(path)
                own = said if name == "resdraft.toml" else said.get("tool", {}).get("resdraft")
                if own is not None:
                    return _settings(own, str(path))
    return CheckSettings()


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(files.read(path).decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        what = " ".join(str(error).split())[:100]
        raise Unreadable(Problem(f"no TOML ({what})", "correct it, or leave it out with --isolated", file=str(path))) from None


def _settings(own: Any, name: str) -> CheckSettings:
    problems = []
    if not isinstance(own, dict):
        own, problems = {}, [Problem("no table of settings", f"it may have: {', '.join(_NAMES)}", file=name)]
    for key, value in own.items():
        if key not in _NAMES:
            problems.append(Problem(f'no setting is called "{key}"', f"there are: {', '.join(_NAMES)}", file=name))
        elif key != "per-file-ignores" and not _is_list(value):
            problems.append(Problem(f"{key} is no list of rules", f'write {key} = ["RD101"]', file=name))
        elif key == "per-file-ignores" and not (isinstance(value, dict) and all(map(_is_list, value.values()))):
            problems.append(Problem(f"{key} is no table", f'write {key} = {{ "drafts/*" = ["RD401"] }}', file=name))
    if problems:
        raise Unreadable(problems)
    per_file = {pattern: tuple(codes) for pattern, codes in own.get("per-file-ignores", {}).items()}
    return CheckSettings(tuple(own.get("select", ())), tuple(own.get("ignore", ())), per_file)


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
