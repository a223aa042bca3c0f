"""Orders about the domain under which people find it: “the domain is shop.example.com”."""

import re

from bot.domain.architecture import Component
from bot.offline.altering import drawing
from bot.offline.altering.rule import Rule, rule
from bot.offline.altering.sheet import Already, Sheet, Unclear

_NAME = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}"
# `use t3.large` and `use main.yaml` name no domain.
_NO_DOMAIN = r"(?!\S*\.(?:nano|micro|small|medium|\d*x?large|metal|ya?ml|json|png|jpe?g|gif|svg|drawio|txt|md|pdf|zip|py|js|ts|sh)\b)"
_X = rf"(?:https?://)?{_NO_DOMAIN}(?P<domain>{_NAME})\.?/?"
_DOMAIN = re.compile(rf"(?<![\w.-]){_NAME}(?![\w-])", re.IGNORECASE)
_NOUN = r"(?:(?:domain|host|dns|site)(?:\s?name)?|hosted zone|zone|url|address|web ?site|domäne|adresse)"
_WHAT_FOR = r"(?:\s+(?:as|for)\s+(?:(?:the|our|my|its|a)\s+)?(?:domain(?:\s+name)?|it|this|that|everything|site|web ?site|app|shop|cdn|distribution|zone|hosted zone|certificate|dns|address))?"
NO_ZONE = (
    "A domain needs a Route 53 hosted zone, and the plan has none, so I left “{domain}” out: say for example "
    "“add Route 53”, and then “the domain is {domain}”."
)


def _domain(sheet: Sheet, match: re.Match[str]) -> Sheet:
    """The hosted zone, or else the certificate, is called what the domain is called."""
    name = match["domain"].lower()
    named = _named(sheet)
    if not named:
        raise Unclear(NO_ZONE.format(domain=name))
    if all(one.label.lower() == name for one in named):
        raise Already(f"The domain is {name} already.")
    ids = [one.id for one in named]
    drawn = drawing.changed(
        sheet.architecture, ids, lambda one: one.model_copy(update={"label": name})
    )
    return sheet.after(drawn, f"the domain is {name}", ids[0])


def _named(sheet: Sheet) -> list[Component]:
    """What says the domain now; where nothing does, what is to say it."""
    bearers = [
        one
        for service in ("route53", "acm")
        for one in sheet.architecture.components
        if one.service == service
    ]
    return [one for one in bearers if _DOMAIN.search(one.label)] or bearers[:1]


RULES: tuple[Rule, ...] = (
    rule(
        rf"(?:(?:the|our|my|its|a|die|der|unsere?|meine?)\s+)*{_NOUN}\s*(?:'s|is|should be|shall be|must be|will be|ist|lautet|heißt|:|=|to)?\s*{_X}",
        _domain,
    ),
    rule(
        rf"(?:use|take|set|register|with|under|at|on|verwende|nimm|unter)\s+(?:(?:the|our|my|a)\s+)?(?:{_NOUN}\s+)?(?:to\s+)?{_X}{_WHAT_FOR}",
        _domain,
    ),
    rule(
        rf"(?:change|set|switch|move)\s+(?:(?:the|our|my)\s+)?{_NOUN}\s+(?:from\s+\S+\s+)?to\s+{_X}",
        _domain,
    ),
    rule(
        rf"(?:host|serve|run|deploy|publish|put|make|have)\s+.{{1,40}}?\s+(?:available\s+|reachable\s+)?(?:at|on|under)\s+{_X}",
        _domain,
    ),
    rule(
        rf".{{1,40}}?\s+(?:should|must|shall|will|is to)\s+(?:be\s+)?(?:reachable|available|served|hosted|found|run|live)\s+(?:at|on|under)\s+{_X}",
        _domain,
    ),
    rule(rf"{_X}\s+is\s+(?:the|our|my)\s+{_NOUN}", _domain),
    rule(rf"(?:call|name)\s+(?:(?:the|our|my)\s+)?{_NOUN}\s+{_X}", _domain),
    rule(_X, _domain),
)
