"""What a person typed, as Slack writes it down: escaped, mentions and links marked, and as rich text."""

import re
from typing import Any

from bot.sandbox.workspace.team import Team

Json = dict[str, Any]

_MENTION = r"<@[UW][A-Z0-9]+>"
_LINK = r"https?://[^\s<>|]+"
_TOKEN = re.compile(f"(?P<user>{_MENTION})|(?P<url>{_LINK})")
_WRITTEN = re.compile(f"<@(?P<user>[UW][A-Z0-9]+)>|<(?P<url>{_LINK})>")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def written(typed: str, team: Team) -> str:
    """The `text` of the event: a handle somebody has becomes a mention, the rest is escaped."""
    named = _handles(team).sub(lambda found: f"<@{_ids(team)[found['name']]}>", typed)
    parts, end = [], 0
    for found in _TOKEN.finditer(named):
        parts.append(escaped(named[end : found.start()]))
        parts.append(found["user"] or f"<{escaped(found['url'])}>")
        end = found.end()
    return "".join([*parts, escaped(named[end:])])


def rich_text(text: str, file_ids: tuple[str, ...] = ()) -> Json:
    """The `blocks` Slack puts beside the text of a message that a person typed."""
    parts: list[Json] = []
    end = 0
    for found in _WRITTEN.finditer(text):
        parts.extend(_plain(text[end : found.start()]))
        if found["user"]:
            parts.append({"type": "user", "user_id": found["user"]})
        else:
            parts.append({"type": "link", "url": unescaped(found["url"])})
        end = found.end()
    parts.extend(_plain(text[end:]))
    parts.extend({"type": "file", "file_id": file_id} for file_id in file_ids)
    section = {"type": "rich_text_section", "elements": parts}
    return {"type": "rich_text", "elements": [section]}


def mentions(text: str, user: str) -> bool:
    return f"<@{user}>" in text


def _plain(text: str) -> list[Json]:
    return [{"type": "text", "text": unescaped(text)}] if text else []


def _ids(team: Team) -> dict[str, str]:
    return {team.bot.name: team.bot.user_id, **{p.name: p.id for p in team.people}}


def _handles(team: Team) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_ids(team), key=len, reverse=True))
    return re.compile(rf"(?<![\w<@.])@(?P<name>{names})(?![\w-])")
