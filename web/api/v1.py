"""The JSON API, version 1: the objects of the contract over HTTP."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, jsonify, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from corpus.errors import InputError
from search.catalogue import IndicatorRow
from search.network import neighbourhood, path
from search.suggestions import Suggestion
from web import jobs as web_jobs
from web import uploads
from web.access import audience, need_change, note
from web.addresses import entity_place
from web.arguments import choice, needed_text, number, optional_number, text, texts
from web.decisions import decide as record_decision
from web.listings import all_entities, all_entities_by_iri, all_indicators, entity_named
from web.pages import exports
from web.pages.answers import find_answer
from web.pages.check import checked_draft, find_faults
from web.pages.graph import resolve
from web.pages.jobs import job_shown
from web.pages.search import chosen_filters, find
from web.shelf import library, shelf
from web.vocabulary import TYPES

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

MOST = 1000
_MOST_NODES = 500
# So many questions before the last are read.
_MOST_CONTEXT = 10


@blueprint.get("/search")
def search() -> Response:
    """Return ranked passages and facets."""
    query = needed_text("q", "检索词")
    limit, offset = number("limit", 10, least=1, most=MOST), number("offset", 0)
    return jsonify(find(query, limit=limit, offset=offset, **chosen_filters()).to_dict())


@blueprint.get("/ask")
def ask() -> Response:
    """Return an answer with its evidence, or not_found; `context` may be given for each question asked before."""
    return jsonify(find_answer(needed_text("q", "问题"), texts("context", most=_MOST_CONTEXT)).to_dict())


@blueprint.get("/define")
def define() -> Response:
    """Return the glossary entries for a term."""
    from search import glossary

    return jsonify(glossary.define(library(), needed_text("term", "词语")).to_dict())


@blueprint.get("/suggest")
def suggest() -> Response:
    """Return completions of what has been typed so far."""
    from search import suggestions

    prefix = text("q", limit=100)
    found = suggestions.suggest(library(), prefix) if prefix else ()
    return jsonify({"query": prefix, "suggestions": [_suggestion(item) for item in found]})


def _suggestion(item: Suggestion) -> dict[str, str]:
    """Return a suggestion with the sign and the word for what it is; what has no type is a title."""
    sign = TYPES.get(item.type)
    hint = str(sign.label) if sign else gettext("文献")
    place = entity_place(item.iri)
    hint += f" · {place}" if place and place not in item.text else ""
    return {"text": item.text, "type": item.type, "iri": item.iri, "glyph": sign.glyph if sign else "", "hint": hint}


@blueprint.get("/documents")
def documents() -> Response:
    """Return the documents of the library."""
    limit, offset = number("limit", 100, least=1, most=MOST), number("offset", 0)
    everything = library().documents
    shown = [_document_entry(meta.id) for meta in everything[offset : offset + limit]]
    return jsonify({"total": len(everything), "documents": shown})


@blueprint.get("/documents/<document>")
def document(document: str) -> Response:
    """Return a document: its text, parts, headings and where they stand."""
    parsed = library().document(document).to_dict()
    kept = ("text", "doc_number", "recipients", "parts", "sections", "sentences", "repairs", "doubts")
    return jsonify(_document_entry(document) | {name: parsed[name] for name in kept})


def _document_entry(document_id: str) -> dict[str, Any]:
    meta = library().meta(document_id)
    kept = ("id", "title", "date", "issuer", "label", "characters", "media_type", "change")
    values = meta.to_dict()
    return {name: values[name] for name in kept} | {"file": meta.source_name, "year": meta.year}


@blueprint.post("/documents")
def add_documents() -> tuple[Response, int]:
    """Take files in; 207 where some of them failed, 202 with the job where `Prefer: respond-async` asks not to wait."""
    need_change()
    files, label = uploads.sent(), uploads.chosen_label()
    if "respond-async" in request.headers.get("Prefer", ""):
        accepted = uploads.accept(files, label=label)
        response = jsonify(job_shown(accepted))
        response.headers["Location"] = url_for("api.job", job=accepted.id)
        return response, 202
    report = uploads.take_in(shelf(), files, label=label)
    note("add", "、".join(file.id for file in report.added))
    return jsonify(report.to_dict()), 207 if report.failed else 201


@blueprint.get("/jobs")
def jobs() -> Response:
    """Return the jobs, newest first: the own ones, and all for administrators."""
    need_change()
    limit, offset = number("limit", 100, least=1, most=MOST), number("offset", 0)
    found = web_jobs.shown()
    return jsonify({"total": len(found), "jobs": [job_shown(job) for job in found[offset : offset + limit]]})


@blueprint.get("/jobs/<job>")
def job(job: str) -> Response:
    """Return a job: how far it has come, and what came of it."""
    need_change()
    return jsonify(job_shown(web_jobs.shown_job(job)))


@blueprint.get("/entities")
def entities() -> Response:
    """Return the entities of the library, the most often named first."""
    kind, query = choice("type", tuple(TYPES)), text("q").lower()
    limit, offset = number("limit", 100, least=1, most=MOST), number("offset", 0)
    found = [e for e in all_entities(library()) if kind in ("", e.type) and query in e.name.lower()]
    return jsonify({"total": len(found), "entities": [e.to_dict() for e in found[offset : offset + limit]]})


@blueprint.get("/entities/<path:name>")
def entity(name: str) -> Response:
    """Return one entity: by name, by Type/name, or by IRI."""
    from search import entities as views

    return jsonify(views.view(library(), _entity_iri(name) or name).to_dict())


def _entity_iri(name: str) -> str:
    """Return the IRI that "Type/name" or an IRI stands for, or empty."""
    kind, slash, rest = name.partition("/")
    if slash and kind in TYPES:
        item = entity_named(library(), kind, rest)
        return item.iri if item else ""
    return name if name in all_entities_by_iri(library()) else ""


@blueprint.get("/indicators")
def indicators() -> Response:
    """Return the figures of the library with their sentences."""
    year, status = optional_number("year", least=1, most=9999), choice("status", ("target", "achieved"))
    document_id, query = text("document"), text("q")
    limit, offset = number("limit", 100, least=1, most=MOST), number("offset", 0)

    def fits(row: IndicatorRow) -> bool:
        return (
            year in (None, row.year)
            and status in ("", row.status)
            and document_id in ("", row.citation.document)
            and query in row.label + row.subject + row.citation.quote
        )

    found = [row for row in all_indicators(library()) if fits(row)]
    return jsonify({"total": len(found), "indicators": [row.to_dict() for row in found[offset : offset + limit]]})


@blueprint.get("/graph")
def graph() -> Response:
    """Return the entities round an entity, or a chain between two."""
    iri = resolve(needed_text("entity", "实体"))
    if target := text("to"):
        return jsonify(path(library(), iri, resolve(target)).to_dict())
    depth = number("depth", 1, least=1, most=3)
    limit = number("limit", 40, least=1, most=_MOST_NODES)
    return jsonify(neighbourhood(library(), iri, limit=limit, depth=depth).to_dict())


@blueprint.post("/check")
def check() -> Response:
    """Return the findings of a draft."""
    data = request.get_json()
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise InputError("没有给出文稿", where="text", hint='写成 {"text": "…"}')
    return jsonify(find_faults(checked_draft(data["text"])).to_dict())


@blueprint.get("/decisions")
def decisions() -> Response:
    """Return the decisions of people, newest first, and the pairs of entities in doubt; for editors."""
    from search import curation

    need_change()
    limit, offset = number("limit", 100, least=1, most=MOST), number("offset", 0)
    folder, who = shelf().folder, audience()
    found, doubts = curation.listed(folder, who), curation.doubts(folder, who)
    shown = [one.to_dict() for one in found[offset : offset + limit]]
    return jsonify({"total": len(found), "decisions": shown, "doubts": [asdict(doubt) for doubt in doubts[:MOST]]})


@blueprint.post("/decisions")
def decide() -> tuple[Response, int]:
    """Record a decision, an undo too, or with dry_run only say what it would change; for editors."""
    data = request.get_json()
    if not isinstance(data, dict) or not isinstance(data.get("payload"), dict):
        raise InputError("没有给出决定", where="payload", hint='写成 {"kind": "alias", "payload": {…}, "why": "…"}')
    kind, why, is_trial = data.get("kind"), data.get("why", ""), data.get("dry_run", False)
    if not isinstance(kind, str) or not isinstance(why, str) or not isinstance(is_trial, bool):
        raise InputError("kind、why 应是文字，dry_run 应是 true 或 false", where="kind", hint="见 /api/v1/openapi.json")
    done = record_decision(kind, data["payload"], why=why, is_trial=is_trial)
    return jsonify(done.to_dict()), 200 if is_trial else 201


@blueprint.get("/export")
def export() -> Response:
    """Return the library, or one document, in a format."""
    return exports.download(needed_text("format", "格式"))


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Return the description of this API."""
    from web.api.openapi import description

    return jsonify(description())
