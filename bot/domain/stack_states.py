"""What CloudFormation's words for the state of a stack mean, and why a creation failed."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

# Taken along by another resource's failure: these events say nothing of the cause.
_TAKEN_ALONG = ("resource creation cancelled", "resource update cancelled")


class StatusLine(Protocol):
    """An event of a stack, as far as it says what became of something."""

    @property
    def status(self) -> str: ...

    @property
    def reason(self) -> str | None: ...


_Line = TypeVar("_Line", bound=StatusLine)


def is_over(state: str) -> bool:
    """CloudFormation does nothing more by itself, whatever came of it."""
    return not state.endswith("_IN_PROGRESS")


def is_made(state: str) -> bool:
    """Everything the template asks for is there. A stack that was rolled back is over, and not made."""
    return state in {"CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE"}


def is_gone(state: str) -> bool:
    return state == "DELETE_COMPLETE"


def stands(state: str) -> bool:
    """AWS has come to rest, and nobody has begun to delete it."""
    return is_over(state) and not state.startswith("DELETE")


def is_waiting(state: str) -> bool:
    """It holds a change set nobody has executed, and no resources."""
    return state == "REVIEW_IN_PROGRESS"


def first_failure(events: Iterable[_Line]) -> _Line | None:
    """The event that says why: of events in the order they happened, the first to fail of its own."""
    failed = [one for one in events if one.status.endswith("_FAILED")]
    own = (one for one in failed if not (one.reason or "").lower().startswith(_TAKEN_ALONG))
    return next(own, None) or next(iter(failed), None)
