"""Who may change the library: on a single-user machine, whoever sits at it."""

from __future__ import annotations

from ipaddress import ip_address

from flask import request

from corpus.errors import InputError

_OWN_NAMES = ("localhost", "127.0.0.1", "[::1]", "cetu.localhost")


class ForbiddenError(InputError):
    """The caller may read but not change."""

    code = "forbidden"
    http_status = 403


def may_change() -> bool:
    """Return whether this request comes from the machine that the server runs on, under a name of that machine.

    The name is looked at too: a page elsewhere may let its own name lead here, and a proxy in front hides who asks.
    """
    try:
        is_near = ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        is_near = False
    host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
    return is_near and host in _OWN_NAMES and "X-Forwarded-For" not in request.headers


def need_change() -> None:
    """Refuse a request that may not change the library.

    Raises:
        ForbiddenError: It comes from elsewhere.
    """
    if not may_change():
        raise ForbiddenError("这里只能阅读", where=request.path, hint="在运行服务的电脑上以 localhost 打开再改")
