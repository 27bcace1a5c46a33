"""What a call may raise. Everything is a :class:`PortalError`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ._codec import Secret
from ._typing import Any

__all__ = [
    "AuthenticationError",
    "DecodeError",
    "InternalError",
    "InvalidRequestError",
    "MfaRequiredError",
    "NotFoundError",
    "OutcomeUnknown",
    "PermissionDeniedError",
    "PortalError",
    "Problem",
    "RateLimitError",
    "RefusedError",
    "RequestTimeoutError",
    "TransportError",
    "ValidationError",
]


class Problem:
    """One complaint of the portal: its code, its text, and the field it is about."""

    __slots__ = ("code", "field", "message")

    def __init__(self, code: str | None, message: str, field: str | None) -> None:
        self.code: str | None = code
        self.message: str = message
        self.field: str | None = field

    def __repr__(self) -> str:
        return f"Problem(code={self.code!r}, message={self.message!r}, field={self.field!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Problem):
            return NotImplemented
        return (self.code, self.message, self.field) == (other.code, other.message, other.field)

    def __hash__(self) -> int:
        return hash((self.code, self.message, self.field))


class PortalError(Exception):
    """A call failed. The text never holds a secret."""

    def __init__(self, details: Mapping[str, Any]) -> None:
        super().__init__(details["message"])
        self._details = dict(details)

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self._details,))

    @property
    def kind(self) -> str:
        """A stable name of the kind, such as ``not_found``."""
        return str(self._details["kind"])

    @property
    def operation(self) -> str | None:
        """The operation that failed, such as ``billing_invoice``."""
        return self._details.get("operation")

    @property
    def status(self) -> int | None:
        """HTTP status; the portal refuses most calls with 200."""
        return self._details.get("status")

    @property
    def attempts(self) -> int:
        """How many times the request was sent."""
        return int(self._details.get("attempts") or 0)

    @property
    def retry_after(self) -> float | None:
        """Seconds to wait before trying again, when the portal said so."""
        return self._details.get("retry_after")

    @property
    def is_safe_to_repeat(self) -> bool:
        """Whether the same call may be made again without risk of doing its work twice."""
        return bool(self._details.get("safe_to_repeat"))

    @property
    def problems(self) -> Sequence[Problem]:
        """What the portal complained about, in one form."""
        rows = self._details.get("problems") or ()
        return [Problem(row["code"], row["message"], row["field"]) for row in rows]

    @property
    def codes(self) -> Sequence[str]:
        """The portal's codes, such as ``token_expired``."""
        return [problem.code for problem in self.problems if problem.code]

    @property
    def fields(self) -> Sequence[str]:
        """The fields the portal did not accept."""
        return [problem.field for problem in self.problems if problem.field]

    @property
    def raw(self) -> Any:
        """The portal's own JSON. It may hold secrets."""
        return self._details.get("raw")


class AuthenticationError(PortalError):
    """No credentials, or the portal does not accept them (any more)."""


class MfaRequiredError(AuthenticationError):
    """The portal wants a second factor; the attributes say how to go on."""

    @property
    def token(self) -> Secret:
        """Token to send the second factor with."""
        return Secret(self._details["mfa"]["token"])

    @property
    def methods(self) -> Sequence[str]:
        """Ways the portal accepts, such as ``totp``."""
        return list(self._details["mfa"]["methods"])


class PermissionDeniedError(PortalError):
    """The account may not do this."""


class NotFoundError(PortalError):
    """There is no such thing."""


class ValidationError(PortalError):
    """A field was not accepted; see :attr:`PortalError.fields`."""


class RateLimitError(PortalError):
    """Too many calls; see :attr:`PortalError.retry_after`."""


class RefusedError(PortalError):
    """The portal refused or failed the call for another reason."""


class TransportError(PortalError):
    """The portal could not be reached, or the connection broke."""


class RequestTimeoutError(PortalError):
    """Time ran out."""


class DecodeError(PortalError):
    """The answer could not be read."""

    @property
    def json_path(self) -> str | None:
        """Where in the JSON."""
        return self._details.get("json_path")


class OutcomeUnknown(PortalError):
    """An action may have been carried out, and its answer was lost. It was not sent again."""


class InvalidRequestError(PortalError, ValueError):
    """An argument or a setting cannot be used; nothing was sent."""


class InternalError(PortalError):
    """A fault of this package. Please report it with what was called."""


_KINDS: dict[str, type[PortalError]] = {
    "authentication": AuthenticationError,
    "mfa_required": MfaRequiredError,
    "permission": PermissionDeniedError,
    "not_found": NotFoundError,
    "validation": ValidationError,
    "rate_limit": RateLimitError,
    "portal": RefusedError,
    "transport": TransportError,
    "timeout": RequestTimeoutError,
    "decode": DecodeError,
    "outcome_unknown": OutcomeUnknown,
    "invalid_request": InvalidRequestError,
    "internal": InternalError,
}


def from_native(text: str) -> PortalError:
    """The exception for an error as the native half describes it."""
    import json

    details = json.loads(text)
    return _KINDS.get(details["kind"], PortalError)(details)
