"""Ctrl-C, fork, cancellation, threads, import: a package that behaves."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from conftest import Portal

from viettel_idc import Client, errors


def test_ctrl_c_ends_a_hanging_call_at_once(portal: Portal) -> None:
    portal.hang()
    client = portal.client()
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        client.billing.balance()
    assert time.monotonic() - start < 0.5 + 0.2
    assert portal.closed.wait(2), "the connection stayed open"


def test_a_cancelled_task_closes_its_connection(portal: Portal) -> None:
    portal.hang()

    async def run() -> float:
        task = asyncio.create_task(portal.async_client().billing.balance())
        while not portal.requests:
            await asyncio.sleep(0.01)
        task.cancel()
        start = time.monotonic()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.to_thread(portal.closed.wait, 2)
        return time.monotonic() - start

    assert asyncio.run(run()) < 0.1
    assert portal.closed.is_set()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_client_works_after_a_fork(portal: Portal) -> None:
    portal.json({"success": True, "details": {"currency": "VND"}})
    client = portal.client(deadline=5)
    assert client.billing.balance().currency == "VND"
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = 0 if client.billing.balance().currency == "VND" else 2
        finally:
            os._exit(code)
    end = time.monotonic() + 10
    while (status := os.waitpid(child, os.WNOHANG)) == (0, 0):
        if time.monotonic() > end:
            os.kill(child, signal.SIGKILL)
            pytest.fail("the child hangs")
        time.sleep(0.02)
    assert os.waitstatus_to_exitcode(status[1]) == 0
    assert client.billing.balance().currency == "VND"


def test_many_threads_share_a_client() -> None:
    client = Client.sandbox()
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(client.services.list()))) for _ in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [4] * 32


def test_importing_loads_nothing_heavy() -> None:
    code = (
        "import sys; before = set(sys.modules); import viettel_idc; new = set(sys.modules) - before;"
        "print(sorted(m for m in new if 'native' in m or 'generated' in m or m in ('asyncio', 'logging')))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def test_what_is_logged_holds_no_secret(portal: Portal, caplog: pytest.LogCaptureFixture) -> None:
    portal.json({"error": ["cannot use geheim-17"]})
    with caplog.at_level(logging.DEBUG), pytest.raises(errors.RefusedError) as caught:
        portal.client().account.change_password("geheim-17", "neu-18", "neu-18")
    assert "account_change_password failed" in caplog.text
    for text in (caplog.text, str(caught.value), repr(caught.value)):
        assert "geheim-17" not in text and "a.b.c" not in text


def test_python_m_tells_what_it_found(portal: Portal) -> None:
    portal.json({"currencies": []})
    settings = {"VIETTEL_IDC_URL": portal.url, "VIETTEL_IDC_USERNAME": "linh", "VIETTEL_IDC_PASSWORD": "geheim-17"}
    run = subprocess.run(
        [sys.executable, "-m", "viettel_idc"], env={**os.environ, **settings}, text=True, capture_output=True, check=False
    )
    assert (run.returncode, "it answers" in run.stdout, "geheim" in run.stdout) == (0, True, False), run
    settings["VIETTEL_IDC_PASSWORD"] = ""
    run = subprocess.run(
        [sys.executable, "-m", "viettel_idc"], env={**os.environ, **settings}, text=True, capture_output=True, check=False
    )
    assert run.returncode == 1 and "VIETTEL_IDC_PASSWORD is not set" in run.stdout


def test_a_program_that_ends_right_after_a_call_ends_well() -> None:
    code = (
        "import asyncio, viettel_idc\n"
        "async def main():\n"
        "    client = viettel_idc.AsyncClient.sandbox()\n"
        "    await asyncio.gather(*(client.billing.balance() for _ in range(50)))\n"
        "asyncio.run(main())\n"
    )
    for _ in range(10):
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert (run.returncode, run.stderr) == (0, "")


def test_a_fault_inside_is_an_exception_of_ours() -> None:
    from viettel_idc._native import fail_inside
    from viettel_idc._resource import checked, finished

    with pytest.raises(errors.InternalError, match="please report it"):
        checked(fail_inside())
    with pytest.raises(errors.InternalError, match="please report it"):
        asyncio.run(finished(fail_inside))
    assert Client.sandbox().billing.balance().currency == "VND"
