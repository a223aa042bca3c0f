"""Somebody or something may not do this: AWS's rules, the organization's, or those of the template's own roles.

https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html · https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html
"""

from bot.domain.causes.cause import ACCOUNT, CHANGE, WAIT, Cause

_DENIED = (
    r"not authorized|AccessDenied|access denied|UnauthorizedOperation|not permitted to perform"
)

CAUSES = (
    Cause(
        "public-policy-blocked",
        r"BlockPublicPolicy|public (?:bucket )?polic(?:y|ies) (?:are|is) (?:blocked|prevented|not allowed)|BlockPublicAcls",
        "The bucket, or the whole account, refuses policies that let everybody in.",
        "Let CloudFront read the bucket in place of everybody, or have public access allowed first.",
        CHANGE,
    ),
    Cause(
        "public-policy-blocked-by-account",
        r"access denied",
        "Most likely the account as a whole refuses bucket policies that let everybody in (S3 Block Public Access).",
        "Let CloudFront read the bucket in place of everybody.",
        CHANGE,
        types=r"::S3::BucketPolicy$",
    ),
    Cause(
        "organization",
        r"service control policy|resource control policy|AWS Organizations|declarative policy",
        "A policy of your AWS organization forbids this to everybody in the account.",
        "Whoever runs the organization has to allow it; or ask for a stack without it, or in another region.",
        ACCOUNT,
    ),
    Cause(
        "hook",
        r"hooks? (?:failed|with)|following hook|Hook .{0,100}(?:failed|denied)|guard (?:rule|check).{0,60}fail|NonCompliant",
        "A check that your organization runs on every stack refused this resource.",
        "Change what it names, or ask whoever runs the account what it demands.",
        CHANGE,
    ),
    Cause(
        "boundary",
        r"permissions? boundary",
        "The permissions boundary of the role that makes the stack does not allow this.",
        "Whoever runs the account has to widen the boundary, or ask for a stack without it.",
        ACCOUNT,
    ),
    Cause(
        "managed-rule",
        r"not authorized to create managed-rule",
        "The state machine’s role may not make the EventBridge rule that it waits with.",
        "Give the role events:PutTargets, events:PutRule and events:DescribeRule on the rules of Step Functions.",
        CHANGE,
    ),
    Cause(
        "role-cannot-call",
        r"(?:execution |service |provided )?role .{0,120}does ?n[o']t have (?:the )?(?:sufficient |required |necessary )?permissions?",
        "A role of the template lacks a permission that this resource needs from the start, or got it only a moment ago.",
        "Give the role that permission, and have the resource wait for its policy.",
        CHANGE,
    ),
    Cause(
        "service-linked-role",
        r"service[- ]linked role|CreateServiceLinkedRole",
        "The service needs a role of its own in this account, which is made when it is first used, and it is not there yet.",
        "Whoever runs the account makes it once (aws iam create-service-linked-role), then try again.",
        ACCOUNT,
    ),
    Cause(
        "no-trust",
        r"trust (?:relationship|policy)|does not trust|authorized to assume the provided role|allow.{0,40}sts:AssumeRole",
        "The role does not trust the service that is to take it on.",
        "Name the service as a principal in the role’s trust policy.",
        CHANGE,
    ),
    Cause(
        "stack-role-gone",
        r"role arn:\S{1,200} is invalid or cannot be assumed",
        "The role that CloudFormation acts with is gone, or does not trust CloudFormation.",
        "Whoever runs the bot has to bring the role back (AWS_STACK_ROLE).",
        ACCOUNT,
    ),
    Cause(
        "role-not-ready",
        r"cannot be assumed|(?:unable|failed|not able) to assume|could not assume",
        "The role was made a moment before, and AWS did not know of it everywhere yet; or it does not trust the service.",
        "Try again; if the same comes back, the role’s trust policy has to name the service.",
        WAIT,
    ),
    Cause(
        "profile-not-ready",
        r"Invalid IAM Instance Profile|instance profile .{0,200}(?:does not exist|not found|invalid)",
        "The instance profile was made a moment before, and EC2 did not know of it yet.",
        "Try again.",
        WAIT,
    ),
    Cause(
        "key-policy",
        r"new key policy will not allow you to update",
        "With this policy nobody could ever change the key again, which AWS refuses.",
        "Let the account’s root principal manage the key in its policy.",
        CHANGE,
    ),
    Cause(
        "key",
        r"kms:\w|KMS ?AccessDenied|KMSInvalidState|KMSKey\w*Exception|(?:KMS|customer master|encryption) key.{0,200}(?:access|not exist|not found|disabled|pending deletion|invalid|permission)|unable to (?:en|de)crypt",
        "The encryption key cannot be used: it is not there, is switched off, or its policy leaves out who needs it.",
        "Let the service and the roles that use it into the key’s policy, or use AWS’s own key.",
        CHANGE,
    ),
    Cause(
        "pass-role",
        r"iam:PassRole",
        "The bot’s role for making stacks may not hand this role to the service.",
        "Whoever runs the account allows it iam:PassRole for such roles (deploy/iam-policy.json).",
        ACCOUNT,
    ),
    Cause(
        "principal-unknown",
        r"invalid principal|PrincipalNotFound|MalformedPolicyDocument.{0,80}principal|not valid principal",
        "A policy names a role, user or account that is not there, or was made only a moment before.",
        "Have the policy name it by reference, and wait until it is made.",
        CHANGE,
    ),
    Cause(
        "explicit-deny",
        r"explicit deny",
        "A policy forbids this in so many words, whatever another allows.",
        "Whoever runs the account has to take the denial away, or ask for a stack without it.",
        ACCOUNT,
    ),
    Cause(
        "not-subscribed",
        r"OptInRequired|not subscribed to this service|SubscriptionRequired|needs a subscription|accept (?:the )?terms and subscribe|is not signed up",
        "The account has not signed up for this service or product.",
        "Whoever owns the account signs up for it in the AWS console; then try again.",
        ACCOUNT,
    ),
    Cause(
        "account-not-ready",
        r"PendingVerification|being validated|account currently does not support|account is (?:currently )?(?:blocked|suspended)",
        "AWS has not yet opened this for the account.",
        "Whoever owns the account asks AWS Support; it is often opened within a day.",
        ACCOUNT,
    ),
    Cause(
        "region-off",
        r"InvalidClientTokenId|security token included in the request is invalid|region.{0,60}(?:not enabled|disabled|opt-in)|AuthFailure",
        "The region is not switched on for this account, or the bot’s credentials do not count there.",
        "Whoever owns the account switches the region on, or ask for another region.",
        ACCOUNT,
    ),
    Cause(
        "denied",
        _DENIED,
        "The bot’s role for making stacks may not do this.",
        "Whoever runs the account allows it (deploy/iam-policy.json says what the bot needs), or ask for a stack without it.",
        ACCOUNT,
    ),
)
