"""The shapes of what Slack sends: messages, files, events, views; built from what the workspace knows."""

import re
from dataclasses import dataclass
from typing import Any

from bot.sandbox.workspace.pictures import THUMBNAILS, size_of
from bot.sandbox.workspace.state import File, Message, State, View
from bot.sandbox.workspace.team import Person, Team

Json = dict[str, Any]


@dataclass(frozen=True)
class Shapes:
    state: State
    base_url: str

    @property
    def team(self) -> Team:
        return self.state.team

    def attached(self, file: File) -> Json:
        """A file as messages and their events have it."""
        now = self.state.files.get(file.id, file)
        if now.mode == "tombstone":
            return {"id": now.id, "mode": "tombstone"}
        if now.is_foreign:
            return {"id": now.id, "mode": "file_access", "file_access": "check_file_info"}
        return self.file(now)

    def file(self, file: File) -> Json:
        shape: Json = {
            "id": file.id,
            "created": file.created,
            "timestamp": file.created,
            "name": file.name,
            "title": file.title,
            "mimetype": file.mimetype,
            "filetype": file.filetype,
            "pretty_type": file.filetype.upper(),
            "user": file.user,
            "user_team": self.team.id,
            "editable": False,
            "size": len(file.data),
            "mode": file.mode,
            "is_external": False,
            "is_public": True,
            "public_url_shared": False,
            "display_as_bot": False,
            "permalink": f"{self.base_url}/files/{file.user}/{file.id}/{_slug(file)}",
            "file_access": "visible",
        }
        return shape | (_linked(file) if file.mode == "external" else self._kept(file))

    def _kept(self, file: File) -> Json:
        path = f"{self.base_url}/files-pri/{self.team.id}-{file.id}"
        shape: Json = {
            "url_private": f"{path}/{_slug(file)}",
            "url_private_download": f"{path}/download/{_slug(file)}",
        }
        size = size_of(file.data)
        if size is None:
            return shape
        small = f"{self.base_url}/files-tmb/{self.team.id}-{file.id}"
        made = {f"thumb_{edge}": f"{small}/{edge}" for edge in THUMBNAILS if edge < max(size)}
        return shape | {"original_w": size[0], "original_h": size[1]} | made

    def message(self, message: Message, *, metadata: bool = False) -> Json:
        shape: Json = {
            "type": "message",
            "user": message.user,
            "ts": message.ts,
            "text": message.text,
            "team": self.team.id,
        }
        if message.is_bot:
            shape |= self.bot_marks()
        optional = {
            "subtype": message.subtype,
            "client_msg_id": message.client_msg_id,
            "thread_ts": message.thread_ts,
            "blocks": list(message.blocks) if message.blocks else None,
            "files": [self.attached(file) for file in message.files] or None,
            "edited": self._edited(message),
            "reactions": reactions(message) or None,
            "metadata": message.metadata if metadata else None,
            "is_ephemeral": True if message.ephemeral_to else None,
        }
        shape |= {key: value for key, value in optional.items() if value is not None}
        return shape | self._thread_marks(message)

    def _edited(self, message: Message) -> Json | None:
        if message.edited_ts is None:
            return None
        return {"user": message.user, "ts": message.edited_ts}

    def _thread_marks(self, message: Message) -> Json:
        if message.is_reply:
            root = self.state.message(message.channel, message.thread_ts or "")
            return {"parent_user_id": root.user} if root else {}
        replies = self.replies(message)
        if not replies:
            return {}
        writers = list(dict.fromkeys(reply.user for reply in replies))
        return {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users": writers,
            "reply_users_count": len(writers),
            "latest_reply": replies[-1].ts,
        }

    def replies(self, message: Message) -> list[Message]:
        thread = self.state.thread(message.channel, message.ts)
        return [reply for reply in thread if reply.is_reply and reply.ephemeral_to is None]

    def bot_marks(self) -> Json:
        bot = self.team.bot
        profile = {
            "id": bot.bot_id,
            "app_id": bot.app_id,
            "name": bot.name,
            "team_id": self.team.id,
        }
        return {"bot_id": bot.bot_id, "app_id": bot.app_id, "bot_profile": profile}

    def user(self, person: Person) -> Json:
        return {
            "id": person.id,
            "team_id": self.team.id,
            "name": person.name,
            "real_name": person.real_name,
            "deleted": False,
            "color": person.color.removeprefix("#"),
            "tz": "Etc/UTC",
            "is_bot": False,
            "is_app_user": False,
            "profile": {
                "title": person.title,
                "real_name": person.real_name,
                "display_name": person.name,
                "team": self.team.id,
            },
        }

    def bot_user(self) -> Json:
        bot = self.team.bot
        return {
            "id": bot.user_id,
            "team_id": self.team.id,
            "name": bot.name,
            "real_name": bot.name,
            "deleted": False,
            "is_bot": True,
            "is_app_user": False,
            "profile": {
                "real_name": bot.name,
                "display_name": bot.name,
                "api_app_id": bot.app_id,
                "bot_id": bot.bot_id,
                "team": self.team.id,
            },
        }

    def view(self, view: View) -> Json:
        bot = self.team.bot
        fields = {
            "title": None,
            "submit": None,
            "close": None,
            "callback_id": "",
            "private_metadata": "",
            "external_id": "",
            "clear_on_close": False,
            "notify_on_close": False,
        }
        return {
            "id": view.id,
            "team_id": self.team.id,
            "type": view.type,
            "blocks": view.body["blocks"],
            **{key: view.body.get(key, default) for key, default in fields.items()},
            "state": {"values": view.values},
            "hash": view.hash,
            "previous_view_id": view.previous_id,
            "root_view_id": view.root_id,
            "app_id": bot.app_id,
            "app_installed_team_id": self.team.id,
            "bot_id": bot.bot_id,
        }


def reactions(message: Message) -> list[Json]:
    return [
        {"name": name, "users": list(users), "count": len(users)}
        for name, users in message.reactions.items()
        if users
    ]


def _slug(file: File) -> str:
    return re.sub(r"[^a-z0-9._-]+", "_", file.name.lower())


def _linked(file: File) -> Json:
    """Kept by another service, for example Google Drive."""
    return {
        "is_external": True,
        "external_type": "gdrive",
        "external_url": file.link,
        "pretty_type": "Google Drive",
        "url_private": file.link,
    }
