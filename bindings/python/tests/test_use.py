"""What a user does: models, money, lists, files, waiting, errors."""

from __future__ import annotations

import asyncio
import copy
import datetime
import json
import pickle
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import Portal

from viettel_idc import AsyncClient, Client, Secret, errors, models


def test_models_are_values() -> None:
    client = Client.sandbox()
    invoice = client.billing.invoice(308976)
    assert isinstance(invoice.total, Decimal) and isinstance(invoice.date, datetime.date)
    again = client.billing.invoice("308976")
    assert invoice == again and hash(invoice) == hash(again) and {invoice, again} == {invoice}
    for other in (copy.copy(invoice), copy.deepcopy(invoice), pickle.loads(pickle.dumps(invoice))):
        assert other == invoice and other.raw == invoice.raw
    assert invoice.raw["invoice"]["id"] == "308976"
    assert invoice.to_dict()["items"][0]["qty"] == Decimal("1.00")
    with pytest.raises(AttributeError):
        invoice.total = Decimal(0)
    with pytest.raises(AttributeError, match="no field 'totl'"):
        invoice.totl  # type: ignore[attr-defined]
    match invoice:
        case models.InvoiceDetails(status="Paid", total=total):
            assert total == invoice.total
        case _:
            pytest.fail("no match")


def test_secrets_do_not_print() -> None:
    service = Client.sandbox().services.get(301)
    assert isinstance(service.password, Secret)
    assert service.password.expose() == "example-password"
    assert "example-password" not in f"{service!r} {service.to_dict()} {service.password}"


def test_money_is_exact_and_floats_are_refused() -> None:
    client = Client.sandbox()
    with pytest.raises(TypeError, match=r"amount: 0\.1 is a float.*Decimal\('0\.1'\)"):
        client.billing.apply_credit(308977, amount=0.1)  # type: ignore[arg-type]
    for amount in (Decimal("100000.10"), 100000, "100000"):
        client.billing.apply_credit(308977, amount=amount)
    for bad in (True, "much", Decimal("NaN")):
        with pytest.raises((TypeError, ValueError, ArithmeticError)):
            client.billing.apply_credit(308977, amount=bad)


def test_arguments_are_checked_before_anything_is_sent(portal: Portal) -> None:
    client = portal.client()
    with pytest.raises(TypeError, match="remember"):
        client.auth.login("linh", "x", remember="yes")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="has no field cyle"):
        client.orders.quote([{"type": "product", "product_id": 333, "cyle": "m"}])
    with pytest.raises(errors.InvalidRequestError, match="must not be empty"):
        client.billing.invoice("")
    assert portal.requests == []
    with pytest.raises(errors.InvalidRequestError, match="base URL"):
        Client(base_url="portal.example.com", tokens=("a", None))
    with pytest.raises(errors.InvalidRequestError, match="belong together"):
        Client(username="linh")
    with pytest.raises(TypeError, match="^password is text, not int$"):
        Client(username="linh", password=1234)  # type: ignore[arg-type]
    assert isinstance(errors.InvalidRequestError({"kind": "x", "message": "y"}), ValueError)


def test_lists_page() -> None:
    client = Client.sandbox()
    invoices = client.billing.invoices(per_page=50)
    assert len({invoice.id for invoice in invoices}) == 120
    assert (invoices.report.pages, invoices.report.drift) == (3, [])
    assert [len(page) for page in client.billing.invoices(per_page=50).pages()] == [50, 50, 20]
    unpaid = client.billing.invoices(filter_status="Unpaid", limit=7).collect()
    assert [invoice.status for invoice in unpaid] == ["Unpaid"] * 7

    async def run() -> int:
        return sum([1 async for _ in AsyncClient.sandbox().billing.invoices(per_page=50)])

    assert asyncio.run(run()) == 120


def test_files(tmp_path: Path) -> None:
    client = Client.sandbox()
    pdf = client.billing.invoice_pdf(308976)
    assert (pdf.content_type, pdf.file_name) == ("application/pdf", "invoice-308976.pdf")
    data = pdf.read()
    assert data.startswith(b"%PDF-")
    with pytest.raises(errors.InvalidRequestError, match="already read"):
        pdf.read()
    assert b"".join(client.billing.invoice_pdf(308976)) == data
    assert client.billing.invoice_pdf(308976).save_to(tmp_path / "a.pdf") == len(data)
    assert (tmp_path / "a.pdf").read_bytes() == data
    with pytest.raises(errors.InvalidRequestError, match="cannot be written"):
        client.billing.invoice_pdf(308976).save_to(tmp_path / "nowhere" / "a.pdf")
    with pytest.raises(errors.NotFoundError):
        client.billing.invoice_pdf(1)


