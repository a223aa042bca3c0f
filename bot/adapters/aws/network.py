"""Where launches go: the region's default VPC."""

from bot.adapters.aws.clients import Clients
from bot.adapters.aws.errors import no_default_vpc, translated


def default_vpc(clients: Clients, region: str) -> str:
    with translated("Amazon EC2", region):
        found = clients.ec2(region).describe_vpcs(
            Filters=[{"Name": "is-default", "Values": ["true"]}]
        )["Vpcs"]
    if not found:
        raise no_default_vpc(region)
    return found[0]["VpcId"]
