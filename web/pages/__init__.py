"""The pages that people read, one module a section of the site."""

from __future__ import annotations

from importlib import import_module

from flask import Blueprint

_MODULES = (
    "home",
    "search",
    "answers",
    "documents",
    "comparison",
    "wordings",
    "entities",
    "glossary",
    "indicators",
    "ledger",
    "graph",
    "check",
    "sparql",
    "ontology",
    "exports",
    "administration",
    "jobs",
    "backups",
    "health",
    "decisions",
    "account",
    "people",
)


def blueprints() -> tuple[Blueprint, ...]:
    """Return the blueprints of all pages."""
    return tuple(import_module(f"web.pages.{name}").blueprint for name in _MODULES)
