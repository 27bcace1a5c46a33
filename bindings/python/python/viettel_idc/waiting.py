"""Waiting until something is as wanted."""

from __future__ import annotations

from collections.abc import Callable

from ._codec import Codec
from ._typing import Any, TypeVar

T = TypeVar("T")

#: Is called with the status, as the portal wrote it, and the seconds since the waiting began.
Progress = Callable[["str | None", float], object]


def request(call: str, until: str, every: float, deadline: float) -> str:
    """The call that looks, with what it is waited for."""
    import json

    return json.dumps({**json.loads(call), "until": until, "every": every, "deadline": deadline})


def arrived(text: str, codec: Codec[T]) -> T:
    """What the waiting ended with."""
    import json

    answer: dict[str, Any] = json.loads(text)
    return codec.load(answer["value"])
