"""Odd answers that Rust reads are read here too, and give the same (F17, F30 and their kind)."""

from __future__ import annotations

import json
import os
import re
from typing import Any

import pytest
from conftest import Portal
from generated.cases import CASES
from test_contract import plain

from viettel_idc import errors


def test_what_rust_reads_is_read_in_python_and_is_the_same(portal: Portal) -> None:
    cases = {case["operation"]: case for case in CASES}
    client = portal.client()
    count = 0
    # Written by `cargo run -p viettel-idc-fuzz --bin answers`.
    with open(os.environ["VIETTEL_IDC_ANSWERS"], encoding="utf-8", newline="\n") as lines:
        for line in lines:
            answer = json.loads(line)
            case = cases[answer["operation"]]
            text = answer["answer"].encode()
            portal.answer = lambda path, text=text: (200, "application/json", text)  # type: ignore[misc]
            method = getattr(getattr(client, case["resource"]), case["verb"])
            if case["kind"] == "pages":
                try:
                    page: Any = next(iter(method(**case["arguments"]).pages()), None)
                except errors.RefusedError as error:
                    # An empty page of a list that counts items.
                    assert "cannot be reached" in str(error), line
                    page = None
                result: Any = [] if page is None else list(page)
            else:
                result = method(**case["arguments"])
            assert normal(result) == normal(answer["result"]), line
            count += 1
    assert count >= 1000


def normal(value: Any) -> Any:
    """Without what is absent, and dates as text."""
    value = plain(value)
    if isinstance(value, dict):
        rows = {key: normal(item) for key, item in value.items()}
        return {key: item for key, item in rows.items() if item not in (None, "", [], {})} or None
    if isinstance(value, list):
        return [normal(item) for item in value] or None
    if isinstance(value, str):
        # Times are sent with a space, and read with a T.
        return re.sub(r"^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$", r"\1T\2", value)
    return value


def test_an_amount_that_cannot_be_read_is_a_loss_that_shows(portal: Portal) -> None:
    """F9, core review 14."""
    portal.json({"invoice": {"id": 1, "total": "free", "subtotal": "1.234.567 ₫"}})
    invoice = portal.client().billing.invoice(1)
    assert invoice.total is None
    assert str(invoice.subtotal) == "1234567"
    assert invoice.losses == ("$.invoice.total: expected decimal, found text; left out",)


def test_strict_makes_a_loss_an_error(portal: Portal) -> None:
    portal.json({"invoice": {"id": 1, "total": "free"}})
    with pytest.raises(errors.DecodeError, match=r"\$\.invoice\.total"):
        portal.client(strict=True).billing.invoice(1)
