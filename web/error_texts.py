"""Errors of the core in the language of the reader: found again in the catalogue by their Chinese texts.

The core words its errors where it raises them, in Chinese, with values in them. The catalogue `errors` holds these texts with
named places (see `web.error_extraction`): a text that came out of one is known by what stands between its places. What the
catalogue does not know stays Chinese.
"""

from __future__ import annotations

import re
from functools import cache
from gettext import GNUTranslations
from importlib import resources

from flask_babel import gettext

from corpus.errors import CetuError
from web.languages import language

_DOMAIN = "errors"
_PLACE = re.compile(r"%\(([a-z])\)s")


def told(text: str) -> str:
    """Return a text of an error in the language of this request."""
    return translated(text, language())


def sentence(error: CetuError) -> str:
    """Return what is wrong and what to do in one line, in the language of this request."""
    what, hint = told(error.what), told(error.hint)
    return what + gettext("（%(h)s）", h=hint) if hint else what


def translated(text: str, language_code: str) -> str:
    """Return a text of an error in a language; as it is where the catalogue does not know it."""
    texts, forms = _catalogue(language_code)
    if text in texts:
        return texts[text]
    for form, english in forms:
        if found := form.fullmatch(text):
            return english % {place: texts.get(value, value) for place, value in found.groupdict().items()}
    return text


@cache
def _catalogue(language_code: str) -> tuple[dict[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    """Return the texts without values, and those with values as (what they look like, translation), the most telling first."""
    file = resources.files("web") / "translations" / language_code / "LC_MESSAGES" / f"{_DOMAIN}.mo"
    if not file.is_file():
        return {}, ()
    with file.open("rb") as opened:
        kept: dict[str, str] = {key: text for key, text in GNUTranslations(opened)._catalog.items() if key}  # type: ignore[attr-defined]
    with_values = sorted((key for key in kept if _PLACE.search(key)), key=lambda key: (-len(_PLACE.sub("", key)), key))
    forms = tuple((_form(key), kept[key]) for key in with_values)
    return {key: text for key, text in kept.items() if key not in with_values}, forms


def _form(message: str) -> re.Pattern[str]:
    pieces = _PLACE.split(message)
    pattern = "".join(
        f"(?P<{piece}>.*?)" if i % 2 else re.escape(piece.replace("%%", "%")) for i, piece in enumerate(pieces)
    )
    return re.compile(pattern, re.DOTALL)
