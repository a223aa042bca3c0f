"""What a model can do: propose instances or a stack, read an architecture first, or say something (`reply`)."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.adapters.openai.create_stack import CREATE_STACK, CreateStack
from bot.adapters.openai.read_architecture import READ_ARCHITECTURE, ReadArchitecture
from bot.adapters.openai.schema import closed_object, nullable, strict_schema
from bot.adapters.openai.shortening import MOST_LINES, short, short_lines
from bot.adapters.openai.wire import Tool
from bot.domain.instance import T3, Ingress, InstanceDraft, OperatingSystem, Reason
from bot.domain.policy import Policy

LONGEST_REPLY = 3000

Words: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RunInstances(_Arguments):
    """The parameters of EC2's call of that name, as far as a person can ask for them in words."""

    InstanceType: Words = Field(
        description="Exactly the type that was asked for; if no type was named, the smallest type of "
        "this list that satisfies what was asked. A named type that is not in this list is never "
        "substituted by another: then call reply with kind=refusal and say which are allowed."
    )
    VolumeSize: int = Field(
        ge=1,
        description="Root disk in GiB. 1 GB counts as 1 GiB and 1 TB as 1000 GiB, so 1/4 TB is 250. "
        "As asked, also when it is more than the limit: the policy decides. 20 if nothing was said, "
        "30 for Windows.",
    )
    DisableApiTermination: bool = Field(
        description="Termination protection: true only if somebody asked for protection against "
        "deletion; false if it should be easy to get rid of, or nothing was said."
    )
    count: int | None = Field(
        default=None, ge=1, description="How many, as asked; null if nothing was said (then 1)."
    )
    name: str | None = Field(
        default=None, max_length=255, description="The Name tag if a name was given, else null."
    )
    operating_system: OperatingSystem | None = Field(
        default=None, description="null if nothing was said (then al2023)."
    )
    volume_type: Literal["gp3"] | None = Field(default=None, description="Kind of disk, or null.")
    inbound_ports: list[Ingress] | None = Field(
        default=None,
        description="Ports to open, each with the address range (CIDR) that may reach it. null unless "
        "opening a port was asked for. Ports that administer a machine or hold data (SSH, remote "
        "desktop, databases, caches) are opened to 0.0.0.0/0 only if that was asked for explicitly. "
        "If the purpose needs a port that was not asked for, leave it closed and name the port and "
        "protocol in assumptions.",
    )
    lease_hours: int | None = Field(
        default=None, ge=1, description="How long it may live, in hours (two weeks: 336), or null."
    )
    region: str | None = Field(
        default=None,
        description="AWS region code, as asked; null if nothing was said. The policy decides.",
    )
    reasons: list[Reason] = Field(
        default_factory=list,
        description="One for each parameter you set, in plain words for the person who asked; "
        "`parameter` is the parameter's name here, for example InstanceType.",
    )
    assumptions: list[str] = Field(
        default_factory=list,
        description="Everything you chose that nobody said, one short sentence each.",
    )

    def draft(self) -> InstanceDraft:
        """What was proposed, in the words of the domain. Raises ValidationError."""
        said = {
            "count": self.count,
            "name": (self.name or "").strip() or None,
            "operating_system": self.operating_system,
            "volume_type": self.volume_type,
            "lease_hours": self.lease_hours,
            "region": (self.region or "").strip() or None,
        }
        return InstanceDraft(
            instance_type=self.InstanceType,
            volume_gib=self.VolumeSize,
            termination_protection=self.DisableApiTermination,
            ingress=tuple(self.inbound_ports or ()),
            reasons=_short_reasons(self.reasons),
            assumptions=short_lines(self.assumptions),
            **{key: value for key, value in said.items() if value is not None},
        )

    @staticmethod
    def of(draft: InstanceDraft) -> "RunInstances":
        """The call that proposes a draft."""
        return RunInstances(
            InstanceType=draft.instance_type,
            VolumeSize=draft.volume_gib,
            DisableApiTermination=draft.termination_protection,
            count=draft.count,
            name=draft.name,
            operating_system=draft.operating_system,
            volume_type=draft.volume_type,
            inbound_ports=list(draft.ingress) or None,
            lease_hours=draft.lease_hours,
            region=draft.region,
            reasons=list(draft.reasons),
            assumptions=list(draft.assumptions),
        )


class Reply(_Arguments):
    """Words instead of a plan."""

    kind: Literal["answer", "question", "refusal"] = Field(
        description="answer: help, or an answer to a question. question: the one thing that has to be "
        "known first. refusal: what was asked cannot be done here; say why and what can."
    )
    text: Words = Field(
        description="What to say, in the person's language, short, without headings or links."
    )

    @property
    def shown(self) -> str:
        return short(self.text, LONGEST_REPLY)


Understood: TypeAlias = RunInstances | ReadArchitecture | CreateStack | Reply

RUN_INSTANCES = "run_instances"
REPLY = "reply"
MODELS: dict[str, type[Understood]] = {
    RUN_INSTANCES: RunInstances,
    READ_ARCHITECTURE: ReadArchitecture,
    CREATE_STACK: CreateStack,
    REPLY: Reply,
}
_DESCRIPTIONS = {
    RUN_INSTANCES: "Propose EC2 instances, all of one kind. The person sees a plan card and decides.",
    READ_ARCHITECTURE: "Write down what is drawn or asked for, as the first step to a CloudFormation "
    "stack. No template yet: you are asked for it next, with examples of what you read.",
    CREATE_STACK: "Propose a CloudFormation stack of an architecture. The person sees what was read "
    "and the plan, and decides.",
    REPLY: "Say something instead of proposing a plan.",
}


def tools(policy: Policy, names: Iterable[str]) -> tuple[Tool, ...]:
    """The functions of these names, as they are offered under a policy."""
    return tuple(Tool(name, _DESCRIPTIONS[name], _schema(policy, name)) for name in names)


def answer_schema(offered: Iterable[Tool]) -> dict[str, Any]:
    """The form of an answer that is JSON text: one of the tools, the others null."""
    return closed_object({tool.name: nullable(tool.parameters) for tool in offered})


def _schema(policy: Policy, name: str) -> dict[str, Any]:
    return _run_instances_schema(policy) if name == RUN_INSTANCES else strict_schema(MODELS[name])


def _run_instances_schema(policy: Policy) -> dict[str, Any]:
    schema = strict_schema(RunInstances)
    types: dict[str, Any] = schema["properties"]["InstanceType"]
    types["enum"] = list(policy.instance_types)
    sizes = "; ".join(_size(name) for name in policy.instance_types)
    types["description"] = f"{types['description']} {sizes}."
    return schema


def _size(instance_type: str) -> str:
    capacity = T3.get(instance_type)
    if capacity is None:
        return instance_type
    return f"{instance_type}: {capacity.vcpus} vCPU, {capacity.memory_gib:g} GiB"


def _short_reasons(reasons: list[Reason]) -> tuple[Reason, ...]:
    return tuple(
        Reason(
            parameter=short(reason.parameter),
            reason=short(reason.reason),
        )
        for reason in reasons[:MOST_LINES]
        if reason.parameter.strip() and reason.reason.strip()
    )
