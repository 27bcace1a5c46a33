"""Paged lists."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator

from ._codec import Codec
from ._native import NativePager
from ._typing import Any, Generic, TypeVar

T = TypeVar("T")


class Report:
    """What was seen while a list was walked.

    ``drift`` lists signs that the list changed meanwhile or that the portal miscounts, as
    dictionaries with a ``kind``: ``repeated``, ``repeated_page``, ``empty_page``,
    ``counts_from_one``, ``ambiguous_id``, ``without_id``, ``recounted``, ``miscounted``,
    ``miscounted_pages`` or ``uncounted``.

    ``lost`` counts the values the portal sent that could not be used; ``losses`` describes the first
    100 of them, as dictionaries with ``page``, ``path`` and ``text``.
    """

    __slots__ = ("drift", "items", "losses", "lost", "pages")

    def __init__(
        self,
        pages: int = 0,
        items: int = 0,
        drift: list[dict[str, Any]] | None = None,
        lost: int = 0,
        losses: list[dict[str, Any]] | None = None,
    ) -> None:
        self.pages: int = pages
        self.items: int = items
        self.drift: list[dict[str, Any]] = drift or []
        self.lost: int = lost
        self.losses: list[dict[str, Any]] = losses or []

    def __repr__(self) -> str:
        return (
            f"Report(pages={self.pages}, items={self.items}, drift={self.drift!r}, "
            f"lost={self.lost}, losses={self.losses!r})"
        )


class Collected(list[T]):
    """All items of a list, with what was seen while it was walked."""

    def __init__(self, items: Iterable[T], report: Report) -> None:
        super().__init__(items)
        #: What was seen.
        self.report: Report = report


class _Walk(Generic[T]):
    def __init__(self, native: NativePager, codec: Codec[T]) -> None:
        self._native: NativePager = native
        self._codec: Codec[T] = codec
        self._report: Report = Report()
        # What `collect` had when a page could not be had.
        self._held: list[T] = []

    @property
    def report(self) -> Report:
        """What was seen so far, also after an error."""
        import json

        text = self._native.report()
        if text is not None:
            self._report = Report(**json.loads(text))
        return self._report

    def _page(self, text: str) -> list[T] | None:
        import json

        page = json.loads(text)["page"]
        return None if page is None else [self._codec.load(item) for item in page["items"]]

    def _collected(self) -> Collected[T]:
        items, self._held = self._held, []
        return Collected(items, self.report)


class Pager(_Walk[T]):
    """A paged list. Iterating it gives the items; pages are fetched as they are wanted.

    After an error, iterate or collect again to go on with the page that failed.
    """

    def pages(self) -> Iterator[list[T]]:
        """Page by page."""
        from ._resource import checked

        while (page := self._page(checked(self._native.next_page()))) is not None:
            yield page

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page

    def collect(self) -> Collected[T]:
        """All items, as a list with a ``report``."""
        for page in self.pages():
            self._held.extend(page)
        return self._collected()


class AsyncPager(_Walk[T]):
    """A paged list. ``async for`` gives the items; pages are fetched as they are wanted.

    After an error, iterate or collect again to go on with the page that failed.
    """

    async def pages(self) -> AsyncIterator[list[T]]:
        """Page by page."""
        from ._resource import finished

        while (page := self._page(await finished(self._native.next_page))) is not None:
            yield page

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page:
                yield item

    async def collect(self) -> Collected[T]:
        """All items, as a list with a ``report``."""
        async for page in self.pages():
            self._held.extend(page)
        return self._collected()
