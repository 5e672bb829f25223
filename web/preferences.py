"""What a reader sets for the own browser: theme and language, kept in cookies, changed by plain links."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, redirect, request

from web.languages import COOKIE as LANGUAGE_COOKIE
from web.languages import LANGUAGES

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "cetu_theme"
_YEAR_S = 31_536_000

blueprint = Blueprint("preferences", __name__)


def register(app: Flask) -> None:
    """Add the address that keeps preferences."""
    app.register_blueprint(blueprint)


def theme() -> str:
    """Return the theme of this request."""
    chosen = request.cookies.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else "auto"


@blueprint.get("/preferences")
def keep() -> Response:
    """Keep a choice and go back to the page it was made on."""
    response = redirect(own_address(request.args.get("next", "/")))
    for cookie, value, valid in (
        (THEME_COOKIE, request.args.get("theme"), THEMES),
        (LANGUAGE_COOKIE, request.args.get("lang"), tuple(LANGUAGES)),
    ):
        if value in valid:
            response.set_cookie(cookie, value, max_age=_YEAR_S, samesite="Lax", secure=request.is_secure)
    return response  # type: ignore[return-value]  # werkzeug types a redirect as its own Response


def own_address(address: str) -> str:
    """Return an address of this site, or the home page for one that leads elsewhere."""
    parts = urlsplit(address)
    is_own = not parts.scheme and not parts.netloc and address.startswith("/") and "\\" not in address
    return address if is_own and not address.startswith("//") else "/"
