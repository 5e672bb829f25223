"""What every response carries, and which requests may change something."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

# No inline script or style anywhere, nothing from another machine, nothing framed.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def register(app: Flask) -> None:
    """Guard an application."""
    app.before_request(_refuse_foreign_changes)
    app.after_request(_add_headers)


def _refuse_foreign_changes() -> None:
    """Refuse a changing request that a page of another site makes in a reader's browser.

    Browsers say where a request comes from (Sec-Fetch-Site, Origin); programs that say nothing are not browsers.
    """
    if request.method in _SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site", "")
    if site and site not in ("same-origin", "none"):
        abort(403)
    origin = request.headers.get("Origin", "")
    if origin and urlsplit(origin).netloc != request.host:
        abort(403)


def _add_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if "Cache-Control" not in response.headers:
        # Pages show the library as it stands: the browser asks again, the back button keeps its copy.
        # Pages differ with who asks: no proxy keeps one for another.
        response.headers["Cache-Control"] = "private, no-cache"
    return response
