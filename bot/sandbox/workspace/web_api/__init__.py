"""The Web API: every method the workspace answers, with the scope Slack asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from bot.sandbox.workspace.slack import Slack
from bot.sandbox.workspace.web_api import (
    chat,
    connections,
    conversations,
    files,
    identity,
    reactions,
    views,
)
from bot.sandbox.workspace.web_api.arguments import Arguments

Json = dict[str, Any]


TokenKind = Literal["bot", "app", "none"]
BOT: TokenKind = "bot"


@dataclass(frozen=True)
class Method:
    """`{kind}` in a scope is the kind of the conversation asked about."""

    run: Callable[[Slack, Arguments], Json]
    scope: str | None = None
    token: TokenKind = BOT


METHODS: dict[str, Method] = {
    "api.test": Method(identity.api_test, token="none"),  # noqa: S106 - a kind of token
    "apps.connections.open": Method(connections.open_socket, token="app"),  # noqa: S106 - likewise
    "auth.test": Method(identity.auth_test),
    "blocks.validate": Method(identity.blocks_validate),
    "bots.info": Method(identity.bots_info, "users:read"),
    "chat.delete": Method(chat.delete, "chat:write"),
    "chat.getPermalink": Method(chat.get_permalink),
    "chat.postEphemeral": Method(chat.post_ephemeral, "chat:write"),
    "chat.postMessage": Method(chat.post_message, "chat:write"),
    "chat.update": Method(chat.update, "chat:write"),
    "conversations.history": Method(conversations.history, "{kind}:history"),
    "conversations.info": Method(conversations.info, "{kind}:read"),
    "conversations.list": Method(conversations.list_all, "channels:read"),
    "conversations.members": Method(conversations.members, "{kind}:read"),
    "conversations.open": Method(conversations.open_direct, "im:write"),
    "conversations.replies": Method(conversations.replies, "{kind}:history"),
    "files.completeUploadExternal": Method(files.complete_upload, "files:write"),
    "files.getUploadURLExternal": Method(files.get_upload_url, "files:write"),
    "files.info": Method(files.info, "files:read"),
    "files.list": Method(files.list_all, "files:read"),
    "reactions.add": Method(reactions.add, "reactions:write"),
    "reactions.get": Method(reactions.get, "reactions:read"),
    "reactions.remove": Method(reactions.remove, "reactions:write"),
    "team.info": Method(identity.team_info, "team:read"),
    "users.info": Method(identity.users_info, "users:read"),
    "users.list": Method(identity.users_list, "users:read"),
    "views.open": Method(views.open_modal),
    "views.publish": Method(views.publish),
    "views.push": Method(views.push),
    "views.update": Method(views.update),
}
