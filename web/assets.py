"""Static files: an address that changes with the content, so that browsers may keep them for good."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

MAX_AGE_S = 31_536_000
_STATIC = Path(__file__).parent / "static"


def register(app: Flask) -> None:
    """Let `url_for('static', ...)` carry the version of the file."""
    app.url_defaults(_add_version)
    app.after_request(_keep)


def _add_version(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" and "v" not in values:
        values["v"] = static_version()


@lru_cache(maxsize=1)
def static_version() -> str:
    """Return a digest of all static files: modules import one another without a version of their own."""
    digest = hashlib.sha256()
    for file in sorted(path for path in _STATIC.rglob("*") if path.is_file()):
        digest.update(file.relative_to(_STATIC).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _keep(response: Response) -> Response:
    if request.endpoint != "static" or response.status_code != 200:
        return response
    if request.args.get("v"):
        response.headers["Cache-Control"] = f"public, max-age={MAX_AGE_S}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response
