"""What can be wrong with a request, in one shape: `{"error": {"code": …, "message": …}}`."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from yiju.errors import NotFoundError, QueryError, StoreError, YijuError


@dataclass(frozen=True, slots=True)
class Fault:
    """An HTTP status, a stable code for programs, and one sentence for people."""

    status: int
    code: str
    message: str

    def as_json(self) -> dict[str, dict[str, str]]:
        """Give the one shape of all errors."""
        return {"error": {"code": self.code, "message": self.message}}


class FaultError(YijuError):
    """A fault on its way to the person who asked."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


class NotAcceptableError(YijuError):
    """None of the media types that we have is one that the client takes."""


_KINDS: Final[tuple[tuple[type[BaseException], int, str], ...]] = (
    (NotAcceptableError, HTTPStatus.NOT_ACCEPTABLE, "not_acceptable"),
    (NotFoundError, HTTPStatus.NOT_FOUND, "not_found"),
    (QueryError, HTTPStatus.BAD_REQUEST, "bad_query"),
)

_UNFORESEEN: Final = Fault(
    500, "internal", "Something went wrong here; the log of the service says what."
)
_TOO_MUCH: Final = Fault(
    503,
    "out_of_memory",
    "The query needs more memory than a query may have; ask for less at a time.",
)
_NO_STORE: Final = Fault(
    503, "store_unavailable", "The store cannot be read just now; the log of the service says why."
)


def explain(error: Exception) -> Fault:
    """Turn what was raised into a fault; what concerns only us (paths, bugs) stays in our log.

    >>> explain(NotFoundError("No such thing."))
    Fault(status=404, code='not_found', message='No such thing.')
    """
    if isinstance(error, FaultError):
        return error.fault
    for kind, status, code in _KINDS:
        if isinstance(error, kind):
            return Fault(int(status), code, str(error))
    if isinstance(error, MemoryError):
        return _TOO_MUCH
    return _NO_STORE if isinstance(error, StoreError) else _UNFORESEEN


def is_ours(fault: Fault) -> bool:
    """Whether a fault lies with the service, so that its log must say more."""
    return fault in (_UNFORESEEN, _NO_STORE)
