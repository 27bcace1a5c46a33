"""Sessions that outlive cancelled calls, failing stores and other users."""

from __future__ import annotations

import asyncio
import json
import os
import pickle
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from conftest import Portal
from test_settings import Keyring, token

from viettel_idc import AsyncClient, Client, errors
from viettel_idc.tokens import Tokens

BALANCE = json.dumps({"success": True, "details": {"currency": "VND"}}).encode()


def rotating(portal: Portal, delay: float = 0.0, life: float = 3600) -> None:
    """Takes a refresh token once."""
    spent: set[str] = set()
    lock = threading.Lock()

    def answer(path: str) -> tuple[int, str, bytes]:
        if not path.endswith(("/token", "/login")):
            return 200, "application/json", BALANCE
        body = json.loads(portal.requests[-1][3])
        refresh = body.get("refresh_token")
        with lock:
            is_spent = refresh is not None and refresh in spent
            if refresh:
                spent.add(refresh)
            number = len(spent)
        time.sleep(0 if is_spent else delay)
        if is_spent:
            return 401, "application/json", b'{"error": ["invalid_token"]}'
        # No two tokens are equal.
        new = {"token": f"{token(life)}{number}{portal.url[-9:-4]}", "refresh": f"r{number}" if refresh else "login"}
        return 200, "application/json", json.dumps(new).encode()

    portal.answer = answer


def count(portal: Portal, path: str) -> int:
    return [asked for _, asked, _, _ in portal.requests].count(f"/api/{path}")


def stored(path: Path) -> str:
    return str(json.loads(path.read_text())["refresh"])


def ended(path: Path) -> Path:
    path.write_text(json.dumps({"token": token(-60), "refresh": "r0"}))
    return path


def tokens_client(portal: Portal, **options: object) -> Client:
    """Without a password; the profile and the environment are not asked."""
    return Client(base_url=portal.url, **options)  # type: ignore[arg-type]


def test_a_deadline_in_mid_renewal_holds_up_no_other_process(portal: Portal, tmp_path: Path) -> None:
    """F5 try 1."""
    rotating(portal, delay=3)
    kept = ended(tmp_path / "tokens.json")
    client = tokens_client(portal, token_store=kept)
    start = time.monotonic()
    with pytest.raises(errors.RequestTimeoutError):
        client.with_options(deadline=1).billing.balance()
    code = "import sys, viettel_idc as v; v.Client(base_url=sys.argv[1], token_store=sys.argv[2]).billing.balance()"
    other = subprocess.run([sys.executable, "-c", code, portal.url, str(kept)], timeout=20)
    assert other.returncode == 0
    assert time.monotonic() - start < 6
    assert (stored(kept), count(portal, "token")) == ("r1", 1)


def test_a_cancelled_task_does_not_cancel_the_renewal(portal: Portal, tmp_path: Path) -> None:
    """F5 try 2."""
    rotating(portal, delay=1)
    kept = ended(tmp_path / "tokens.json")

    async def run() -> None:
        client = AsyncClient(base_url=portal.url, token_store=kept)
        task = asyncio.create_task(client.billing.balance())
        await asyncio.sleep(0.3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.sleep(1.5)

    asyncio.run(run())
    assert (stored(kept), count(portal, "token")) == ("r1", 1)


def test_a_program_that_leaves_in_mid_renewal_stores_the_new_tokens(portal: Portal, tmp_path: Path) -> None:
    """F5: a script whose call ran out of time, and that has nothing else to do."""
    rotating(portal, delay=1)
    kept = ended(tmp_path / "tokens.json")
    code = "import sys, viettel_idc as v; v.Client(base_url=sys.argv[1], token_store=sys.argv[2], deadline=0.3).billing.balance()"
    program = subprocess.run([sys.executable, "-c", code, portal.url, str(kept)], capture_output=True, timeout=20)
    assert b"RequestTimeoutError" in program.stderr
    assert (stored(kept), count(portal, "token")) == ("r1", 1)


def test_asyncio_in_an_exit_handler_is_an_error_and_no_hang(portal: Portal) -> None:
    """F25: the handler runs after ours."""
    rotating(portal)
    code = (
        "import atexit, asyncio, sys\n"
        "atexit.register(lambda: asyncio.run(client.logout()))\n"
        "from viettel_idc import AsyncClient\n"
        "client = AsyncClient(base_url=sys.argv[1], username='linh', password='x')\n"
        "asyncio.run(client.login())\n"
    )
    program = subprocess.run([sys.executable, "-c", code, portal.url], capture_output=True, timeout=10)
    assert b"the program is ending" in program.stderr


def test_a_forked_child_does_not_keep_the_lock(portal: Portal, tmp_path: Path) -> None:
    """Core-review 24: the child has the lock's file open and never lets go of it."""
    if not hasattr(os, "fork"):
        pytest.skip("needs fork")
    rotating(portal, delay=1, life=1)
    kept = ended(tmp_path / "tokens.json")
    client = tokens_client(portal, token_store=kept)
    thread = threading.Thread(target=client.billing.balance)
    thread.start()
    time.sleep(0.3)
    child = os.fork()
    if child == 0:
        time.sleep(20)
        os._exit(0)
    try:
        thread.join()
        time.sleep(1)
        start = time.monotonic()
        tokens_client(portal, token_store=kept).billing.balance()
        assert time.monotonic() - start < 3
        assert (stored(kept), count(portal, "token")) == ("r2", 2)
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)


