"""Everything that can go wrong, by what the person or the program can do about it.

BotError                   `user_message` is always safe to post
├─ UserMistake             they can fix it: shown as written, not logged as an error
├─ NotAllowed              a rule said no: shown with the rule, audited
├─ Conflict                already decided, changed, expired or busy: shown with the current state
├─ UpstreamError           Slack, OpenAI, AWS or the database
│  ├─ UpstreamRejected     a definite no; nothing changed
│  ├─ UpstreamUnavailable  never started (throttled, refused, down): safe to try again
│  └─ OutcomeUnknown       sent, no answer: find out by reading or by the same idempotency token
└─ Incident                a bug: an id for the person, the traceback under the same id in the log

All constructor arguments are positional and kept in `args`, because the durable engine pickles errors.
"""

from typing_extensions import override


class BotError(Exception):
    """Something a person can be told about."""

    @property
    def user_message(self) -> str:
        """What to post: where it happened, what was said, what to do next."""
        return str(self.args[0])


class UserMistake(BotError):
    """The person can fix it; the message says how."""


class NotAllowed(BotError):
    """A rule said no. Arguments: message, rule id."""

    def __init__(self, message: str, rule: str) -> None:
        super().__init__(message, rule)

    @property
    def rule(self) -> str:
        return str(self.args[1])


class Conflict(BotError):
    """The thing is no longer in the state the person saw."""


class UpstreamError(BotError):
    """A far end failed.

    Arguments: where (a name people know, "OpenAI"), said (its own words, shortened), next_step (what
    to do), code (the vendor's error code) and reference (the vendor's request id), both may be empty.
    """

    def __init__(
        self, where: str, said: str, next_step: str, code: str = "", reference: str = ""
    ) -> None:
        super().__init__(where, said, next_step, code, reference)

    @property
    def where(self) -> str:
        return str(self.args[0])

    @property
    def said(self) -> str:
        return str(self.args[1])

    @property
    def next_step(self) -> str:
        return str(self.args[2])

    @property
    def code(self) -> str:
        return str(self.args[3])

    @property
    def reference(self) -> str:
        return str(self.args[4])

    @property
    @override
    def user_message(self) -> str:
        said = self.said.rstrip(". ")
        reference = f" (request id {self.reference})" if self.reference else ""
        return f"{self.where}: {said}{reference}. {self.next_step}"

    @override
    def __str__(self) -> str:
        return f"{self.where} [{self.code or 'no code'}]: {self.said}"


class UpstreamRejected(UpstreamError):
    """A definite no: nothing changed, and the same call would be refused again."""


class UpstreamUnavailable(UpstreamError):
    """The call never took effect: safe to try again."""


class OutcomeUnknown(UpstreamError):
    """Sent, but no answer came: it may or may not have happened."""


class Incident(BotError):
    """Any other exception, once it is logged. Argument: the incident id."""

    @property
    @override
    def user_message(self) -> str:
        return (
            f"Something went wrong on our side (incident {self.args[0]}). Please try again; if it "
            "happens again, tell whoever runs this bot the incident id."
        )
