"""The language of the interface: Chinese, or English by a switch. Documents stay as they are."""

from __future__ import annotations

from flask import Flask, request
from flask_babel import Babel

LANGUAGES = {"zh": "中文", "en": "English"}
COOKIE = "cetu_language"


def register(app: Flask) -> None:
    """Set up translation; the message ids are the Chinese texts themselves."""
    app.config["BABEL_DEFAULT_LOCALE"] = "zh"
    Babel(app, locale_selector=language)


def language() -> str:
    """Return the language of this request: the reader's choice, else Chinese."""
    chosen = request.args.get("lang") or request.cookies.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else "zh"
