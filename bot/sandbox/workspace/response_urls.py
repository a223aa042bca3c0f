"""POST to a response URL: answer a click within 30 minutes, at most five times."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.sandbox.workspace.record import ApiCall, Rejection
from bot.sandbox.workspace.slack import Slack
from bot.sandbox.workspace.state import Message
from bot.sandbox.workspace.tickets import ReplyTicket, Spent
from bot.sandbox.workspace.web_api.arguments import Arguments, Refused
from bot.sandbox.workspace.web_api.payloads import body_in

Json = dict[str, Any]

NAME = "response_url"


@dataclass(frozen=True)
class ResponseUrls:
    slack: Slack

    async def serve(self, request: web.Request) -> web.Response:
        try:
            sent = json.loads(await request.text())
        except ValueError:
            return web.Response(status=HTTPStatus.BAD_REQUEST, text="invalid_payload")
        answer, status = self._answer(request.match_info["secret"], Arguments(sent))
        with self.slack.state.changed:
            at = self.slack.state.clock()
            self.slack.record.calls.append(ApiCall(NAME, sent, answer, at))
            self.slack.state.changed.notify_all()
        if answer["ok"]:
            return web.Response(text="ok")
        return web.json_response(answer, status=status)

    def _answer(self, secret: str, arguments: Arguments) -> tuple[Json, HTTPStatus]:
        try:
            ticket = self.slack.tickets.use_reply(secret)
        except Spent as spent:
            return {"ok": False, "error": spent.error}, HTTPStatus.NOT_FOUND
        try:
            with self.slack.state.changed:
                self._respond(ticket, arguments)
        except Refused as refused:
            self.slack.reject(Rejection(NAME, refused.error, refused.detail))
            return refused.answer, HTTPStatus.BAD_REQUEST
        return {"ok": True}, HTTPStatus.OK

    def _respond(self, ticket: ReplyTicket, arguments: Arguments) -> None:
        slack = self.slack
        about = slack.state.message(ticket.message.channel, ticket.message.ts)
        if arguments.flag("delete_original"):
            if about is not None:
                slack.remove(about)
            return
        body = body_in(arguments, slack.state)
        if arguments.flag("replace_original") and about is not None:
            slack.edit(about, text=body.text, blocks=body.blocks)
            return
        public = arguments.text("response_type") == "in_channel"
        slack.post(
            Message(
                ts=slack.state.next_ts(),
                channel=ticket.message.channel,
                user=slack.team.bot.user_id,
                text=body.text,
                blocks=body.blocks,
                thread_ts=arguments.optional("thread_ts"),
                is_bot=True,
                ephemeral_to=None if public else ticket.user,
            )
        )
