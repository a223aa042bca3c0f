"""Asks a server whether it would take our requests. Changes nothing, costs nothing."""

from collections.abc import Iterator
from typing import Literal, TypeAlias

import openai

from bot.adapters.openai.connection import Connection, api_for
from bot.adapters.openai.errors import TRANSLATED, translate
from bot.domain.errors import BotError

QUICK_SECONDS = 10.0

Finding: TypeAlias = tuple[bool, str]
_API_NAMES = {"responses": "the Responses API", "chat": "Chat Completions"}


def check(
    connection: Connection,
    *,
    model: str,
    vision_model: str | None = None,
    api: Literal["auto", "responses", "chat"] = "auto",
) -> tuple[Finding, ...]:
    """Is the key accepted, are the models there, which API would be spoken: (fine?, what was found)."""
    try:
        found = tuple(_look_at_each(connection, model, vision_model or model))
    except BotError as error:
        return ((False, error.user_message),)
    except TRANSLATED as error:
        return ((False, translate(error, connection.name, model).user_message),)
    return (*found, (True, f"Requests go to {_API_NAMES[api_for(connection.base_url, api)]}."))


def _look_at_each(connection: Connection, model: str, vision_model: str) -> Iterator[Finding]:
    yield from _look(connection, model, "OPENAI_MODEL")
    if vision_model != model:
        accepted, *of_the_model = _look(connection, vision_model, "OPENAI_VISION_MODEL")
        yield from of_the_model or [accepted]


def _look(connection: Connection, model: str, setting: str) -> Iterator[Finding]:
    client = connection.client.with_options(timeout=QUICK_SECONDS, max_retries=0)
    try:
        client.models.retrieve(model)
    except openai.NotFoundError:
        yield from _look_at_list(client, connection.name, model, setting)
    else:
        yield True, f"{connection.name} accepts the key."
        yield True, f"The model “{model}” is there."


def _look_at_list(client: openai.OpenAI, name: str, model: str, setting: str) -> Iterator[Finding]:
    """Some servers list their models but do not show a single one."""
    try:
        known = [one.id for one in client.models.list().data]
    except openai.NotFoundError:
        yield True, f"{name} answers, but cannot say which models it has."
        return
    yield True, f"{name} accepts the key."
    if model in known:
        yield True, f"The model “{model}” is there."
    else:
        few = ", ".join(known[:5]) or "none"
        yield False, f"There is no model “{model}” for this key ({setting}); there is: {few}."
