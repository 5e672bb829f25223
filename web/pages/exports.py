"""Exports: the library in the formats that other programs read."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from corpus.errors import InputError
from web.access import note
from web.arguments import text
from web.shelf import library

blueprint = Blueprint("exports", __name__)

# Format, suffix of the file, what it is for.
FORMATS = (
    ("turtle", "ttl", _l("RDF，便于人读")),
    ("trig", "trig", _l("RDF，每份文献一个命名图")),
    ("nquads", "nq", _l("RDF，一行一句，便于大批处理")),
    ("ntriples", "nt", _l("RDF，一行一句，不分文献")),
    ("jsonld", "jsonld", _l("RDF 的 JSON 写法")),
    ("rdfxml", "rdf", _l("RDF 的 XML 写法")),
    ("graphml", "graphml", _l("网络分析：Gephi、yEd、networkx")),
    ("gexf", "gexf", _l("网络分析：Gephi")),
    ("csv", "zip", _l("实体、关系、指标、词汇的表格")),
    ("xlsx", "xlsx", _l("同样的表格，一个 Excel 文件")),
    ("skos", "ttl", _l("词汇与提法，SKOS 概念表")),
    ("annotations", "json", _l("标注：提纲、实体、关系、指标、词汇")),
)
_CHUNK = 1 << 16


@blueprint.get("/exports")
def show() -> str:
    """Show the formats."""
    return render_template("pages/exports.html", formats=FORMATS, documents=library().documents)


@blueprint.get("/exports/<form>")
def download(form: str) -> Response:
    """Send the library, or one document of it, in a format."""
    suffixes = {name: suffix for name, suffix, _use in FORMATS}
    if form not in suffixes:
        raise InputError(f"没有“{form[:40]}”这种格式", where="format", hint="可用：" + "、".join(suffixes))
    return export_response(form, suffixes[form], text("document") or text("doc") or None)


def export_response(form: str, suffix: str, document: str | None) -> Response:
    """Return an export as a download; the file is written whole before the first byte is sent."""
    from search import export

    folder = tempfile.TemporaryDirectory(prefix="cetu-export-")
    file = Path(folder.name) / f"cetu.{suffix}"
    if suffix == "zip":
        tables = file.with_suffix("")
        export.write(library(), form, tables, document=document)
        shutil.make_archive(str(tables), "zip", tables)
    else:
        export.write(library(), form, file, document=document)

    def body() -> Iterator[bytes]:
        with folder, file.open("rb") as stream:
            while piece := stream.read(_CHUNK):
                yield piece

    note("export", f"{form} {document or ''}".strip())
    response = Response(body(), content_type="application/octet-stream")
    name = f"{library().meta(document).title if document else '资料库'}.{suffix}"
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Content-Length"] = str(file.stat().st_size)
    return response
