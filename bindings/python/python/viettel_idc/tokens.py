"""Keeping tokens between runs."""

from __future__ import annotations

from typing import Protocol

__all__ = ["TokenStore", "Tokens"]

#: The token calls are made with, and the one it is renewed with. Keep both from others.
Tokens = tuple[str, "str | None"]


class TokenStore(Protocol):
    """Where a client keeps its tokens, such as a keyring.

    Both methods are called from a thread of the package, one at a time for each client. An exception
    in them ends the call that needed the tokens with
    :class:`viettel_idc.errors.InvalidRequestError`.
    """

    def load(self) -> Tokens | None:
        """The pair that was saved last."""

    def save(self, tokens: Tokens | None, /) -> None:
        """Keeps a pair, or forgets it. When this returns it must be safe: the old pair is spent."""
