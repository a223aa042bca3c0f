"""IAM Access Analyzer: says what of this account others can reach."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt
from bot.blocks.template import Template
from bot.domain.architecture import Component


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    template.add(name, "AWS::AccessAnalyzer::Analyzer", {"Type": "ACCOUNT"})
    template.output(f"{name}Arn", GetAtt(name, "Arn"), "ARN of the analyzer")


BLOCK = Block("accessanalyzer", "Analyzer", _build)
