"""Errors at the edge: one page for readers, one JSON shape for programs, never a traceback."""

from __future__ import annotations

import json
from http import HTTPStatus

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from corpus.errors import CetuError
from web import access
from web.error_texts import told

_PROGRAMS = ("/api/", "/sparql", "/reconcile", "/healthz", "/mcp")


def register(app: Flask) -> None:
    """Answer every error of an application in the one shape."""
    app.register_error_handler(CetuError, _cetu_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def _cetu_error(error: CetuError) -> Response:
    texts = error.to_dict()
    texts |= {name: told(texts[name]) for name in ("message", "where", "hint")}
    response = _respond(texts, error.http_status)
    return access.challenge(response) if error.http_status == 401 else response


def _http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        # A redirect that werkzeug raises to normalise an address.
        return make_response(error.get_response())
    message, hint = _words(error.code)
    code = HTTPStatus(error.code).name.lower()
    response = _respond({"code": code, "message": message, "where": request.path, "hint": hint}, error.code)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> Response:
    # The log keeps the traceback for whoever runs the server; the reader gets one sentence.
    current_app.logger.error("%s %s", request.method, request.path, exc_info=error)
    message, hint = _words(500)
    return _respond({"code": "internal", "message": message, "where": request.path, "hint": hint}, 500)


def _words(status: int) -> tuple[str, str]:
    known = {
        400: (_("这个请求读不懂"), _("检查地址栏中的内容")),
        403: (_("不能这样做"), _("从本站的页面上再试一次")),
        404: (_("没有这一页"), _("检查地址，或从首页重新查找")),
        405: (_("这个地址不接受这种请求"), _("见 /api/v1/openapi.json")),
        406: (_("没有所要的格式"), _("换一种 Accept")),
        413: (_("内容太大"), _("分成几次提交")),
        415: (_("内容的类型不对"), _("以 JSON 提交")),
        429: (_("请求太频繁"), _("稍等片刻再试")),
        500: (_("程序出错了，已记入日志"), _("稍后再试；仍不行请联系管理员")),
    }
    return known.get(status, (HTTPStatus(status).phrase, ""))


def wants_json() -> bool:
    """Return whether the caller is a program rather than a reader."""
    if request.path.startswith(_PROGRAMS):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json" and request.accept_mimetypes[best] > request.accept_mimetypes["text/html"]


def _respond(error: dict[str, str], status: int) -> Response:
    if wants_json():
        body = json.dumps({"error": error}, ensure_ascii=False)
        return Response(body, status, content_type="application/json; charset=utf-8")
    return make_response(render_template("pages/error.html", error=error, status=status), status)
