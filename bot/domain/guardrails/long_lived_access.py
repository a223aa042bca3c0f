"""No access for people, and no key that lasts."""

from collections.abc import Iterator

from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.judged import Judged

LASTING = frozenset(
    f"AWS::IAM::{name}" for name in ("AccessKey", "User", "UserPolicy", "UserToGroupAddition")
)


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for one in judged.of_type(*LASTING):
        yield Flaw(
            ("Resources", one.logical_id, "Type"),
            f"{one.logical_id} ({one.type}) is an access that lasts until somebody takes it back.",
        )


GUARDRAIL = Guardrail(
    id="long-lived-access",
    title="No IAM user and no access key",
    why="A key that lasts is found one day; the stack would hand it to whoever can read its outputs.",
    fix="Have what needs it take on a role; people sign in with IAM Identity Center.",
    flaws=_flaws,
)
