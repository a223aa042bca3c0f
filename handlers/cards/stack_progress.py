"""How it goes with a stack: what AWS is doing, what it made, and the way to end it."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.domain.plan import PlanRecord, PlanState, Progress, Resource
from bot.domain.services import SERVICES
from bot.domain.stack import StackPlan
from bot.domain.type_titles import type_title
from handlers.cards.blocks import (
    Block,
    Span,
    actions,
    button,
    confirmation,
    first_few,
    link,
    listing,
    paragraph,
    rich,
    section,
    shorten,
    span,
    tidy,
    web_link,
)
from handlers.cards.offer import END, KEEP, RETRY
from handlers.cards.space import Space
from handlers.cards.stack_coverage import IN_TEMPLATE
from handlers.cards.stack_failure import again, failure, runs_on
from handlers.cards.standing import console, standing

# More of them says less; the console lists them all.
MOST_RESOURCES = 8
DRAWN = frozenset(kind for service in SERVICES.values() for kind in service.types)
FULL, EMPTY, BAR = "▰", "▱", 12
MINUTE, HOUR = 60, 3600
ENDABLE = frozenset({PlanState.RUNNING, PlanState.FAILED})
WITH_CONSOLE = ENDABLE | {PlanState.LAUNCHING, PlanState.ENDING}
TYPE = re.compile(r"AWS::\w+::\w+")
WEB_ADDRESS = re.compile(r"https://[^\s<>|\"]{1,1000}")
IN_CONSOLE = ", all in the AWS console"
STAYS = "itself or as a snapshot, and may cost money"
# Slack allows a dialog's text 300 characters.
CONFIRM_NAMES = 80


def progress(record: PlanRecord, plan: StackPlan, space: Space) -> Iterator[Block]:
    """The standing, and what belongs to it."""
    yield section(standing(record, characters=0))
    if record.state is PlanState.LAUNCHING and record.progress is not None:
        yield rich(*_bar(record.progress, len(plan.resources), space))
    if record.state is PlanState.RUNNING:
        yield from runs_on(record, space)
        yield from _outputs(record, space)
        yield from _resources(record, plan, space)
    if record.state is PlanState.FAILED:
        yield from failure(record, space)
    yield from _still_there(record, plan, space)
    if record.state is PlanState.ENDED:
        yield from _perhaps_there(record, plan, space)
    yield from _at_aws(record, plan)


# --- while it is made ------------------------------------------------------------------------


def _bar(made: Progress, total: int, space: Space) -> Iterator[Block]:
    done = min(len(set(made.done)), total)
    full = BAR * done // total if total else 0
    told = [span(f"{FULL * full}{EMPTY * (BAR - full)}  "), span(f"{done} of {total}", "bold")]
    if made.seen_at:
        told.append(span(f" · {_elapsed(made.seen_at - made.began_at)}"))
    yield paragraph(*told)
    if made.current:
        yield paragraph(span("Now: ", "bold"), span(_current(made.current, space)))


def _current(words: str, space: Space) -> str:
    """With the types that AWS names as people call them."""
    told = TYPE.sub(lambda found: type_title(found[0]), tidy(words))
    return shorten(told, space.text) or "–"


def _elapsed(time: timedelta) -> str:
    seconds = max(0, int(time.total_seconds()))
    if seconds < MINUTE:
        return f"{seconds} s"
    if seconds < HOUR:
        return f"{seconds // MINUTE} min {seconds % MINUTE} s"
    return f"{seconds // HOUR} h {seconds % HOUR // MINUTE} min"


# --- what was made ---------------------------------------------------------------------------


def _outputs(record: PlanRecord, space: Space) -> Iterator[Block]:
    outputs = [one for one in record.resources if one.kind == "output"]
    if outputs:
        items = [_output(one, space) for one in outputs[: space.lines]]
        if more := len(outputs) - len(items):
            items.append([span(f"… and {more} more{IN_CONSOLE}")])
        yield rich(paragraph(span("Outputs", "bold")), listing(items))


def _output(output: Resource, space: Space) -> list[Span]:
    key, value = shorten(tidy(output.name or ""), space.text), tidy(output.id)
    if WEB_ADDRESS.fullmatch(value) and len(value) <= space.address:
        return [span(f"{key}: "), web_link(value)]
    return [span(f"{key}: {shorten(value, space.text)}")]


def _resources(record: PlanRecord, plan: StackPlan, space: Space) -> Iterator[Block]:
    """What people drew comes first; the rest only holds it together."""
    made = [(one, plan.types.get(one.name or "", "")) for one in _made(record)]
    if made:
        made.sort(key=lambda one: one[1] not in DRAWN)
        lines = [shorten(_resource(one, kind), space.text) for one, kind in made]
        most = min(MOST_RESOURCES, space.things)
        yield rich(
            paragraph(span("What AWS made", "bold"), span(f" ({len(made)})")),
            listing([[span(line)] for line in first_few(lines, most, IN_CONSOLE)]),
        )


def _made(record: PlanRecord) -> list[Resource]:
    return [one for one in record.resources if one.kind == "stack-resource"]


def _resource(resource: Resource, kind: str) -> str:
    what = f" ({type_title(kind)})" if kind else ""
    name = tidy(resource.name or "")
    return tidy(f"{name}{what}: {tidy(resource.id)}") or "–"


def _at_aws(record: PlanRecord, plan: StackPlan) -> Iterator[Block]:
    """The stack in the AWS console, and the buttons that end it or try once more."""
    stack = record.stack
    if stack is not None and record.state in WITH_CONSOLE:
        url = console("stack", stack.id, stack.region)
        yield section(link(url, "Open the stack in the AWS console"))
    if buttons := [*_buttons(record, plan)]:
        yield actions(f"end-{record.id}-{record.version}", *buttons)


def _buttons(record: PlanRecord, plan: StackPlan) -> Iterator[Block]:
    if record.state is PlanState.FAILED and not record.is_stuck:
        yield button(again(record), RETRY, record.id, style="primary")
    if record.state is PlanState.FAILED and record.cleared_at is not None:
        yield button("Keep for diagnosis", KEEP, record.id)
    if record.state in ENDABLE and record.stack is not None:
        label = "End" if record.state is PlanState.RUNNING else "Delete"
        yield button(label, END, record.id, style="danger", confirm=_sure(record, plan))


def _still_there(record: PlanRecord, plan: StackPlan, space: Space) -> Iterator[Block]:
    """What AWS says has stayed, by its id."""
    if not record.left:
        return
    lines = [
        shorten(_resource(one, plan.types.get(one.name or "", "")), space.text)
        for one in record.left
    ]
    shown = [[span(line)] for line in first_few(lines, space.things, IN_CONSOLE)]
    yield rich(
        paragraph(span("Still there", "bold"), span(", and may cost money:")), listing(shown)
    )


def _perhaps_there(record: PlanRecord, plan: StackPlan, space: Space) -> Iterator[Block]:
    """What else the template keeps, of which AWS has not said what became of it."""
    known = {one.name for one in record.left}
    others = tuple(one for one in plan.kept if one not in known)
    if others:
        heading = span("Maybe also" if known else "Still there", "bold")
        yield rich(paragraph(heading, span(f", {STAYS}: {_listed(others, space)}")))


def kept(plan: StackPlan, space: Space) -> str:
    """The names of what stays when the stack is deleted."""
    return _listed(plan.kept, space)


def _listed(kept_names: Sequence[str], space: Space) -> str:
    names = [shorten(tidy(one), space.text) or "–" for one in kept_names]
    return ", ".join(first_few(names, space.types, IN_TEMPLATE))


def _staying(record: PlanRecord, plan: StackPlan) -> list[str]:
    """Of a launch that failed not all that its template keeps is there, and some was kept back already."""
    if record.state is not PlanState.FAILED or record.diagnosis is None:
        return [*plan.kept]
    made = {one.name for one in _made(record)}
    back = [one.name for one in record.left if one.name]
    return [*dict.fromkeys((*back, *(one for one in plan.kept if one in made)))]


def _sure(record: PlanRecord, plan: StackPlan) -> Block:
    staying = _staying(record, plan)
    names = shorten(tidy(", ".join(staying)), CONFIRM_NAMES)
    stays = f" Only this stays, itself or as a snapshot: {names}." if staying else ""
    title = shorten(tidy(plan.title), 60)
    gone = f"“{title}” and all it made, with the data in it"
    if record.state is PlanState.FAILED:
        gone = f"the failed stack “{title}” and what is left of it"
    return confirmation(
        "Delete this stack?",
        f"AWS deletes {gone}.{stays} This can’t be undone.",
        yes="Delete it",
        no="Keep it",
    )
