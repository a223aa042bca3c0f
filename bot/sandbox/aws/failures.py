"""Failures that a visitor of the sandbox can ask for, each in the words that AWS has for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.sandbox.aws.faults import Refusal

ANY = "AWS::CloudFormation::Resource"
"""Whichever resource comes once half of a stack is there."""


@dataclass(frozen=True)
class Failure:
    """`where` is the call or the type of resource that it hits. `{action}` in the message is what was tried, by `{account}`."""

    title: str
    where: str
    code: str
    message: str

    @property
    def refusal(self) -> Refusal:
        return Refusal(self.code, self.message, 400)


FAILURES: Mapping[str, Failure] = {
    "denied": Failure(
        "A resource: access denied",
        ANY,
        "AccessDenied",
        "User: arn:aws:sts::{account}:assumed-role/gpt-to-aws/AWSCloudFormation is not authorized to "
        "perform: {action} because no identity-based policy allows the {action} action",
    ),
    "throttled": Failure("A resource: too many requests", ANY, "Throttling", "Rate exceeded"),
    "internal": Failure(
        "A resource: AWS fails inside", ANY, "InternalFailure", "An internal error occurred."
    ),
    "unstable": Failure(
        "A resource: does not become ready",
        ANY,
        "NotStabilized",
        "Exceeded attempts to wait for the resource to stabilize",
    ),
    "capacity": Failure(
        "An instance: no capacity in its zone",
        "RunInstances",
        "InsufficientInstanceCapacity",
        "We currently do not have sufficient capacity for the requested instance type in the "
        "Availability Zone you requested (us-east-1a). Our system will be working on provisioning "
        "additional capacity. You can currently get capacity by not specifying an Availability Zone in "
        "your request or choosing us-east-1b, us-east-1c, us-east-1d, us-east-1f.",
    ),
    "vcpu": Failure(
        "An instance: more vCPUs than the account may have",
        "RunInstances",
        "VcpuLimitExceeded",
        "You have requested more vCPU capacity than your current vCPU limit of 32 allows for the "
        "instance bucket that the specified instance type belongs to. Please visit "
        "http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.",
    ),
    "vpcs": Failure(
        "A VPC: the account has as many as it may",
        "AWS::EC2::VPC",
        "VpcLimitExceeded",
        "The maximum number of VPCs has been reached.",
    ),
    "addresses": Failure(
        "An elastic IP: the account has as many as it may",
        "AWS::EC2::EIP",
        "AddressLimitExceeded",
        "The maximum number of addresses has been reached.",
    ),
    "bucket": Failure(
        "A bucket: somebody has that name",
        "AWS::S3::Bucket",
        "BucketAlreadyExists",
        "The requested bucket name is not available. The bucket namespace is shared by all users of "
        "the system. Please select a different name and try again.",
    ),
    "function": Failure(
        "A function: its role cannot be assumed yet",
        "AWS::Lambda::Function",
        "InvalidParameterValueException",
        "The role defined for the function cannot be assumed by Lambda.",
    ),
    "database": Failure(
        "A database: no capacity for its class",
        "AWS::RDS::DBInstance",
        "InsufficientDBInstanceCapacity",
        "Database instance class is not available in the specified Availability Zone.",
    ),
    "distribution": Failure(
        "A CloudFront distribution: account not verified",
        "AWS::CloudFront::Distribution",
        "AccessDenied",
        "Your account must be verified before you can add new CloudFront resources. To verify your "
        "account, please contact AWS Support (https://console.aws.amazon.com/support/home#/) and "
        "include this error message.",
    ),
    "update": Failure(
        "A change to a resource: refused",
        f"Update {ANY}",
        "InvalidRequest",
        "The requested configuration is currently not supported.",
    ),
    "delete": Failure(
        "A deletion: something depends on the resource",
        f"Delete {ANY}",
        "DependencyViolation",
        "The resource has a dependent object and cannot be deleted.",
    ),
}
