"""What a plan costs: a dated table of list prices, multiplied. No price is ever guessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from bot.domain.instance import InstancePlan

HOURS_PER_MONTH = Decimal(730)
PRICE_REGION = "us-east-1"
PRICED_ON = "2026-07-20"

# Linux on demand, us-east-1, USD/h: aws/karpenter-provider-aws, pkg/providers/pricing/
# zz_generated.pricing_aws.go, generated 2026-07-20.
INSTANCE_USD_PER_HOUR: Mapping[str, Decimal] = MappingProxyType(
    {
        "t3.nano": Decimal("0.0052"),
        "t3.micro": Decimal("0.0104"),
        "t3.small": Decimal("0.0208"),
        "t3.medium": Decimal("0.0416"),
        "t3.large": Decimal("0.0832"),
        "t3.xlarge": Decimal("0.1664"),
        "t3.2xlarge": Decimal("0.3328"),
    }
)
# gp3, us-east-1, USD per GiB-month, with 3,000 IOPS and 125 MB/s included:
# aws/agent-toolkit-for-aws, ebs-optimization.md, early 2026.
GP3_USD_PER_GIB_MONTH = Decimal("0.08")
# A public IPv4 address in use, USD/h: https://aws.amazon.com/vpc/pricing/ (since February 2024).
PUBLIC_IPV4_USD_PER_HOUR = Decimal("0.005")


@dataclass(frozen=True)
class Cost:
    """USD; `monthly` assumes 730 hours. `not_counted` is what the figure leaves out."""

    hourly: Decimal
    monthly: Decimal
    not_counted: tuple[str, ...]


def estimate(plan: InstancePlan) -> Cost | None:
    """List price of a plan while it runs, or None when the table has no price for its type."""
    draft = plan.draft
    compute = INSTANCE_USD_PER_HOUR.get(draft.instance_type)
    if compute is None:
        return None
    disk = draft.volume_gib * GP3_USD_PER_GIB_MONTH / HOURS_PER_MONTH
    hourly = draft.count * (compute + PUBLIC_IPV4_USD_PER_HOUR + disk)
    return Cost(
        hourly=hourly,
        monthly=(hourly * HOURS_PER_MONTH).quantize(Decimal("0.01")),
        not_counted=_not_counted(plan),
    )


def _not_counted(plan: InstancePlan) -> tuple[str, ...]:
    left_out = ["data transfer", "CPU credits above the baseline", "tax"]
    if plan.draft.operating_system.startswith("windows"):
        left_out.insert(0, "the Windows licence")
    if plan.region != PRICE_REGION:
        left_out.insert(0, f"the difference between {PRICE_REGION} and {plan.region} prices")
    return tuple(left_out)
