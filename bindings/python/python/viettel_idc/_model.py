"""What the portal's objects have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ._codec import Codec, Secret
from ._typing import Any, ClassVar, TypeVar

TYPE_CHECKING = False

M = TypeVar("M", bound="Model")


class Field:
    """A field: its name on the wire, how it is read, and whether it must be there."""

    __slots__ = ("codec", "required", "wire")

    def __init__(self, wire: str, codec: Codec[Any], required: bool = False) -> None:
        self.wire: str = wire
        self.codec: Codec[Any] = codec
        self.required: bool = required


class Model:
    """An object of the portal: attributes that cannot be changed, ``None`` where it left one out.

    Models compare, hash, copy and pickle by value. :attr:`raw` has the portal's own JSON of a whole
    answer, fields this version does not know included; :attr:`losses` what could not be read of it.
    """

    __slots__ = ("_losses", "_raw", "_values")
    _fields: ClassVar[Mapping[str, Field]] = {}
    _values: dict[str, Any]
    _raw: Any
    _losses: tuple[str, ...]

    if not TYPE_CHECKING:

        def __init__(self, **values):
            unknown = values.keys() - self._fields.keys()
            if unknown:
                raise TypeError(f"{type(self).__name__} has no field {', '.join(sorted(unknown))}")
            full = {}
            for name, field in self._fields.items():
                value = values.get(name)
                if value is None and field.required:
                    raise TypeError(f"{type(self).__name__} needs {name}")
                # Written and read again, so that it is what the portal would get.
                full[name] = (
                    field.codec.empty() if value is None else field.codec.load(field.codec.dump(value))
                )
            object.__setattr__(self, "_values", full)
            object.__setattr__(self, "_raw", None)
            object.__setattr__(self, "_losses", ())

        def __getattr__(self, name):
            try:
                return self._values[name]
            except KeyError:
                kind = type(self).__name__
                raise AttributeError(f"{kind} has no field {name!r}", name=name, obj=self) from None

    @classmethod
    def _load(cls: type[M], data: Mapping[str, Any], raw: Any = None) -> M:
        values = {}
        for name, field in cls._fields.items():
            value = data.get(field.wire)
            values[name] = field.codec.empty() if value is None else field.codec.load(value)
        return cls._restore(values, raw)

    @classmethod
    def _restore(cls: type[M], values: dict[str, Any], raw: Any) -> M:
        made = object.__new__(cls)
        object.__setattr__(made, "_values", values)
        object.__setattr__(made, "_raw", raw)
        object.__setattr__(made, "_losses", ())
        return made

    @classmethod
    def _codec(cls: type[M]) -> Codec[M]:
        def dump(value: Any) -> dict[str, Any]:
            if isinstance(value, Mapping):
                value = cls(**value)
            if not isinstance(value, cls):
                raise TypeError(f"expected {cls.__name__} or a mapping, not {value!r}")
            return value._dump()

        return Codec(cls._load, dump)

    def _dump(self) -> dict[str, Any]:
        rows = ((field, self._values[name]) for name, field in self._fields.items())
        return {field.wire: field.codec.dump(value) for field, value in rows if not _absent(value)}

    @property
    def raw(self) -> Any:
        """The portal's own JSON, for the result of a call. It may hold secrets."""
        return self._raw

    @property
    def losses(self) -> tuple[str, ...]:
        """Values the portal sent that are missing here, for the result of a call; a hundred at most."""
        return self._losses

    def to_dict(self) -> dict[str, Any]:
        """The fields the portal sent, nested objects as dictionaries too. Secrets stay hidden."""
        return {name: _plain(value) for name, value in self if not _absent(value)}

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter(self._values.items())

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._values == other._values

    def __hash__(self) -> int:
        return hash((type(self), _frozen(self._values)))

    def __repr__(self) -> str:
        given = (f"{name}={value!r}" for name, value in self if not _absent(value))
        return f"{type(self).__name__}({', '.join(given)})"

    def __copy__(self: M) -> M:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return (_restore, (type(self), self._values, self._raw))


def _restore(cls: type[Model], values: dict[str, Any], raw: Any) -> Model:
    return cls._restore(values, raw)


def _absent(value: Any) -> bool:
    return value is None or (isinstance(value, (list, dict)) and not value)


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return repr(value) if isinstance(value, Secret) else value


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple((key, _frozen(item)) for key, item in sorted(value.items()))
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    return value
