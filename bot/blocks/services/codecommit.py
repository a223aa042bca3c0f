"""AWS CodeCommit: a repository that starts empty."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, own_name
from bot.blocks.stake import Stake
from bot.blocks.template import KEEP, Template
from bot.domain.architecture import Component

BRANCH = "main"


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    template.add(
        name,
        "AWS::CodeCommit::Repository",
        {
            # A repository must have a name; the stack's own keeps two stacks apart.
            "RepositoryName": own_name(template.short(component)),
            "RepositoryDescription": title,
        },
        **KEEP,
    )
    template.assume(
        f"{title} is kept when the stack is deleted, so that no code is lost.", Stake.DATA
    )
    template.output(f"{name}Url", GetAtt(name, "CloneUrlHttp"), f"From where {title} is cloned")


BLOCK = Block("codecommit", "Repository", _build)
