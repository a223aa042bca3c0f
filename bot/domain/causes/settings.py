"""Things that belong together and do not fit: policies of queues, methods of APIs, definitions of flows.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html · https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
"""

from bot.domain.causes.cause import ACCOUNT, CHANGE, Cause

CAUSES = (
    Cause(
        "api-logging-role",
        r"CloudWatch Logs role ARN must be set",
        "API Gateway needs one role for logging per account and region, and it is not set.",
        "Have the template set it (AWS::ApiGateway::Account), or whoever runs the account sets it once.",
        CHANGE,
    ),
    Cause(
        "api-without-methods",
        r"REST API doesn't contain any methods|No integration defined",
        "The API was deployed before its methods were made.",
        "Have the deployment wait for the methods (DependsOn).",
        CHANGE,
    ),
    Cause(
        "queue-policy",
        r"Policy statement action out of service scope|Invalid (?:value for the )?parameter:? ?'?Policy'?|invalid attribute value.{0,40}policy|Invalid value for the parameter Policy",
        "The policy of the queue or topic has an action, a resource or a principal that it does not know.",
        "Let the policy name only actions of its service, its own ARN, and principals that are there.",
        CHANGE,
    ),
    Cause(
        "event-target",
        r"MessageGroupId must be specified|RoleArn is required|not (?:a )?supported (?:event )?target|event pattern is not valid",
        "The rule’s target or pattern lacks something that EventBridge wants.",
        "Give a FIFO queue a message group, and other targets the role that EventBridge is to use.",
        CHANGE,
    ),
    Cause(
        "flow-definition",
        r"Invalid State Machine Definition|SCHEMA_VALIDATION_FAILED|InvalidDefinition",
        "The definition of the flow is not valid.",
        "Mend the step that AWS names.",
        CHANGE,
    ),
    Cause(
        "schedule",
        r"(?:schedule ?expression|cron).{0,80}(?:not valid|invalid)",
        "The schedule is not written as AWS writes it.",
        "Use rate(5 minutes) or cron(0 12 * * ? *), six fields of which one day field is a question mark.",
        CHANGE,
    ),
    Cause(
        "policy-malformed",
        r"MalformedPolicy|Syntax errors in policy|legacy parsing|policy document.{0,60}(?:invalid|malformed)|prohibited field",
        "A policy is not written as IAM wants it.",
        "Mend the statement that AWS names.",
        CHANGE,
    ),
    Cause(
        "custom-resource",
        r"Custom Resource|CloudWatch Log Stream",
        "The function behind a custom resource failed, or never answered.",
        "Look into the function’s log, or ask for a stack without the custom resource.",
        ACCOUNT,
    ),
)
