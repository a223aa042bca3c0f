"""The third thing a model can do: propose a CloudFormation stack (`create_stack`), with what it read."""

import json
import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.adapters.openai.shortening import short, short_lines
from bot.adapters.openai.structure import (
    SeenComponent,
    SeenConnection,
    SeenContainer,
    SeenUnplaced,
    Structure,
    structure_of,
)
from bot.domain.architecture import Architecture
from bot.domain.services import SERVICES
from bot.domain.stack import StackDraft

CREATE_STACK = "create_stack"
LONGEST_TITLE = 120
# Every assumption counts here: a diagram leaves more open than a sentence.
MOST_ASSUMPTIONS = 30
MOST_QUESTIONS = 8

_FENCED = re.compile(r"\A\s*```[^\n`]*\n(?P<inside>.*?)```\s*\Z", re.DOTALL)


class Incomplete(ValueError):
    """A call that lacks what it is for; the message tells the model what."""


def _unfenced(template: Any) -> Any:
    """The template as it was written, but for the fence of a chat around it."""
    if isinstance(template, Mapping):
        return json.dumps(template, indent=2)
    if not isinstance(template, str):
        return "" if template is None else template
    fenced = _FENCED.match(template)
    return fenced["inside"] if fenced else template


def _listed(value: Any) -> Any:
    return [] if value is None else value


class CreateStack(BaseModel):
    """What was read of a picture, and the CloudFormation template of exactly that."""

    # A field too many in one of many components is no reason to have everything written again.
    model_config = ConfigDict(extra="ignore")

    title: Annotated[str, BeforeValidator(lambda value: value or "")] = Field(
        default="",
        description="What it is, in a few words, for example “API Gateway → Lambda → DynamoDB”.",
    )
    components: Annotated[list[SeenComponent], BeforeValidator(_listed)] = Field(
        default_factory=list,
        description="Everything drawn that is a thing: AWS services, and users, clients and systems "
        "outside AWS. One entry for each icon or box; `count` only where one symbol stands for several.",
    )
    containers: Annotated[list[SeenContainer], BeforeValidator(_listed)] = Field(
        default_factory=list,
        description="Every frame around components: VPC, subnets, zones, regions, groups.",
    )
    connections: Annotated[list[SeenConnection], BeforeValidator(_listed)] = Field(
        default_factory=list,
        description="Every arrow, from its tail to its head. A line with two heads is two entries.",
    )
    unplaced: Annotated[list[SeenUnplaced], BeforeValidator(_listed)] = Field(
        default_factory=list,
        description="Everything that was seen and could not be understood or placed. Nothing is "
        "left out silently.",
    )
    region: str | None = Field(
        default=None,
        description="AWS region code if one was asked for or is drawn, else null. The policy decides.",
    )
    template: Annotated[str, BeforeValidator(_unfenced)] = Field(
        default="",
        description="The whole CloudFormation template in YAML, without a Markdown fence.",
    )
    assumptions: Annotated[list[str], BeforeValidator(_listed)] = Field(
        default_factory=list,
        description="Everything the template settles that neither picture nor words say, one short "
        "sentence each.",
    )
    questions: Annotated[list[str], BeforeValidator(_listed)] = Field(
        default_factory=list,
        description="What to ask the person, at most three; the plan is shown all the same.",
    )

    def draft(self) -> StackDraft:
        """What was proposed, in the words of the domain. Raises ValidationError, Incomplete."""
        architecture = Structure(
            self.components, self.containers, self.connections, self.unplaced
        ).architecture()
        if not architecture.components:
            raise Incomplete(
                "components: empty. List everything the template stands for; where a picture shows "
                "no architecture, call reply instead"
            )
        if not self.template.strip():
            raise Incomplete("template: empty. Write the whole CloudFormation template")
        return StackDraft(
            title=short(self.title, LONGEST_TITLE) or _title_of(architecture),
            architecture=architecture,
            template=self.template,
            region=(self.region or "").strip() or None,
            assumptions=short_lines(self.assumptions, MOST_ASSUMPTIONS),
            questions=short_lines(self.questions, MOST_QUESTIONS),
        )

    @staticmethod
    def of(draft: StackDraft) -> "CreateStack":
        """The call that proposes a draft."""
        return CreateStack.model_validate(
            {
                "title": draft.title,
                **structure_of(draft.architecture),
                "region": draft.region,
                "template": draft.template,
                "assumptions": draft.assumptions,
                "questions": draft.questions,
            }
        )


def _title_of(architecture: Architecture) -> str:
    """The first few services, for a model that gave it no name."""
    titles = dict.fromkeys(SERVICES[one.service].title for one in architecture.components)
    return short(", ".join(list(titles)[:3]), LONGEST_TITLE)
