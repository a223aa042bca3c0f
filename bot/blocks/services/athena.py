"""Amazon Athena: a workgroup whose results are encrypted and gone after a month."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref, Sub, own_name
from bot.blocks.services.buckets import private_bucket
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_DAYS = 30
_LARGEST_SCAN = 107_374_182_400


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    results = private_bucket(template, f"{name}Results", expire_days=_DAYS)
    template.remember(("results", component.id), results)
    template.add(
        name,
        "AWS::Athena::WorkGroup",
        {
            # A workgroup must have a name; the stack's own keeps two stacks apart.
            "Name": own_name(template.short(component)),
            "Description": title,
            "State": "ENABLED",
            "RecursiveDeleteOption": True,
            "WorkGroupConfiguration": {
                "EnforceWorkGroupConfiguration": True,
                "PublishCloudWatchMetricsEnabled": True,
                "BytesScannedCutoffPerQuery": _LARGEST_SCAN,
                "ResultConfiguration": {
                    "OutputLocation": Sub(f"s3://${{{results}}}/"),
                    "EncryptionConfiguration": {"EncryptionOption": "SSE_S3"},
                },
            },
        },
    )
    template.assume(f"Results of {title} are deleted after {_DAYS} days.", Stake.DATA)
    template.assume(f"A query of {title} that would read more than 100 GB is stopped.", Stake.MONEY)
    template.output(f"{name}Name", Ref(name), f"Name of the workgroup {title}")


BLOCK = Block("athena", "QueryWorkgroup", _build)
