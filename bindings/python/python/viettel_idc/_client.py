"""The two clients."""

from __future__ import annotations

from . import errors
from ._codec import Secret
from ._native import Native
from ._resource import checked, finished
from ._typing import Any, Literal, TypeVar
from .generated.clients import AsyncResources, Resources

C = TypeVar("C", bound="_Client")
TYPE_CHECKING = False
if TYPE_CHECKING:
    from os import PathLike

    from .tokens import TokenStore

    Guard = Literal["no_spending", "read_only"]


class _Client:
    _native: Native
    _options: dict[str, Any]

    def __init__(
        self,
        *,
        profile: str | None = None,
        base_url: str | None = None,
        username: str | None = None,
        password: str | Secret | None = None,
        basic: bool = False,
        remember: bool = False,
        tokens: tuple[str, str | None] | None = None,
        token_store: str | PathLike[str] | TokenStore | None = None,
        timeout: float | None = None,
        deadline: float | None = None,
        stall_timeout: float | None = None,
        max_file_size: int | None = None,
        max_attempts: int | None = None,
        guard: Guard | None = None,
        allow_plain_http: bool = False,
        strict: bool = False,
    ) -> None:
        """A client of the portal. Nothing is sent yet.

        Without ``profile``, ``username`` and ``tokens`` the environment is asked
        (``VIETTEL_IDC_USERNAME``, ``VIETTEL_IDC_PASSWORD``, ``VIETTEL_IDC_URL``), then the profile
        ``VIETTEL_IDC_PROFILE`` names, or the one called ``default``. Profiles are tables of
        ``~/.config/viettel-idc/profiles.toml`` (``%APPDATA%`` on Windows), or of the file
        ``VIETTEL_IDC_CONFIG`` names.

        ``token_store`` keeps tokens between runs: the path of a file, which any number of processes
        may share, or an object of your own (:class:`viettel_idc.tokens.TokenStore`). ``basic`` sends the password along with every
        call instead of exchanging it for tokens; ``remember`` asks for a session of 360 days.
        ``timeout`` is for one attempt (30 s), ``deadline`` for a call with all its attempts (120 s),
        both in seconds. ``stall_timeout`` is the longest a download may stand still (as ``timeout``),
        ``max_file_size`` the most bytes it may have (256 MiB for ``read()``, no limit otherwise).
        ``guard`` refuses whole classes of calls before anything is sent. ``strict``
        makes a loss an error: a call that only reads fails when its answer has a value that cannot
        be used, instead of leaving the value out.
        """
        if isinstance(password, Secret):
            password = password.expose()
        for name, value in (("username", username), ("password", password)):
            if value is not None and not isinstance(value, str):
                # Without the value: it may be the password.
                raise TypeError(f"{name} is text, not {type(value).__name__}")
        config: dict[str, Any] = {
            "environment": profile is None and username is None and tokens is None,
            "profile": profile,
            "base_url": base_url,
            "username": username,
            "password": password,
            "basic": basic,
            "remember": remember,
            "tokens": tokens
            and {"token": tokens[0], "refresh": tokens[1], "owner": getattr(tokens, "owner", None)},
            "timeout": timeout,
            "deadline": deadline,
            "stall_timeout": stall_timeout,
            "max_file_size": max_file_size,
            "max_attempts": max_attempts,
            "guard": guard,
            "allow_plain_http": allow_plain_http,
            "strict": strict,
        }
        if token_store is None or hasattr(token_store, "load"):
            self._start(config, token_store)
        else:
            # Loaded already, and by every program.
            from os import fspath

            self._start(config | {"token_file": fspath(token_store)})

    def _start(self, config: dict[str, Any] | None, store: Any = None) -> None:
        # Loaded with the first client, not with the package: it is a third of the import's time.
        import json

        native, refused = Native.build(None if config is None else json.dumps(config), store)
        if native is None:
            raise errors.from_native(refused or "{}")
        self._native = native
        self._options = {}

    @classmethod
    def sandbox(cls: type[C]) -> C:
        """A client of a simulated portal in this process: no server, no network, nothing to pay."""
        client = cls.__new__(cls)
        client._start(None)
        return client

    def with_options(
        self: C,
        *,
        timeout: float | None = None,
        deadline: float | None = None,
        stall_timeout: float | None = None,
        max_file_size: int | None = None,
        max_attempts: int | None = None,
    ) -> C:
        """The same client with other limits for its calls."""
        given = {
            "timeout": timeout,
            "deadline": deadline,
            "stall_timeout": stall_timeout,
            "max_file_size": max_file_size,
            "max_attempts": max_attempts,
        }
        client = type(self).__new__(type(self))
        client._native = self._native
        client._options = self._options | {k: v for k, v in given.items() if v is not None}
        return client

    @property
    def base_url(self) -> str | None:
        """Where the portal is."""
        return self._native.base_url()

    @property
    def tokens(self) -> tuple[Secret, Secret | None] | None:
        """The token and the refresh token held now; they do not print."""
        pair = self._native.tokens()
        return pair and (Secret(pair[0]), Secret(pair[1]) if pair[1] else None)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self.base_url!r})"


class Client(_Client, Resources):
    """A client of the portal. Any number of threads may share it.

    >>> with Client.sandbox() as client:
    ...     client.account.details().firstname
    'Linh'
    """

    def login(self) -> None:
        """Logs in now. Calls do it by themselves; this tells at once whether the password is right,
        and whether the tokens could be kept: if not, they are held and calls work."""
        checked(self._native.session("login"))

    def logout(self) -> None:
        """Ends the session and forgets the tokens."""
        checked(self._native.session("logout"))

    def revoke(self) -> None:
        """Ends the session by its refresh token and forgets the tokens."""
        checked(self._native.session("revoke"))

    def set_tokens(self, token: str, refresh: str | None = None) -> None:
        """Goes on with these tokens, as after a second factor."""
        checked(self._native.set_tokens(token, refresh))

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is lost without it: connections close by themselves."""


class AsyncClient(_Client, AsyncResources):
    """A client of the portal for asyncio."""

    async def login(self) -> None:
        """Logs in now. Calls do it by themselves; this tells at once whether the password is right,
        and whether the tokens could be kept: if not, they are held and calls work."""
        await finished(lambda done: self._native.session("login", done))

    async def logout(self) -> None:
        """Ends the session and forgets the tokens."""
        await finished(lambda done: self._native.session("logout", done))

    async def revoke(self) -> None:
        """Ends the session by its refresh token and forgets the tokens."""
        await finished(lambda done: self._native.session("revoke", done))

    async def set_tokens(self, token: str, refresh: str | None = None) -> None:
        """Goes on with these tokens, as after a second factor."""
        await finished(lambda done: self._native.set_tokens(token, refresh, done))

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing is lost without it: connections close by themselves."""
