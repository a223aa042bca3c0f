"""AWS Transfer Family: an SFTP server that writes to a bucket, with no user yet."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Sub
from bot.blocks.permissions import keep_role, role
from bot.blocks.services.logs import log_group
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_POLICY = "TransferSecurityPolicy-2025-03"


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    logs = log_group(template, component)
    # What its users do is done in this role; whoever adds a user names it.
    acts = keep_role(template, component, role(template, f"{name}Role", "transfer.amazonaws.com"))
    template.add(
        name,
        "AWS::Transfer::Server",
        {
            "Domain": "S3",
            "Protocols": ["SFTP"],
            "IdentityProviderType": "SERVICE_MANAGED",
            "EndpointType": "PUBLIC",
            "SecurityPolicyName": _POLICY,
            "StructuredLogDestinations": [GetAtt(logs, "Arn")],
            "Tags": [{"Key": "RoleOfUsers", "Value": GetAtt(acts, "Arn")}],
        },
    )
    template.assume(
        f"{title} has no user yet: add each with their public key and the role that the outputs name.",
        Stake.ACT,
    )
    template.assume(
        f"{title} is reached over the internet by SFTP, and lets in who has a key.", Stake.DATA
    )
    address = f"${{{name}.ServerId}}.server.transfer.${{AWS::Region}}.${{AWS::URLSuffix}}"
    template.output(f"{name}Address", Sub(address), f"Where {title} answers")
    template.output(f"{name}RoleArn", GetAtt(acts, "Arn"), f"The role for users of {title}")


BLOCK = Block("transfer", "SftpServer", _build)
