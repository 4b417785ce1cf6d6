"""The rules, found by listing the folder that they stand in."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from resdraft import rules
from resdraft.rules.rule import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, in the order of their codes."""
    modules = (import_module(f"{rules.__name__}.{found.name}") for found in pkgutil.iter_modules(rules.__path__))
    return tuple(sorted((module.RULE for module in modules if hasattr(module, "RULE")), key=lambda rule: rule.code))
