"""Everything that can go wrong between us and a model, as one of our own kinds.

Reading a request changes nothing anywhere, so no answer (a timeout) is never an unknown outcome: it
is as safe to ask again as after a refused connection.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType

import httpx2
import openai
from pydantic import ValidationError

from bot.domain.errors import UpstreamError, UpstreamRejected, UpstreamUnavailable

MOST_CHARACTERS = 300
MODEL_SETTING = "OPENAI_MODEL"
_KEY = re.compile(r"\bsk-[\w*.-]+")

OPERATOR = "Ask whoever runs this bot to check"
AGAIN = "Nothing was planned. Try again in a minute by repeating your message."


@dataclass(frozen=True)
class Verdict:
    """What a failure means. Without `said`, the vendor's own words are passed on."""

    kind: type[UpstreamError]
    next_step: str
    said: str = ""


_TOO_LONG = Verdict(
    UpstreamRejected,
    "Start a new thread and say there what you need.",
    "the conversation is too long for the model",
)
_FILTERED = Verdict(
    UpstreamRejected,
    "Say it in other words.",
    "its content filter stopped the answer",
)
_NO_CREDIT = Verdict(
    UpstreamRejected,
    f"{OPERATOR} the plan and billing of the OpenAI account.",
    "the account has no credit left",
)
_NO_MODEL = Verdict(
    UpstreamRejected,
    f"{OPERATOR} {{setting}}: {{model}} does not exist there, or the key may not use it.",
)
_BLIND = Verdict(
    UpstreamRejected,
    "Set OPENAI_VISION_MODEL to one that can (whoever runs this bot), or OPENAI_API=offline for the "
    "embedded model.",
    "this model cannot read pictures ({model})",
)
_BAD_PICTURE = Verdict(
    UpstreamRejected, "Send the picture once more as a PNG of less than 20 MB, or another one."
)
_WRONG_KEY = Verdict(
    UpstreamRejected, f"{OPERATOR} OPENAI_API_KEY.", "the API key was not accepted"
)
_CUT_SHORT = Verdict(
    UpstreamRejected,
    "Ask for less in one message.",
    "the answer grew too long and was cut off",
)
_UNREADABLE = Verdict(
    UpstreamRejected,
    f"{OPERATOR} that OPENAI_BASE_URL is the address of an OpenAI-compatible API, often ending in /v1.",
    "the answer is not one that this API gives",
)
_UNREACHABLE = Verdict(
    UpstreamUnavailable,
    "Try again in a minute; if it stays so, ask whoever runs this bot to check OPENAI_BASE_URL and "
    "the network.",
    "it could not be reached",
)
_REFUSED = Verdict(UpstreamRejected, f"{OPERATOR} {{setting}} and OPENAI_API.")
_OTHER_API = Verdict(
    UpstreamRejected,
    "Ask whoever runs this bot to set OPENAI_API=responses, or another {setting}.",
)
# How servers say that a model is blind: llama.cpp, OpenAI, Ollama, OpenRouter, vLLM, DeepSeek, Groq, ...
_IS_BLIND = re.compile(
    r"\b(image|vision|multi-?modal)\b.{0,40}\b(not supported|unsupported|only supported by)"
    r"|\b(does not|doesn't|don't|do not|not) (support|accept|have)\b.{0,30}\b(images?|image_url|vision|multi-?modal)\b"
    r"|image_url is only supported|no endpoints found that support image|not a multi-?modal model"
    r"|unknown variant `?(image_url|input_image)|at most 0 image|unsupported content part\b.{0,40}image"
    r"|\bcontent\b.{0,3}:? must be a string|required for image input|multimodal data provided",
    re.IGNORECASE,
)
_OF_THE_PICTURE = re.compile(r"(^|_)image(_|$)")
_BY_WORDS: tuple[tuple[re.Pattern[str], Verdict], ...] = (
    (re.compile(r"/v1/responses"), _OTHER_API),
    (re.compile(r"context (length|window|size)"), _TOO_LONG),
    (_IS_BLIND, _BLIND),
)

_BY_CODE: Mapping[str, Verdict] = MappingProxyType(
    {
        "insufficient_quota": _NO_CREDIT,
        "billing_hard_limit_reached": _NO_CREDIT,
        "billing_not_active": _NO_CREDIT,
        "context_length_exceeded": _TOO_LONG,
        "content_filter": _FILTERED,
        "content_policy_violation": _FILTERED,
        "image_content_policy_violation": _FILTERED,
        "model_not_found": _NO_MODEL,
        "DeploymentNotFound": _NO_MODEL,
    }
)
_BY_STATUS: Mapping[int, Verdict] = MappingProxyType(
    {
        401: _WRONG_KEY,
        403: Verdict(UpstreamRejected, f"{OPERATOR} what the key may use: {{model}}?"),
        404: Verdict(
            UpstreamRejected,
            f"{OPERATOR} OPENAI_BASE_URL, OPENAI_API and {{setting}} ({{model}}).",
        ),
        408: Verdict(UpstreamUnavailable, AGAIN),
        409: Verdict(UpstreamUnavailable, AGAIN),
        429: Verdict(UpstreamUnavailable, AGAIN, "too many requests at the moment"),
    }
)
# The first class that fits counts, so a subclass stands before its parents.
_BY_CLASS: tuple[tuple[type[Exception], Verdict], ...] = (
    (openai.APITimeoutError, Verdict(UpstreamUnavailable, AGAIN, "it did not answer in time")),
    (openai.APIConnectionError, _UNREACHABLE),
    (openai.APIResponseValidationError, _UNREADABLE),
    (openai.InternalServerError, Verdict(UpstreamUnavailable, AGAIN)),
    (openai.LengthFinishReasonError, _CUT_SHORT),
    (openai.ContentFilterFinishReasonError, _FILTERED),
    (openai.OpenAIError, _REFUSED),
    (ValidationError, _UNREADABLE),
    (json.JSONDecodeError, _UNREADABLE),
    (UnicodeDecodeError, _UNREADABLE),
    (httpx2.TimeoutException, Verdict(UpstreamUnavailable, AGAIN, "it did not answer in time")),
    (httpx2.InvalidURL, _UNREADABLE),
    (httpx2.HTTPError, _UNREACHABLE),
    (httpx2.StreamError, _UNREACHABLE),
)
TRANSLATED = tuple(kind for kind, _ in _BY_CLASS)


