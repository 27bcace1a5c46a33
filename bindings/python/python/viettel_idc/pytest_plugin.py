"""Fixtures for tests of programs that use the portal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ._client import AsyncClient, Client


@pytest.fixture
def viettel_idc_sandbox() -> Client:
    """A client of a fresh simulated portal."""
    from ._client import Client

    return Client.sandbox()


@pytest.fixture
def viettel_idc_async_sandbox() -> AsyncClient:
    """An asyncio client of a fresh simulated portal."""
    from ._client import AsyncClient

    return AsyncClient.sandbox()
