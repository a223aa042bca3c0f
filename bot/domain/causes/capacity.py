"""AWS has a limit, or too little of something just now.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html · https://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html
"""

from bot.domain.causes.cause import ACCOUNT, CHANGE, WAIT, Cause

# What a service says of its machines may sound like another cause, so this one comes first.
SHORTAGE = Cause(
    "capacity",
    r"Insufficient\w*Capacity|do not (?:currently )?have sufficient .{0,60}capacity|not available in the specified Availability Zone|capacity is unavailable|no availability zones with sufficient",
    "AWS has no more of this kind of machine in this zone just now. The template is not at fault.",
    "Try again later, or ask for another size, zone or region.",
    WAIT,
)
CAUSES = (
    Cause(
        "most-vpcs",
        r"VpcLimitExceeded|maximum number of VPCs",
        "An account may have 5 VPCs in a region unless AWS has raised that, and they are all there.",
        "Delete a VPC that nobody needs or ask AWS for more (Service Quotas), or use one that is there.",
        ACCOUNT,
    ),
    Cause(
        "most-addresses",
        r"AddressLimitExceeded|maximum number of addresses",
        "An account may have 5 Elastic IP addresses in a region unless AWS has raised that. Each NAT gateway takes one.",
        "Release addresses that nobody needs or ask AWS for more (Service Quotas), or ask for a single NAT gateway or none.",
        ACCOUNT,
    ),
    Cause(
        "most-vcpus",
        r"VcpuLimitExceeded|vCPU (?:capacity|limit)|InstanceLimitExceeded",
        "The account may not run so many vCPUs of this family of instances.",
        "Ask for smaller or fewer instances, or ask AWS for more vCPUs (Service Quotas).",
        ACCOUNT,
    ),
    Cause(
        "reserved-concurrency",
        r"UnreservedConcurrentExecution|ReservedConcurrentExecutions for function",
        "Reserving this much would leave the account’s other functions too little concurrency; new accounts have very little in all.",
        "Leave the reserved concurrency out, or ask AWS for more (Service Quotas).",
        CHANGE,
    ),
    Cause(
        "function-memory",
        r"'?MemorySize'? value failed to satisfy constraint",
        "The account does not allow functions this much memory; new ones may use 3,008 MB at most.",
        "Ask for less memory, or ask AWS for more (Service Quotas).",
        CHANGE,
    ),
    Cause(
        "most-gateways",
        r"(?:NatGateway|InternetGateway|VpnGateway|TransitGateway)LimitExceeded|maximum number of (?:NAT|internet|virtual private|transit) gateways",
        "The account may not have more gateways of this kind here.",
        "Delete gateways that nobody needs, ask AWS for more (Service Quotas), or ask for a stack with fewer.",
        ACCOUNT,
    ),
    Cause(
        "most-rules",
        r"RulesPerSecurityGroupLimitExceeded|maximum number of rules per security group|SecurityGroupsPer(?:Interface|Instance)LimitExceeded",
        "A security group takes 60 rules, and an interface 5 groups.",
        "Ask for fewer rules, such as one range of addresses in place of many.",
        CHANGE,
    ),
    Cause(
        "most-policies",
        r"quota for PoliciesPer|Maximum policy size|PolicySizeExceeded|policy.{0,40}exceed.{0,40}size",
        "A role takes ten attached policies, and policies of its own up to 10,240 characters.",
        "Have the permissions put into fewer or shorter policies.",
        CHANGE,
    ),
    Cause(
        "most-buckets",
        r"TooManyBuckets|create more buckets than allowed",
        "The account has as many buckets as it may.",
        "Delete buckets that nobody needs, or ask AWS for more (Service Quotas).",
        ACCOUNT,
    ),
    Cause(
        "most-stacks",
        r"limit for stack.{0,20}exceeded|maximum number of stacks|StackLimit",
        "The account has as many stacks in this region as CloudFormation allows.",
        "Delete stacks that nobody needs, or ask AWS for more (Service Quotas).",
        ACCOUNT,
    ),
    Cause(
        "most-resources",
        r"number of resources.{0,80}(?:greater than|exceeds|maximum)|template.{0,40}(?:exceeds|larger than).{0,40}(?:bytes|resources)",
        "A stack may have 500 resources and a template of one megabyte.",
        "Ask for it in several stacks.",
        CHANGE,
    ),
    Cause(
        "free-tier",
        r"free tier|FreeTierRestriction",
        "The account is on AWS’s free plan, which does not include this.",
        "Ask for a size that the free tier has, such as t3.micro, or move the account to a paid plan.",
        CHANGE,
    ),
    Cause(
        "throttled",
        r"rate exceeded|throttl|TooManyRequests|RequestLimitExceeded|SlowDown|reduce your request rate",
        "AWS was asked too much at once by this account. The template is not at fault.",
        "Try again in a few minutes.",
        WAIT,
    ),
    Cause(
        "limit",
        r"LimitExceeded|quota|limit exceeded|exceeds? the (?:account|service|maximum|limit)|maximum (?:number|limit)|reached the (?:maximum|limit)|exceeded the (?:maximum|limit|number)",
        "The account has as many of these as it may in this region.",
        "Delete some that nobody needs, ask AWS for more (Service Quotas), or ask for fewer.",
        ACCOUNT,
    ),
)