def test_two_clients_with_one_keyring_both_go_on(portal: Portal) -> None:
    """F4."""
    rotating(portal, delay=0.3)
    keyring = Keyring(Tokens(token(-60), "r0"))
    failures: list[Exception] = []

    def call(client: Client) -> None:
        try:
            client.billing.balance()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=call, args=(tokens_client(portal, token_store=keyring),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert keyring.tokens is not None and keyring.tokens[1] == "r1"


def test_a_save_that_fails_once_loses_nothing(portal: Portal, caplog: pytest.LogCaptureFixture) -> None:
    """F7 try 1."""
    rotating(portal)
    keyring = Keyring(Tokens(token(-60), "r0"), fails=True)
    client = tokens_client(portal, token_store=keyring)
    client.billing.balance()
    assert "the keyring is locked" in caplog.text
    keyring.fails = False
    client.billing.balance()
    assert keyring.tokens is not None and keyring.tokens[1] == "r1"
    assert count(portal, "token") == 1


def test_a_load_that_fails_costs_a_login(portal: Portal) -> None:
    """F7 try 4."""
    rotating(portal)

    class Locked(Keyring):
        def load(self) -> Tokens | None:
            raise OSError("the keychain is locked")

    keyring = Locked()
    client = Client(base_url=portal.url, username="linh", password="x", token_store=keyring)
    client.billing.balance()
    client.billing.balance()
    assert count(portal, "login") == 1
    assert keyring.tokens is not None and keyring.tokens[1] == "login"


def test_a_keyring_keeps_whose_the_tokens_are(portal: Portal) -> None:
    """F6."""
    rotating(portal)
    keyring = Keyring()
    for user, logins in (("linh", 1), ("minh", 2), ("linh", 2)):
        Client(base_url=portal.url, username=user, password="x", token_store=keyring).billing.balance()
        assert count(portal, "login") == logins
    kept = keyring.tokens
    assert isinstance(kept, Tokens) and kept.owner == f"{portal.url} linh"
    assert pickle.loads(pickle.dumps(kept)).owner == kept.owner
    # A keyring of JSON, which knows nothing of owners or keeps them as a third.
    for parts in ([kept[0], kept[1]], [kept[0], kept[1], kept.owner]):
        keyring.tokens = parts  # type: ignore[assignment]
        Client(base_url=portal.url, username="linh", password="x", token_store=keyring).billing.balance()
    assert count(portal, "login") == 2


def test_tokens_of_one_portal_are_not_sent_to_another(portal: Portal, tmp_path: Path) -> None:
    """F6."""
    rotating(portal)
    kept = tmp_path / "tokens.json"
    Client(base_url=portal.url, username="linh", password="x", token_store=kept).billing.balance()
    other = Portal()
    rotating(other)
    Client(base_url=other.url, username="linh", password="x", token_store=kept).billing.balance()
    first, second = json.loads(kept.read_text())
    assert first["owner"] == f"{portal.url} linh" and second["owner"] == f"{other.url} linh"
    sent = [headers.get("authorization", "") for _, _, headers, _ in other.requests]
    assert not any(first["token"] in text for text in sent)
    assert count(other, "login") == 1


def test_a_clock_that_is_fast_costs_no_login_loop(portal: Portal) -> None:
    """F11: tokens that are two hours old when they arrive."""
    rotating(portal, life=-7200)
    client = Client(base_url=portal.url, username="linh", password="x")
    for _ in range(5):
        client.billing.balance()
    assert (count(portal, "login"), count(portal, "token")) == (1, 0)
