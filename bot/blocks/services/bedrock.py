"""Amazon Bedrock: an agent with a model of Amazon's own, and an alias by which code calls it."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Sub, own_name
from bot.blocks.permissions import THIS_ACCOUNT, keep_role, role, statement
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

MODEL = "amazon.nova-lite-v1:0"
_SECONDS = 600


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    model = Sub(f"arn:${{AWS::Partition}}:bedrock:${{AWS::Region}}::foundation-model/{MODEL}")
    acts = role(
        template,
        f"{name}Role",
        "bedrock.amazonaws.com",
        [statement("CallModel", ["bedrock:InvokeModel"], [model])],
    )
    keep_role(template, component, acts)
    template.properties(acts)["AssumeRolePolicyDocument"]["Statement"][0]["Condition"] = (
        THIS_ACCOUNT
    )
    template.add(
        name,
        "AWS::Bedrock::Agent",
        {
            "AgentName": own_name(template.short(component)),
            "Description": title,
            "AgentResourceRoleArn": GetAtt(acts, "Arn"),
            "FoundationModel": MODEL,
            "Instruction": f"You are {title}. Answer in one short paragraph, and say so when you do not know.",
            "IdleSessionTTLInSeconds": _SECONDS,
            "AutoPrepare": True,
        },
    )
    alias = template.add(
        f"{name}Alias",
        "AWS::Bedrock::AgentAlias",
        {"AgentId": GetAtt(name, "AgentId"), "AgentAliasName": "live"},
    )
    template.remember(("alias", component.id), alias)
    template.assume(
        f"{title} uses {MODEL}, which the account must have access to; where the region has it through an inference "
        "profile alone, put that profile in its place.",
        Stake.ACT,
    )
    template.output(f"{name}Id", GetAtt(name, "AgentId"), f"Id of the agent {title}")


BLOCK = Block("bedrock", "Agent", _build)