@contextmanager
def translated(where: str, model: str, setting: str = MODEL_SETTING) -> Iterator[None]:
    """Turn every exception that the SDK lets out into one of ours."""
    try:
        yield
    except TRANSLATED as error:
        raise translate(error, where, model, setting) from error


def translate(
    error: Exception, where: str, model: str, setting: str = MODEL_SETTING
) -> UpstreamError:
    verdict = _verdict(error)
    return verdict.kind(
        where,
        verdict.said.format(model=f"“{model}”") or _own_words(error),
        verdict.next_step.format(model=f"“{model}”", setting=setting),
        _code(error),
        getattr(error, "request_id", None) or "",
    )


def generation_failed(where: str, code: str, message: str) -> UpstreamError:
    """The server accepted a request and then reported that it failed."""
    if code in ("server_error", "rate_limit_exceeded"):
        return UpstreamUnavailable(where, _short(message or code), AGAIN, code)
    of_the_picture = _OF_THE_PICTURE.search(code)
    next_step = _BAD_PICTURE.next_step if of_the_picture else "Say it in other words."
    return UpstreamRejected(where, _short(message or code), next_step, code)


def declined(where: str, refusal: str) -> UpstreamRejected:
    return UpstreamRejected(
        where, f"the model declined: {_short(refusal)}", "Say it in other words.", "refusal"
    )


def filtered(where: str) -> UpstreamRejected:
    return UpstreamRejected(where, _FILTERED.said, _FILTERED.next_step, "content_filter")


def cut_short(where: str) -> UpstreamRejected:
    return UpstreamRejected(where, _CUT_SHORT.said, _CUT_SHORT.next_step, "length")


def no_tool_call(where: str, model: str, setting: str) -> UpstreamRejected:
    return UpstreamRejected(
        where,
        f"“{model}” answered in prose instead of with a plan, so nothing can be offered",
        "Say what you need in one sentence; if it stays so, ask whoever runs this bot for a model "
        f"that can call functions ({setting}).",
        "no_tool_call",
    )


def unusable(where: str, model: str, fault: str) -> UpstreamRejected:
    return UpstreamRejected(
        where,
        f"“{model}” made a plan that cannot be used, also when told so: {_short(fault)}",
        "Say what you need in other words, with sizes and counts as plain numbers.",
        "invalid_plan",
    )


def is_about_content(error: openai.APIStatusError) -> bool:
    """No other way of asking would help: the conversation itself or the model is refused."""
    return _verdict(error) in (_TOO_LONG, _FILTERED, _NO_MODEL, _NO_CREDIT, _BLIND, _BAD_PICTURE)


def _verdict(error: Exception) -> Verdict:
    if isinstance(error, openai.APIError) and (verdict := _by_words(error)) is not None:
        return verdict
    status = getattr(error, "status_code", None)
    if isinstance(error, openai.APIStatusError) and status in _BY_STATUS:
        return _BY_STATUS[error.status_code]
    return next(verdict for kind, verdict in _BY_CLASS if isinstance(error, kind))


def _by_words(error: openai.APIError) -> Verdict | None:
    """What the server itself says it is, by its code or in its words."""
    code = error.code or ""
    if (verdict := _BY_CODE.get(code)) is not None:
        return verdict
    if _OF_THE_PICTURE.search(code):
        return _BAD_PICTURE
    spoken = (verdict for words, verdict in _BY_WORDS if words.search(error.message))
    return next(spoken, None)


def _own_words(error: Exception) -> str:
    """The vendor's message alone: bodies and validation errors repeat what people wrote."""
    body = getattr(error, "body", None)
    message = body.get("message") if isinstance(body, Mapping) else None
    if isinstance(message, str) and message.strip():
        return _short(message)
    status = getattr(error, "status_code", None)
    return f"it answered with HTTP status {status}" if status else "the request was refused"


def _code(error: Exception) -> str:
    status = getattr(error, "status_code", None)
    return getattr(error, "code", None) or (f"http_{status}" if status else type(error).__name__)


def _short(text: str) -> str:
    text = _KEY.sub("[key]", " ".join(text.split()))
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"
