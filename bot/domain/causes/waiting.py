"""Nothing was wrong that AWS would name: it took too long, or failed at AWS's own end.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html · https://repost.aws/knowledge-center/cloudformation-stack-stuck-progress
"""

from bot.domain.causes.cause import WAIT, Cause

CAUSES = (
    Cause(
        "internal",
        r"Internal ?(?:Failure|Error|Server ?Error|Service ?(?:Error|Exception))|internal (?:error|failure)|Service ?Unavailable|service is (?:temporarily )?unavailable|ServiceInternalError|unexpected error|HTTP 50\d",
        "Something went wrong at AWS’s own end. The template is not at fault.",
        "Try again in a few minutes; health.aws.amazon.com tells whether AWS has trouble.",
        WAIT,
    ),
    Cause(
        "unstable",
        r"did not stabilize|NotStabilized|timed? ?out|exceeded attempts|waiting for (?:completion|stabilization)|exceeded.{0,20}wait",
        "AWS made it, and it did not become ready in the time that CloudFormation waits.",
        "Try again. If it happens once more, look for the reason in its logs: what it runs may not start, or not answer.",
        WAIT,
    ),
    Cause(
        "busy",
        r"in progress|OperationInProgress|ConcurrentModification|ConcurrentUpdate|try again|retry your request|ResourceNotReady|not in (?:a|an|the) (?:valid|available|active|ready) state|InvalidState|currently (?:being|in)|conflicting operation",
        "Another operation on the same thing was still going on.",
        "Try again in a few minutes.",
        WAIT,
    ),
)
