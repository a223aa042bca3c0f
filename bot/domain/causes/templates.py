"""The template itself, as CloudFormation and the services read it; the most general causes stand last.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html · https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html
"""

from bot.domain.causes.cause import CHANGE, Cause

CAUSES = (
    Cause(
        "named-replacement",
        r"custom-named resource requires replacing",
        "The change would make the resource anew, and while the old one has the name the new one cannot.",
        "Give it another name, or none.",
        CHANGE,
    ),
    Cause(
        "not-changeable",
        r"updates? (?:is|are) not (?:allowed|supported|permitted)|NotUpdatable|update (?:to|of) .{0,120}(?:not supported|unsupported)|cannot (?:be )?(?:update|modif)|can't be (?:changed|modified)",
        "AWS cannot change this once it is made.",
        "Leave it as it was, or ask for a new one under another name.",
        CHANGE,
    ),
    Cause(
        "export-missing",
        r"No export named",
        "The template counts on a value that no other stack exports here.",
        "Have the stack make what it needs itself, or end with the reference left out.",
        CHANGE,
    ),
    Cause(
        "parameter-missing",
        r"fetch parameters .{0,200}from parameter store|ParameterNotFound|Parameter .{0,120}not found",
        "A parameter that the template reads is not in Systems Manager in this region.",
        "Have it made first, or the value put into the template.",
        CHANGE,
    ),
    Cause(
        "secret-missing",
        r"can't find the specified secret|SecretString|secret.{0,80}(?:not found|does not exist)",
        "The secret that the template reads is not there, or has no such field.",
        "Have the template make the secret itself.",
        CHANGE,
    ),
    Cause(
        "capabilities",
        r"Requires capabilities|InsufficientCapabilities",
        "The template makes roles, which has to be consented to, and the plan did not.",
        "Ask for a new plan.",
        CHANGE,
    ),
    Cause(
        "type-not-in-region",
        r"Unrecognized resource type|type .{0,120}(?:not (?:supported|available)) in (?:this|the) region|not (?:supported|available|offered) in (?:this|the|your) (?:requested |specified |current )?region|does not support (?:this )?region|UnsupportedRegion",
        "The region does not have this service, or not this part of it.",
        "Ask for another region, such as us-east-1, or leave it out.",
        CHANGE,
    ),
    Cause(
        "template",
        r"Template (?:format )?error|Template validation error|Unresolved (?:resource )?dependenc|circular dependency|Template error|transform .{0,120}failed",
        "CloudFormation cannot read the template as it stands.",
        "Have the template made anew.",
        CHANGE,
    ),
    Cause(
        "early-validation",
        r"EarlyValidation|early validation|PROPERTY_VALIDATION|CONFLICT_VALIDATION",
        "AWS looked at the template before making anything, and found this.",
        "Change what it names.",
        CHANGE,
    ),
    Cause(
        "property",
        r"properties validation failed|extraneous key|required key|Encountered unsupported property|unsupported property|(?:property|properties) .{0,120}(?:cannot be empty|must be|invalid|not valid|unknown|not supported|is required)|Model validation failed|Value of property",
        "A property of the resource is missing, unknown, or of the wrong kind.",
        "Mend the property that AWS names.",
        CHANGE,
    ),
    Cause(
        "not-there",
        r"does ?n[o']t exist|not found|NotFound|NoSuch|could not find|cannot find|unable to find",
        "The template refers to something that is not in this account and region.",
        "Have the template make it, or refer to one that is there.",
        CHANGE,
    ),
    Cause(
        "invalid",
        r"invalid|ValidationException|validation error|failed to satisfy constraint|Malformed|not valid|MissingParameter|must (?:be|have|contain|specify|match)|not supported|unsupported|required",
        "The service does not take one of the values that the template gives it.",
        "Change the value that AWS names.",
        CHANGE,
    ),
)
