"""Designing for a score goes as in a thread: faults go back, the best version counts, and everything is added up."""

import json

import pytest

from bot.domain.errors import UpstreamUnavailable
from bot.domain.policy import Policy
from bot.domain.reading import Drafted, Tokens, Worded
from bot.domain.request import Checked, Said
from bot.workflows.design_stack import ROUNDS
from bot.workflows.evaluate_stacks import EvaluateStacks, recall
from bot.workflows.examine_template import ExamineTemplate
from bot.workflows.read_request import ReadRequest
from bot.workflows.score_design import Designed, NotDesigned, ScoreDesign
from tests.fakes.planner import MODEL, ScriptedPlanner, drafted
from tests.fakes.stacks import TEMPLATE, JsonTemplates, stack_draft

ASKED = (Said("U1", "a queue and a table"),)
COST = Tokens(10, 5)


def template(*words: str) -> str:
    """The linter of the test finds one fault for each word."""
    return json.dumps({**json.loads(TEMPLATE), "Description": " ".join(words)})


def written(*words: str) -> Drafted:
    return Drafted(stack_draft(template=template(*words)), MODEL, COST)


@pytest.fixture
def planner() -> ScriptedPlanner:
    return ScriptedPlanner()


@pytest.fixture
def design(planner: ScriptedPlanner) -> ScoreDesign:
    templates = JsonTemplates()
    templates.faults = {"wrong": "It is wrong.", "worse": "It is worse.", "bad": "It is bad."}
    policy = Policy()
    return ScoreDesign(
        ReadRequest(planner, policy), ExamineTemplate(templates, policy), policy.default_region
    )


def designed(design: ScoreDesign) -> Designed:
    found = design(ASKED)
    assert isinstance(found, Designed)
    return found


def test_what_is_sound_at_once_takes_one_round(
    design: ScoreDesign, planner: ScriptedPlanner
) -> None:
    planner.will_say(written())
    found = designed(design)
    assert (found.rounds, found.first_try, found.tokens) == (1, True, COST)


def test_faults_go_back_to_the_model_until_none_is_left(
    design: ScoreDesign, planner: ScriptedPlanner
) -> None:
    planner.will_say(written("wrong", "worse"), written("wrong"), written())
    found = designed(design)
    assert (found.rounds, found.first_try) == (3, False)
    assert found.tokens == Tokens(30, 15)
    assert found.draft.template == template()
    told = planner.read_so_far[1][-1]
    assert isinstance(told, Checked)
    assert len(told.faults) == 2


def test_it_ends_when_the_faults_do_not_get_fewer_and_keeps_the_better_version(
    design: ScoreDesign, planner: ScriptedPlanner
) -> None:
    planner.will_say(written("wrong"), written("wrong", "worse"))
    found = designed(design)
    assert found.draft.template == template("wrong")
    assert found.rounds == 2


def test_there_are_no_more_rounds_than_in_a_thread(
    design: ScoreDesign, planner: ScriptedPlanner
) -> None:
    many = ["wrong", "worse", "bad"]
    planner.will_say(*(written(*many[at:]) for at in range(3)), written("bad"))
    assert designed(design).rounds == ROUNDS


def test_words_in_place_of_a_stack_are_kept(design: ScoreDesign, planner: ScriptedPlanner) -> None:
    planner.will_say(Worded("refusal", "Not that.", MODEL, COST))
    assert design(ASKED) == NotDesigned("Not that.", COST)


def test_instances_are_no_stack(design: ScoreDesign, planner: ScriptedPlanner) -> None:
    planner.will_say(drafted())
    assert isinstance(design(ASKED), NotDesigned)


def test_a_stack_is_scored_by_how_much_of_the_reference_it_has(
    design: ScoreDesign, planner: ScriptedPlanner
) -> None:
    planner.will_say(written(), Worded("refusal", "Not that.", MODEL, COST))
    planner.will_say(UpstreamUnavailable("OpenAI", "overloaded", "Try again."))
    types = ["AWS::SQS::Queue", "AWS::SQS::Queue", "AWS::DynamoDB::Table", "AWS::SNS::Topic"]
    cases = [{"prompt": one, "resources": types, "row": 7} for one in ("a", "b", "c")]

    report = EvaluateStacks(design, lambda: 0.0)(cases)

    made, refused, failed = report["cases"]
    assert made["got"] == {"resources": ["AWS::DynamoDB::Table", "AWS::SQS::Queue"]}
    assert (made["recall"], made["type_recall"], made["row"]) == (0.5, 0.6667, 7)
    assert refused["refused"] == "Not that."
    assert "overloaded" in failed["error"]
    assert report["resource_recall"] == pytest.approx(0.5 / 3, abs=1e-4)
    assert report["produced"] == report["lint_clean"] == pytest.approx(1 / 3, abs=1e-4)
    assert "created" not in report, "there is no sandbox to create it in"


@pytest.mark.parametrize(
    ("wanted", "got", "share"),
    [
        ((), ("A",), 1.0),
        (("A",), (), 0.0),
        (("A", "A"), ("A",), 0.5),
        (("A", "B"), ("B", "A", "A", "C"), 1.0),
    ],
)
def test_recall_counts_every_resource_as_often_as_it_is_wanted(
    wanted: tuple[str, ...], got: tuple[str, ...], share: float
) -> None:
    assert recall(wanted, got) == share
