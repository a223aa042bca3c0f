"""Something of this name, or the only one there can be, is there already.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html · https://repost.aws/knowledge-center/cloudformation-resource-exists
"""

from bot.domain.causes.cause import CHANGE, WAIT, Cause

CAUSES = (
    Cause(
        "bucket-name-taken",
        r"BucketAlreadyExists|requested bucket name is not available",
        "Bucket names are shared by all AWS accounts in the world, and somebody else has this one.",
        "Use another name: AWS names it itself when the template has no name.",
        CHANGE,
    ),
    Cause(
        "bucket-is-yours",
        r"BucketAlreadyOwnedByYou|already own it|already exists",
        "A bucket of this name is there already; names are shared by all AWS accounts in the world, so it may be somebody else’s.",
        "Use another name: AWS names it itself when the template has no name.",
        CHANGE,
        types=r"::S3::Bucket$",
    ),
    Cause(
        "bucket-busy",
        r"conflicting conditional operation|OperationAborted",
        "A bucket of this name was deleted a moment ago, and AWS has not let go of the name yet.",
        "Try again in an hour, or use another name.",
        WAIT,
    ),
    Cause(
        "queue-just-deleted",
        r"wait 60 seconds after deleting a queue|QueueDeletedRecently",
        "A queue of this name was deleted less than a minute ago.",
        "Try again in a minute.",
        WAIT,
    ),
    Cause(
        "secret-being-deleted",
        r"secret.{0,120}(?:scheduled for deletion|marked for deletion)",
        "A secret of this name was deleted, and AWS keeps it for some days in case somebody wants it back.",
        "Use another name, or have the old secret deleted for good.",
        CHANGE,
    ),
    Cause(
        "on-already",
        r"detector already exists|Macie has already been enabled|already (?:subscribed|enabled)|already been enabled|configuration recorders?: 1 is reached|MaxNumberOf(?:Configuration|Delivery)\w*Exceeded",
        "There can be only one of these for each account and region, and it is on already.",
        "Leave it out of the stack; what is there goes on working.",
        CHANGE,
    ),
    Cause(
        "provider-exists",
        r"provider with url .{0,300}already exists",
        "This account already trusts that identity provider, and can do so only once.",
        "Leave it out, and have the roles refer to the one that is there.",
        CHANGE,
    ),
    Cause(
        "log-group-exists",
        r"already exists",
        "A log group of this name is there already: one outlives its function, and a function without one makes it by itself.",
        "Use another name for the function, or delete the old log group first.",
        CHANGE,
        types=r"::Logs::LogGroup$",
    ),
    Cause(
        "rule-twice",
        r"specified rule .{0,300}already exists|InvalidPermission\.Duplicate",
        "The security group has this very rule already.",
        "Have the rule written once, either in the group or beside it.",
        CHANGE,
    ),
    Cause(
        "export-name-taken",
        r"export (?:with name )?.{0,200}already exported by stack",
        "Another stack in this region exports a value under this name.",
        "Use another name for the export, or leave it out.",
        CHANGE,
    ),
    Cause(
        "in-another-stack",
        r"already exists in stack",
        "Another stack already holds this very resource.",
        "Use another name, or end the other stack first.",
        CHANGE,
    ),
    Cause(
        "domain-taken",
        r"domain already (?:exists|associated)|domain.{0,80}already (?:exists|associated|taken)",
        "The domain is taken: of a login page or an API its name is shared with others.",
        "Use another domain name.",
        CHANGE,
    ),
    Cause(
        "name-taken",
        r"already ?exists|AlreadyExists|EntityAlreadyExists|ResourceConflict|already in use by another|NAME_CONFLICT|name conflict|DuplicateRequest|InvalidGroup\.Duplicate|ResourceInUse",
        "Something of this name is there already in this account and region, perhaps kept from an earlier stack.",
        "Use another name, or delete what has it: AWS names a thing itself when the template has no name.",
        CHANGE,
    ),
)
