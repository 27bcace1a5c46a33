"""``typing`` for type checkers only: importing it takes longer than all of this package."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Any
    from typing import ClassVar as ClassVar
    from typing import Generic as Generic
    from typing import Literal as Literal
    from typing import TypeVar as TypeVar
else:
    Any = ClassVar = Literal = None

    class Generic:
        """Any type argument is accepted, and forgotten."""

        def __class_getitem__(cls, _):
            return cls

    def TypeVar(name, **_):
        return name