def test_waiting_for_a_machine() -> None:
    client = Client.sandbox()
    client.vms.reboot(292, 1201)
    seen: list[str | None] = []
    vm = client.vms.wait(292, 1201, until="rebooted", every=0.2, on_progress=lambda status, _: seen.append(status))
    assert vm.status == "running" and "rebooting" in seen

    async def run() -> str | None:
        machine = AsyncClient.sandbox()
        await machine.vms.stop(292, 1201)
        return (await machine.vms.wait(292, 1201, until="stopped", every=0.2)).status

    assert asyncio.run(run()) == "stopped"
    for every in (0.1, 1e19):
        with pytest.raises(errors.RequestTimeoutError):
            client.vms.wait(292, 1202, every=every, deadline=0.3)
    for bad in (-1.0, float("nan"), 1e300):
        with pytest.raises(errors.InvalidRequestError, match="no time in seconds|cannot be used"):
            client.vms.wait(292, 1202, every=bad)


def test_errors_say_what_happened_and_pickle(portal: Portal) -> None:
    portal.json({"error": [["Please fill in subject", [], "subject"]]})
    with pytest.raises(errors.ValidationError) as caught:
        portal.client().tickets.create(1, "", "text")
    error = pickle.loads(pickle.dumps(caught.value))
    assert (error.fields, error.operation, error.status, error.attempts) == (["subject"], "tickets_create", 200, 1)
    assert error.problems == caught.value.problems and str(error) == str(caught.value)

    portal.answer = lambda path: (502, "text/html", b"<h1>Bad gateway</h1>")
    with pytest.raises(errors.OutcomeUnknown) as unknown:
        portal.client().orders.create(333, 10)
    assert unknown.value.attempts == 1 and not unknown.value.is_safe_to_repeat
    before = len(portal.requests)
    with pytest.raises(errors.TransportError, match="Bad gateway") as lost:
        portal.client(max_attempts=2).billing.balance()
    assert (lost.value.attempts, lost.value.status, len(portal.requests) - before) == (2, 502, 2)

    portal.server.shutdown()
    portal.server.server_close()
    with pytest.raises(errors.TransportError) as dead:
        portal.client().with_options(max_attempts=1).billing.balance()
    assert dead.value.is_safe_to_repeat


def test_every_kind_of_failure_has_its_exception() -> None:
    spec = json.loads((Path(__file__).parents[3] / "spec/openapi.json").read_text(encoding="utf-8"))
    assert set(errors._KINDS) == {*spec["x-errors"], "internal"}


def test_sessions() -> None:
    with Client.sandbox() as client:
        client.login()
        pair = client.tokens
        assert pair is not None and "Secret('***')" in repr(pair)
        client.logout()
        assert client.tokens is None
        with pytest.raises(errors.AuthenticationError, match="logged out"):
            client.billing.balance()
        client.set_tokens("made.up", None)
        client.login()
        assert client.billing.balance().currency == "VND"


def test_a_guard_refuses_whole_classes(portal: Portal) -> None:
    careful = portal.client(guard="no_spending")
    with pytest.raises(errors.InvalidRequestError, match="NoSpending"):
        careful.orders.create(333, 10)
    assert portal.requests == []


def test_the_pytest_plugin(viettel_idc_sandbox: Client) -> None:
    assert viettel_idc_sandbox.account.details().firstname == "Linh"


def test_a_second_factor_is_asked_for_without_printing_its_token(portal: Portal) -> None:
    portal.json({"token": None, "mfa": {"token": "half-19", "methods": ["totp"], "expires_at": 1}})
    client = Client(base_url=portal.url, username="linh", password="geheim-17")
    with pytest.raises(errors.MfaRequiredError) as caught:
        client.login()
    assert (caught.value.token.expose(), caught.value.methods) == ("half-19", ["totp"])
    assert "half-19" not in f"{caught.value} {caught.value!r} {caught.value.token}"
