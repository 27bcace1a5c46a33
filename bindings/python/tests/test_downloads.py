"""Downloads that stand still, break off or are too large, over real HTTP."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from viettel_idc import AsyncClient, Client, errors

# More of a PDF than is looked at before a file is handed on.
START = b"%PDF-1.7".ljust(8192)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nConnection: close\r\n"


@pytest.fixture
def served() -> Iterator[Callable[[bytes, bool], str]]:
    """Gives the base URL of a server that sends these bytes, and then closes or keeps still."""
    listener = socket.create_server(("127.0.0.1", 0))
    connections: list[socket.socket] = []

    def start(answer: bytes, stays_open: bool) -> str:
        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                connection.recv(65536)
                connection.sendall(answer)
                connections.append(connection)
                if not stays_open:
                    connection.close()

        threading.Thread(target=accept, daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/api"

    yield start
    listener.close()
    for connection in connections:
        connection.close()


def client(url: str, **settings: Any) -> Client:
    return Client(base_url=url, tokens=("a.b.c", None), **settings)


def test_a_download_that_stands_still_is_given_up(
    served: Callable[[bytes, bool], str], tmp_path: Path
) -> None:
    """F14."""
    url = served(HEAD + b"Content-Length: 100000\r\n\r\n" + START, True)
    started = time.monotonic()
    for patient in (
        client(url).with_options(timeout=0.4, deadline=5),
        client(url).with_options(stall_timeout=0.4),
        client(url, stall_timeout=0.4),
    ):
        words = "stands still.*after 8192 of 100000 bytes"
        with pytest.raises(errors.RequestTimeoutError, match=words):
            patient.billing.invoice_pdf(308976).read()
        with pytest.raises(errors.RequestTimeoutError, match=words):
            patient.billing.invoice_pdf(308976).save_to(tmp_path / "a.pdf")
        with pytest.raises(errors.RequestTimeoutError, match=words):
            list(patient.billing.invoice_pdf(308976))

    async def run() -> None:
        asynchronous = AsyncClient(base_url=url, tokens=("a.b.c", None), stall_timeout=0.4)
        await (await asynchronous.billing.invoice_pdf(308976)).read()

    with pytest.raises(errors.RequestTimeoutError, match="stands still"):
        asyncio.run(run())
    assert time.monotonic() - started < 15
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_too_large_is_refused(
    served: Callable[[bytes, bool], str], tmp_path: Path
) -> None:
    url = served(HEAD + b"\r\n%PDF-1.7 an invoice", False)
    assert client(url).billing.invoice_pdf(308976).read() == b"%PDF-1.7 an invoice"
    for careful in (client(url, max_file_size=10), client(url).with_options(max_file_size=10)):
        with pytest.raises(errors.InvalidRequestError, match="larger than 10 bytes"):
            careful.billing.invoice_pdf(308976).read()
        with pytest.raises(errors.InvalidRequestError, match="max_file_size"):
            careful.billing.invoice_pdf(308976).save_to(tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_the_suggested_name_is_read_and_safe(served: Callable[[bytes, bool], str]) -> None:
    """F16."""
    header = "Content-Disposition: attachment; filename=\"hóa đơn;7.pdf\"\r\n\r\n".encode()
    url = served(HEAD + header + b"%PDF-1.7", False)
    assert client(url).billing.invoice_pdf(308976).file_name == "hóa đơn;7.pdf"


def test_an_interrupted_save_leaves_nothing(
    served: Callable[[bytes, bool], str], tmp_path: Path
) -> None:
    url = served(HEAD + b"Content-Length: 100000\r\n\r\n" + START, True)

    async def run() -> None:
        asynchronous = AsyncClient(base_url=url, tokens=("a.b.c", None))
        file = await asynchronous.billing.invoice_pdf(308976)
        await asyncio.wait_for(file.save_to(tmp_path / "a.pdf"), 0.5)

    with pytest.raises(asyncio.TimeoutError):
        asyncio.run(run())
    until = time.monotonic() + 5
    while list(tmp_path.iterdir()) and time.monotonic() < until:
        time.sleep(0.02)
    assert list(tmp_path.iterdir()) == []
