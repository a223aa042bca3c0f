"""Nothing that changes a setting of the whole account."""

from collections.abc import Iterator

from bot.domain.finding import Severity
from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.judged import Judged, Made
from bot.domain.keeping import DELETED, policy_of

# There is one of each per account and region: a stack that sets it changes what others rely on, and
# takes it away when it is deleted.
ACCOUNT_WIDE = frozenset(
    {
        "AWS::ApiGateway::Account",
        "AWS::EC2::SnapshotBlockPublicAccess",
        "AWS::EC2::VPCBlockPublicAccessExclusion",
        "AWS::EC2::VPCBlockPublicAccessOptions",
        "AWS::ECR::PullThroughCacheRule",
        "AWS::ECR::RegistryPolicy",
        "AWS::ECR::RegistryScanningConfiguration",
        "AWS::ECR::ReplicationConfiguration",
        "AWS::Glue::DataCatalogEncryptionSettings",
        "AWS::IoT::AccountAuditConfiguration",
        "AWS::IoT::Logging",
        "AWS::Logs::AccountPolicy",
        "AWS::S3::StorageLens",
        "AWS::SES::VdmAttributes",
        "AWS::XRay::ResourcePolicy",
        "AWS::XRay::TransactionSearchConfig",
    }
)
# The role that every REST API of the region logs with: any that may log will do, as long as it stays.
_FOR_LOGS = ("AWS::ApiGateway::Account",)


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for one in judged.of_type(*ACCOUNT_WIDE):
        yield Flaw(
            ("Resources", one.logical_id, "Type"),
            f"{one.logical_id} ({one.type}) changes a setting of the whole account.",
            _weight(judged, one),
        )


def _weight(judged: Judged, made: Made) -> Severity:
    if made.type not in _FOR_LOGS:
        return Severity.BLOCKING
    stays = DELETED not in judged.scope.texts(policy_of(judged.resource(made.logical_id)))
    return Severity.WARNING if stays else judged.of_others


GUARDRAIL = Guardrail(
    id="account-wide-setting",
    title="Nothing that changes a setting of the whole account",
    why="Others rely on it, and deleting the stack would take it away again.",
    fix="Leave it out; whoever runs the AWS account can set it.",
    flaws=_flaws,
    lighter="A warning for the role that API Gateway logs with, where it outlives the stack; for `gpt-to-aws lint` always.",
)
