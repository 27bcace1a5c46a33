"""Keeping tokens between runs."""

from __future__ import annotations

from typing import Protocol

__all__ = ["TokenStore", "Tokens"]


class Tokens(tuple[str, "str | None"]):
    """The token calls are made with, and the one it is renewed with: a pair. Keep both from others.

    ``owner`` says whose they are, as one text: the portal's address and the user's name. A store keeps
    it with the pair, so that nobody else's tokens are used or written over.
    """

    owner: str | None

    def __new__(cls, token: str, refresh: str | None = None, owner: str | None = None) -> Tokens:
        tokens = super().__new__(cls, (token, refresh))
        tokens.owner = owner
        return tokens

    def __reduce__(self) -> tuple[type[Tokens], tuple[str, str | None, str | None]]:
        return Tokens, (self[0], self[1], self.owner)


class TokenStore(Protocol):
    """Where a client keeps its tokens, such as a keyring.

    Both methods are called from a thread of the package, one at a time for each client. An exception
    in them costs no session: it is logged as a warning, a new pair is held in memory, and later calls
    try to keep it again. A pair that was kept without its owner is taken by the first client.
    """

    def load(self) -> tuple[str, str | None] | None:
        """The pair that was saved last."""

    def save(self, tokens: Tokens | None, /) -> None:
        """Keeps a pair, or forgets it. When this returns it must be safe: the old pair is spent."""
