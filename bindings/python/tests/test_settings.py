"""Where settings and tokens come from."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Portal

from viettel_idc import Client, errors
from viettel_idc.tokens import Tokens

LOGIN = {"token": "a.b.c", "refresh": "d.e.f"}


class Keyring:
    """Keeps a pair as a keyring would."""

    def __init__(self, tokens: Tokens | None = None, fails: bool = False) -> None:
        self.tokens = tokens
        self.fails = fails

    def load(self) -> Tokens | None:
        return self.tokens

    def save(self, tokens: Tokens | None, /) -> None:
        if self.fails:
            raise OSError("the keyring is locked")
        self.tokens = tokens


def answer_login(portal: Portal) -> None:
    portal.json({**LOGIN, "client": {"id": "1"}})


def client(portal: Portal, **options: object) -> Client:
    return Client(base_url=portal.url, username="linh", password="geheim-17", **options)  # type: ignore[arg-type]


@pytest.fixture
def profiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, portal: Portal) -> Path:
    for name in ("URL", "USERNAME", "PASSWORD", "PROFILE"):
        monkeypatch.delenv(f"VIETTEL_IDC_{name}", raising=False)
    path = tmp_path / "profiles.toml"
    path.write_text(
        f'[default]\nurl = "{portal.url}"\n'
        f'[work]\nurl = "{portal.url}/"\nusername = "linh"\npassword = "geheim-17"\ntoken_file = "tokens.json"\n'
    )
    path.chmod(0o600)
    monkeypatch.setenv("VIETTEL_IDC_CONFIG", str(path))
    return path


def test_a_profile_has_what_a_client_needs(profiles: Path, portal: Portal) -> None:
    answer_login(portal)
    assert Client().base_url == portal.url
    Client(profile="work").account.details()
    assert [path for _, path, _, _ in portal.requests] == ["/api/login", "/api/details"]
    kept = profiles.parent / "tokens.json"
    owner = f"{portal.url} linh"
    assert json.loads(kept.read_text()) == {**LOGIN, "owner": owner}
    if os.name == "posix":
        assert kept.stat().st_mode & 0o077 == 0
    Client(profile="work").account.details()
    assert [path for _, path, _, _ in portal.requests][2:] == ["/api/details"]


def test_arguments_go_before_the_profile_but_its_password_goes_to_its_own_portal(
    profiles: Path, portal: Portal
) -> None:
    """F6."""
    elsewhere = "https://portal.example.com/api"
    assert Client(profile="default", base_url=elsewhere).base_url == elsewhere
    with pytest.raises(errors.InvalidRequestError, match="is not sent to https://portal.example.com") as caught:
        Client(profile="work", base_url=elsewhere)
    assert "geheim" not in str(caught.value)
    given = Client(profile="work", base_url=elsewhere, username="minh", password="x")
    assert given.base_url == elsewhere


def test_a_profiles_tokens_are_not_for_another_user(profiles: Path, portal: Portal) -> None:
    """F6: ``profile=`` with ``username=``."""
    answer_login(portal)
    Client(profile="work").account.details()
    Client(profile="work", username="minh", password="x").account.details()
    Client(profile="work").account.details()
    paths = [path for _, path, _, _ in portal.requests]
    assert paths == ["/api/login", "/api/details", "/api/login", "/api/details", "/api/details"]


def test_the_password_of_the_default_profile_is_not_for_another_portal(profiles: Path, portal: Portal) -> None:
    profiles.write_text('[default]\nusername = "linh"\npassword = "geheim-17"\n')
    with pytest.raises(errors.AuthenticationError):
        Client(base_url=portal.url).account.details()
    assert portal.requests == []


def test_a_password_that_is_no_text_is_not_printed() -> None:
    with pytest.raises(TypeError, match="expected text, not int") as caught:
        Client.sandbox().account.change_password(12345678, "a", "a")  # type: ignore[arg-type]
    assert "1234" not in str(caught.value)


@pytest.mark.parametrize("text", ['[work]\npassword = "geheim-17\n', '[work]\nusername = "linh"\n', "[home]\n"])
def test_a_profile_that_cannot_be_used_is_refused(profiles: Path, text: str) -> None:
    profiles.write_text(text)
    with pytest.raises(errors.InvalidRequestError) as caught:
        Client(profile="work")
    assert "profile" in str(caught.value) and "geheim" not in str(caught.value)


def test_passwords_others_can_read_are_refused(profiles: Path) -> None:
    if os.name != "posix":
        pytest.skip("needs the permissions of Unix")
    profiles.chmod(0o644)
    with pytest.raises(errors.InvalidRequestError, match="chmod 600"):
        Client()


def test_a_store_of_ones_own_keeps_the_tokens(portal: Portal) -> None:
    answer_login(portal)
    keyring = Keyring()
    client(portal, token_store=keyring).account.details()
    assert keyring.tokens == ("a.b.c", "d.e.f")
    client(portal, token_store=keyring).account.details()
    paths = [path for _, path, _, _ in portal.requests]
    assert paths == ["/api/login", "/api/details", "/api/details"]


def test_a_store_that_fails_costs_no_session_and_is_told(portal: Portal, caplog: pytest.LogCaptureFixture) -> None:
    """F7."""
    answer_login(portal)
    failing = client(portal, token_store=Keyring(fails=True))
    failing.account.details()
    failing.account.details()
    assert [path for _, path, _, _ in portal.requests] == ["/api/login", "/api/details", "/api/details"]
    warnings = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert warnings and all("the keyring is locked" in text for text in warnings)
    with pytest.raises(errors.InvalidRequestError, match="held in memory only.*the keyring is locked"):
        failing.login()


def test_a_file_with_something_else_is_refused_and_left_alone(portal: Portal, tmp_path: Path) -> None:
    kept = tmp_path / "tokens.json"
    kept.write_text('{"token": 5, "geheim": 1')
    with pytest.raises(errors.InvalidRequestError, match=r"tokens\.json cannot be read.*log in again") as caught:
        Client(base_url=portal.url, tokens=None, username=None, token_store=kept).account.details()
    assert "geheim" not in str(caught.value)
    answer_login(portal)
    client(portal, token_store=kept).account.details()
    assert kept.read_text() == '{"token": 5, "geheim": 1'


def token(ends_in: float) -> str:
    times = {"iat": time.time() - 3600, "exp": time.time() + ends_in}
    body = base64.urlsafe_b64encode(json.dumps({name: int(at) for name, at in times.items()}).encode())
    return f"e30.{body.decode().rstrip('=')}.sig"


def test_processes_that_share_a_file_renew_once(portal: Portal, tmp_path: Path) -> None:
    kept = tmp_path / "tokens.json"
    kept.write_text(json.dumps({"token": token(-60), "refresh": "d.e.f"}))

    def answer(path: str) -> tuple[int, str, bytes]:
        if path.endswith("/token"):
            time.sleep(0.5)
            return 200, "application/json", json.dumps({"token": token(3600), "refresh": "g.h.i"}).encode()
        return 200, "application/json", b'{"success": true, "label": "web"}'

    portal.answer = answer
    code = "import sys, viettel_idc as v; print(v.Client(base_url=sys.argv[1], token_store=sys.argv[2]).services.label(301).label)"
    command = [sys.executable, "-c", code, portal.url, str(kept)]
    programs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert [program.communicate(timeout=30)[0].strip() for program in programs] == ["web"] * 4
    assert [path for _, path, _, _ in portal.requests].count("/api/token") == 1
    assert json.loads(kept.read_text())["refresh"] == "g.h.i"
