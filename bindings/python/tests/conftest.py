"""A portal that answers as it is told, over real HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from viettel_idc import AsyncClient, Client

Answer = tuple[int, str, bytes]


class Portal:
    """Answers every request with ``answer`` and keeps what it was asked."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        self.closed = threading.Event()
        self.answer: Callable[[str], Answer] = lambda path: (200, "application/json", b"{}")
        portal = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # An answer in one piece: in two, the second waits for an acknowledgement.
            wbufsize = -1

            def _any(self) -> None:
                length = int(self.headers.get("content-length") or 0)
                body = self.rfile.read(length)
                portal.requests.append((self.command, self.path, dict(self.headers), body))
                status, media, answer = portal.answer(self.path)
                if status == 0:
                    # Never answers; sees when the other side goes away.
                    self.connection.settimeout(20)
                    try:
                        if not self.connection.recv(1):
                            portal.closed.set()
                    except OSError:
                        portal.closed.set()
                    self.close_connection = True
                    return
                self.send_response(status)
                self.send_header("content-type", media)
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST = do_PUT = do_DELETE = _any

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        # A client that goes away is what some tests are about.
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.url = f"http://127.0.0.1:{self.server.server_port}/api"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def json(self, value: Any, status: int = 200) -> None:
        text = json.dumps(value).encode()
        self.answer = lambda path: (status, "application/json", text)

    def hang(self) -> None:
        self.answer = lambda path: (0, "", b"")

    def client(self, **options: Any) -> Client:
        return Client(base_url=self.url, tokens=("a.b.c", "d.e.f"), **options)

    def async_client(self, **options: Any) -> AsyncClient:
        return AsyncClient(base_url=self.url, tokens=("a.b.c", "d.e.f"), **options)


@pytest.fixture
def portal() -> Iterator[Portal]:
    portal = Portal()
    yield portal
    portal.server.shutdown()
