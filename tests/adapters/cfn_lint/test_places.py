"""Where a finding stands in the text of a template, however the text is written."""

import json

import pytest

from bot.adapters.cfn_lint import CfnLintTemplates
from bot.domain.finding import Finding, Severity
from bot.ports import Place, Templates

YAML = """\
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: !Sub "${AWS::StackName} news"
      Tags:
        - {Key: a, Value: b}
        - Key: c
          Value: d
"""
BODY = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "news"}}}}


@pytest.fixture(scope="module")
def templates() -> Templates:
    return CfnLintTemplates()


def found_at(path: tuple[str, ...]) -> Finding:
    return Finding(rule="any", severity=Severity.NOTE, text="Any.", path=path)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("", Place(1, 1)),
        ("Resources", Place(1, 1)),
        ("Resources/Topic", Place(2, 3)),
        ("Resources/Topic/Properties/DisplayName", Place(5, 7)),
        ("Resources/Topic/Properties/Tags/1/Value", Place(9, 11)),
        ("Resources/Topic/Properties/Tags/1", Place(8, 11)),
        ("Resources/Topic/Properties/KmsMasterKeyId", Place(4, 5)),
        ("Resources/Topic/Properties/Tags/7/Value", Place(6, 7)),
        ("Outputs/None", Place(1, 1)),
    ],
)
def test_a_path_leads_as_far_as_the_template_goes(
    templates: Templates, path: str, place: Place
) -> None:
    checked = templates.check(YAML, "us-east-1")

    assert checked.place(found_at(tuple(filter(None, path.split("/"))))) == place


def test_a_template_in_json_has_places_too(templates: Templates) -> None:
    checked = templates.check(json.dumps(BODY, indent=4), "us-east-1")

    path = ("Resources", "Topic", "Properties", "TopicName")
    assert checked.place(found_at(path)) == Place(6, 17)


def test_what_the_linter_says_stands_where_the_linter_says(templates: Templates) -> None:
    checked = templates.check(YAML.replace("DisplayName", "DisplayNames"), "us-east-1")
    broken = templates.check("Resources:\n  a: [", "us-east-1")

    assert [checked.place(one) for one in checked.findings] == [Place(5, 7)]
    assert [broken.place(one).line for one in broken.findings] == [3]
    assert broken.place(found_at(("Resources",))) == Place()
