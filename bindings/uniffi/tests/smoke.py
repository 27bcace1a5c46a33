"""What the library exports, through uniffi's own Python: every object, every trait, every error."""

import asyncio
import json

import viettel_idc_native as native
import viettel_idc_sandbox_native as sandbox


class Call(native.HostCall):
    def cancel(self):
        pass


class Transport(native.HostTransport):
    """The simulated portal as a host's HTTP stack."""

    def __init__(self, portal):
        self.portal = portal

    def send(self, request, exchange):
        headers = [sandbox.PortalHeader(name=h.name, value=h.value) for h in request.headers]
        answer = self.portal.handle(request.method, request.url, headers, request.body or b"")
        if answer.status is None:
            failure = native.HostFailure.NOT_SENT if answer.is_refused else native.HostFailure.LOST
            exchange.fail(failure, "as asked")
        else:
            exchange.respond(answer.status, [native.Header(name=h.name, value=h.value) for h in answer.headers])
            exchange.body(answer.body)
            exchange.finish()
        return Call()


class Store(native.HostStore):
    def __init__(self):
        self.tokens = None

    def load(self):
        return self.tokens

    def save(self, tokens):
        self.tokens = tokens


class Progress(native.Progress):
    def __init__(self):
        self.statuses = []

    def seen(self, status, elapsed):
        self.statuses.append(status)


def request(operation, **parts):
    return json.dumps({"operation": operation, **parts})


async def main():
    portal = sandbox.NativePortal(None, 0.1)
    store = Store()
    config = {"username": portal.username(), "password": portal.password(), "base_url": "https://sandbox.example.com/api"}
    client = native.NativeClient(json.dumps(config), store, Transport(portal))
    assert client.base_url() == config["base_url"]

    await client.session("login", None)
    assert store.tokens.token == client.tokens().token
    answer = json.loads(await client.call(request("billing_invoice", path={"id": "308976"}), None))
    assert answer["value"]["invoice"]["id"] == "308976" and answer["status"] == 200

    pager = client.pages(request("billing_invoices", per_page=50))
    sizes = []
    while (page := json.loads(await pager.next_page(None))["page"]) is not None:
        sizes.append(len(page["items"]))
    assert sizes == [50, 50, 20], sizes
    assert json.loads(pager.report())["lost"] == 0

    pdf = await client.download(request("billing_invoice_pdf", path={"id": "308976"}), None)
    assert pdf.content_type() == "application/pdf" and (await pdf.bytes(None)).startswith(b"%PDF-")

    await client.call(request("vms_stop", path={"id": "292", "vmid": "1201"}), None)
    progress = Progress()
    wait = {"operation": "vms_get", "path": {"id": "292", "vmid": "1201"}, "until": "stopped", "every": 0.05}
    vm = json.loads(await client.wait(json.dumps(wait), progress, None))["value"]
    assert vm["status"] == "stopped" and progress.statuses

    portal.fault("reset_after", 1, "orders_create", None)
    order = request("orders_create", path={"product_id": "333"}, body={"pay_method": "10"})
    try:
        await client.call(order, None)
        raise AssertionError("a lost order gave an answer")
    except native.Refusal.Failed as refusal:
        assert json.loads(refusal.error)["kind"] == "outcome_unknown", refusal.error

    cancel = native.Cancel()
    cancel.cancel()
    try:
        await client.call(request("billing_balance"), cancel)
        raise AssertionError("a cancelled call gave an answer")
    except native.Refusal.Cancelled:
        pass
    try:
        await client.fail_inside()
        raise AssertionError("a panic gave an answer")
    except native.Refusal.Failed as refusal:
        assert json.loads(refusal.error)["kind"] == "internal", refusal.error

    await client.set_tokens(native.Tokens(token="made.up", refresh=None, owner=None))
    assert store.tokens.token == "made.up"
    await client.session("logout", None)
    assert client.tokens() is None and portal.calls() > 5


asyncio.run(main())
