"""What one template makes different from another, resource by resource and line by line."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from bot.domain.impossible import impossible, made_anew
from bot.domain.intrinsics import Body, mapping, section
from bot.domain.keeping import fates
from bot.domain.stack import Difference, PlannedResource
from bot.domain.template import resources

NOTHING_CHANGES = "The stack already is like that; nothing would change."


def difference(before: Body, after: Body, *, before_text: str, after_text: str) -> Difference:
    """Resources are the same by their logical id: one of another type is changed."""
    old, new = resources(before), resources(after)
    were = {one.logical_id for one in old}
    stay = {one.logical_id for one in new}
    return Difference(
        added=tuple(one for one in new if one.logical_id not in were),
        changed=tuple(
            one
            for one in new
            if one.logical_id in were and _defined(before, one) != _defined(after, one)
        ),
        removed=tuple(one for one in old if one.logical_id not in stay),
        fates=fates(before),
        anew=made_anew(before, after),
        impossible=impossible(before, after),
        text="".join(_unified(before_text, after_text)),
    )


def _defined(body: Body, resource: PlannedResource) -> Mapping[str, Any]:
    return mapping(section(body, "Resources").get(resource.logical_id))


def _unified(before: str, after: str) -> Iterator[str]:
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), "before.yaml", "after.yaml", lineterm=""
    )
    for line in lines:
        yield f"{line}\n"
