"""Whether the server answers, and from which state of the library."""

from __future__ import annotations

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from web.shelf import library

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def show() -> Response:
    """Return the state of the server; an unreadable library is an error with its reason."""
    found = library()
    return jsonify({"status": "ok", "change": found.change, "documents": len(found.documents)})
