"""Amazon Managed Service for Prometheus: a workspace that takes metrics."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt
from bot.blocks.template import KEEP, Template
from bot.domain.architecture import Component


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    template.add(name, "AWS::APS::Workspace", {"Alias": title}, **KEEP)
    template.output(f"{name}Endpoint", GetAtt(name, "PrometheusEndpoint"), f"Where {title} answers")


BLOCK = Block("prometheus", "Metrics", _build)
