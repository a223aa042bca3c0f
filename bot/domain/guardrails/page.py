"""The rules as a table, and the page of the documents that holds it."""

from collections.abc import Iterable

from bot.domain.guardrails import GUARDRAILS
from bot.domain.guardrails.guardrail import Guardrail

BEGIN = "<!-- python -m bot.domain.guardrails docs/guardrails.md -->\n"
END = "<!-- end of the rules -->\n"
_HEADINGS = ("rule", "weighs", "what it asks for", "why", "what to do instead")


def rewritten(page: str) -> str:
    """The page with the rules as they are now between its two marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{table(GUARDRAILS)}{END}{after}"


def table(guardrails: Iterable[Guardrail]) -> str:
    rows = [_HEADINGS, ("---",) * len(_HEADINGS), *map(_row, guardrails)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(one: Guardrail) -> tuple[str, ...]:
    weighs = ". ".join(filter(None, (one.severity.value, one.lighter)))
    return f"`{one.id}`", weighs, one.title, one.why, one.fix
