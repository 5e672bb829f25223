"""The application factory: pages, API, SPARQL and the addresses of things over one library folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from corpus.errors import InputError
from web import (
    access,
    assets,
    compression,
    errors,
    jobs,
    languages,
    limits,
    observing,
    preferences,
    security,
    templating,
)
from web.shelf import Shelf, put_on, shelf_of

_UPLOAD_LIMIT_MB = 200
_MAX_FORM_MB = 8


class _ChineseJson(DefaultJSONProvider):
    """JSON with Chinese as it is, and keys in the order of the contract."""

    ensure_ascii = False
    sort_keys = False
    compact = True
    mimetype = "application/json; charset=utf-8"

    def dumps(self, obj: object, **kwargs: Any) -> str:
        """Return JSON that can be sent: of half of a surrogate pair, which a draft may hold, a question mark is left."""
        return super().dumps(obj, **kwargs).encode("utf-8", "replace").decode()


def create_app(library_path: Path) -> Flask:
    """Return the web application over a library folder; the folder may be empty or absent for now."""
    app = Flask(__name__)
    app.json = _ChineseJson(app)
    app.config["MAX_CONTENT_LENGTH"] = _UPLOAD_LIMIT_MB * 1_000_000
    app.config["MAX_FORM_MEMORY_SIZE"] = _MAX_FORM_MB * 1_000_000
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = assets.MAX_AGE_S
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    put_on(app, Shelf(library_path))
    _trust_proxies(app)
    for part in (
        observing,
        languages,
        preferences,
        assets,
        templating,
        security,
        limits,
        access,
        jobs,
        compression,
        errors,
    ):
        part.register(app)
    _add_blueprints(app)
    return app


def _trust_proxies(app: Flask) -> None:
    """Believe what so many proxies in front say of who asks and under which address; without them, nobody is believed."""
    from werkzeug.middleware.proxy_fix import ProxyFix

    try:
        count = shelf_of(app).settings().number("web.proxies")
    except InputError:
        # A setting that is unfit is told with the first page.
        return
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def _add_blueprints(app: Flask) -> None:
    from web import api, pages

    for blueprint in (*pages.blueprints(), *api.blueprints()):
        app.register_blueprint(blueprint)
