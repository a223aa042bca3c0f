"""Databases, caches, buckets, disks and streams.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Troubleshooting.html · https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
"""

from bot.domain.causes.cause import CHANGE, Cause

CAUSES = (
    Cause(
        "database-class",
        r"does not support creating a DB instance with the following combination|(?:DB ?Instance ?Class|instance class|node type|cache node).{0,160}(?:not (?:supported|available|valid)|invalid|unsupported)|invalid (?:DB instance class|cache node type|node type)",
        "This engine does not run on this size of machine.",
        "Use another size, such as db.t4g.micro for a small database.",
        CHANGE,
    ),
    Cause(
        "engine-version",
        r"Cannot find version|engine ?version.{0,120}(?:not (?:supported|available|valid)|invalid|unsupported|does not exist)|invalid engine version|unsupported engine version",
        "AWS does not offer this version of the engine any more, or not yet.",
        "Use a version that it offers, or only the main number: then AWS takes the newest.",
        CHANGE,
    ),
    Cause(
        "storage-size",
        r"Invalid storage size|allocated ?storage|storage.{0,60}(?:out of range|too small|between|at least)|iops (?:ratio|to storage)|volume (?:iops|size|throughput).{0,60}(?:invalid|too|exceeds|ratio)",
        "The disk has a size or speed that this kind does not come in.",
        "Ask for another size: a gp3 database disk starts at 20 GB.",
        CHANGE,
    ),
    Cause(
        "password",
        r"not a valid password|(?:master ?user)?password.{0,120}(?:shorter|longer|at least|characters|must)",
        'The password breaks the engine’s rules: 8 characters or more, and none of / @ " or blank.',
        "Have AWS make the password and keep it in Secrets Manager.",
        CHANGE,
    ),
    Cause(
        "reserved-username",
        r"reserved word|MasterUser ?name.{0,120}(?:cannot be used|invalid|not valid|must)",
        "The engine keeps this user name to itself.",
        "Use another name for the master user.",
        CHANGE,
    ),
    Cause(
        "database-name",
        r"DB ?Name .{0,120}(?:must|not valid|invalid|alphanumeric)|DatabaseName.{0,80}(?:must|invalid)",
        "The name of a database begins with a letter and has only letters and digits.",
        "Use such a name.",
        CHANGE,
    ),
    Cause(
        "table-keys",
        r"AttributeDefinitions|KeySchema|key schema",
        "The table defines attributes that are no keys, or keys that it does not define.",
        "Have exactly the keys of the table and its indexes defined.",
        CHANGE,
    ),
    Cause(
        "one-index-at-a-time",
        r"more than one GSI|one online index",
        "A table takes one new or deleted index at a time.",
        "Change one index, and the next with another request.",
        CHANGE,
    ),
    Cause(
        "bucket-name",
        r"bucket name.{0,120}(?:should not|must|cannot|can contain|invalid)|InvalidBucketName|specified bucket is not valid",
        "Bucket names are of 3 to 63 lower-case letters, digits, dots and hyphens.",
        "Use such a name: AWS names it itself when the template has no name.",
        CHANGE,
    ),
    Cause(
        "access-lists",
        r"does not allow ACLs|AccessControlListNotSupported|cannot have ACLs",
        "New buckets do not know access control lists any more.",
        "Use a bucket policy in place of the ACL.",
        CHANGE,
    ),
    Cause(
        "notification-target",
        r"Unable to validate the following destination",
        "The bucket may not call what it is to notify: the permission is missing, or was given after it.",
        "Give the permission, and have the bucket wait for it (DependsOn).",
        CHANGE,
    ),
    Cause(
        "fine-grained-access",
        r"advanced security|fine-grained access|AdvancedSecurityOptions",
        "Fine-grained access control of OpenSearch needs encryption at rest, between nodes, and HTTPS.",
        "Switch all three on.",
        CHANGE,
    ),
    Cause(
        "failover-nodes",
        r"automatic failover.{0,120}(?:at least|must)|at least 2 cache clusters",
        "Automatic failover needs a second node to fail over to.",
        "Ask for two nodes, or for no failover.",
        CHANGE,
    ),
)
