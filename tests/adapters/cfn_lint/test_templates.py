"""Templates over cfn-lint: what it says, as findings; the template, as plain data; and that nothing switches it off."""

import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.cfn_lint import CfnLintTemplates
from bot.adapters.cfn_lint.plain import TooMuch, as_plain_data
from bot.adapters.cfn_lint.templates import LONGEST_TEXT, MOST_FINDINGS
from bot.domain.finding import Severity
from bot.ports import CheckedTemplate, Templates

REGION = "us-east-1"
FINE = """\
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: !Sub "${AWS::StackName} news"
Outputs:
  Name:
    Value: !GetAtt Topic.TopicName
"""
# What is wrong with it: a runtime nobody can create any more, a property there is not, a lost reference.
WRONG = """\
Resources:
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs12.x
      Handler: index.handler
      Code: {ZipFile: "x"}
      Role: !GetAtt Rolle.Arn
      Memory: 128
"""


@pytest.fixture(scope="module")
def templates() -> Templates:
    return CfnLintTemplates()


def rules(checked: CheckedTemplate, severity: Severity = Severity.BLOCKING) -> list[str]:
    return [one.rule for one in checked.findings if one.severity is severity]


def test_a_sound_template_has_no_findings(templates: Templates) -> None:
    checked = templates.check(FINE, REGION)

    assert checked.findings == ()
    assert checked.body == {
        "Resources": {
            "Topic": {
                "Type": "AWS::SNS::Topic",
                "Properties": {"DisplayName": {"Fn::Sub": "${AWS::StackName} news"}},
            }
        },
        "Outputs": {"Name": {"Value": {"Fn::GetAtt": ["Topic", "TopicName"]}}},
    }


def test_the_body_is_plain_data(templates: Templates) -> None:
    template = (
        "Resources: {A: {Type: AWS::SNS::Topic, Metadata: {Day: 2026-11-22, 1: [yes, 1.5, null]}}}"
    )
    body = templates.check(template, REGION).body

    assert json.loads(json.dumps(body)) == body
    assert body["Resources"]["A"]["Metadata"] == {"Day": "2026-11-22", "1": [True, 1.5, None]}
    assert type(body["Resources"]["A"]["Type"]) is str
    assert type(body["Resources"]) is dict


def test_json_is_read_as_well(templates: Templates) -> None:
    template = json.dumps({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})

    assert templates.check(template, REGION).findings == ()


def test_an_error_blocks_and_says_where(templates: Templates) -> None:
    checked = templates.check(WRONG, REGION)

    assert set(rules(checked)) == {"E2533", "E3002", "E1010"}
    (finding,) = [one for one in checked.findings if one.rule == "E2533"]
    assert finding.text.startswith("Line 5: Runtime 'nodejs12.x'")
    assert finding.path == ("Resources", "Function", "Properties", "Runtime")


def test_a_warning_does_not_block_and_comes_last(templates: Templates) -> None:
    checked = templates.check(f"Parameters: {{P: {{Type: String}}}}\n{WRONG}", REGION)

    assert rules(checked, Severity.WARNING) == ["W2001"]
    assert checked.findings[-1].rule == "W2001"


def test_what_is_merely_good_to_know_is_left_out(templates: Templates) -> None:
    """I3011: data without a DeletionPolicy."""
    template = """\
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
"""
    assert templates.check(template, REGION).findings == ()


def test_long_words_are_cut_and_stand_on_one_line(templates: Templates) -> None:
    """E3628 would list some thousand instance types."""
    template = "Resources: {I: {Type: AWS::EC2::Instance, Properties: {InstanceType: t9.huge, ImageId: ami-0123456789abcdef0}}}"

    (text,) = [
        one.text for one in templates.check(template, REGION).findings if one.rule == "E3628"
    ]

    assert len(text) == LONGEST_TEXT
    assert text.endswith("…")
    assert "\n" not in text


def test_no_more_is_said_than_anybody_reads(templates: Templates) -> None:
    many = "\n".join(f"  A{number}: {{Type: Foo::Bar::Baz{number}}}" for number in range(100))

    assert len(templates.check(f"Resources:\n{many}\n", REGION).findings) == MOST_FINDINGS


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("", "There is no template."),
        (" \n", "There is no template."),
        ("```yaml\nResources: {}\n```", "between ``` fences"),
        ("#" + "x" * 1_000_000, "larger than the 1,000,000 bytes"),
        ("Resources:\n  - a: [", "Line 3"),
        ("just words", "needs to be an object"),
        ("- a\n- b", "needs to be an object"),
        ('{"Resources": {"A": 1, "A": 2}}', "Duplicate"),
        ("a: [*b]", "undefined alias"),
        ("&a [*a]", "recursive"),
        ("!!python/object/apply:os.system [id]", "could not determine a constructor"),
        ("a: \x00", "not allowed"),
        ("a: \ud800", "surrogates not allowed"),
        ("[" * 5_000, "did not find expected node content"),
        ("{" * 500 + "}" * 500, ""),
        ("a: " + "[" * 100 + "]" * 100, "nested too deeply"),
    ],
)
def test_what_cannot_be_read_is_one_finding_in_words(
    template: str, words: str, templates: Templates
) -> None:
    checked = templates.check(template, REGION)

    assert checked.body == {}
    assert rules(checked)
    assert words in checked.findings[0].text


