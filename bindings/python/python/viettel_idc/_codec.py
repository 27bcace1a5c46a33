"""Values between Python and the canonical JSON of the native half."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from ._typing import Any, Generic, TypeVar

T = TypeVar("T")


class Secret:
    """A password or token. It does not print; :meth:`expose` gives it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text: str = text

    def expose(self) -> str:
        """The secret itself."""
        return self._text

    def __repr__(self) -> str:
        return "Secret('***')"

    def __eq__(self, other: object) -> bool:
        return self._text == other._text if isinstance(other, Secret) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> tuple[Any, ...]:
        return (Secret, (self._text,))


class Codec(Generic[T]):
    """How a type is read and written. ``empty`` is what stands for an absent value."""

    __slots__ = ("dump", "empty", "load")

    def __init__(
        self,
        load: Callable[[Any], T],
        dump: Callable[[Any], Any],
        empty: Callable[[], Any] = lambda: None,
    ) -> None:
        self.load: Callable[[Any], T] = load
        self.dump: Callable[[Any], Any] = dump
        self.empty: Callable[[], Any] = empty


def _same(value: Any) -> Any:
    return value


def _dump_text(value: Any) -> str:
    if isinstance(value, (str, Secret)):
        return value if isinstance(value, str) else value.expose()
    # Without the value: it may be a password.
    raise TypeError(f"expected text, not {type(value).__name__}")


def _dump_id(value: Any) -> str:
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return str(value)
    raise TypeError(f"an id is text or an integer, not {value!r}")


def _dump_decimal(value: Any) -> str:
    if isinstance(value, float):
        raise TypeError(
            f"{value!r} is a float, which cannot hold money exactly; write Decimal({str(value)!r})"
        )
    if isinstance(value, bool) or not isinstance(value, (Decimal, int, str)):
        raise TypeError(f"money is a Decimal, an int or text, not {value!r}")
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError(f"{value!r} is no amount")
    return format(number, "f")


def _dump_int(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise TypeError(f"expected an integer, not {value!r}")


def _dump_flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise TypeError(f"expected True or False, not {value!r}")


def _dump_date(value: Any) -> str:
    if isinstance(value, datetime.datetime) or not isinstance(value, (datetime.date, str)):
        raise TypeError(f"expected a date, not {value!r}")
    return value if isinstance(value, str) else value.isoformat()


def _dump_time(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        if value.tzinfo is not None:
            raise TypeError("the portal's times have no time zone; pass a datetime without one")
        return value.isoformat(" ", "seconds")
    if isinstance(value, str):
        return value
    raise TypeError(f"expected a datetime, not {value!r}")


def _dump_scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return _dump_decimal(value) if isinstance(value, Decimal) else str(value)


def _dump_form(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): str(item) for key, item in value.items()}
    return str(value)


TEXT: Codec[str] = Codec(_same, _dump_text)
ID: Codec[str] = Codec(_same, _dump_id)
DECIMAL: Codec[Decimal] = Codec(Decimal, _dump_decimal)
INT: Codec[int] = Codec(_same, _dump_int)
FLAG: Codec[bool] = Codec(_same, _dump_flag)
DATE: Codec[datetime.date] = Codec(datetime.date.fromisoformat, _dump_date)
DATETIME: Codec[datetime.datetime] = Codec(datetime.datetime.fromisoformat, _dump_time)
SECRET: Codec[Secret] = Codec(Secret, _dump_text)
SCALAR: Codec[str] = Codec(str, _dump_scalar)
FORM: Codec[Any] = Codec(_same, _dump_form)


def listof(item: Codec[T]) -> Codec[list[T]]:
    """A list."""

    def load(values: Any) -> list[T]:
        return [item.load(value) for value in values]

    def dump(values: Any) -> list[Any]:
        if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Sequence):
            raise TypeError(f"expected a list, not {values!r}")
        return [item.dump(value) for value in values]

    return Codec(load, dump, list)


def mapof(item: Codec[T]) -> Codec[dict[str, T]]:
    """A map with free keys."""

    def load(values: Any) -> dict[str, T]:
        return {key: item.load(value) for key, value in values.items()}

    def dump(values: Any) -> dict[str, Any]:
        if not isinstance(values, Mapping):
            raise TypeError(f"expected a mapping, not {values!r}")
        return {str(key): item.dump(value) for key, value in values.items()}

    return Codec(load, dump, dict)
