"""Log groups, which keep what is written to them for a month."""

from bot.blocks.template import LOG_DAYS, Template
from bot.domain.architecture import Component


def log_group(template: Template, component: Component) -> str:
    return template.add(
        f"{template.id(component)}Logs", "AWS::Logs::LogGroup", {"RetentionInDays": LOG_DAYS}
    )
