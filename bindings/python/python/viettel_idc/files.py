"""Downloads. A file can be read once: whole, piece by piece, or to a path.

Its content is outside the call's ``timeout`` and ``deadline``; one that stands still for
``stall_timeout`` raises :class:`viettel_idc.errors.RequestTimeoutError`.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator

from ._native import NativeDownload


class _File:
    def __init__(self, native: NativeDownload) -> None:
        self._native: NativeDownload = native

    @property
    def content_type(self) -> str | None:
        """Its content type, as the portal says."""
        return self._native.content_type

    @property
    def file_name(self) -> str | None:
        """The name the portal suggests, made safe: one component of a path on every system."""
        return self._native.file_name

    @property
    def size(self) -> int | None:
        """Its size in bytes, when the portal says."""
        return self._native.size

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.file_name!r}, {self.content_type!r}, {self.size} bytes)"


class Download(_File):
    """A file on its way."""

    def read(self) -> bytes:
        """The whole file, at most 256 MiB unless ``max_file_size`` says otherwise."""
        from ._resource import checked

        data: bytes = checked(self._native.read())
        return data

    def save_to(self, path: str | os.PathLike[str]) -> int:
        """Writes it there through a temporary file; gives its size in bytes."""
        from ._resource import checked

        return int(checked(self._native.save_to(path)))

    def __iter__(self) -> Iterator[bytes]:
        from ._resource import checked

        while (chunk := checked(self._native.next_chunk())) is not None:
            yield chunk


class AsyncDownload(_File):
    """A file on its way, for asyncio."""

    async def read(self) -> bytes:
        """The whole file, at most 256 MiB unless ``max_file_size`` says otherwise."""
        from ._resource import finished

        data: bytes = await finished(self._native.read)
        return data

    async def save_to(self, path: str | os.PathLike[str]) -> int:
        """Writes it there through a temporary file; gives its size in bytes."""
        from ._resource import finished

        return int(await finished(lambda done: self._native.save_to(path, done)))

    async def __aiter__(self) -> AsyncIterator[bytes]:
        from ._resource import finished

        while (chunk := await finished(self._native.next_chunk)) is not None:
            yield chunk
