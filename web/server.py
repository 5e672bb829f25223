"""Serves the application with a real WSGI server: one process, several threads."""

from __future__ import annotations

import select
import signal
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from corpus.errors import InputError
from web.app import create_app

# How long a request that has begun may go on after the server was told to end.
_FINISHING_S, _TURN_S = 30, 0.5
_HAS_POLL = hasattr(select, "poll")
_OWN = ("localhost", "127.0.0.1", "::1")


def serve(path: Path, *, host: str, port: int, threads: int, open_browser: bool) -> None:
    """Serve the library in a folder until interrupted or terminated; requests that have begun are finished then.

    Args:
        path: The library folder.
        host: The address to listen on.
        port: The port to listen on.
        threads: How many requests are answered at once.
        open_browser: Show the first page.

    Raises:
        InputError: The address is taken or not ours.
    """
    from web.jobs import watch
    from web.observing import log_to_stderr
    from web.warming import warm_now_and_later

    app = create_app(path)
    log_to_stderr()
    sockets: dict[int, Any] = {}
    try:
        server = make_server(app, sockets, host=host, port=port, threads=threads)
    except (OSError, socket.gaierror) as error:
        raise InputError(
            f"不能在这个地址上监听：{error.strerror or error}", where=f"{host}:{port}", hint="用 --port 换一个端口"
        ) from error
    address = f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0', '::') else host}:{port}/"  # nosec B104
    print(f"策图已启动：{address}（按 Ctrl+C 停止）", file=sys.stderr, flush=True)
    if host not in _OWN and not _has_accounts(path):
        print("提示：还没有账号，能连到这里的人都能阅读；用 cetu user add 名字 添加管理员", file=sys.stderr, flush=True)
    threading.Thread(target=warm_now_and_later, args=(app,), daemon=True).start()
    threading.Thread(target=watch, args=(app,), daemon=True).start()
    if open_browser:
        threading.Timer(0.5, webbrowser.open, (address,)).start()
    told = threading.Event()
    # A service manager says SIGTERM, a person at the terminal Ctrl+C.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    answer_until(told, server, sockets)


def answer_until(told: threading.Event, server: Any, sockets: dict[int, Any]) -> None:
    """Answer requests until told to end, then finish those that have begun and close every socket.

    Args:
        told: Is set by another thread or a signal; looked at twice a second, or when the server's trigger is pulled.
        server: What `make_server` gave.
        sockets: What the server listens to.
    """
    while not told.is_set():
        _turn(sockets)
    _finish(server, sockets)


@contextmanager
def serving(app: Flask, *, threads: int = 4) -> Iterator[str]:
    """Serve an application beside what this process does, on a free port of this machine.

    Args:
        app: What is served.
        threads: How many requests are answered at once.

    Yields:
        The address, without a slash at the end.
    """
    told, sockets = threading.Event(), dict[int, Any]()
    server = make_server(app, sockets, host="127.0.0.1", port=0, threads=threads)
    thread = threading.Thread(target=answer_until, args=(told, server, sockets), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        # The thread that serves tells itself: told from here, it could close the trigger before it is pulled.
        server.trigger.pull_trigger(told.set)
        thread.join(timeout=2 * _FINISHING_S)


def _turn(sockets: dict[int, Any]) -> None:
    """Let the server look at its sockets once."""
    from waitress import wasyncore

    wasyncore.loop(timeout=_TURN_S, map=sockets, count=1, use_poll=_HAS_POLL)


def _finish(server: Any, sockets: dict[int, Any]) -> None:
    """Take no more connections, and end when every request that came in has its answer, or after a while."""
    from waitress import wasyncore
    from waitress.channel import HTTPChannel
    from waitress.server import BaseWSGIServer

    for one in [one for one in sockets.values() if isinstance(one, BaseWSGIServer)]:
        one.accepting = False
        one.del_channel()
        one.socket.close()
    end = time.monotonic() + _FINISHING_S
    while time.monotonic() < end and any(
        one.request or one.requests or one.total_outbufs_len for one in sockets.values() if isinstance(one, HTTPChannel)
    ):
        _turn(sockets)
    server.task_dispatcher.shutdown()
    wasyncore.close_all(sockets, ignore_all=True)


def make_server(app: Flask, sockets: dict[int, Any] | None = None, *, host: str, port: int, threads: int) -> Any:
    """Return a WSGI server of an application.

    Args:
        app: What it serves; `web.proxies` among its settings says whose headers are believed.
        sockets: Is filled with what the server listens to.
        host: The address to listen on.
        port: The port to listen on; 0 for one that is free.
        threads: How many requests are answered at once.
    """
    from waitress.server import create_server

    return create_server(
        app,
        map=sockets,
        host=host,
        port=port,
        threads=threads,
        ident=None,
        # Headers of a proxy that is not ours stay: a request that has them is not taken for one from this machine.
        clear_untrusted_proxy_headers=False,
        # The other way to wait ends with an error when the process has more than 1,024 files open.
        asyncore_use_poll=_HAS_POLL,
    )


def _has_accounts(folder: Path) -> bool:
    from corpus.accounts import Accounts

    people = Accounts(folder)
    try:
        return people.any()
    finally:
        people.close()
