"""A typed client of the Viettel IDC client portal.

>>> from viettel_idc import Client
>>> with Client.sandbox() as client:
...     client.billing.balance().currency
'VND'
"""

from __future__ import annotations

# Known to type checkers; importing `typing` would take longer than all of this.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from . import errors, models, tokens
    from ._client import AsyncClient, Client
    from ._codec import Secret
    from ._native import version as __version__

__all__ = ["AsyncClient", "Client", "Secret", "__version__", "errors", "models", "tokens"]


def __getattr__(name: str) -> Any:
    # Everything is loaded when it is first used: importing the package costs next to nothing.
    import importlib

    if name in ("errors", "models", "tokens"):
        return importlib.import_module(f"{__name__}.{name}")
    if name in ("AsyncClient", "Client"):
        return getattr(importlib.import_module(f"{__name__}._client"), name)
    if name == "Secret":
        return importlib.import_module(f"{__name__}._codec").Secret
    if name == "__version__":
        return importlib.import_module(f"{__name__}._native").version
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