@pytest.mark.parametrize(
    "template",
    ["Resources: []", "Resources: {A: 1}", "1: b", "Resources: {1: {Type: [x]}}", "Metadata: x"],
)
def test_a_template_the_linter_stumbles_over_is_blocked(
    template: str, templates: Templates
) -> None:
    assert rules(templates.check(template, REGION))


def test_a_template_cannot_excuse_itself(templates: Templates) -> None:
    metadata = """\
Metadata:
  cfn-lint:
    config:
      ignore_checks: [E, W]
      ignore_bad_template: true
      regions: [eu-west-1]
      append_rules: [/tmp]
"""
    excused = WRONG.replace(
        "    Type: AWS::Lambda::Function",
        "    Metadata: {cfn-lint: {config: {ignore_checks: [E2533, E3002, E1010, W]}}}\n"
        "    Type: AWS::Lambda::Function",
    )

    assert set(rules(templates.check(metadata + excused, REGION))) == {"E2533", "E3002", "E1010"}


def test_a_file_of_the_machine_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (".cfnlintrc", ".cfnlintrc.yaml"):
        (tmp_path / name).write_text("ignore_checks: [E, W]\nignore_bad_template: true\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))

    assert "E2533" in rules(CfnLintTemplates().check(WRONG, REGION))


def test_a_template_makes_the_linter_open_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, templates: Templates
) -> None:
    (tmp_path / "nested.yaml").write_text("Outputs: {Secret: {Value: x}}")
    monkeypatch.chdir(tmp_path)
    opened: list[str] = []
    recording = True

    def record(event: str, arguments: tuple[Any, ...]) -> None:
        if recording and event == "open":
            opened.append(str(arguments[0]))

    sys.addaudithook(record)
    templates.check(
        """\
Resources:
  Nested:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: ./nested.yaml, Parameters: {A: b}}
  Api:
    Type: AWS::Serverless::Api
    Properties: {DefinitionUri: ./nested.yaml}
Outputs:
  Secret:
    Value: !GetAtt Nested.Outputs.Secret
""",
        REGION,
    )
    recording = False  # an audit hook cannot be taken away

    assert not [one for one in opened if "nested.yaml" in one]


@pytest.mark.parametrize("region", ["eu-central-1", "mars-north-1"])
def test_every_region_can_be_asked_for(region: str) -> None:
    assert CfnLintTemplates().check(FINE, region).findings == ()


def test_several_threads_get_their_own_answers(templates: Templates) -> None:
    answers: dict[str, CheckedTemplate] = {}

    def ask(name: str, template: str) -> None:
        answers[name] = templates.check(template, REGION)

    threads = [
        threading.Thread(target=ask, args=(f"{kind} {number}", template))
        for number in range(3)
        for kind, template in (("fine", FINE), ("wrong", WRONG))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {bool(one.findings) for name, one in answers.items() if "fine" in name} == {False}
    assert {len(one.findings) for name, one in answers.items() if "wrong" in name} == {3}


SHARED = CfnLintTemplates()


def _damaged(template: str) -> st.SearchStrategy[str]:
    """A template with a piece cut out."""
    ends = st.integers(0, len(template))
    return st.tuples(ends, ends).map(lambda cut: template[: min(cut)] + template[max(cut) :])


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60) | st.sampled_from((FINE, WRONG)).flatmap(_damaged))
def test_no_text_is_too_odd(template: str) -> None:
    checked = SHARED.check(template, REGION)

    assert json.dumps(checked.body)
    assert all(len(one.text) <= LONGEST_TEXT for one in checked.findings)


def repeated() -> Iterator[Any]:
    one: list[Any] = ["x"] * 20
    for _ in range(5):
        one = [one] * 20
    yield one


def test_what_repeats_itself_without_end_is_too_much() -> None:
    with pytest.raises(TooMuch):
        as_plain_data(next(repeated()))


def test_half_a_pair_of_surrogates_and_a_number_without_end_become_text() -> None:
    assert as_plain_data({"\ud800": [float("nan"), "\udfff"]}) == {"?": ["nan", "?"]}
