"""The whole product on this machine: a Slack workspace, AWS, and the bot between them."""

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.sandbox.aws import ACCESS_KEY_ID, SECRET_ACCESS_KEY, SimulatedAws
from bot.sandbox.bot_process import BotProcess
from bot.sandbox.workspace import PAGE_FOLDER, PageSettings, Workspace
from bot.sandbox.workspace import Settings as WorkspaceSettings

EXAMPLES = (
    {
        "title": "Minecraft for 25",
        "text": (
            "Please create a new EC2 instance for me. I want to use it as a Minecraft Bedrock server "
            "for up to 25 concurrent players. Please balance performance and cost. I'd also like it to "
            "have a 1/4 TB of storage. After its created, I want to be able to easily get rid of this "
            "instance using the AWS console."
        ),
    },
    {
        "title": "A picture",
        "text": "Please build this.",
        "picture": "/examples/hla.png",
    },
    {
        "title": "A website",
        "text": "an S3 bucket for website hosting with versioning, and a CloudFront distribution",
    },
    {"title": "Two big ones", "text": "two servers please, 16GB RAM and 4 vCPU each"},
    {
        "title": "A build cache in Ireland",
        "text": "a t3.small in eu-west-1 called build-cache with 60 GB",
    },
    {
        "title": "A web server",
        "text": "ubuntu box, 4 GB RAM, open 443 to everyone and 22 only from 10.0.0.0/8",
    },
    {"title": "Too much", "text": "a t3.micro with a 64 TB disk"},
    {"title": "What can it do?", "text": "what can you do?"},
)
SLACK = {
    "what": "Slack",
    "how": (
        "A workspace on this machine that speaks Slack's own protocol and refuses what Slack would refuse. "
        "The bot cannot tell the difference."
    ),
}
MODEL = {
    "what": "The language model",
    "how": (
        "Rules inside the bot, with no network and no key. They read numbers, sizes and wishes out of your "
        "text, and boxes, icons and arrows out of your pictures; they are not a language model and do not "
        "understand everything one would."
    ),
}
AWS = {
    "what": "AWS",
    "how": (
        "A simulation (moto) with the behaviour of EC2 and CloudFormation put right. Instances and stacks have "
        "ids, states and events, but there is no machine behind them and nothing costs money. Of some kinds of "
        "resource only the existence is simulated; the AWS panel marks them."
    ),
}
REAL_MODEL = {
    "what": "Not simulated: the language model",
    "how": "What you write to the bot goes to the model of your settings, and is billed there.",
}
REAL_AWS = {
    "what": "Not simulated: Amazon's cloud",
    "how": (
        "Approving a plan launches it in the account of your settings and costs money, unless SKIP_AWS is on."
    ),
}
MEMORY = {
    "what": "Memory",
    "how": "The workspace and the simulated AWS are forgotten when the sandbox stops.",
}


class Sandbox:
    """`real_model` and `real_aws` are settings of the bot that replace the simulation of that far end."""

    def __init__(
        self,
        *,
        port: int = 0,
        boot_seconds: float = 3.0,
        real_model: Mapping[str, str] | None = None,
        real_aws: Mapping[str, str] | None = None,
        log_level: str = "WARNING",
    ) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="gpt-to-aws-")
        self.port = port
        self.aws = SimulatedAws(boot_seconds=boot_seconds)
        self.slack = Workspace(
            WorkspaceSettings(),
            page=PageSettings(
                PAGE_FOLDER,
                examples=EXAMPLES,
                simulated=_simulated(model=real_model is None, aws=real_aws is None),
                aws=self.aws.snapshot,
                fail_aws=self.aws.ask_to_fail if real_aws is None else None,
                crash_bot=self.crash_bot,
            ),
            port=port,
        )
        self.aws.on_change = self.slack.aws_changed
        self._model = real_model or {"OPENAI_API": "offline"}
        self._real_aws = real_aws
        self._log_level = log_level
        self._bot: BotProcess | None = None

    def start(self) -> Self:
        self.aws.start()
        self.slack.start()
        folder = Path(self._folder.name)
        command = [sys.executable, "-m", "bot", "serve", "--until-stdin-closes"]
        self._bot = BotProcess(command, self._environment(folder), folder)
        self._bot.start()
        return self

    def stop(self) -> None:
        if self._bot is not None:
            self._bot.stop()
        self.aws.on_change = None  # an instance may still be starting when the page is gone
        self.slack.stop()
        self.aws.stop()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def crash_bot(self) -> None:
        """Kill the bot's process without warning; it is started again at once."""
        if self._bot is not None:
            self._bot.kill()

    def _environment(self, folder: Path) -> dict[str, str]:
        """All the bot gets to know; nothing is inherited, so no real account is used by accident."""
        slack = self.slack.settings
        return {
            "SLACK_API_URL": self.slack.api_url,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "DATABASE_URL": f"sqlite:///{folder / 'bot.sqlite'}",
            "LOG_LEVEL": self._log_level,
            "SKIP_AWS": "false",
            "PYTHONUNBUFFERED": "1",
            **self._model,
            **(self._real_aws or self._simulated_aws()),
        }

    def _simulated_aws(self) -> dict[str, str]:
        return {
            "AWS_ENDPOINT_URL": self.aws.endpoint_url,
            "AWS_ACCESS_KEY_ID": ACCESS_KEY_ID,
            "AWS_SECRET_ACCESS_KEY": SECRET_ACCESS_KEY,
            "AWS_REGION": "us-east-1",
        }


def _simulated(*, model: bool, aws: bool) -> list[dict[str, str]]:
    return [SLACK, MODEL if model else REAL_MODEL, AWS if aws else REAL_AWS, MEMORY]
