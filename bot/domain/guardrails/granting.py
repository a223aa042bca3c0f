"""What a statement lets whom do, as the guardrails on permissions see it."""

from fnmatch import fnmatchcase

from bot.domain.documents import Statement
from bot.domain.guardrails.naming import has_pattern, is_own, is_within
from bot.domain.judged import Judged

# Fine for a resource of this template, too much for any other.
_GUARDED = ("AWS::IAM::Role", "AWS::KMS::Key", "AWS::SecretsManager::Secret")


def actions(judged: Judged, statement: Statement) -> tuple[str, ...]:
    return judged.scope.texts(statement.content.get("Action"))


def is_whole_service(action: str) -> bool:
    """Whether a pattern such as `*` or `s3:*` takes in all that a service can do."""
    service, _, name = action.partition(":")
    return not name.strip("*?") or "*" in service or "?" in service


def matches(action: str, *known: str) -> bool:
    """Whether an action, which may be a pattern, takes in one of those known."""
    return any(fnmatchcase(one.lower(), action.lower()) for one in known)


def elsewhere(judged: Judged, statement: Statement) -> tuple[str, ...]:
    """The resources that a statement is for and this template does not make."""
    if "NotResource" in statement.content:
        return ("*",)
    named = judged.scope.texts(statement.content.get("Resource", "*"))
    return tuple(one for one in named or ("*",) if not _is_ours(judged, one))


def _is_ours(judged: Judged, text: str) -> bool:
    """A resource made here, whole or by name in an ARN; a pattern only of what belongs to it."""
    if is_within(judged, text):
        return True
    _, separator, name = text.rpartition("/" if "/" in text else ":")
    return bool(separator) and not has_pattern(text) and is_own(judged, name, _GUARDED)
