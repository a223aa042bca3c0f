"""What holds for any text at all, and for every way to write a number."""

import json
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.offline.conversation import Asked, Called, Spoke
from bot.offline.model import respond
from bot.offline.offer import offer
from bot.offline.outcome import Planned
from bot.offline.reading.number_words import german_number
from bot.offline.reading.said import said
from tests.offline.asking import REPLY_SCHEMA, SUNDAY_NOON, row, run_instances_schema

_OFFER = offer(run_instances_schema())
_NOW = datetime.fromtimestamp(SUNDAY_NOON, UTC)
_PLAN = jsonschema.Draft202012Validator(run_instances_schema())
_REPLY = jsonschema.Draft202012Validator(REPLY_SCHEMA)
_WORDS = st.sampled_from(
    [
        "a",
        "an",
        "two",
        "3",
        "half",
        "quarter",
        "of",
        "1/4",
        "1,000",
        "0.5",
        "tb",
        "gb",
        "gigs",
        "ram",
        "disk",
        "for",
        "players",
        "users",
        "bedrock",
        "minecraft",
        "t3.small",
        "t3.large",
        "p5.48xlarge",
        "server",
        "servers",
        "open",
        "close",
        "port",
        "22",
        "443",
        "80/tcp",
        "to",
        "from",
        "everyone",
        "10.0.0.0/8",
        "::/0",
        "300.1.1.1/99",
        "not",
        "no",
        "don't",
        "protect",
        "delete",
        "terminate",
        "it",
        "and",
        ",",
        ".",
        ":",
        "-",
        "x",
        "eu-west-1",
        "called",
        "foo",
        "until",
        "friday",
        "2026-13-45",
        "weeks",
        "days",
        "more",
        "less",
        "double",
        "bigger",
        "ubuntu",
        "windows",
        "24.04",
        "between",
        "or",
        "make",
        "actually",
        "only",
        "instead",
        "without",
        "name",
        "zero",
        "-5",
        "1e9",
        "999999999999",
        "$50",
        "%",
        "70000",
        "ein",
        "halbes",
        "zwei",
        "für",
        "spieler",
        "speicher",
    ]
)
_SENTENCES = st.lists(_WORDS, max_size=14).map(" ".join)
_TEXTS = st.one_of(st.text(max_size=120), _SENTENCES)


def _check(outcome: Any) -> None:
    if isinstance(outcome, Planned):
        _PLAN.validate(dict(outcome.arguments))
        assert outcome.arguments["VolumeSize"] >= 1
        assert (outcome.arguments["count"] or 1) >= 1
        assert (outcome.arguments["lease_hours"] or 1) >= 1
        assert all(
            1 <= rule["from_port"] <= rule["to_port"] <= 65535
            for rule in outcome.arguments["inbound_ports"] or []
        )
    else:
        _REPLY.validate({"kind": outcome.kind, "text": outcome.text})
        assert outcome.text.strip()


@settings(max_examples=400, deadline=None)
@given(st.lists(_TEXTS, min_size=1, max_size=3))
def test_any_words_get_an_answer_that_fits_its_schema(messages: list[str]) -> None:
    turns: list[Any] = []
    for message in messages:
        turns.append(Asked(message))
        outcome = respond(turns, _OFFER, _NOW)
        _check(outcome)
        if isinstance(outcome, Planned):
            turns.append(Called("run_instances", outcome.arguments))
        else:
            turns.append(Spoke(outcome.text))


