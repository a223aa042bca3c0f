"""Logging: to standard error, as text or JSON, with secrets blacked out wherever they turn up."""

import logging
import re
import sys
from typing import Literal

from pythonjsonlogger.json import JsonFormatter
from typing_extensions import override

# Slack tokens, OpenAI keys, AWS key ids, bearer headers.
SECRETS = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|sk-[\w-]{8,}|(?:AKIA|ASIA)[A-Z0-9]{16}|(?i:bearer )[\w.~+/-]+=*"
)
FIELDS = "%(asctime)s %(levelname)s %(name)s %(message)s"
# These say at INFO and DEBUG what people wrote.
TALKATIVE = (
    "openai",
    "httpx2",
    "httpcore2",
    "botocore",
    "boto3",
    "urllib3",
    "slack_sdk",
    "slack_bolt",
)


class _Discreet(logging.Filter):
    """Renders a record once and blacks out what looks like a secret."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = black_out(record.getMessage())
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = black_out(logging.Formatter().formatException(record.exc_info))
        return True


def black_out(text: str) -> str:
    return SECRETS.sub("[secret]", text)


def configure(level: str, form: Literal["text", "json"]) -> None:
    """Set up the root logger of this process."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter(FIELDS) if form == "json" else logging.Formatter(FIELDS))
    handler.addFilter(_Discreet())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
