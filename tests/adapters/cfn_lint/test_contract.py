"""What `Templates` promises, of cfn-lint and of the fake that stands in for it."""

import json

import pytest

from bot.adapters.cfn_lint import CfnLintTemplates
from bot.domain.finding import Severity
from bot.ports import Templates
from tests.fakes.stacks import JsonTemplates

REGION = "us-east-1"
FINE = json.dumps({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})
FAULTY = json.dumps({"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"Odd": 1}}}})


class TemplatesContract:
    def test_a_good_template_comes_as_plain_data(self, templates: Templates) -> None:
        checked = templates.check(FINE, REGION)

        assert checked.body == json.loads(FINE)
        assert not [one for one in checked.findings if one.severity is Severity.BLOCKING]

    def test_a_fault_blocks_and_says_where_it_is(self, templates: Templates) -> None:
        checked = templates.check(FAULTY, REGION)
        (fault,) = [one for one in checked.findings if one.severity is Severity.BLOCKING]

        assert checked.body == json.loads(FAULTY)
        assert fault.rule == "E3002"
        assert fault.path[0] == "Resources"

    @pytest.mark.parametrize("template", ["", "{", "[]", "3", '"words"'])
    def test_what_is_no_template_has_no_body_and_blocks(
        self, templates: Templates, template: str
    ) -> None:
        checked = templates.check(template, REGION)

        assert checked.body == {}
        assert any(one.severity is Severity.BLOCKING for one in checked.findings)


class TestJsonTemplates(TemplatesContract):
    @pytest.fixture
    def templates(self) -> Templates:
        templates = JsonTemplates()
        templates.faults["Odd"] = "There is no property Odd."
        return templates


@pytest.fixture(scope="module")
def linter() -> Templates:
    return CfnLintTemplates()


class TestCfnLintTemplates(TemplatesContract):
    @pytest.fixture
    def templates(self, linter: Templates) -> Templates:
        return linter
