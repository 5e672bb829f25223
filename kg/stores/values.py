"""RDF terms as plain Python objects."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox

XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = frozenset(XSD + name for name in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger"))
_STRING = XSD + "string"
_FLOATS = frozenset(XSD + name for name in ("decimal", "double", "float"))

Plain = str | int | float | bool | None


def plain(node: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple | None) -> Plain:
    """Return a term as a plain object: an IRI and a text as str, a number as int or float."""
    if not isinstance(node, ox.Literal):
        return None if node is None else str(getattr(node, "value", node))
    datatype = node.datatype.value
    if datatype == _STRING:  # by far the most
        return str(node.value)
    if datatype in _INTEGERS:
        return int(node.value)
    if datatype in _FLOATS:
        return number(node.value)
    if datatype == XSD + "boolean":
        return node.value in {"true", "1"}
    return str(node.value)


def number(text: str) -> int | float:
    """Return a decimal as int where it is whole, else as float."""
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else float(value)
