"""What words ask for beyond the kind of a thing: sound, and all of it there."""

import pytest

from bot.domain.architecture import Architecture
from bot.domain.coverage import coverage, missing
from bot.domain.finding import Severity
from bot.domain.guardrails import check
from tests.blocks.asked_for import ASKED_FOR
from tests.blocks.conftest import Judge
from tests.blocks.worked_out import WORKED_OUT

_ALL = {**ASKED_FOR, **WORKED_OUT}
every_one = pytest.mark.parametrize("asked", _ALL.values(), ids=_ALL.keys())


@every_one
def test_it_is_clean_to_the_linter_and_no_guardrail_blocks_it(
    judge: Judge, asked: Architecture
) -> None:
    judged = judge(asked)

    assert judged.faults == ()
    assert [one for one in check(judged.body) if one.severity is Severity.BLOCKING] == []


@every_one
def test_everything_asked_for_is_there_and_works(judge: Judge, asked: Architecture) -> None:
    assert missing(coverage(asked, judge(asked).body)) == ()


@every_one
def test_nothing_asked_for_was_nonsense(judge: Judge, asked: Architecture) -> None:
    assert [one for one in judge(asked).assumptions if "cannot be taken" in one] == []
