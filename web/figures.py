"""Numbers as readers write them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from web.vocabulary import COMPARATORS


def grouped(number: int | float) -> str:
    """Return a count with thin groups of three: 12 864."""
    return f"{number:,}".replace(",", "\u2009")


def amount(comparator: str, value: object, unit: str) -> str:
    """Return an indicator's amount in words: 不少于 5 篇, 约 8 000 人次."""
    word = "" if comparator == "=" else str(COMPARATORS.get(comparator, comparator))
    return " ".join(part for part in (word, f"{_plain(value)}{_gap(unit)}{unit}") if part)


def _gap(unit: str) -> str:
    return "" if unit.startswith(("%", "％", "‰")) else "\u2009"


def _plain(value: object) -> str:
    """Return a number without trailing zeros, grouped from five digits on."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    text = f"{number.normalize():f}"
    whole, point, fraction = text.partition(".")
    if len(whole.lstrip("-")) > 4:
        whole = grouped(int(whole))
    return whole + point + fraction
