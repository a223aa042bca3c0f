"""What keeps AWS from deleting something.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html#troubleshooting-errors-delete-stack-fails
"""

from bot.domain.causes.cause import ACCOUNT, WAIT, Cause

CAUSES = (
    Cause(
        "bucket-not-empty",
        r"BucketNotEmpty|bucket you tried to delete is not empty|bucket.{0,60}not empty",
        "AWS does not delete a bucket that still holds objects or old versions of them.",
        "Empty the bucket in the S3 console, then press Delete again.",
        ACCOUNT,
    ),
    Cause(
        "repository-not-empty",
        r"still contains images|RepositoryNotEmpty",
        "AWS does not delete a repository that still holds images.",
        "Delete its images, then press Delete again.",
        ACCOUNT,
    ),
    Cause(
        "vault-not-empty",
        r"contains? recovery points|work ?group .{0,120}not empty|non-required resource record sets|HostedZoneNotEmpty",
        "It still holds things that were put there after the stack was made.",
        "Take out what AWS names, then press Delete again.",
        ACCOUNT,
    ),
    Cause(
        "protected",
        r"deletion ?protection|protected (?:against deletion|DB)|disableApiTermination|TerminationProtection|termination protection|may not be terminated",
        "It is protected from being deleted.",
        "Switch the protection off in the AWS console, then press Delete again.",
        ACCOUNT,
    ),
    Cause(
        "export-used",
        r"export .{0,200}(?:in use by|imported by)",
        "Another stack uses a value that this one exports.",
        "End the other stack first, then press Delete again.",
        ACCOUNT,
    ),
    Cause(
        "replicated",
        r"replicated function|Lambda@Edge",
        "CloudFront has copies of the function all over the world, and removes them some hours after its distribution is gone.",
        "Press Delete again in some hours.",
        WAIT,
    ),
    Cause(
        "interface-in-use",
        r"network interface .{0,120}in use|eni-\w+.{0,80}(?:in use|attached)|mapped public address",
        "Something still has a network interface in this network; those of a function go away up to 40 minutes after it.",
        "Wait, see in the EC2 console who has the interface, and press Delete again.",
        WAIT,
    ),
    Cause(
        "depended-on",
        r"DependencyViolation|has dependencies and cannot be deleted|has a dependent object",
        "Something that this stack did not make still stands in or on it, such as an instance or another security group.",
        "Delete or move that in the AWS console, then press Delete again.",
        ACCOUNT,
    ),
    Cause(
        "role-in-use",
        r"DeleteConflict|must (?:detach|delete|remove) .{0,80}(?:first|polic|roles)|cannot delete entity",
        "Somebody attached something to the role after the stack was made.",
        "Take off what AWS names in the IAM console, then press Delete again.",
        ACCOUNT,
    ),
    Cause(
        "used-elsewhere",
        r"ResourceInUse|currently in use|is in use|still using it|being used by|in use by|are active|active (?:or|and) draining|FileSystemInUse|has (?:mount targets|a domain configured)|DistributionNotDisabled|has not been disabled",
        "Something else still uses it.",
        "End or detach what uses it, then press Delete again.",
        ACCOUNT,
    ),
)
