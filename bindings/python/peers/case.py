"""One library, one question, in a process of its own: ``case.py LIBRARY QUESTION URL``."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any

Blocking = Callable[[], object]
Waiting = Callable[[], Awaitable[object]]


def ours(url: str) -> tuple[Blocking, Waiting]:
    from viettel_idc import AsyncClient, Client

    client = Client(base_url=url, tokens=("a", None))
    waiting = AsyncClient(base_url=url, tokens=("a", None))
    return client.billing.balance, waiting.billing.balance


def httpx(url: str) -> tuple[Blocking, Waiting]:
    import httpx

    client, waiting = httpx.Client(timeout=30), httpx.AsyncClient(timeout=30)
    return lambda: client.get(url + "/balance"), lambda: waiting.get(url + "/balance")


def requests(url: str) -> tuple[Blocking, None]:
    import requests

    session = requests.Session()
    return lambda: session.get(url + "/balance", timeout=30), None


def pyreqwest(url: str) -> tuple[Blocking, Waiting]:
    from pyreqwest.client import ClientBuilder, SyncClientBuilder

    client, waiting = SyncClientBuilder().build(), ClientBuilder().build()
    return (
        lambda: client.get(url + "/balance").build().send(),
        lambda: waiting.get(url + "/balance").build().send(),
    )


def primp(url: str) -> tuple[Blocking, Waiting]:
    import primp

    client, waiting = primp.Client(timeout=30), primp.AsyncClient(timeout=30)
    return lambda: client.get(url + "/balance"), lambda: waiting.get(url + "/balance")


def obstore(url: str) -> tuple[Blocking, Waiting]:
    import obstore
    from obstore.store import HTTPStore

    store = HTTPStore.from_url(url, client_options={"allow_http": True}, retry_config={"max_retries": 0})
    return lambda: obstore.get(store, "balance"), lambda: obstore.get_async(store, "balance")


LIBRARIES: dict[str, Callable[[str], tuple[Blocking, Waiting | None]]] = {
    "viettel_idc": ours,
    "httpx": httpx,
    "requests": requests,
    "pyreqwest": pyreqwest,
    "primp": primp,
    "obstore": obstore,
}


def ctrl_c(blocking: Blocking) -> None:
    try:
        blocking()
    except BaseException as error:
        print(type(error).__name__, time.monotonic(), flush=True)
    os._exit(0)


def cancel(waiting: Waiting) -> None:
    async def run() -> None:
        task = asyncio.ensure_future(waiting())
        await asyncio.sleep(0.7)
        task.cancel()
        print(time.monotonic(), flush=True)
        try:
            await task
        except asyncio.CancelledError:
            pass
        await asyncio.sleep(2)

    asyncio.run(run())


def fork(blocking: Blocking) -> None:
    blocking()
    child = os.fork()
    if child == 0:
        try:
            blocking()
            os._exit(0)
        except BaseException:
            os._exit(1)
    end = time.monotonic() + 5
    while time.monotonic() < end:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            print("works" if status == 0 else "fails", flush=True)
            os._exit(0)
        time.sleep(0.02)
    os.kill(child, 9)
    print("hangs", flush=True)
    os._exit(0)


def threads(blocking: Blocking) -> None:
    answered: list[Any] = []
    workers = [threading.Thread(target=lambda: answered.append(blocking())) for _ in range(32)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print("works" if len(answered) == 32 else f"{len(answered)} of 32", flush=True)


def main(library: str, question: str, url: str) -> None:
    blocking, waiting = LIBRARIES[library](url)
    if question == "cancel":
        if waiting is None:
            print("none", flush=True)
        else:
            cancel(waiting)
        return
    {"ctrl_c": ctrl_c, "fork": fork, "threads": threads}[question](blocking)


if __name__ == "__main__":
    main(*sys.argv[1:4])
