"""Every operation through the package: the request that arrives, and the result that comes back."""

from __future__ import annotations

import asyncio
import json
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from conftest import Portal
from generated.cases import CASES

from viettel_idc._codec import Secret
from viettel_idc._model import Model


def plain(value: Any) -> Any:
    """A result as canonical JSON, without what is absent."""
    if isinstance(value, Model):
        value = value._dump()
    if isinstance(value, dict):
        rows = {key: plain(item) for key, item in value.items()}
        return {key: item for key, item in rows.items() if item not in (None, "", [], {})}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, Secret):
        return value.expose()
    return format(value, "f") if isinstance(value, Decimal) else value


def ids(case: dict[str, Any]) -> str:
    return str(case["operation"])


def prepare(portal: Portal, case: dict[str, Any]) -> None:
    if case["kind"] == "file":
        portal.answer = lambda path: (200, case["media"], case["result"].encode())
    else:
        portal.json(case["answer"])


def check_request(portal: Portal, case: dict[str, Any]) -> None:
    method, path, query, body = case["request"]
    [(sent_method, target, headers, sent_body)] = portal.requests
    parts = urlsplit(target)
    assert (sent_method, unquote(parts.path)) == (method, "/api" + path)
    assert dict(parse_qsl(parts.query)) == query
    assert plain(json.loads(sent_body) if sent_body else None) == plain(body)
    assert ("authorization" in {name.lower() for name in headers}) == case["auth"]


def test_all_operations_are_here() -> None:
    assert len({case["operation"] for case in CASES}) == 149


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_blocking(portal: Portal, case: dict[str, Any]) -> None:
    prepare(portal, case)
    method = getattr(getattr(portal.client(), case["resource"]), case["verb"])
    if case["kind"] == "pages":
        result = method(**case["arguments"], limit=len(case["result"])).collect()
    else:
        result = method(**case["arguments"])
    if case["kind"] == "file":
        assert result.read() == case["result"].encode()
    else:
        assert plain(result) == plain(case["result"])
    check_request(portal, case)


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_asyncio(portal: Portal, case: dict[str, Any]) -> None:
    prepare(portal, case)

    async def run() -> Any:
        method = getattr(getattr(portal.async_client(), case["resource"]), case["verb"])
        if case["kind"] == "pages":
            return await method(**case["arguments"], limit=len(case["result"])).collect()
        result = await method(**case["arguments"])
        return await result.read() if case["kind"] == "file" else result

    result = asyncio.run(run())
    if case["kind"] == "file":
        assert result == case["result"].encode()
    else:
        assert plain(result) == plain(case["result"])
    check_request(portal, case)
