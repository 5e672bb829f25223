"""Backups: everything that cannot be rebuilt, in one file that the administrator keeps elsewhere."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from flask import Blueprint
from werkzeug.wrappers import Response

from search.backup import backup
from web.access import need, note
from web.shelf import shelf

blueprint = Blueprint("backups", __name__)

_PIECE = 1 << 16


@blueprint.post("/admin/backup")
def make() -> Response:
    """Send a backup; it is written whole before the first byte is sent, while others read and write."""
    need("administrator")
    folder = tempfile.TemporaryDirectory(prefix="cetu-backup-")
    file = Path(folder.name) / "backup.zip"
    made = backup(shelf().folder, file)

    def body() -> Iterator[bytes]:
        with folder, file.open("rb") as stream:
            while piece := stream.read(_PIECE):
                yield piece

    note("backup", str(made.change))
    response = Response(body(), content_type="application/zip")
    name = f"策图备份-{made.made_at[:10]}-{made.change}.zip"
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Content-Length"] = str(made.bytes)
    return response
