"""Several new things in one order, with the arrows between them: “add a queue that triggers a Lambda function”."""

import re

from bot.domain.architecture import Component
from bot.offline.altering import drawing
from bot.offline.altering.finding import told
from bot.offline.altering.sheet import Sheet
from bot.offline.sketching import sketch

# What else stands after “that” is a purpose, and makes nothing.
_LEADS_ON = re.compile(
    r"\b(?:that|which)\s+(?:\w+\s+)?(?:triggers?|calls?|invokes?|feeds?|starts?|runs?|(?:writes?|sends?|publish(?:es)?) to|reads? from)\b|"
    r"\b(?:triggering|calling|invoking|feeding|starting|(?:writing|sending|publishing) to|reading from)\b|"
    r"\b(?:triggered|called|invoked|fed|started) by\b",
    re.IGNORECASE,
)
# That one is there, or nowhere: it is nothing to be added.
_KNOWN = re.compile(
    r"\b(?:the|this|that|our|its?)\s+(?!triggers?\b|calls?\b|invokes?\b)\w+", re.IGNORECASE
)


def several(sheet: Sheet, phrase: str) -> Sheet | None:
    """The sheet with all of them, None where the order names one thing only, or something that is there."""
    leads = _LEADS_ON.search(phrase)
    if leads is None or _KNOWN.search(phrase[: leads.start()] + phrase[leads.end() :]):
        return None
    wanted = sketch(phrase).architecture
    if len(wanted.components) < 2 or not wanted.connections:  # noqa: PLR2004 - several
        return None
    drawn, ids, parts = sheet.architecture, dict[str, str](), list[Component]()
    for one in wanted.components:
        part = one.model_copy(update={"id": drawing.fresh_id(drawn, one.service), "inside": None})
        ids[one.id] = part.id
        parts.append(part)
        drawn = drawing.with_component(drawn, part, [])
    for arrow in wanted.connections:
        drawn = drawing.connected(drawn, ids[arrow.source], ids[arrow.target])
    added = " and ".join(told(part) for part in parts)
    return sheet.after(drawn, f"added {added}, with what goes between them", parts[0].id)
