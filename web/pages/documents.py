"""Documents: the list, the reader, the original file."""

from __future__ import annotations

from collections import Counter
from urllib.parse import quote

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from corpus.clauses import clause_at
from corpus.documents import Document, DocumentMeta, SourceFile
from corpus.errors import InputError, NotFoundError
from corpus.readers.limits import limits_of
from corpus.readers.originals import page_picture, picture_form
from search.marks import marks
from web import originals, reader
from web.arguments import choice, number, optional_number, text
from web.listings import all_glossary
from web.official_facts import official_facts
from web.sheets import Column, sheet
from web.shelf import library

blueprint = Blueprint("documents", __name__)

PAGE = 200
_ORDERS = ("date", "-date", "title", "-characters")
_COLUMNS: tuple[Column, ...] = (
    ("编号", lambda meta: meta.id),
    ("题名", lambda meta: meta.title),
    ("日期", lambda meta: meta.date),
    ("发文机关", lambda meta: meta.issuer),
    ("字数", lambda meta: meta.characters),
    ("文件", lambda meta: meta.source_name),
)


@blueprint.get("/documents")
def list_all() -> str | Response:
    """Show the documents of the library."""
    everything = library().documents
    query, year = text("q"), optional_number("year", least=1, most=9999)
    shown = [meta for meta in everything if _fits(meta, query, year)]
    order = choice("sort", _ORDERS, "-date")
    shown.sort(key=lambda meta: _sort_key(meta, order.lstrip("-")), reverse=order.startswith("-"))
    if form := choice("format", ("csv", "xlsx")):
        return sheet(shown, _COLUMNS, name="文献", form=form)
    offset = number("offset", 0)
    years = Counter(meta.year for meta in everything if meta.year)
    return render_template(
        "pages/documents.html",
        documents=shown[offset : offset + PAGE],
        found=len(shown),
        page=PAGE,
        offset=offset,
        total=len(everything),
        query=query,
        year=year,
        order=order,
        years=sorted(years.items(), reverse=True),
    )


def _fits(meta: DocumentMeta, query: str, year: int | None) -> bool:
    haystack = (meta.title + meta.source_name + meta.issuer).lower()
    return query.lower() in haystack and year in (None, meta.year)


def _sort_key(meta: DocumentMeta, order: str) -> tuple[str | int, str]:
    keys: dict[str, str | int] = {"title": meta.title, "characters": meta.characters}
    return keys.get(order, meta.date), meta.id


@blueprint.get("/documents/<document>")
def read(document: str) -> str:
    """Show a document; ?start=&end= lights a place in it."""
    meta = library().meta(document)
    parsed = library().document(document)
    evidence = _asked_place(parsed)
    found = marks(library(), document)
    defined = {item.iri: item.term for item in all_glossary(library()) if item.iri}
    layer = reader.Layer(found, evidence, defined)
    return render_template(
        "pages/reader.html",
        meta=meta,
        document=parsed,
        blocks=list(reader.blocks(parsed, layer)),
        outline=reader.outline(parsed),
        type_counts=Counter(mark.type for mark in found),
        evidence=evidence,
        place=_place(parsed, evidence),
        official=list(official_facts(parsed)),
        page_count=originals.page_count(parsed),
        view=originals.page_view(parsed, evidence, optional_number("page", most=100_000)),
        query=text("q"),
    )


def _asked_place(document: Document) -> tuple[int, int] | None:
    start, end = optional_number("start"), optional_number("end")
    if start is None:
        return None
    end = start + 1 if end is None else end
    if not start < end <= len(document.text):
        raise InputError(
            "所指的位置不在这份文献中", where=f"start={start}&end={end}", hint=f"全文 {len(document.text)} 字"
        )
    return start, end


def _place(document: Document, evidence: tuple[int, int] | None) -> dict[str, object] | None:
    """Return where the evidence stands, in the text and in the original file."""
    if evidence is None:
        return None
    page, paragraph = document.offsets.locate(evidence[0])
    part, sentence = document.part_at(evidence[0]), document.sentence_at(evidence[0])
    return {
        "page": page,
        "paragraph": paragraph,
        "part": part.title if part else "",
        "section": document.section_path(sentence.section if sentence else None),
        "clause": clause_at(document, evidence[0]),
    }


@blueprint.get("/documents/<document>/original")
def original(document: str) -> Response:
    """Send the original file, always as a download: it may hold anything."""
    meta = library().meta(document)
    response = Response(library().original(document), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(meta.source_name)}"
    return response


@blueprint.get("/documents/<document>/pages/<int:number>.<form>")
def page(document: str, number: int, form: str) -> Response:
    """Send a page of the original as a picture. A document's id names its bytes, so that a picture never changes."""
    meta = library().meta(document)
    if form != picture_form(meta.media_type):
        raise NotFoundError("没有这种页面图像", where=f"{number}.{form}", hint="下载原件查看")
    source = SourceFile(meta.source_name, library().original(document), meta.source_blob, meta.media_type)
    picture = page_picture(source, number, limits=limits_of(library().settings))
    response = Response(picture, content_type={"png": "image/png", "svg": "image/svg+xml"}[form])
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


@blueprint.get("/documents/<document>/text")
def plain_text(document: str) -> Response:
    """Send the text that offsets count."""
    return Response(library().document(document).text, content_type="text/plain; charset=utf-8")
