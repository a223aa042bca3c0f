"""The composition root: builds every object once, from settings."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import boto3
import httpx2
import sqlalchemy as sa
from slack_bolt import App

import handlers
from bot.adapters.aws import Clients, Ec2Instances, SsmImages
from bot.adapters.aws import check as check_aws
from bot.adapters.aws.stacks import CloudFormationStacks
from bot.adapters.aws.unresolved import UnresolvedImages
from bot.adapters.cfn_lint import CfnLintTemplates
from bot.adapters.diagrams import FileDiagrams
from bot.adapters.openai.check import check as check_openai
from bot.adapters.openai.connection import OPENAI_URL, Connection
from bot.adapters.openai.planner import planner
from bot.adapters.slack.client import bolt_app, web_client
from bot.adapters.slack.files import SlackFiles
from bot.adapters.slack.listening import HttpListener, Listener, SocketModeListener
from bot.adapters.slack.probe import check_bot, check_socket_mode
from bot.adapters.slack.threads import SlackForms, SlackReplies, SlackThreads
from bot.adapters.store.database import migrate, open_engine
from bot.adapters.store.hold import Hold, hold
from bot.adapters.store.sql_store import SqlStore
from bot.blocks.example import example
from bot.domain.errors import UpstreamUnavailable, UserMistake
from bot.domain.policy import REGIONS, Policy
from bot.offline import OfflineTransport
from bot.ports import Clock, Images, Planner
from bot.process import end_on_sigterm
from bot.settings import Settings
from bot.workflows.catch_up import CatchUp
from bot.workflows.clear_away import ClearAway
from bot.workflows.decide_plan import DecidePlan
from bot.workflows.design_stack import DesignStack
from bot.workflows.draft_plan import DraftPlan
from bot.workflows.durable import Engine, Queue
from bot.workflows.edit_plan import OpenEditor, RetryPlan, RevisePlan, ReviseStack
from bot.workflows.end_resource import DeleteResource, EndResource
from bot.workflows.evaluate_diagrams import EvaluateDiagrams
from bot.workflows.evaluate_requests import EvaluateRequests
from bot.workflows.evaluate_stacks import EvaluateStacks
from bot.workflows.examine_template import ExamineTemplate
from bot.workflows.expire_plan import ExpirePlan
from bot.workflows.hear_request import HearRequest
from bot.workflows.keep_failed import KeepFailed
from bot.workflows.launch_instances import LaunchInstances
from bot.workflows.launch_plan import LaunchPlan
from bot.workflows.launch_stack import LaunchStack
from bot.workflows.lint_templates import LintTemplates
from bot.workflows.prepare_stack import PrepareStack
from bot.workflows.propose_plan import ProposePlan
from bot.workflows.read_request import ReadRequest
from bot.workflows.receive_message import ReceiveMessage
from bot.workflows.redraw_card import CardDrawing, RedrawCard
from bot.workflows.relate_plan import RelatePlan
from bot.workflows.score_design import ScoreDesign
from bot.workflows.show_home import QueueHome, ShowHome
from bot.workflows.try_out import TryOut
from bot.workflows.whisper import QueueWhisper, Whisper
from bot.workflows.withdraw_plan import WithdrawPlan
from handlers.cards import Cards, home_view, render_editor
from handlers.payloads import read_message

log = logging.getLogger(__name__)

WHERE_TO_SET = "Put it into .env; `gpt-to-aws check` tells all that is missing."


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - this is the Clock


@dataclass
class Bot:
    """The whole bot, ready to start."""

    settings: Settings
    database: sa.Engine
    engine: Engine
    durable: Mapping[str, Callable[..., None]]
    listener: Callable[["Bot"], Listener]
    stopping: threading.Event = field(default_factory=threading.Event)
    _hold: Hold | None = None
    _listener: Listener | None = None

    def start(self) -> None:
        """Take the database, resume unfinished work, then let Slack in. Raises BotError."""
        self._hold = hold(self.database, self.settings.process_name)
        migrate(self.database)
        self.engine.start(self.durable)
        self._listener = self.listener(self)
        self._listener.start()
        log.info("the bot is ready")

    def run(self) -> None:
        """Serve until `stop`."""
        if self._listener is not None:
            self._listener.run()

    def stop(self) -> None:
        self.stopping.set()
        if self._listener is not None:
            self._listener.stop()
        self.engine.stop()
        if self._hold is not None:
            self._hold.release()
        self.database.dispose()


def build(settings: Settings, policy: Policy | None = None, clock: Clock | None = None) -> Bot:
    """Wire the bot. Raises UserMistake when a setting is missing."""
    if not (settings.slack_app_token or settings.slack_signing_secret):
        raise UserMistake(
            f"Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP mode). {WHERE_TO_SET}"
        )
    policy = policy or policy_of(settings)
    clock = clock or SystemClock()
    database = open_engine(settings.database_url)
    store = SqlStore(database, Queue.on(database).enqueue)
    slack = web_client(_required(settings, "slack_bot_token"), settings.slack_api_url)
    cards = Cards(rehearsal=settings.skip_aws)
    threads = SlackThreads(slack, cards.render, home_view.build)
    draw = CardDrawing(store, threads)
    clients = aws_clients(settings)
    stacks = stacks_of(settings, clients)
    diagrams = FileDiagrams()
    receive = ReceiveMessage(store, clock)
    hear = HearRequest(store, SlackFiles(slack), diagrams)
    read_request = ReadRequest(planner_of(settings), policy)
    propose = ProposePlan(store, policy, clock)
    templates = CfnLintTemplates()
    durable: dict[str, Callable[..., None]] = {
        "draft_plan": DraftPlan(
            store=store,
            threads=threads,
            images=_images(settings, clients),
            hear=hear,
            read_request=read_request,
            propose=propose,
            design=DesignStack(
                store=store,
                threads=threads,
                hear=hear,
                read_request=read_request,
                examine=ExamineTemplate(templates, policy),
                relate=RelatePlan(store, templates),
                prepare=PrepareStack(stacks),
                diagrams=diagrams,
                propose=propose,
                policy=policy,
                rehearse=settings.skip_aws,
                service_role=settings.aws_stack_role,
            ),
            policy=policy,
            draw=draw,
            instance_profile=settings.aws_instance_profile,
        ),
        "launch_plan": LaunchPlan(
            store=store,
            threads=threads,
            launch_instances=LaunchInstances(store, Ec2Instances(clients), draw),
            launch_stack=LaunchStack(store, stacks, draw, clock),
            draw=draw,
            rehearse=settings.skip_aws,
        ),
        "withdraw_plan": WithdrawPlan(store, stacks),
        "end_resource": DeleteResource(store, threads, stacks, draw),
        "clear_away": ClearAway(store, stacks, clock),
        "catch_up": CatchUp(store, SlackReplies(slack, read_message), receive),
        "expire_plan": ExpirePlan(store, draw),
        "redraw_card": RedrawCard(draw),
        "show_home": ShowHome(store, threads),
        "whisper": Whisper(threads),
    }
    workflows = handlers.Workflows(
        receive_message=receive,
        decide_plan=DecidePlan(store, policy, clock),
        open_editor=OpenEditor(store, SlackForms(slack, render_editor), policy),
        revise_plan=RevisePlan(store, policy, clock),
        revise_stack=ReviseStack(store, policy, clock),
        retry_plan=RetryPlan(store, policy, clock),
        end_resource=EndResource(store, policy, clock),
        keep_failed=KeepFailed(store, policy),
        show_home=QueueHome(store),
        whisper=QueueWhisper(store),
    )

    def listener(bot: Bot) -> Listener:
        # Built late: Bolt asks Slack who it is (auth.test) as soon as it exists.
        app = bolt_app(slack, signing_secret=_secret(settings.slack_signing_secret))
        handlers.register(app, workflows)
        return _listener(settings, app, bot, store)

    return Bot(settings, database, Engine(database, settings.process_name), durable, listener)


def policy_of(settings: Settings) -> Policy:
    if settings.aws_region is None:
        return Policy()
    regions = tuple(dict.fromkeys((*REGIONS, settings.aws_region)))
    return Policy(default_region=settings.aws_region, regions=regions)


def planner_of(settings: Settings) -> Planner:
    """The configured model, or the embedded one; the same adapter reads both."""
    if settings.openai_api == "offline":
        return planner(embedded_model(), model="embedded", examples=example)
    return planner(
        openai_connection(settings),
        model=settings.openai_model,
        vision_model=settings.openai_vision_model,
        api=settings.openai_api,
        temperature=settings.temperature,
        examples=example,
    )


def openai_connection(settings: Settings) -> Connection:
    return Connection(
        _secret(settings.openai_api_key), base_url=settings.openai_base_url or OPENAI_URL
    )


def embedded_model() -> Connection:
    return Connection(
        "none needed",
        base_url="http://embedded.invalid/v1",
        http_client=httpx2.Client(transport=OfflineTransport()),
        called="The embedded model",
    )


def aws_clients(settings: Settings) -> Clients:
    session = boto3.Session(
        aws_access_key_id=_secret(settings.aws_access_key_id),
        aws_secret_access_key=_secret(settings.aws_secret_access_key),
        aws_session_token=_secret(settings.aws_session_token),
        profile_name=settings.aws_profile,
    )
    return Clients(session, settings.aws_endpoint_url)


def stacks_of(settings: Settings, clients: Clients) -> CloudFormationStacks:
    return CloudFormationStacks(
        clients, service_role=settings.aws_stack_role, bucket=settings.aws_template_bucket
    )


def _images(settings: Settings, clients: Clients) -> Images:
    """A rehearsal works without an AWS account, so it must not ask one."""
    return UnresolvedImages() if settings.skip_aws else SsmImages(clients)


def _listener(settings: Settings, app: App, bot: Bot, store: SqlStore) -> Listener:
    if token := _secret(settings.slack_app_token):
        return SocketModeListener(app, token, bot.stopping.wait)
    return HttpListener(
        app, host=settings.host, port=settings.port, healthy=lambda: _healthy(store)
    )


def _healthy(store: SqlStore) -> bool:
    try:
        with store.transaction() as tx:
            tx.plan("")
    except UpstreamUnavailable:
        return False
    return True


def _required(settings: Settings, name: str) -> str:
    value = _secret(getattr(settings, name))
    if not value:
        raise UserMistake(f"{name.upper()} is not set. {WHERE_TO_SET}")
    return value


def _secret(value: object) -> str | None:
    return value.get_secret_value() if hasattr(value, "get_secret_value") else None


def serve(settings: Settings) -> None:
    """Run the bot until SIGTERM or SIGINT. Raises BotError when it cannot start."""
    bot = build(settings)
    end_on_sigterm()
    try:
        bot.start()
        bot.run()
    except KeyboardInterrupt:
        log.info("stopping")
    finally:
        bot.stop()


def check(settings: Settings, *, aws: bool = False) -> Iterator[tuple[bool, str]]:
    """Tell what of the configuration is there, missing or wrong: (fine?, in words). Changes nothing."""
    yield from _check_slack(settings)
    if settings.openai_api == "offline":
        yield True, "The embedded model reads requests (OPENAI_API=offline)."
    else:
        connection = openai_connection(settings)
        yield from check_openai(
            connection,
            model=settings.openai_model,
            vision_model=settings.openai_vision_model,
            api=settings.openai_api,
        )
    if settings.skip_aws and not aws:
        yield (
            True,
            "SKIP_AWS is on: launches stop before AWS (`check --aws` looks at AWS all the same).",
        )
    else:
        yield from check_aws(
            aws_clients(settings),
            policy_of(settings).default_region,
            stack_role=settings.aws_stack_role,
            bucket=settings.aws_template_bucket,
        )


def _check_slack(settings: Settings) -> Iterator[tuple[bool, str]]:
    if token := _secret(settings.slack_bot_token):
        yield from check_bot(token, settings.slack_api_url)
    else:
        yield False, "SLACK_BOT_TOKEN is not set (xoxb-…, from OAuth & Permissions)."
    if app_token := _secret(settings.slack_app_token):
        yield from check_socket_mode(app_token, settings.slack_api_url)
    elif settings.slack_signing_secret:
        yield True, f"HTTP mode on {settings.host}:{settings.port} (SLACK_APP_TOKEN is not set)."
    else:
        yield False, "Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP mode)."


def template_linter(settings: Settings) -> LintTemplates:
    policy = policy_of(settings)
    return LintTemplates(CfnLintTemplates(), policy.limits(), policy.default_region)


def request_evaluator(settings: Settings, seconds: Callable[[], float]) -> EvaluateRequests:
    """Reads requests with the configured model, as a mention does; `seconds` is a monotonic clock."""
    return EvaluateRequests(ReadRequest(planner_of(settings), policy_of(settings)), seconds)


def diagram_evaluator(
    settings: Settings, seconds: Callable[[], float], sandbox: Settings | None
) -> EvaluateDiagrams:
    """Reads pictures with the configured model; `sandbox` says where stacks may be tried out, if anywhere."""
    return EvaluateDiagrams(_score_design(settings, sandbox), FileDiagrams(), seconds)


def stack_evaluator(
    settings: Settings, seconds: Callable[[], float], sandbox: Settings | None
) -> EvaluateStacks:
    """Makes stacks of words with the configured model; `sandbox` as above."""
    return EvaluateStacks(_score_design(settings, sandbox), seconds)


def _score_design(settings: Settings, sandbox: Settings | None) -> ScoreDesign:
    policy = policy_of(settings)
    create = None
    if sandbox is not None:
        stacks = stacks_of(sandbox, aws_clients(sandbox))
        create = TryOut(stacks, policy.default_region, threading.Event().wait)
    return ScoreDesign(
        ReadRequest(planner_of(settings), policy),
        ExamineTemplate(CfnLintTemplates(), policy),
        policy.default_region,
        create,
    )
