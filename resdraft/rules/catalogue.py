"""The rules, found by listing the folder that they stand in."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from pathlib import Path

from resdraft.rules.rule import Rule

_PACKAGE = __name__.rpartition(".")[0]


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, in the order of their codes."""
    found = pkgutil.iter_modules([str(Path(__file__).parent)])
    modules = (import_module(f"{_PACKAGE}.{one.name}") for one in found)
    return tuple(sorted((module.RULE for module in modules if hasattr(module, "RULE")), key=lambda rule: rule.code))
