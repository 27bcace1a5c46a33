"""Paged lists."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from ._codec import Codec
from ._native import NativePager
from ._typing import Any, Generic, TypeVar

T = TypeVar("T")


class Report:
    """What was seen while a list was walked.

    ``drift`` lists signs that the list changed meanwhile, as dictionaries with a ``kind``:
    ``repeated``, ``recounted`` or ``miscounted``.
    """

    __slots__ = ("drift", "items", "pages")

    def __init__(self, pages: int = 0, items: int = 0, drift: list[dict[str, Any]] | None = None) -> None:
        self.pages: int = pages
        self.items: int = items
        self.drift: list[dict[str, Any]] = drift or []

    def __repr__(self) -> str:
        return f"Report(pages={self.pages}, items={self.items}, drift={self.drift!r})"


class _Walk(Generic[T]):
    def __init__(self, native: NativePager, codec: Codec[T]) -> None:
        self._native: NativePager = native
        self._codec: Codec[T] = codec
        #: What was seen so far.
        self.report: Report = Report()

    def _page(self, text: str) -> list[T] | None:
        import json

        answer = json.loads(text)
        self.report = Report(**answer["report"])
        page = answer["page"]
        return None if page is None else [self._codec.load(item) for item in page["items"]]


class Pager(_Walk[T]):
    """A paged list. Iterating it gives the items; pages are fetched as they are wanted."""

    def pages(self) -> Iterator[list[T]]:
        """Page by page."""
        from ._resource import checked

        while (page := self._page(checked(self._native.next_page()))) is not None:
            yield page

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page

    def collect(self) -> list[T]:
        """All items."""
        return list(self)


class AsyncPager(_Walk[T]):
    """A paged list. ``async for`` gives the items; pages are fetched as they are wanted."""

    async def pages(self) -> AsyncIterator[list[T]]:
        """Page by page."""
        from ._resource import finished

        while (page := self._page(await finished(self._native.next_page))) is not None:
            yield page

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page:
                yield item

    async def collect(self) -> list[T]:
        """All items."""
        return [item async for item in self]