@pytest.mark.parametrize(
    "phrase",
    [
        "1 gb ", "open 22 ", "don't ", "a half ", "1/", "1/0 tb ", "two hundred and ", "ram disk 4 gb ",
        "protect delete not ", "x", "zwei und ", "tausendhundert", "million ", "9", "((", "“", ":1",
        "from 10.0.0.0/8 ", "called ", "until ", "2-", "a server and ", ", ", "\u202e", "½",
    ],
)  # fmt: skip
def test_a_phrase_repeated_to_the_limit_is_survived(phrase: str) -> None:
    _check(respond([Asked(phrase * (5000 // len(phrase)))], _OFFER, _NOW))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
_PARAMETERS = st.sampled_from([*_OFFER.parameters, "else"])


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(_PARAMETERS, _JSON, max_size=6), _SENTENCES)
def test_an_earlier_call_with_any_arguments_is_survived(
    arguments: dict[str, Any], text: str
) -> None:
    turns: list[Any] = [Asked("t3.small"), Called("run_instances", arguments), Asked(text)]
    outcome = respond(turns, _OFFER, _NOW)
    assert json.dumps(dict(outcome.arguments) if isinstance(outcome, Planned) else outcome.text)


_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def _spelled(number: int) -> str:
    if number >= 1000:
        rest = number % 1000
        joiner = " and " if 0 < rest < 100 else " "
        return f"{_spelled(number // 1000)} thousand{joiner + _spelled(rest) if rest else ''}"
    if number >= 100:
        rest = number % 100
        return f"{_ONES[number // 100]} hundred{' and ' + _spelled(rest) if rest else ''}"
    if number >= 20:
        rest = number % 10
        return f"{_TENS[number // 10]}{'-' + _ONES[rest] if rest else ''}"
    return _ONES[number]


def _size(text: str) -> Fraction:
    (token,) = [token for token in said(text).tokens if token.unit == "bytes"]
    return token.value


@given(st.integers(1, 99_999), st.sampled_from(["GB", "gigs", " gigabytes", "-GB", " GiB"]))
def test_a_size_in_digits_reads_back(number: int, unit: str) -> None:
    assert _size(f"a disk of {number}{unit}") == number
    assert _size(f"a disk of {number:,}{unit}") == number


@given(st.integers(1, 99_999))
def test_a_size_in_words_reads_back(number: int) -> None:
    assert _size(f"{_spelled(number)} gigabytes of disk") == number


@given(st.integers(1, 63), st.integers(2, 64), st.sampled_from([" TB", "TB", " of a TB"]))
def test_a_written_fraction_reads_back(top: int, bottom: int, unit: str) -> None:
    if top < bottom:
        assert _size(f"with {top}/{bottom}{unit} of disk") == Fraction(top, bottom) * 1000


@given(st.integers(1, 40), st.sampled_from([(1, 2, "half"), (1, 4, "quarter"), (3, 4, None)]))
def test_a_mixed_number_reads_back(whole: int, part: tuple[int, int, str | None]) -> None:
    top, bottom, word = part
    value = (whole + Fraction(top, bottom)) * 1000
    assert _size(f"with {whole} {top}/{bottom} TB of disk") == value
    if word:
        assert _size(f"with {_spelled(whole)} and a {word} TB of disk") == value
        assert _size(f"with {whole}-and-a-{word} TB of disk") == value


@given(st.integers(0, 9), st.integers(1, 999), st.sampled_from([".", ","]))
def test_a_decimal_reads_back(whole: int, part: int, point: str) -> None:
    decimals = str(part).rstrip("0") or "5"
    if point == "." or len(decimals) != 3 or whole == 0:
        assert _size(f"{whole}{point}{decimals} TB") == Fraction(f"{whole}.{decimals}") * 1000


@given(
    st.sampled_from(range(1, 20)),
    st.sampled_from([20, 30, 40, 50, 60, 70, 80, 90]),
    st.integers(1, 9),
)
def test_german_numbers_read_back(hundreds: int, tens: int, ones: int) -> None:
    names = ["eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
    tenfold = dict(
        zip(
            range(20, 100, 10),
            [
                "zwanzig",
                "dreißig",
                "vierzig",
                "fünfzig",
                "sechzig",
                "siebzig",
                "achtzig",
                "neunzig",
            ],
            strict=True,
        )
    )
    one = "ein" if ones == 1 else names[ones - 1]
    word = f"{one}und{tenfold[tens]}"
    assert german_number(word) == tens + ones
    if hundreds < 10:
        hundred = "ein" if hundreds == 1 else names[hundreds - 1]
        assert german_number(f"{hundred}hundert{word}") == 100 * hundreds + tens + ones


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4000), st.integers(1, 12))
def test_sizes_and_counts_pass_through_the_whole_model(gib: int, count: int) -> None:
    got = row([f"{count} t3.small servers with {gib} GB of disk each"])
    assert (got["count"], got["disk"], got["type"]) == (count, gib, "t3.small")
