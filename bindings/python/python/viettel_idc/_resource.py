"""What the generated resources are made of: one way to call, blocking and not."""

from __future__ import annotations

import atexit
from collections.abc import Callable, Iterable

from . import _log, errors
from ._codec import Codec
from ._model import Model
from ._native import Native, quiesce
from ._typing import Any, TypeVar
from .files import AsyncDownload, Download
from .paging import AsyncPager, Pager
from .waiting import Progress, arrived, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio

    Part = tuple[str, Codec[Any], Any]

T = TypeVar("T")
# Our threads must be out of the interpreter before it is torn down.
atexit.register(quiesce)


def checked(outcome: tuple[bool, Any]) -> Any:
    """The value, or the exception, of a finished piece of work."""
    ok, value = outcome
    if ok:
        return value
    error = errors.from_native(value)
    _log.debug("%s failed: %s", error.operation or "viettel_idc", error.kind)
    raise error


async def finished(start: Callable[[Callable[[bool, Any], object]], Any]) -> Any:
    """Starts a piece of work and waits for it; cancelled, the work ends and its connection closes."""
    # Who calls this has it already; programs that block never need it.
    import asyncio

    loop = asyncio.get_running_loop()
    future: asyncio.Future[tuple[bool, Any]] = loop.create_future()

    def settle(ok: bool, value: Any) -> None:
        if not future.done():
            future.set_result((ok, value))

    def done(ok: bool, value: Any) -> None:
        try:
            loop.call_soon_threadsafe(settle, ok, value)
        except RuntimeError:
            # The loop was closed meanwhile; nobody waits any more.
            pass

    job = start(done)
    try:
        return checked(await future)
    except asyncio.CancelledError:
        job.cancel()
        raise


def _written(parts: Iterable[Part]) -> dict[str, Any]:
    written = {}
    for name, codec, value in parts:
        if value is not None:
            try:
                written[name] = codec.dump(value)
            except (TypeError, ValueError) as error:
                raise type(error)(f"{name}: {error}") from None
    return written


class Call:
    """A call, ready to be sent."""

    __slots__ = ("operation", "text")

    def __init__(
        self,
        operation: str,
        options: dict[str, Any],
        path: Iterable[Part] = (),
        query: Iterable[Part] = (),
        body: Iterable[Part] | None = None,
        per_page: int | None = None,
        limit: int | None = None,
    ) -> None:
        self.operation = operation
        import json

        request = {
            "operation": operation,
            "path": _written(path),
            "query": _written(query),
            "body": None if body is None else _written(body),
            "per_page": per_page,
            "limit": limit,
            "options": options,
        }
        self.text = json.dumps(request)


def _read(text: str, key: str | None, codec: Codec[T], operation: str) -> T:
    import json

    answer = json.loads(text)
    value, raw = answer["value"], answer["raw"]
    _log.debug("%s: status %s, %s attempts", operation, answer.get("status"), answer.get("attempts"))
    losses = tuple(answer.get("losses") or ())
    for repair in answer.get("repairs") or ():
        _log.info("%s: the portal sent an unexpected shape: %s", operation, repair)
    if key is not None:
        value = value.get(key)
        if value is None:
            value = [] if codec.empty is list else {}
    made = codec.load(value)
    if isinstance(made, Model):
        object.__setattr__(made, "_raw", raw)
        object.__setattr__(made, "_losses", losses)
    return made


class Resource:
    """A group of operations."""

    def __init__(self, native: Native, options: dict[str, Any]) -> None:
        self._native: Native = native
        self._options: dict[str, Any] = options

    def _call(self, operation: str, **parts: Any) -> Call:
        return Call(operation, self._options, **parts)

    def _json(self, key: str | None, codec: Codec[T], call: Call) -> T:
        return _read(checked(self._native.call(call.text)), key, codec, call.operation)

    def _file(self, call: Call) -> Download:
        return Download(checked(self._native.download(call.text)))

    def _pages(self, codec: Codec[T], call: Call) -> Pager[T]:
        native, refused = self._native.pages(call.text)
        if native is None:
            raise errors.from_native(refused or "{}")
        return Pager(native, codec)

    def _wait(
        self,
        codec: Codec[T],
        call: Call,
        until: str,
        every: float,
        deadline: float,
        on_progress: Progress | None,
    ) -> T:
        wanted = request(call.text, until, every, deadline)
        return arrived(checked(self._native.wait(wanted, on_progress)), codec)


class AsyncResource:
    """A group of operations, for asyncio."""

    def __init__(self, native: Native, options: dict[str, Any]) -> None:
        self._native: Native = native
        self._options: dict[str, Any] = options

    def _call(self, operation: str, **parts: Any) -> Call:
        return Call(operation, self._options, **parts)

    async def _json(self, key: str | None, codec: Codec[T], call: Call) -> T:
        text = await finished(lambda done: self._native.call(call.text, done))
        return _read(text, key, codec, call.operation)

    async def _file(self, call: Call) -> AsyncDownload:
        return AsyncDownload(await finished(lambda done: self._native.download(call.text, done)))

    def _pages(self, codec: Codec[T], call: Call) -> AsyncPager[T]:
        native, refused = self._native.pages(call.text)
        if native is None:
            raise errors.from_native(refused or "{}")
        return AsyncPager(native, codec)

    async def _wait(
        self,
        codec: Codec[T],
        call: Call,
        until: str,
        every: float,
        deadline: float,
        on_progress: Progress | None,
    ) -> T:
        wanted = request(call.text, until, every, deadline)
        return arrived(await finished(lambda done: self._native.wait(wanted, on_progress, done)), codec)
