"""The protocol over HTTP: each request stands alone, is signed by a token like any other, and sees what its account may see."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response

from web.mcp.tools import server_of
from web.shelf import library

if TYPE_CHECKING:
    from mcp.server import MCPServer

blueprint = Blueprint("mcp", __name__)
_EXTENSION = "cetu.mcp"
_PATH = "/mcp"
Message = dict[str, Any]


@blueprint.post(_PATH)
def speak() -> Response:
    """Answer one message of the protocol (streamable HTTP, without sessions)."""
    return asyncio.run(_answered(_server()))


def _server() -> MCPServer[Any]:
    if _EXTENSION not in current_app.extensions:
        current_app.extensions[_EXTENSION] = server_of(library)
    return current_app.extensions[_EXTENSION]  # type: ignore[no-any-return]  # a dict of anything


async def _answered(server: MCPServer[Any]) -> Response:
    """Return the answer of the protocol's own application to the request that Flask holds."""
    from mcp.server.transport_security import TransportSecuritySettings

    # Whose page a request comes from is looked at before it gets here (`web.security`), under any name of this server.
    names = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    app = server.streamable_http_app(
        streamable_http_path=_PATH, json_response=True, stateless_http=True, transport_security=names
    )
    parts: list[Message] = []
    given = [{"type": "http.request", "body": request.get_data(), "more_body": False}]

    async def receive() -> Message:
        if given:
            return given.pop()
        # The caller is there as long as Flask waits for us.
        await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        parts.append(dict(message))

    async with app.router.lifespan_context(app):
        await app(_scope(), receive, send)
    start = next(part for part in parts if part["type"] == "http.response.start")
    body = b"".join(part.get("body", b"") for part in parts if part["type"] == "http.response.body")
    response = Response(body, start["status"])
    response.headers.clear()
    for name, value in start["headers"]:
        response.headers.add(name.decode("latin-1"), value.decode("latin-1"))
    return response


def _scope() -> Message:
    """Return the request as the interface of asynchronous servers has it."""
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.scheme,
        "path": _PATH,
        "raw_path": _PATH.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in request.headers],
        "client": None,
        "server": None,
    }
