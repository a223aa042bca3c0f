"""What a stack tells of its network, so that people and other stacks can build on it."""

from bot.blocks.intrinsics import Call, Ref
from bot.blocks.placing.plan import TIERS, Vpc
from bot.blocks.template import Template


def tell(template: Template, vpc: Vpc) -> None:
    """Where the network is all there is, or its outputs are to be exported."""
    alone = not any(place.vpc == vpc for place in (template.network.places or {}).values())
    if not (alone or vpc.features.export):
        return
    export = vpc.features.export
    template.output(f"{vpc.id}Id", Ref(vpc.id), "Id of the VPC", export=export)
    for tier in TIERS:
        ids = [Ref(one.id) for one in vpc.tier(tier)]
        if ids:
            name = f"{vpc.id}{tier.capitalize()}Subnets"
            joined = Call("Join", [",", ids])
            template.output(name, joined, f"Ids of the {tier} subnets", export=export)
