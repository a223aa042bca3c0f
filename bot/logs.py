"""Logging: to standard error, as text or JSON, with secrets blacked out wherever they turn up."""

import logging
import re
import sys
from typing import Literal

from pythonjsonlogger.json import JsonFormatter
from typing_extensions import override

# Slack tokens, OpenAI keys, AWS key ids, bearer headers. "sk-" is no key inside a word ("disk-…"), but
# in JSON what comes before it can be the letter of an escaped line break.
SECRETS = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?:(?<![A-Za-z])|(?<=\\[nrt]))sk-[\w-]{8,}"
    r"|(?:AKIA|ASIA)[A-Z0-9]{16}|(?i:bearer )[\w.~+/-]+=*"
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


class _Discreet(logging.Formatter):
    """Writes a record as another formatter does, then blacks out what looks like a secret."""

    def __init__(self, written_by: logging.Formatter) -> None:
        super().__init__()
        self._written_by = written_by

    @override
    def format(self, record: logging.LogRecord) -> str:
        return black_out(self._written_by.format(record))


def black_out(text: str) -> str:
    return SECRETS.sub("[secret]", text)


def configure(level: str, form: Literal["text", "json"]) -> None:
    """Set up the root logger of this process."""
    handler = logging.StreamHandler(sys.stderr)
    written = JsonFormatter(FIELDS) if form == "json" else logging.Formatter(FIELDS)
    handler.setFormatter(_Discreet(written))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # The durable engine logs errors in full, and to a handler of its own unless its logger has one.
    engine = logging.getLogger("dbos")
    engine.handlers, engine.propagate = [handler], False
    # Bolt remarks on SLACK_BOT_TOKEN being set although our client already carries it.
    logging.getLogger("slack_bolt").addFilter(
        lambda record: "will be unused" not in str(record.msg)
    )
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
