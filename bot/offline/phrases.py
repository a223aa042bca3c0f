"""What the model says when it does not plan: help, questions and reasoned refusals, with this caller's limits in them."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.offline import capacity
from bot.offline.capacity import CAPACITY, gib
from bot.offline.offer import Offer

COST = "The plan's card shows what it would cost before anyone approves it. Describe the server and see."
_EXAMPLES = (
    "a Minecraft Bedrock server for 25 players with 1/4 TB of storage, easy to get rid of",
    "ubuntu box, 4 GB RAM, open 443 to everyone and 22 only from 10.0.0.0/8",
    "two servers with 16 GB RAM and 4 vCPUs each, for two weeks",
)
_THEN = "In the thread you can refine it: “make it 5 players”, “double the disk”, “use eu-west-1”, “protect it”."

ASK_FOR_STACKS = (
    "Say what you need, for example “a REST API in front of a Lambda that writes to DynamoDB”, “an S3 website behind "
    "CloudFront” or “a VPC with two public and two private subnets and a NAT gateway”; nothing is created until someone "
    "approves the plan."
)
DRAWN = (
    "Anything more of AWS becomes a CloudFormation stack: “a REST API in front of a Lambda that writes to DynamoDB”, "
    "“an S3 website behind CloudFront”. Or drop a picture of an architecture into the thread, and I propose the stack of it."
)


def _examples() -> str:
    return "\n".join(f"• {example}" for example in _EXAMPLES)


def limits(offer: Offer) -> str:
    known = capacity.known(offer.instance_types)
    if not known:
        return ", ".join(offer.instance_types)
    first, last = known[0], known[-1]
    return f"{_type(first)} to {_type(last)}" if first != last else _type(first)


def _type(name: str) -> str:
    figures = CAPACITY[name]
    return f"{name} ({figures.vcpus} vCPU, {gib(figures.memory)})"


def help_text(offer: Offer) -> str:
    return (
        "Tell me in plain words what server you need, and I propose an EC2 instance with the reason for "
        f"each choice; nothing is launched until someone approves it. For example:\n{_examples()}\n"
        f"I choose from {limits(offer)}, and read memory, disk, vCPUs, how many players or users it serves, "
        f"name, region, operating system, open ports, how long it is needed, and whether it is protected. {_THEN}\n"
        f"{DRAWN}"
    )


def greeting(offer: Offer) -> str:
    return (
        "Hello! Tell me what server you need and I propose an EC2 instance, from "
        f"{limits(offer)}. For example:\n{_examples()}"
    )


def thanks(planned: object) -> str:
    if planned:
        return "You're welcome. The plan stands as it is; approve it on its card, or tell me what to change."
    return "You're welcome. Tell me what server you need whenever you like."


def go_ahead(planned: object) -> str:
    if planned:
        return "I can only propose. Use the Approve button on the plan's card; then exactly that is launched."
    return "There is no plan yet. Tell me what server you need, for example: " + _EXAMPLES[1]


def cancelled(planned: object) -> str:
    if planned:
        return "Use the Cancel button on the plan's card, or tell me what should be different. Nothing is launched without an approval."
    return "All right; nothing was planned."


_ENDED_IN_THE_CONSOLE = "in the AWS console (EC2 → Instances → Instance state → Terminate)."


def only_new(what: str, planned: object, *, stacks: bool = False) -> str:
    thread = " To drop the plan in this thread, use Cancel on its card." if planned else ""
    if stacks:
        return (
            f"I only propose what is new; from words I can't change or end what exists (“{what.strip()}”). A running "
            "stack, with all that is in it, is ended with End on its card; an instance is ended "
            f"{_ENDED_IN_THE_CONSOLE} What I did not make stays yours to end there.{thread}"
        )
    return (
        f"I only propose new EC2 instances; I can't change or end what exists (“{what.strip()}”). "
        f"Instances are ended {_ENDED_IN_THE_CONSOLE}{thread}"
    )


def not_on_what_exists(what: str, *, stacks: bool = False) -> str:
    made = "what is new" if stacks else "new EC2 instances"
    return (
        f"I only propose {made}; I can't work on what exists (“{what.strip()}”), "
        "nor change who may do what."
    )


def only_ec2(what: str, *, stacks: bool = False) -> str:
    if stacks:
        return (
            f"I could not tell what to plan with “{what}”. {ASK_FOR_STACKS} If a server would do, say what it is for, "
            "for example: a server for postgres with 100 GB of disk."
        )
    return (
        f"From words I can plan EC2 instances only, so not “{what}” yet; send a picture of the architecture "
        "for that. "
        "If a server would do, say what it is for, for example: a server for postgres with 100 GB of disk."
    )


def only_aws(what: str) -> str:
    return f"I plan for AWS only, so not for “{what}”. Tell me what it is for, and I propose it on AWS."


def no_gpu(what: str, largest: Sequence[str]) -> str:
    most = f" The largest is {_type(largest[0])}." if largest else ""
    return f"None of the allowed instance types has a GPU (“{what}”).{most} I can plan a server without one."


def about_type(name: str, offer: Offer) -> str:
    figures = CAPACITY.get(name)
    allowed = "can be launched here" if name in offer.instance_types else "is not allowed here"
    if not figures:
        return f"I have no figures for {name}; it {allowed}."
    return f"{name} has {figures.vcpus} vCPUs and {gib(figures.memory)} of memory, and {allowed}."


def types(offer: Offer) -> str:
    known = capacity.known(offer.instance_types)
    rest = [name for name in offer.instance_types if name not in known]
    lines = [f"• {_type(name)}" for name in known] + [f"• {name}" for name in rest]
    return "\n".join(["These instance types can be launched here:", *lines])


HOW_TO_END = (
    "A running stack is ended with End on its card. Instances are ended in the AWS console: EC2 → Instances → Instance state → Terminate. "
    "Termination protection, where a plan has it, is switched off there first."
)
RULES_STAY = (
    "I can't set my rules or the policy aside, and I have no secrets to show. "
    "Say what server you need and I plan it within them."
)
WHAT_FOR = (
    "What will it be used for, and by how many people? For example “Minecraft Bedrock for 10 players”, "
    "“a website with 5,000 visits a day”, or a size such as “4 GB RAM and 50 GB disk”."
)
WHICH_GAME = (
    "Which game is it, and how many players at once? For example “Minecraft Bedrock, 10 players”. "
    "A size such as “8 GB RAM” will do too."
)
PICTURE = (
    "I can't read pictures and files. Please say in words what server you need, for example: "
    + _EXAMPLES[1]
)
NOT_UNDERSTOOD = (
    "I found nothing to plan in that. I turn plain words, in English and some German, into a plan of EC2 instances, "
    "for example:\n" + _examples() + f"\n{DRAWN}"
)
WHICH_CHANGE = (
    "I could not tell what to change in the plan. For example: “make it 5 players”, “100 GB disk”, "
    "“t3.large”, “open 443 to everyone”, “for 3 days”, “call it build-cache”."
)


def people_do_what(words: str) -> str:
    return (
        f"What will it be used for ({words})? For example a website, a Minecraft server or a database; "
        "or name a size such as “8 GB RAM”."
    )


def plan_in_words(arguments: Mapping[str, Any]) -> str:
    """A plan for a caller who offered no tool to propose it with."""
    count = arguments.get("count") or 1
    protected = (
        "protected from termination"
        if arguments.get("DisableApiTermination")
        else ("easy to terminate")
    )
    proposal = (
        f"I would propose {count} × {arguments.get('InstanceType')} with {arguments.get('VolumeSize')} GiB "
        f"of disk, {protected}."
    )
    lines = [proposal]
    rows = arguments.get("reasons")
    lines += [f"• {row['reason']}" for row in (rows if isinstance(rows, list) else [])]
    return "\n".join(lines)


def stack_in_words(arguments: Mapping[str, Any]) -> str:
    """A stack for a caller who offered no tool to propose it with."""
    return f"I would propose a CloudFormation stack: {arguments.get('title')}."
