"""AWS services that may put messages into a queue or a topic in their own name, because they were named."""

import re
from collections.abc import Iterator
from typing import Any

from bot.blocks.permissions import THIS_ACCOUNT
from bot.blocks.template import Template
from bot.domain.architecture import Component

# What people call them, and who they are to AWS.
_KNOWN = {
    "budgets": "budgets",
    "cloudtrail": "cloudtrail",
    "cloudwatch": "cloudwatch",
    "codepipeline": "codestar-notifications",
    "config": "config",
    "events": "events",
    "eventbridge": "events",
    "rds": "events.rds",
    "s3": "s3",
    "ses": "ses",
    "sns": "sns",
    "ssm": "ssm",
}
_NAME = re.compile("|".join(_KNOWN))


def publishers(template: Template, component: Component) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each as AWS knows it, once, with the condition that it acts for this account."""
    named = template.asked(component).each("publishers", _NAME)
    for one in dict.fromkeys(_KNOWN[each] for each in named):
        yield f"{one}.amazonaws.com", THIS_ACCOUNT
