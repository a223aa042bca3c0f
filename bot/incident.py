"""Records a bug: the log gets the traceback, the person gets an id that finds it there."""

import hashlib
import logging
import traceback

from bot.domain.errors import Incident

log = logging.getLogger(__name__)


def record_incident(error: Exception) -> Incident:
    """Log an unforeseen error; the id comes from the traceback, so one bug keeps one id."""
    trace = "".join(traceback.format_exception(error))
    code = hashlib.sha256(trace.encode()).hexdigest()[:8]
    log.error("incident %s", code, exc_info=error)
    return Incident(code)
