"""The outer edge towards Slack: nothing that goes wrong in a handler gets past here.

Bolt runs our listeners before it answers (`process_before_response`), so Slack hears "received" only after
the store has it. When that fails the answer is 503: Slack delivers an event again, and a click shows its
warning sign.
"""

import json
import logging
from collections.abc import Callable, Mapping
from functools import wraps

from slack_bolt import BoltResponse

from bot.domain.errors import BotError
from bot.incident import record_incident
from handlers.payloads import Payload

log = logging.getLogger(__name__)

NOT_RECEIVED = 503


def guarded(handle: Callable[[Payload], BoltResponse | None]) -> Callable[..., BoltResponse]:
    """Run a handler; answer Slack with 200, with what it returns, or with 503 when it failed."""

    @wraps(handle)
    def listener(body: Payload) -> BoltResponse:
        try:
            return handle(body) or BoltResponse(status=200)
        except BotError as error:
            log.warning("not received: %s", error, exc_info=error)
        except Exception as error:  # noqa: BLE001 - the outer edge
            record_incident(error)
        return BoltResponse(status=NOT_RECEIVED)

    return listener


def form_errors(by_field: Mapping[str, str]) -> BoltResponse:
    """Keep a form open, with what is wrong beside each field."""
    body = {"response_action": "errors", "errors": dict(by_field)}
    return BoltResponse(
        status=200, body=json.dumps(body), headers={"content-type": "application/json"}
    )
