"""What the model says about stacks when it does not propose one."""

from bot.domain.architecture import Architecture
from bot.offline import phrases
from bot.offline.designing.describing import in_sentences, in_the_plan
from bot.offline.designing.examples import examples

NO_ARCHITECTURE = (
    "I see no architecture in this picture: no AWS services that I recognise. Send a diagram with AWS icons or "
    "labelled boxes and arrows between them, as PNG, JPEG, draw.io or Mermaid; then I propose a CloudFormation "
    "stack of it. A screenshot of the diagram alone, without the window around it, reads best."
)
BROKEN = (
    "The structure in that message does not fit together, so I took nothing over. Send the file or the picture "
    "once more, or correct the reading by hand."
)
NOTHING_TO_BUILD = (
    "I read {names}, but I have no building block for any of it, so I can make no template of it."
)
ONLY_STRANGE = (
    "I see boxes in this picture ({names}), but none that I know as an AWS service. Say which is which, for "
    "example “{first} is a Lambda”, or send the diagram with AWS icons."
)
NO_BLOCK_FOR = (
    "I have no building block for {names}, so I can plan nothing of that. {why}From words I can plan EC2 instances, and "
    "CloudFormation stacks of: {made}."
)
ALL_IS_THERE = (
    "{names}: that is there already as you say, and a plan touches nothing that it did not make itself. Say what "
    "shall be new."
)
NOTHING_BY_ITSELF = "{names} alone makes nothing here. Say what it shall serve or watch; what is there already no plan touches."
CAN_BE_MADE = "{names}: that I can plan as a CloudFormation stack. "
ASK_FOR_STACKS = phrases.ASK_FOR_STACKS
ONE_REGION = "A stack stands in one region, here {region}; nothing of it is made in another. Ask for a plan of its own there."
COSTS = (
    "What {names} would cost, as far as it can be told, stands on the plan's card before anyone approves it. I can't "
    "compare prices in words. "
)
GO_AHEAD = (
    "I can only propose. Use the Approve button on the plan's card; then exactly that is created. A card without "
    "that button is decided already; say “try again” for a new one."
)
END = "Press End on the card of the running stack. A plan that nobody has approved yet has Cancel on its card instead."
ANOTHER_PLAN = "That is another plan; ask me in the channel, not in this thread."
CANCEL = (
    "Use the Cancel button on the plan's card, or tell me what should be different. Nothing is created without "
    "an approval."
)
THANKS = "You're welcome. What became of the plan stands on its card; tell me what to change, if anything."
NOTHING_BEFORE = "There is no earlier plan in this thread to go back to. Nothing was changed."


def help_text(architecture: Architecture) -> str:
    return (
        "This thread has a plan for a CloudFormation stack; nothing is created until someone approves it on its "
        f"card. Tell me what to change, several things at once if you like: {examples(architecture)}. {in_the_plan(architecture)}"
    )


def which_change(architecture: Architecture, troubles: str = "") -> str:
    said = troubles or "I could not tell what to change in the plan."
    return f"{said} {in_the_plan(architecture)} You can say, for example: {examples(architecture)}."


def cost(architecture: Architecture, told: str) -> str:
    what = told or in_the_plan(architecture)
    return f"What it costs, as far as it can be told, stands on the plan's card. {what}"


def explained(architecture: Architecture, assumptions: list[str]) -> str:
    lines = [in_the_plan(architecture), *(f"• {one}" for one in in_sentences(architecture))]
    if assumptions:
        lines += [
            "What was left open, I took for granted:",
            *(f"• {one}" for one in assumptions[:12]),
        ]
    return "\n".join(lines)
