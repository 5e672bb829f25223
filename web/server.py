"""Serves the application with a real WSGI server: one process, several threads."""

from __future__ import annotations

import socket
import sys
import threading
import webbrowser
from pathlib import Path

from corpus.errors import InputError
from web.app import create_app

_OWN = ("localhost", "127.0.0.1", "::1")


def serve(path: Path, *, host: str, port: int, threads: int, open_browser: bool) -> None:
    """Serve the library in a folder until interrupted.

    Raises:
        InputError: The address is taken or not ours.
    """
    from waitress.server import create_server

    from web.observing import log_to_stderr
    from web.warming import warm

    app = create_app(path)
    log_to_stderr()
    try:
        server = create_server(app, host=host, port=port, threads=threads, ident=None)
    except (OSError, socket.gaierror) as error:
        raise InputError(
            f"不能在这个地址上监听：{error.strerror or error}", where=f"{host}:{port}", hint="用 --port 换一个端口"
        ) from error
    address = f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0', '::') else host}:{port}/"
    print(f"策图已启动：{address}（按 Ctrl+C 停止）", file=sys.stderr, flush=True)
    if host not in _OWN and not _has_accounts(path):
        print("提示：还没有账号，能连到这里的人都能阅读；用 cetu user add 名字 添加管理员", file=sys.stderr, flush=True)
    threading.Thread(target=warm, args=(app,), daemon=True).start()
    if open_browser:
        threading.Timer(0.5, webbrowser.open, (address,)).start()
    try:
        server.run()
    finally:
        server.close()


def _has_accounts(folder: Path) -> bool:
    from corpus.accounts import Accounts

    people = Accounts(folder)
    try:
        return people.any()
    finally:
        people.close()
