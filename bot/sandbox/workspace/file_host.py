"""Where files are: uploads by the bot, downloads with its token, and the login page for everybody else."""

import asyncio
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from aiohttp import hdrs, web

from bot.sandbox.workspace.pictures import THUMBNAILS, thumbnail
from bot.sandbox.workspace.slack import Slack
from bot.sandbox.workspace.state import File

Json = dict[str, Any]

LOGIN_PAGE = "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body/></html>"
# Somebody's upload is shown from the page's own address: it must not run as a part of the page.
UNTRUSTED = {
    "Content-Security-Policy": "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class FileHost:
    slack: Slack

    async def receive(self, request: web.Request) -> web.Response:
        """Step two of an upload: the bytes, raw or as a form."""
        file_id = self.slack.tickets.uploads.pop(request.match_info["secret"], None)
        if file_id is None:
            return web.Response(status=HTTPStatus.NOT_FOUND, text="no such upload")
        data = await _sent(request)
        file = self.slack.state.files[file_id]
        self.slack.state.keep_file(replace(file, data=data))
        return web.Response(text=f"OK - {len(data)}")

    async def download(self, request: web.Request) -> web.Response:
        """`url_private`: with a bad token Slack answers 200 and a login page, without one a redirect."""
        file = self._opened(request)
        if isinstance(file, web.Response):
            return file
        return web.Response(body=file.data, content_type=file.mimetype)

    async def small(self, request: web.Request) -> web.Response:
        """`thumb_360` and its like: less than the original, under the same conditions."""
        file = self._opened(request)
        if isinstance(file, web.Response):
            return file
        edge = int(request.match_info["edge"])
        if edge not in THUMBNAILS:
            raise web.HTTPNotFound
        try:
            copy = await asyncio.to_thread(thumbnail, file.data, edge)
        except ValueError:
            raise web.HTTPNotFound from None
        return web.Response(body=copy, content_type="image/png")

    def _opened(self, request: web.Request) -> File | web.Response:
        """The file, or what somebody gets who may not have it."""
        header = request.headers.get(hdrs.AUTHORIZATION, "")
        if not header:
            target = f"/login?redir={quote(request.path)}"
            return web.Response(status=HTTPStatus.FOUND, headers={hdrs.LOCATION: target})
        settings = self.slack.settings
        may = header == f"Bearer {settings.bot_token}" and "files:read" in settings.scopes
        if not may:
            return _login_page()
        file = self._file(request.match_info["key"].partition("-")[2])
        if not self.slack.state.bot_sees(file):
            raise web.HTTPNotFound
        return file

    async def login(self, _: web.Request) -> web.Response:
        return _login_page()

    async def show(self, request: web.Request) -> web.Response:
        """The same file for the page, which needs no token."""
        file = self._file(request.match_info["id"])
        return web.Response(body=file.data, content_type=file.mimetype, headers=UNTRUSTED)

    def _file(self, file_id: str) -> File:
        file = self.slack.state.files.get(file_id)
        if file is None or file.mode != "hosted":
            raise web.HTTPNotFound
        return file


def _login_page() -> web.Response:
    return web.Response(text=LOGIN_PAGE, content_type="text/html")


async def _sent(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    form = await request.post()
    for part in form.values():
        if isinstance(part, web.FileField):
            return part.file.read()
    return b""
