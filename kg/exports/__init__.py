"""Exports: a table of formats, and the one function that writes any of them from any store."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from corpus.errors import InputError, MissingExtraError
from kg.iris import Iris
from kg.stores.port import GraphStore


@dataclass(frozen=True, slots=True)
class Format:
    """One export format.

    Attributes:
        writer: "module:function", which takes (store, stream, iris), or (store, folder, iris) for a folder format.
        is_folder: Several files: a folder on disk, a zip archive on a stream.
        extra: The extra that it needs, or empty.
    """

    name: str
    title: str
    writer: str
    suffix: str
    media_type: str
    is_folder: bool = False
    extra: str = ""


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        Format("turtle", "Turtle", "kg.exports.rdf:write_turtle", "ttl", "text/turtle"),
        Format("ntriples", "N-Triples", "kg.exports.rdf:write_ntriples", "nt", "application/n-triples"),
        Format("nquads", "N-Quads", "kg.exports.rdf:write_nquads", "nq", "application/n-quads"),
        Format("trig", "TriG", "kg.exports.rdf:write_trig", "trig", "application/trig"),
        Format("jsonld", "JSON-LD", "kg.exports.jsonld:write", "jsonld", "application/ld+json"),
        Format("rdfxml", "RDF/XML", "kg.exports.rdf:write_rdfxml", "rdf", "application/rdf+xml"),
        Format("graphml", "GraphML", "kg.exports.network:write_graphml", "graphml", "application/graphml+xml"),
        Format("gexf", "GEXF（Gephi）", "kg.exports.network:write_gexf", "gexf", "application/gexf+xml"),
        Format("csv", "CSV 表", "kg.exports.tables:write_csv", "zip", "application/zip", is_folder=True),
        Format("parquet", "Parquet 表", "kg.exports.tables:write_parquet", "zip", "application/zip", True, "parquet"),
        Format("neo4j", "Neo4j 导入表", "kg.exports.tables:write_neo4j", "zip", "application/zip", is_folder=True),
        Format("skos", "SKOS 词表", "kg.exports.skos:write", "ttl", "text/turtle"),
        Format("xlsx", "Excel 工作簿", "kg.exports.workbook:write", "xlsx", _XLSX, extra="tables"),
    )
}


def write(
    form: str,
    store: GraphStore,
    out: Path | IO[bytes],
    *,
    graphs: Iterable[str] | None = None,
    iris: Iris | None = None,
) -> None:
    """Write a store in a format, to a path or a binary stream; a file that exists is replaced only when all is written.

    Args:
        form: A name of `FORMATS`.
        store: What to write.
        out: A file, a folder for formats of several files, or a stream, which gets those as a zip archive.
        graphs: Only these named graphs.
        iris: The library's IRIs, for what an export mints itself.

    Raises:
        InputError: There is no such format, or the target cannot be taken.
        MissingExtraError: The format needs an extra that is not installed.
    """
    chosen = format_of(form)
    if graphs is not None:
        from kg.stores.oxigraph import subset

        store = subset(store, graphs)
    _refuse(chosen, out)
    try:
        _write(chosen, store, out, iris or Iris())
    except ModuleNotFoundError as error:
        hint = f"pip install 'cetu[{chosen.extra}]'"
        raise MissingExtraError(f"导出 {form} 需要 {error.name}", where=form, hint=hint) from error


def format_of(name: str) -> Format:
    """Return a format by name.

    Raises:
        InputError: There is no such format.
    """
    if name not in FORMATS:
        known = " ".join([*FORMATS, "annotations"])
        raise InputError(f"没有“{name}”这种导出格式", where="--format", hint=f"可选：{known}")
    return FORMATS[name]


def _refuse(form: Format, out: Path | IO[bytes]) -> None:
    if not isinstance(out, Path):
        return
    if not out.parent.is_dir():
        raise InputError("上级文件夹不存在", where=str(out), hint="先建好文件夹，或换一个位置")
    if form.is_folder and out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InputError("目标已存在且不是空文件夹", where=str(out), hint="换一个位置，或先移走它")
    if not form.is_folder and out.is_dir():
        raise InputError("目标是文件夹", where=str(out), hint=f"写成文件名，例如 {out / 'cetu'}.{form.suffix}")


def _write(form: Format, store: GraphStore, out: Path | IO[bytes], iris: Iris) -> None:
    module, function = form.writer.split(":")
    writer = getattr(import_module(module), function)
    if not form.is_folder and not isinstance(out, Path):
        writer(store, out, iris)
        return
    with TemporaryDirectory(prefix=".cetu-", dir=out.parent if isinstance(out, Path) else None) as name:
        draft = Path(name) / "export"
        if form.is_folder:
            draft.mkdir()
            writer(store, draft, iris)
        else:
            with draft.open("wb") as stream:
                writer(store, stream, iris)
        _place(draft, out)


def _place(draft: Path, out: Path | IO[bytes]) -> None:
    if not isinstance(out, Path):
        _zip(draft, out)
        return
    if draft.is_dir() and out.is_dir():
        out.rmdir()
    shutil.move(draft, out) if draft.is_dir() else draft.replace(out)


def _zip(folder: Path, stream: IO[bytes]) -> None:
    """Write a folder as a zip archive whose bytes depend on the content alone."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.writestr(zipfile.ZipInfo(file.name, (1980, 1, 1, 0, 0, 0)), file.read_bytes())
