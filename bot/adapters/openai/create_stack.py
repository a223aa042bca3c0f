"""Proposing a CloudFormation stack (`create_stack`): what was read once more, and its template."""

import json
import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from bot.adapters.openai.drawn import TO_ASK, Drawn, Incomplete
from bot.adapters.openai.shortening import short_lines
from bot.adapters.openai.slips import Lines
from bot.adapters.openai.structure import structure_of
from bot.domain.stack import StackDraft

CREATE_STACK = "create_stack"
# Every assumption counts here: a diagram leaves more open than a sentence.
MOST_ASSUMPTIONS = 30
MOST_QUESTIONS = 8

_FENCED = re.compile(r"\A\s*```[^\n`]*\n(?P<inside>.*?)```\s*\Z", re.DOTALL)


def _unfenced(template: Any) -> Any:
    """The template as it was written, but for the fence of a chat around it."""
    if isinstance(template, Mapping):
        return json.dumps(template, indent=2)
    if not isinstance(template, str):
        return "" if template is None else template
    fenced = _FENCED.match(template)
    return fenced["inside"] if fenced else template


class CreateStack(Drawn):
    """What was read, and the CloudFormation template of exactly that."""

    template: Annotated[str, BeforeValidator(_unfenced)] = Field(
        default="",
        description="The whole CloudFormation template in YAML, without a Markdown fence.",
    )
    assumptions: Lines = Field(
        default_factory=list,
        description="Everything the template settles that neither picture nor words say, one short "
        "sentence each.",
    )
    questions: Lines = TO_ASK

    def draft(self) -> StackDraft:
        """What was proposed, in the words of the domain. Raises ValidationError, Incomplete."""
        architecture = self.architecture()
        if not self.template.strip():
            raise Incomplete("template: empty. Write the whole CloudFormation template")
        return StackDraft(
            title=self.titled(),
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
