"""Orders about frames: into a subnet, out of the VPC, no VPC at all."""

import re

from bot.domain.architecture import (
    CONTAINER_TITLES,
    Architecture,
    Component,
    Container,
    ContainerKind,
)
from bot.offline.altering import drawing, framing
from bot.offline.altering.drawing import SUBNETS
from bot.offline.altering.finding import (
    candidates,
    each_of,
    frame_kinds,
    frames,
    is_many,
    known,
    told,
)
from bot.offline.altering.making import labelled, maybe_new
from bot.offline.altering.rule import WANTING, Rule, X, rule
from bot.offline.altering.sheet import Already, NoVpc, Sheet, Unclear
from bot.offline.kinds import IN_A_VPC, OF_A_VPC, outside

_BOX = r"(?P<box>(?:(?:the|an?|its|one|our|new|own|another|separate|same|dedicated)\s+)*(?:public|private)?\s*(?:vpcs?|subnets?|networks?|zones?|azs?|availability[- ]zones?|security[- ]groups?|groups?|regions?|accounts?)(?:\s+\S+)?|q\d+q|\S+)"
_HERE = r"(?:in|into|inside|within|to|onto)"


def _put(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    if not _is_frame(sheet, match["box"]):
        return None
    if _is_new(match["x"]) or not known(sheet, match["x"]):
        return _put_new(sheet, match["x"], match["box"])
    return _put_parts(sheet, _movable(_parts(sheet, match["x"])), match["box"])


def _is_new(phrase: str) -> bool:
    return bool(re.match(r"(?:an?|another|one more|new|two|three)\s", phrase, re.IGNORECASE))


def _parts(sheet: Sheet, phrase: str) -> list[Component]:
    """What is meant; where that is open, the one that can stand in a network at all."""
    found = [each for each in candidates(sheet, phrase) if each.service in IN_A_VPC]
    return found if len(found) == 1 and not is_many(phrase) else each_of(sheet, phrase)


def _put_parts(sheet: Sheet, parts: list[Component], phrase: str) -> Sheet:
    drawn, box = _frame(sheet, phrase, parts)
    inside = [each for each in parts if box in drawn.around(drawn.component(each.id))]
    if len(inside) == len(parts):
        raise Already(f"{told(parts[0])} is already in the {box.title}.")
    drawn = framing.moved(drawn, [each.id for each in parts], box.id)
    names = ", ".join(told(each) for each in parts)
    return sheet.after(drawn, f"{names} in the {box.title}", parts[-1].id)


def _put_new(sheet: Sheet, phrase: str, box_phrase: str) -> Sheet | None:
    """`add a Redis in the private subnet`."""
    made = maybe_new(sheet, phrase)
    if made is None:
        return None
    drawn, box = _frame(sheet, box_phrase, [])
    part = drawing.component(drawn, made.service, labelled(made)).model_copy(
        update={"inside": box.id}
    )
    drawn = drawing.with_component(drawn, part)
    return sheet.after(drawn, f"added {told(part)}, in the {box.title}", part.id)


def _is_frame(sheet: Sheet, phrase: str) -> bool:
    return bool(frame_kinds(phrase) or (frames(sheet, phrase) and not candidates(sheet, phrase)))


def _movable(parts: list[Component]) -> list[Component]:
    """`everything` means what can stand in a network."""
    moving = [each for each in parts if not outside(each.service)]
    if len(moving) > 1:
        moving = [each for each in moving if each.service in IN_A_VPC | {"lambda"}] or moving
    if not moving:
        raise Unclear(f"{told(parts[0])} is outside AWS, so it cannot stand in a network there.")
    return moving


def _frame(sheet: Sheet, phrase: str, parts: list[Component]) -> tuple[Architecture, Container]:
    """The frame that is meant, drawn if there is none: a subnet in the VPC where the parts are."""
    found = frames(sheet, phrase)
    if len(found) > 1:
        shared = [
            box for box in found if any(box in sheet.architecture.around(each) for each in parts)
        ]
        kinds = frame_kinds(phrase)
        found = [box for box in found if box.kind == kinds[0]] if kinds else found
        found = [box for box in found if box in shared] or found
    if found:
        return sheet.architecture, found[0]
    kinds = frame_kinds(phrase)
    if not kinds:
        raise Unclear(f"I find no “{phrase.strip()}” in the plan.")
    return _new_frame(sheet.architecture, kinds[0], parts)


def _new_frame(
    architecture: Architecture, kind: ContainerKind, parts: list[Component]
) -> tuple[Architecture, Container]:
    around = _outer(architecture, parts)
    if kind not in SUBNETS:
        return framing.with_container(architecture, kind, around)
    vpcs = [each for each in architecture.containers if each.kind == "vpc"]
    nearest = next((vpc for each in parts if (vpc := architecture.within(each, "vpc"))), None)
    vpc = nearest or (vpcs[0] if vpcs else None)
    if vpc is None:
        architecture, vpc = framing.with_container(architecture, "vpc", around)
    return framing.with_container(architecture, kind, vpc.id)


def _outer(architecture: Architecture, parts: list[Component]) -> str | None:
    """The frame around the network: a region, an account, the cloud."""
    for each in parts:
        for box in architecture.around(each):
            if box.kind not in drawing.NETWORK:
                return box.id
    return None


def _public_or_private(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    kind: ContainerKind = "public-subnet" if match["how"].lower() == "public" else "private-subnet"
    boxes = frames(sheet, match["x"])
    if boxes and boxes[0].kind in SUBNETS and not candidates(sheet, match["x"]):
        return _turned(sheet, boxes[0], kind)
    if not any(each.service in IN_A_VPC | {"lambda"} for each in candidates(sheet, match["x"])):
        return None
    phrase = "public subnet" if kind == "public-subnet" else "private subnet"
    return _put_parts(sheet, _movable(_parts(sheet, match["x"])), phrase)


def _turned(sheet: Sheet, box: Container, kind: ContainerKind) -> Sheet:
    if box.kind == kind:
        raise Already(f"The {box.title} is already that.")
    label = "" if box.label.casefold() == CONTAINER_TITLES[box.kind].casefold() else box.label
    drawn = drawing.drawn(
        sheet.architecture,
        containers=(
            each.model_copy(update={"kind": kind, "label": label}) if each.id == box.id else each
            for each in sheet.architecture.containers
        ),
    )
    return sheet.after(drawn, f"{box.title} is now a {CONTAINER_TITLES[kind]}")


def _add_frame(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    """`add a VPC`, around everything that can stand in one; `a VPC around the Lambda`."""
    kinds = frame_kinds(match["box"])
    if not kinds:
        return None
    phrase = match.groupdict().get("x")
    parts = _movable(each_of(sheet, phrase)) if phrase else _all_in_network(sheet)
    existing = [each for each in sheet.architecture.containers if each.kind == kinds[0]]
    if existing and not phrase:
        raise Already(
            f"There is already a {existing[0].title} in the plan. What should stand in it?"
        )
    if not parts:
        raise Unclear(f"Nothing in the plan stands in a {CONTAINER_TITLES[kinds[0]]}. What should?")
    if kinds[0] == "vpc":
        return _add_vpc(sheet, parts)
    return _put_parts(sheet, parts, match["box"])


def _all_in_network(sheet: Sheet) -> list[Component]:
    services = sheet.architecture.services
    bound = [each for each in services if each.service in IN_A_VPC]
    return bound or [each for each in services if each.service == "lambda"]


def _add_vpc(sheet: Sheet, parts: list[Component]) -> Sheet:
    """A VPC goes around the subnets that are there, and around parts that stand in none."""
    vpcs = frames(sheet, "vpc")
    if vpcs:
        return _put_parts(sheet, parts, "vpc")
    drawn, vpc = framing.with_container(
        sheet.architecture, "vpc", _outer(sheet.architecture, parts)
    )
    within: set[str] = set()
    loose: list[str] = []
    for each in parts:
        network = [box for box in drawn.around(each) if box.kind in drawing.NETWORK]
        if network:
            within.add(network[-1].id)
        else:
            loose.append(each.id)
    drawn = drawing.drawn(
        drawn,
        containers=(
            box.model_copy(update={"inside": vpc.id}) if box.id in within else box
            for box in drawn.containers
        ),
    )
    drawn = framing.moved(drawn, loose, vpc.id)
    return sheet.after(drawn, f"a VPC around {', '.join(told(each) for each in parts)}")


def _out(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    """`move the Lambda out of the VPC`."""
    kinds = frame_kinds(match["box"])
    if not kinds:
        return None
    parts = each_of(sheet, match["x"])
    leaving = [
        each for each in parts if any(box.kind in kinds for box in sheet.architecture.around(each))
    ]
    if not leaving:
        raise Unclear(f"{told(parts[0])} is in no {CONTAINER_TITLES[kinds[0]]}.")
    drawn = sheet.architecture
    for each in leaving:
        box = next(box for box in reversed(drawn.around(each)) if box.kind in kinds)
        drawn = framing.moved(drawn, [each.id], box.inside)
    names = ", ".join(told(each) for each in leaving)
    return sheet.after(drawn, f"{names} outside the {CONTAINER_TITLES[kinds[0]]}", leaving[-1].id)


def _no_frame(sheet: Sheet, match: re.Match[str]) -> Sheet | None:
    return without_frame(sheet, match["box"])


def without_frame(sheet: Sheet, phrase: str) -> Sheet | None:
    """The sheet without a frame, None where the phrase names none. Raises Unclear."""
    kinds = frame_kinds(phrase)
    if not kinds or candidates(sheet, phrase):
        return None
    gone = frames(sheet, phrase)
    if not gone:
        title = CONTAINER_TITLES[kinds[0]]
        trouble = NoVpc if "vpc" in kinds else Unclear
        raise trouble(f"There is no {title} drawn in the plan, so nothing was taken away.")
    drawn = sheet.architecture
    lost = [each for each in drawn.components if each.service in OF_A_VPC] if "vpc" in kinds else []
    drawn = drawing.without_components(drawn, [each.id for each in lost])
    for box in gone:
        if box in drawn.containers:
            drawn = framing.without_container(drawn, box)
        else:  # its frame changed while others were taken away
            drawn = _without_id(drawn, box.id)
    also = f", and with it {', '.join(told(each) for each in lost)}" if lost else ""
    return sheet.after(drawn, f"no {gone[0].title}{also}")


def _without_id(drawn: Architecture, box_id: str) -> Architecture:
    box = next((each for each in drawn.containers if each.id == box_id), None)
    return drawn if box is None else framing.without_container(drawn, box)


_NONE = (
    r"(?:no|without|w/o|remove|delete|drop|get rid of|skip|omit|lose|leave out|take out|take away|ditch|scrap|don't need|do not need|"
    r"we don't need|i don't need|don't want|i don't want|we don't want|there is no|not|kill|erase)"
)
RULES: tuple[Rule, ...] = (
    rule(
        rf"(?:move|take|get|bring|put|keep|remove|pull)\s+{X}\s+(?:out of|from|outside(?: of)?)\s+{_BOX}",
        _out,
    ),
    rule(
        rf"{X}\s+(?:should|must|can|needs to)\s+(?:be|stand|live|go|run|stay)\s+(?:out of|outside(?: of)?|not in)\s+{_BOX}",
        _out,
    ),
    rule(
        rf"{_NONE}\s+(?:(?:the|any|a|an|all|both|our|that|this|drawn)\s+)*{_BOX}(?:\s+(?:around|for)\s+.+)?",
        _no_frame,
    ),
    rule(
        rf"(?:put|move|place|add|run|keep|have|deploy|wrap|get|relocate|include|insert|host|bring)\s+{X}\s+{_HERE}\s+{_BOX}",
        _put,
    ),
    rule(
        rf"{X}\s+(?:should|must|has to|have to|needs to|need to|shall|can)\s+(?:be|stand|live|go|run|sit|be placed|be put|belong)\s+{_HERE}\s+{_BOX}",
        _put,
    ),
    rule(rf"{X}\s+(?:belongs?|goes|go|is|are|stands?|sits?|lives?|runs?)\s+{_HERE}\s+{_BOX}", _put),
    rule(rf"(?:make|keep|set|turn)\s+{X}\s+(?P<how>public|private)", _public_or_private),
    rule(
        rf"{X}\s+(?:should|must|has to|needs to)\s+be\s+(?P<how>public|private)", _public_or_private
    ),
    rule(rf"(?:{WANTING}\s+)?{_BOX}\s+(?:around|for|with)\s+{X}", _add_frame),
    rule(rf"{WANTING}\s+{_BOX}", _add_frame),
    rule(rf"(?:with|a|an|another)\s+{_BOX}", _add_frame),
    rule(rf"{X}\s+{_HERE}\s+{_BOX}", _put),
)
