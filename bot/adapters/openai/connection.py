"""Where the model is, how to reach it, and which of OpenAI's two APIs to speak there."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

import httpx2
from openai import OpenAI

from bot.adapters.openai.wire import Limits
from bot.domain.errors import UpstreamRejected

OPENAI_URL = "https://api.openai.com/v1"

Api: TypeAlias = Literal["responses", "chat"]


@dataclass(frozen=True)
class Connection:
    """A server that speaks OpenAI's protocol. The client is built when it is first needed.

    `http_client` carries requests some other way than over the network, for example to the embedded
    model; `called` is the name people are told when it fails.
    """

    api_key: str | None = field(repr=False)
    base_url: str = OPENAI_URL
    http_client: httpx2.Client | None = None
    timeout: float = 60
    max_retries: int = 2
    called: str | None = None

    @cached_property
    def client(self) -> OpenAI:
        return OpenAI(
            api_key=self._usable_key(),
            base_url=self.base_url,
            http_client=self.http_client,
            timeout=self.timeout,
            max_retries=self.max_retries,
        )

    def client_within(self, limits: Limits) -> OpenAI:
        """The client, given the time that an answer of this kind takes. Who waits long repeats once."""
        if limits.seconds is None:
            return self.client
        return self.client.with_options(
            timeout=max(limits.seconds, self.timeout), max_retries=min(1, self.max_retries)
        )

    @property
    def name(self) -> str:
        if self.called is not None:
            return self.called
        host = urlsplit(self.base_url).hostname or ""
        return "OpenAI" if _is_openai(host) else f"The language model at {host or self.base_url}"

    def _usable_key(self) -> str:
        key = (self.api_key or "").strip()
        if not key:
            raise UpstreamRejected(
                self.name,
                "no API key is set",
                "Ask whoever runs this bot to set OPENAI_API_KEY (any word will do for a server that "
                "needs no key), or OPENAI_API=offline for the embedded model.",
                "no_api_key",
            )
        if not (key.isascii() and key.isprintable()):
            raise UpstreamRejected(
                self.name,
                "the API key contains a character that no key has",
                "Ask whoever runs this bot to copy OPENAI_API_KEY again.",
                "malformed_api_key",
            )
        return key


def api_for(base_url: str, wanted: Literal["auto", "responses", "chat"] = "auto") -> Api:
    """Which API to speak: what was asked for, or Responses where it is known to be complete."""
    if wanted != "auto":
        return wanted
    address = urlsplit(base_url)
    host = address.hostname or ""
    complete = _is_openai(host) or _is_azure_v1(host, address.path) or _is_bedrock(host)
    return "responses" if complete else "chat"


def _is_openai(host: str) -> bool:
    return host == "api.openai.com" or host.endswith(".api.openai.com")


def _is_azure_v1(host: str, path: str) -> bool:
    return host.endswith(".openai.azure.com") and path.rstrip("/").endswith("/openai/v1")


def _is_bedrock(host: str) -> bool:
    return host.startswith("bedrock-") and host.endswith((".amazonaws.com", ".api.aws"))
