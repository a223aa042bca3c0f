"""Changes an architecture as a message says: “add a queue before the Lambda”, “no VPC”, in English or German."""

from dataclasses import dataclass

from bot.domain.architecture import Architecture
from bot.offline.altering import adding, changing, counting, domains, placing, settling, wiring
from bot.offline.altering.clauses import clauses, is_question, unlinked
from bot.offline.altering.german import as_said, in_english
from bot.offline.altering.rule import Rule
from bot.offline.altering.sheet import Already, NoVpc, Sheet, Unclear
from bot.offline.altering.words import quoted_out, unquoted

__all__ = ["Altered", "alter"]

MOST_ORDERS = 20
LONGEST_ORDER = 300
LONGEST_MESSAGE = 4000

# The order matters: what is worded more narrowly comes first.
NARROW: tuple[Rule, ...] = (
    *domains.RULES,
    *settling.RULES,
    *wiring.TURNS,
    *changing.DENIALS,
    *changing.NAMES,
    *changing.REPLACEMENTS,
    *adding.RULES,
    *wiring.ARROWS,
    *placing.RULES,
    *counting.RULES,
    *changing.REMOVALS,
    *changing.USES,
)
# As wide as it gets where a message may only describe what is drawn.
PLAIN: tuple[Rule, ...] = (*changing.NAMINGS, *adding.ADDITIONS)
# Tried only when nothing narrower was meant: they would take almost anything for what they are about.
WIDE: tuple[Rule, ...] = (
    *changing.MAKE,
    *changing.CORRECTIONS,
    *adding.ADDITIONS,
    *wiring.STATEMENTS,
    *adding.BARE,
)


@dataclass(frozen=True, slots=True)
class Altered:
    """What a message made of an architecture.

    `done` says what was changed; `already` what was asked for and is so; `unclear` what was asked for and
    could not be carried out; `rest` are the parts of the message that are no order as far as one can tell.
    `without_vpc` is which of these says that there shall be no VPC at all.
    """

    architecture: Architecture
    done: tuple[str, ...] = ()
    already: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    title: str | None = None
    without_vpc: str | None = None


def alter(
    architecture: Architecture, text: str, *, meant: str | None = None, described: bool = False
) -> Altered:
    """Carry out every order of a message.

    `meant` is the id of a component chosen when asked which one. `described` says that the message may
    describe the architecture as much as change it: then what is no plain order is none.
    """
    masked, quotes = quoted_out(text[:LONGEST_MESSAGE])
    sheet = Sheet(architecture, meant=meant, quotes=quotes)
    rules = (NARROW, PLAIN) if described else (NARROW, WIDE)
    already: list[str] = []
    unclear: list[str] = []
    rest: list[str] = []
    without_vpc: str | None = None
    orders = list(clauses(in_english(masked)))
    if len(orders) > MOST_ORDERS:
        unclear.append(f"These are many changes at once; I read the first {MOST_ORDERS}.")
    for clause in orders[:MOST_ORDERS]:
        try:
            after = _carried_out(sheet, unlinked(clause), rules)
        except Already as trouble:
            already.append(str(trouble))
            without_vpc = str(trouble) if isinstance(trouble, NoVpc) else without_vpc
        except Unclear as trouble:
            unclear.append(str(trouble))
        else:
            sheet = after or sheet
            rest += [] if after else [unquoted(as_said(masked, clause), quotes)]
    if len(text) > LONGEST_MESSAGE:
        unclear.append("The message is very long; I read only its beginning.")
    return Altered(
        sheet.architecture,
        sheet.done,
        tuple(already),
        tuple(unclear),
        tuple(dict.fromkeys(rest)),
        sheet.title,
        without_vpc or _without_vpc(architecture, sheet),
    )


def _without_vpc(before: Architecture, sheet: Sheet) -> str | None:
    kinds = [{box.kind for box in one.containers} for one in (before, sheet.architecture)]
    if "vpc" not in kinds[0] or "vpc" in kinds[1]:
        return None
    names = tuple(f"no {box.title}" for box in before.containers if box.kind == "vpc")
    return next((one for one in sheet.done if one.startswith(names)), None)


def _carried_out(
    sheet: Sheet, clause: str, sets_of_rules: tuple[tuple[Rule, ...], ...]
) -> Sheet | None:
    if is_question(clause) or len(clause) > LONGEST_ORDER:
        return None
    for rules in sets_of_rules:
        trouble: Unclear | None = None
        for rule in rules:
            try:
                after = _by(rule, sheet, clause)
            except Unclear as unclear:
                trouble = trouble or unclear
            else:
                if after is not None:
                    return after
        if trouble is not None:
            raise trouble
    return None


def _by(rule: Rule, sheet: Sheet, clause: str) -> Sheet | None:
    match = rule.wording.match(clause)
    return rule.carry_out(sheet, match) if match else None
