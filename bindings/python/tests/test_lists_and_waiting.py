"""Lists of portals that count badly, and waiting for what is not a machine."""

from __future__ import annotations

import asyncio
import json
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import Portal

from viettel_idc import AsyncClient, Client, errors


def client_of(portal: Portal) -> Client:
    return Client(base_url=portal.url, tokens=("token", None))


def serve(portal: Portal, says: dict[str, int], base: int = 0, broken: list[int] | None = None) -> None:
    """60 invoices on pages of 25, counted from ``base``."""

    def answer(path: str) -> tuple[int, str, bytes]:
        page = max(int(parse_qs(urlsplit(path).query)["page"][0]) - base, 0)
        if broken and page == 1 and broken.pop():
            return 200, "application/json", json.dumps({"error": ["try later"]}).encode()
        ids = range(page * 25, min(page * 25 + 25, 60))
        rows = [{"id": str(number), "total": "1.5" if number else {"odd": 1}} for number in ids]
        return 200, "application/json", json.dumps({"invoices": rows, "page": says}).encode()

    portal.answer = answer


@pytest.mark.parametrize("says", [{"total": 3, "records": 60}, {"total": 3}, {}])
def test_a_portal_whose_pages_0_and_1_are_the_same_gives_all_items_once(
    portal: Portal, says: dict[str, int]
) -> None:
    """F19."""
    serve(portal, says, base=1)
    invoices = client_of(portal).billing.invoices().collect()
    assert [invoice.id for invoice in invoices] == [str(number) for number in range(60)]
    assert {"kind": "counts_from_one"} in invoices.report.drift


def test_a_list_cut_short_raises_and_keeps_its_report(portal: Portal) -> None:
    """Core-review 6."""
    serve(portal, {"total": 9, "records": 200})
    invoices = client_of(portal).billing.invoices()
    with pytest.raises(errors.PortalError, match="140 of 200 items cannot be reached"):
        invoices.collect()
    assert (invoices.report.items, invoices.report.pages) == (60, 5)


def test_losses_are_told(portal: Portal) -> None:
    """Core-review 14."""
    serve(portal, {"total": 3, "records": 60})
    report = client_of(portal).billing.invoices().collect().report
    assert report.lost == 1
    assert report.losses[0]["page"] == 0 and report.losses[0]["path"] == "$.invoices[0].total"


def test_after_an_error_the_list_goes_on(portal: Portal) -> None:
    serve(portal, {"total": 3, "records": 60}, broken=[1])
    invoices = client_of(portal).billing.invoices()
    with pytest.raises(errors.PortalError):
        invoices.collect()
    assert len(invoices.collect()) == 60

    async def run() -> int:
        invoices = AsyncClient(base_url=portal.url, tokens=("token", None)).billing.invoices()
        with pytest.raises(errors.PortalError):
            await invoices.collect()
        return len(await invoices.collect())

    serve(portal, {"total": 3, "records": 60}, broken=[1])
    assert asyncio.run(run()) == 60


def test_a_reboot_that_was_over_before_the_waiting_began() -> None:
    """F1, try 1."""
    client = Client.sandbox()
    client.vms.reboot(292, 1201)
    time.sleep(6)
    began = time.monotonic()
    client.vms.wait(292, 1201, until="rebooted", every=0.5, deadline=10)
    assert time.monotonic() - began < 1


def test_a_machine_that_is_off_for_a_while_in_its_reboot(portal: Portal) -> None:
    """F1, try 2."""
    states = ["running", *["stopped"] * 5]
    portal.answer = lambda path: (
        200,
        "application/json",
        json.dumps({"vm": {"id": "1201", "status": states.pop(0) if states else "running"}}).encode(),
    )
    vm = client_of(portal).vms.wait(292, 1201, until="rebooted", every=0.2)
    assert vm.status == "running"


def test_services_tickets_certificates_and_invoices_are_waited_for() -> None:
    client = Client.sandbox()
    assert client.services.wait(301, until="active").status == "Active"
    assert client.tickets.wait(736633, until="answered").ticket.status == "Answered"
    assert client.certificates.wait(300, until="issued").cert_status == "active"
    assert client.billing.wait_for_invoice(308976, until="paid").status == "Paid"
    client.tickets.close(736633)
    with pytest.raises(errors.RefusedError, match="is Closed and will not be answered"):
        client.tickets.wait(736633)
    with pytest.raises(errors.InvalidRequestError, match="until is one of answered, closed"):
        client.tickets.wait(736633, until="gone")  # type: ignore[arg-type]
    with pytest.raises(errors.RequestTimeoutError, match="the invoice is Unpaid"):
        client.billing.wait_for_invoice(308977, every=0.1, deadline=0.5)
