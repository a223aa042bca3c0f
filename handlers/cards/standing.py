"""How a plan stands, in a sentence, and where it comes from."""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote

from bot.domain.plan import PlanRecord, PlanState
from handlers.cards.blocks import READER_LIMIT, escape, person, shorten

# From here on the card says how it went, and still what was approved.
DECIDED_FOR = frozenset(PlanState) - {
    PlanState.PROPOSED,
    PlanState.SUPERSEDED,
    PlanState.CANCELLED,
    PlanState.EXPIRED,
}
COSTING = frozenset({PlanState.APPROVED, PlanState.LAUNCHING, PlanState.RUNNING})

STANDINGS: Mapping[PlanState, str] = MappingProxyType(
    {
        PlanState.PROPOSED: "Waiting for a decision.",
        PlanState.APPROVED: ":white_check_mark: Approved by {who}. Launching next.",
        PlanState.LAUNCHING: ":hourglass_flowing_sand: Approved by {who}. AWS is launching it …",
        PlanState.RUNNING: ":large_green_circle: *Running.* Approved by {who}.",
        PlanState.REHEARSED: (
            ":performing_arts: *Rehearsed.* Approved by {who}; nothing was launched, because SKIP_AWS is on."
        ),
        PlanState.FAILED: (
            ":red_circle: *Failed.* Approved by {who}.\n{why}\nReply in this thread to try again."
        ),
        PlanState.CANCELLED: ":no_entry_sign: Cancelled by {who}. Nothing was launched.",
        PlanState.SUPERSEDED: ":leftwards_arrow_with_hook: Replaced by a newer plan below.",
        PlanState.EXPIRED: ":alarm_clock: Expired: nobody decided in time. Ask again for a new plan.",
        PlanState.ENDING: ":hourglass_flowing_sand: Ending …",
        PlanState.ENDED: ":white_circle: Ended.",
    }
)
STANDINGS_OF_STACKS: Mapping[PlanState, str] = MappingProxyType(
    {
        **STANDINGS,
        PlanState.FAILED: (
            ":red_circle: *Failed.* Approved by {who}.\n{why}\n"
            "Press Retry to have the template made anew, or reply here with what to change."
        ),
        PlanState.LAUNCHING: ":hourglass_flowing_sand: Approved by {who}. AWS is creating it …",
        PlanState.ENDING: ":hourglass_flowing_sand: {ender} ended it. AWS is deleting the stack …",
        PlanState.ENDED: ":white_circle: *Ended* by {ender}. AWS has deleted the stack.",
    }
)
NOT_DELETED = (
    ":red_circle: *Not deleted.* {ender} ended it, and AWS could not delete all of it.\n{why}"
)


def standing(record: PlanRecord, *, characters: int) -> str:
    """How the plan stands; `characters` is the room for a reason."""
    return _wording(record).format(
        who=person(record.decided_by) if record.decided_by else "somebody",
        ender=person(record.ended_by) if record.ended_by else "Somebody",
        why=escape(shorten(record.failure or "", characters)),
    )


def _wording(record: PlanRecord) -> str:
    if record.state is PlanState.FAILED and record.ended_by:
        return NOT_DELETED
    return (STANDINGS if record.plan.kind == "instance" else STANDINGS_OF_STACKS)[record.state]


def provenance(record: PlanRecord) -> str:
    who, model = person(record.plan.requested_by), record.plan.read_by
    read = f"Asked by {who} · read by {escape(shorten(model, READER_LIMIT))}" if model else ""
    return f"{read or f'Edited by hand by {who}'} · plan `{record.digest[:12]}`"


def console(kind: str, resource_id: str, region: str) -> str:
    """The page of the AWS console about something a launch made."""
    service, page = _PAGES[kind]
    where = quote(region, safe="")
    home = f"https://{where}.console.aws.amazon.com/{service}/home?region={where}"
    return f"{home}#{page}{quote(resource_id, safe='')}"


_PAGES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "instance": ("ec2", "InstanceDetails:instanceId="),
        "security-group": ("ec2", "SecurityGroup:groupId="),
        "stack": ("cloudformation", "/stacks/stackinfo?stackId="),
    }
)
