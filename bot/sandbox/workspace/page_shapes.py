"""The shapes the browser page gets: the whole state once, then each change."""

from typing import Any

from bot.sandbox.workspace.pictures import size_of
from bot.sandbox.workspace.settings import PageSettings
from bot.sandbox.workspace.shapes import reactions
from bot.sandbox.workspace.slack import Slack
from bot.sandbox.workspace.state import Change, File, Message, View
from bot.sandbox.workspace.team import Channel, Person

Json = dict[str, Any]


def everything(slack: Slack, settings: PageSettings) -> Json:
    state, team = slack.state, slack.team
    with state.changed:
        return {
            "team": {"id": team.id, "name": team.name},
            "bot": {
                "user_id": team.bot.user_id,
                "name": team.bot.name,
                "online": slack.outbox.was_online,
                "can_crash": settings.crash_bot is not None,
            },
            "users": [_person(person) for person in team.people],
            "channels": [_channel(channel) for channel in team.channels],
            "messages": {c.id: [message(m) for m in state.messages(c.id)] for c in team.channels},
            "homes": {user: view(slack, home) for user, home in state.homes.items()},
            "modals": {
                user: [view(slack, v) for v in stack] for user, stack in state.modals.items()
            },
            "examples": [dict(example) for example in settings.examples],
            "simulated": [dict(note) for note in settings.simulated],
            "cursor": len(state.changes),
        }


def change(slack: Slack, noted: Change) -> Json:
    detail = noted.detail
    match noted.type:
        case "message":
            return {"type": "message", "message": message(detail["message"])}
        case "modals":
            views = [view(slack, v) for v in detail["views"]]
            return {"type": "modals", "user": detail["user"], "views": views}
        case "home":
            return {"type": "home", "user": detail["user"], "view": view(slack, detail["view"])}
        case _:
            return {"type": noted.type, **detail}


def message(shown: Message) -> Json:
    return {
        "ts": shown.ts,
        "channel": shown.channel,
        "thread_ts": shown.thread_ts,
        "user": shown.user,
        "is_bot": shown.is_bot,
        "text": shown.text,
        "blocks": list(shown.blocks) if shown.blocks else None,
        "files": [file(attached) for attached in shown.files],
        "reactions": [{"name": r["name"], "users": r["users"]} for r in reactions(shown)],
        "edited": shown.edited_ts is not None,
        "ephemeral_to": shown.ephemeral_to,
        "subtype": shown.subtype,
        "reply_broadcast": shown.reply_broadcast,
    }


def file(attached: File) -> Json:
    """`width` and `height` let the page keep the place of a picture that is still on its way."""
    width, height = size_of(attached.data) or (None, None)
    return {
        "id": attached.id,
        "name": attached.name,
        "title": attached.title,
        "mimetype": attached.mimetype,
        "size": len(attached.data),
        "width": width,
        "height": height,
        "mode": attached.mode,
        "link": attached.link,
        "url": f"/sandbox/files/{attached.id}",
    }


def view(slack: Slack, shown: View) -> Json:
    errors = {"errors": dict(shown.errors)} if shown.errors else {}
    return slack.shapes.view(shown) | errors


def _person(person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "title": person.title,
        "color": person.color,
    }


def _channel(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "topic": channel.topic,
        "is_im": channel.is_im,
        "user": channel.user,
    }
