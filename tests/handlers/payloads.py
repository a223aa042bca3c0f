"""What Slack sends, as small as it may be, signed as Slack signs it."""

import json
from typing import Any
from urllib.parse import urlencode

from slack_bolt import BoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.domain.instance import InstanceDraft
from bot.domain.plan import PlanRecord
from bot.domain.policy import Policy
from bot.sandbox.workspace import Team, inputs
from handlers.cards import render_editor
from tests.fakes.records import ASKER, CHANNEL, TS

Json = dict[str, Any]

SECRET = "handlers-signing-secret"
TEAM = Team()
BOT = TEAM.bot.user_id


def signed(body: str, kind: str, *, secret: str = SECRET, **headers: str) -> BoltRequest:
    signing = SignatureVerifier(secret)
    timestamp = str(int(signing.clock.now()))
    signature = signing.generate_signature(timestamp=timestamp, body=body)
    return BoltRequest(
        body=body,
        headers={
            "content-type": kind,
            "x-slack-signature": str(signature),
            "x-slack-request-timestamp": timestamp,
            **headers,
        },
    )


def event(of: Json, *, event_id: str = "Ev1", **more: str) -> BoltRequest:
    envelope = {
        "type": "event_callback",
        "team_id": TEAM.id,
        "api_app_id": TEAM.bot.app_id,
        "event_id": event_id,
        "event_time": 1_700_000_000,
        "authorizations": [{"team_id": TEAM.id, "user_id": BOT, "is_bot": True}],
        "event": of,
    }
    return signed(json.dumps(envelope), "application/json", **more)


def interaction(of: Json) -> BoltRequest:
    payload = {
        "team": {"id": TEAM.id, "domain": TEAM.domain},
        "api_app_id": TEAM.bot.app_id,
        "user": {"id": ASKER, "team_id": TEAM.id},
        "trigger_id": "1.2.3",
        **of,
    }
    body = urlencode({"payload": json.dumps(payload)})
    return signed(body, "application/x-www-form-urlencoded")


def message(text: str, **more: Any) -> Json:
    """A `message` event in a channel."""
    return {
        "type": "message",
        "channel": CHANNEL,
        "channel_type": "channel",
        "user": ASKER,
        "text": text,
        "ts": TS,
        **more,
    }


def mention(text: str, **more: Any) -> Json:
    """The `app_mention` twin of a message: the same without its channel's type."""
    said = message(text, **more) | {"type": "app_mention"}
    del said["channel_type"]
    return said


def click(action_id: str, plan: PlanRecord | str, *, user: str = ASKER, at: str = "1.5") -> Json:
    """Somebody presses a button of a card that stands in the thread of TS."""
    value = plan if isinstance(plan, str) else plan.id
    return {
        "type": "block_actions",
        "user": {"id": user, "team_id": TEAM.id},
        "channel": {"id": CHANNEL, "name": "infrastructure"},
        "container": {"type": "message", "message_ts": "1700000001.000100", "channel_id": CHANNEL},
        "message": {"type": "message", "ts": "1700000001.000100", "thread_ts": TS, "text": "card"},
        "actions": [
            {
                "type": "button",
                "action_id": action_id,
                "block_id": "offer",
                "value": value,
                "action_ts": at,
            }
        ],
    }


def submission(plan: PlanRecord, *, user: str = ASKER, **changed: Any) -> Json:
    """The edit form of a plan as it comes back, with what was changed in it."""
    draft = plan.plan.draft
    assert isinstance(draft, InstanceDraft)
    entered: dict[str, str | None] = {
        "instance_type": draft.instance_type,
        "volume_gib": str(draft.volume_gib),
        "termination_protection": "yes" if draft.termination_protection else "no",
        "count": str(draft.count),
        "name": draft.name,
        "region": plan.plan.region,
        **changed,
    }
    return {
        "type": "view_submission",
        "user": {"id": user, "team_id": TEAM.id},
        "view": {
            "id": "V1",
            "type": "modal",
            "callback_id": "plan_edit_submit",
            "private_metadata": plan.id,
            "state": {"values": {field: _held(field, value) for field, value in entered.items()}},
        },
    }


def correction(plan: PlanRecord, *, user: str = ASKER, **changed: str | None) -> Json:
    """The form of what was read from a picture as it comes back, with what was changed in it."""
    view = render_editor(plan, Policy())
    elements = [
        {**block["element"], "block_id": block["block_id"]}
        for block in view["blocks"]
        if block["type"] == "input"
    ]
    values = inputs.values(elements, {})
    for field, value in changed.items():
        values[field] = {field: {"type": "plain_text_input", "value": value}}
    return {
        "type": "view_submission",
        "user": {"id": user, "team_id": TEAM.id},
        "view": {**view, "id": "V2", "state": {"values": values}},
    }


def _held(field: str, value: str | None) -> Json:
    if field in ("instance_type", "termination_protection", "region"):
        chosen = None if value is None else {"value": value, "text": {"text": value}}
        return {field: {"type": "static_select", "selected_option": chosen}}
    return {field: {"type": "plain_text_input", "value": value}}
