"""How a plan stands, in a sentence, and where it comes from."""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote

from bot.domain.instance import InstancePlan
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
        PlanState.FAILED: ":red_circle: *Failed.* Approved by {who}.",
        PlanState.LAUNCHING: ":hourglass_flowing_sand: Approved by {who}. AWS is creating it …",
        PlanState.ENDING: ":hourglass_flowing_sand: {ender} ended it. AWS is deleting the stack …",
        PlanState.ENDED: ":white_circle: *Ended* by {ender}. AWS has deleted the stack.",
    }
)
STANDINGS_OF_CHANGES: Mapping[PlanState, str] = MappingProxyType(
    {
        **STANDINGS_OF_STACKS,
        PlanState.APPROVED: ":white_check_mark: Approved by {who}. Changing the stack next.",
        PlanState.LAUNCHING: ":hourglass_flowing_sand: Approved by {who}. AWS is changing the stack …",
        PlanState.RUNNING: ":large_green_circle: *Running, as changed.* Approved by {who}.",
        PlanState.FAILED: ":red_circle: *The change failed.* Approved by {who}.",
        PlanState.CANCELLED: ":no_entry_sign: Cancelled by {who}. The stack stays as it is.",
        PlanState.SUPERSEDED: (
            ":leftwards_arrow_with_hook: No longer on offer: a newer plan is below, or the stack was changed or "
            "ended meanwhile."
        ),
        PlanState.EXPIRED: (
            ":alarm_clock: Expired: nobody decided in time. The stack stays as it is; ask again for a new plan."
        ),
    }
)
NOT_DELETED = ":red_circle: *Not deleted.* {ender} ended it, and AWS could not delete all of it."
NOT_CLEARED = (
    ":red_circle: *Not deleted.* AWS could not delete all that the failed launch had left."
)
CLEARING = ":hourglass_flowing_sand: AWS is deleting what the failed launch had left …"
CLEARED = ":white_circle: *Failed, and deleted by itself,* with all that the launch had left."
CHANGED_LATER = (
    ":arrows_counterclockwise: *Changed by a later plan* below, which the stack belongs to now."
)


def standing(record: PlanRecord, *, characters: int) -> str:
    """How the plan stands; `characters` is the room for a reason."""
    return _wording(record).format(
        who=person(record.decided_by) if record.decided_by else "somebody",
        ender=person(record.ended_by) if record.ended_by else "Somebody",
        why=escape(shorten(record.failure or "", characters)),
    )


def _wording(record: PlanRecord) -> str:
    if isinstance(record.plan, InstancePlan):
        return STANDINGS[record.state]
    return (
        _of_stack(record)
        or (STANDINGS_OF_CHANGES if record.plan.update else STANDINGS_OF_STACKS)[record.state]
    )


def _of_stack(record: PlanRecord) -> str | None:
    """Where its state alone does not say it."""
    by_itself = record.ended_by is None
    if record.is_stuck:
        return NOT_CLEARED if by_itself else NOT_DELETED
    if record.state is PlanState.SUPERSEDED and record.decided_by:
        return CHANGED_LATER
    if not by_itself:
        return None
    return {PlanState.ENDING: CLEARING, PlanState.ENDED: CLEARED}.get(record.state)


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
