"""The form that corrects what was read from a picture: fields for each component, or lines when there are many."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count, takewhile
from typing import Any, TypeAlias

from bot.domain.architecture import (
    LONGEST_LABEL,
    MOST_COMPONENTS,
    MOST_CONNECTIONS,
    Architecture,
    Component,
)
from bot.domain.plan import PlanRecord
from bot.domain.services import UNKNOWN
from bot.domain.stack import StackPlan
from handlers.cards import architecture_lines as lines
from handlers.cards import connecting, correcting
from handlers.cards.blocks import Block, context, escape, section, shorten, tidy
from handlers.cards.correcting import Fault
from handlers.cards.fields import OPTION_CHARACTERS, field, option, select, tick, typed, words
from handlers.cards.naming import component_names, container_names
from handlers.cards.service_menu import service_menu

Values: TypeAlias = Mapping[str, str | None]

SUBMIT = "architecture_edit"
# Each takes five of the hundred blocks a form may have.
MOST_IN_FIELDS = 16
# What a text field may hold, and how much of it we fill, so that there is room for more.
TYPED_CHARACTERS, FILLED_CHARACTERS = 3000, 2400
WARNED_CHARACTERS, NAMES_CHARACTERS = 400, 150
NOWHERE = "nowhere"
ARROWS, BOXES, COMPONENTS, FORGET = "arrows", "boxes", "components", "forget"
# Always there, so what is wrong with the form as a whole can stand beside it.
FIRST_FIELD = f"{ARROWS}-0"
NEW = "new"


def build(record: PlanRecord, plan: StackPlan) -> dict[str, Any]:
    """Return a modal filled in with what was read."""
    return {
        "type": "modal",
        "callback_id": SUBMIT,
        "private_metadata": record.id,
        "title": words("Something wrong?"),
        "submit": words("Make a new plan"),
        "close": words("Back"),
        "blocks": [*_blocks(plan.draft.architecture, plan.picture)],
    }


def _blocks(read: Architecture, picture: str | None) -> Iterator[Block]:
    where = f" from {escape(shorten(tidy(picture), LONGEST_LABEL))}" if picture else ""
    yield section(
        f"This is what I read{where}. Put right what is wrong; the rest stays as it is. "
        "The new plan is made from exactly this."
    )
    yield from _in_fields(read) if _fits_fields(read) else _in_lines(read)
    yield from _several(BOXES, lines.container_lines(read))
    yield from _several(ARROWS, lines.arrow_lines(read))
    yield from _unplaced(read)


def _fits_fields(read: Architecture) -> bool:
    return len(read.components) <= MOST_IN_FIELDS


# --- fields ----------------------------------------------------------------------------------


def _in_fields(read: Architecture) -> Iterator[Block]:
    names, boxes = component_names(read.components), container_names(read.containers)
    for at, one in enumerate(read.components):
        yield section(f"*{at + 1}. {escape(shorten(names[one.id], LONGEST_LABEL))}*")
        yield field(f"service-{at}", "Service", service_menu(one.service))
        yield field(f"label-{at}", "Name", typed(tidy(one.label), LONGEST_LABEL), optional=True)
        yield field(f"place-{at}", "Stands in", _places(boxes, one.inside))
        yield field(f"removed-{at}", "Not in the picture?", tick("Leave it out"), optional=True)
    yield section("*Something missing?*")
    yield field(f"service-{NEW}", "Service", service_menu(None), optional=True)
    yield field(f"label-{NEW}", "Name", typed("", LONGEST_LABEL), optional=True)
    yield field(f"place-{NEW}", "Stands in", _places(boxes, None))


def _places(boxes: Mapping[str, str], inside: str | None) -> Block:
    offered = [option(NOWHERE, "Nowhere in particular")] + [
        option(f"box-{at}", shorten(name, OPTION_CHARACTERS))
        for at, name in enumerate(boxes.values())
    ]
    return select(offered, NOWHERE if inside is None else f"box-{[*boxes].index(inside)}")


# --- lines -----------------------------------------------------------------------------------

LABELS = {
    COMPONENTS: ("Components, one on each line", "Orders (Amazon SQS) ×2 in Private subnet"),
    BOXES: ("Boxes, one on each line", "Private subnet in VPC"),
    ARROWS: ("Arrows, one on each line", "Lambda → DynamoDB: reads"),
}


def _in_lines(read: Architecture) -> Iterator[Block]:
    yield from _several(COMPONENTS, lines.component_lines(read))


def _several(name: str, written: Sequence[str]) -> Iterator[Block]:
    """As many text fields as the lines need."""
    label, example = LABELS[name]
    for at, text in enumerate(_filled(written)):
        more = f" ({at + 1})" if at else ""
        element = typed(text, TYPED_CHARACTERS, multiline=True)
        hint = f"For example: {example}"
        yield field(f"{name}-{at}", f"{label}{more}", element, hint=hint, optional=True)


def _filled(written: Sequence[str]) -> list[str]:
    texts = [""]
    for line in written:
        longer = f"{texts[-1]}\n{line}".lstrip("\n")
        if texts[-1] and len(longer) > FILLED_CHARACTERS:
            texts.append(line)
        else:
            texts[-1] = longer
    return texts


def _unplaced(read: Architecture) -> Iterator[Block]:
    if read.unplaced:
        told = " · ".join(f"“{tidy(one.text)}” ({tidy(one.why)})" for one in read.unplaced)
        yield context(f"Seen, but not placed: {escape(shorten(told, 500))}")
        yield field(FORGET, "What I could not place", tick("Forget it"), optional=True)


# --- reading it back -------------------------------------------------------------------------


def parse(values: Values, before: Architecture) -> Architecture | dict[str, str]:
    """The architecture as it is now, or what is wrong by field."""
    boxes = correcting.containers(lines.read_things(_text(values, BOXES)), before)
    parts = _parts(values, before, boxes)
    arrows, faults = connecting.arrows(lines.read_arrows(_text(values, ARROWS)), before, parts)
    wrong = {
        **_beside(values, ARROWS, faults),
        **_beside(values, COMPONENTS, parts.faults),
        **_beside(values, BOXES, boxes.faults),
    }
    sizes = len(parts.things), len(boxes.things), len(arrows)
    if wrong or (wrong := _wrong_size(*sizes)):
        return wrong
    return Architecture(
        components=tuple(parts.things),
        containers=tuple(boxes.things),
        connections=tuple(arrows),
        unplaced=() if values.get(FORGET) else before.unplaced,
    )


def _parts(values: Values, before: Architecture, boxes: correcting.Boxes) -> correcting.Parts:
    if _fits_fields(before):
        return _from_fields(values, before, boxes)
    written = lines.read_things(_text(values, COMPONENTS))
    return correcting.components(written, before, boxes)


def _from_fields(values: Values, before: Architecture, boxes: correcting.Boxes) -> correcting.Parts:
    made = correcting.Parts()
    for at, one in enumerate(before.components):
        if not values.get(f"removed-{at}"):
            made.add(_changed(one, str(at), values, before, boxes))
    if values.get(f"service-{NEW}"):
        fresh = next(correcting.fresh_ids("part", before))
        made.add(_changed(Component(id=fresh, service=UNKNOWN), NEW, values, before, boxes))
    return made


def _changed(
    one: Component, which: str, values: Values, before: Architecture, boxes: correcting.Boxes
) -> Component:
    label = tidy(values.get(f"label-{which}") or "")
    service = values.get(f"service-{which}") or one.service
    return Component(
        id=one.id,
        service=service,
        label=one.label if label == tidy(one.label) else label[:LONGEST_LABEL],
        count=one.count,
        inside=_place(values.get(f"place-{which}"), before, boxes),
        settings=one.settings if service == one.service else (),
    )


def _place(chosen: str | None, before: Architecture, boxes: correcting.Boxes) -> str | None:
    """The box that was chosen, or what it stood in if it is gone."""
    by_value = {f"box-{at}": one for at, one in enumerate(before.containers)}
    box = by_value.get(chosen or NOWHERE)
    if box is None:
        return None
    there = {one.id for one in boxes.things}
    return next((one.id for one in (box, *before.around(box)) if one.id in there), None)


def _text(values: Values, name: str) -> str:
    return "\n".join(text for _, text in _texts(values, name))


def _texts(values: Values, name: str) -> list[tuple[str, str]]:
    """(field, what it holds) of the text fields of that name, in their order."""
    fields = (f"{name}-{at}" for at in count())
    return [(one, values[one] or "") for one in takewhile(values.__contains__, fields)]


def _beside(values: Values, name: str, faults: Sequence[Fault]) -> dict[str, str]:
    """The faults by field, each with the number of its line there."""
    first, told = 1, {}
    for one, text in _texts(values, name):
        after = first + len(text.split("\n"))
        here = [fault for fault in faults if first <= fault.line < after]
        if here:
            told[one] = _warning(here, first)
        first = after
    return told


def _warning(faults: Sequence[Fault], first: int) -> str:
    """As many of them as there is room for, and at the end, once, the names that there are."""
    said = dict.fromkeys(f"Line {one.line - first + 1}: {one.text}" for one in faults)
    kept = correcting.as_many(said, " ", WARNED_CHARACTERS - NAMES_CHARACTERS)
    if more := len(said) - len(kept):
        kept.append(f"… and {more} more.")
    names = [*dict.fromkeys(name for one in faults for name in one.names)]
    return " ".join(filter(None, (*kept, correcting.known(names, NAMES_CHARACTERS))))


def _wrong_size(parts: int, boxes: int, arrows: int) -> dict[str, str]:
    if parts == 0:
        return {FIRST_FIELD: "Nothing would be left to make."}
    if max(parts, boxes) > MOST_COMPONENTS or arrows > MOST_CONNECTIONS:
        most = (
            f"{MOST_COMPONENTS} components, {MOST_COMPONENTS} boxes and {MOST_CONNECTIONS} arrows"
        )
        return {FIRST_FIELD: f"This is too much for one plan: {most} are the most."}
    return {}
