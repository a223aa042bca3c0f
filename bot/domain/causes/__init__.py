"""What AWS's most frequent reasons mean: the likely cause, what to do, and who can.

The patterns are of messages that CloudFormation and the services behind it are known to give; each file says where
they are documented. The first that explains a message counts, so the particular stand before the general.
"""

from bot.domain.causes import (
    access,
    addresses,
    capacity,
    computing,
    names,
    network,
    settings,
    storing,
    templates,
    waiting,
)
from bot.domain.causes.cause import ACCOUNT, CHANGE, WAIT, Cause
from bot.domain.causes.deleting import CAUSES as OF_DELETING

__all__ = ["ACCOUNT", "CAUSES", "CHANGE", "OF_DELETING", "WAIT", "Cause", "cause_of"]

CAUSES: tuple[Cause, ...] = (
    capacity.SHORTAGE,
    *addresses.CAUSES,
    *network.CAUSES,
    *computing.CAUSES,
    *storing.CAUSES,
    *settings.CAUSES,
    *names.CAUSES,
    *access.CAUSES,
    *capacity.CAUSES,
    *waiting.CAUSES,
    *templates.CAUSES,
)


def cause_of(reason: str, kind: str, *, deleting: bool = False) -> Cause | None:
    """The cause of AWS's reason about a resource of a type; None when it is not among the known ones."""
    known = (*OF_DELETING, *CAUSES) if deleting else CAUSES
    return next((one for one in known if one.explains(reason, kind)), None)
