"""The verbs and prepositions that connect one thing with another."""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["acts", "writes", "reads", "by", "taken", "behind"]

INTO = frozenset({"to", "into", "in", "on", "onto", "towards", "inside"})
OUT_OF = frozenset({"from", "off"})


@dataclass(frozen=True, slots=True)
class Verb:
    """`acts`: the first does it to the second; `by`: the second does it to the first; `taken`: the second takes from it."""

    kind: Kind
    wording: re.Pattern[str]
    label: str = ""

    @property
    def active(self) -> bool:
        return self.kind in ("acts", "writes", "reads")


# `read access`, `write capacity`: no verbs.
_NO_NOUN = r"(?!-| (?:access|permissions?|capacity|throughput|replicas?|only|rights|units?|requests? to its)\b)"


def _forms(stems: str) -> str:
    """Every active form of regular verbs: `write` gives write, writes, writing."""
    forms: list[str] = []
    for stem in stems.split():
        root = stem.removesuffix("e") if stem.endswith("e") and not stem.endswith("ee") else stem
        if stem.endswith("y") and stem[-2] not in "aeiou":
            forms.append(rf"{stem[:-1]}(?:y|ies|ying)")
        else:
            forms.append(rf"{root}(?:{'e|es|ing' if root != stem else f's|es|ing|{stem[-1]}ing|'})")
    return rf"\b(?:{'|'.join(forms)})\b{_NO_NOUN}"


def _past(stems: str) -> str:
    irregular = {
        "write": "written",
        "send": "sent",
        "read": "read",
        "feed": "fed",
        "put": "put",
        "take": "taken",
        "trigger": "triggered",
        "run": "run",
        "get": "got",
        "tell": "told",
    }
    forms = []
    for stem in stems.split():
        if stem in irregular:
            forms.append(irregular[stem])
        elif stem.endswith("e"):
            forms.append(f"{stem}d")
        elif stem.endswith("y") and stem[-2] not in "aeiou":
            forms.append(f"{stem[:-1]}ied")
        else:
            forms.append(rf"{stem}(?:ed|{stem[-1]}ed)")
    return rf"\b(?:{'|'.join(forms)})"


_TRIGGER = "trigger invoke start execute launch activate fire"
_USE = "orchestrate coordinate call use access query leverage contact mount update manage index search talk connect link attach join authenticate integrate interact"
_WRITE = "write store save put persist insert push send publish upload deliver archive append load export emit forward route pass stream ingest record dump place output copy log post enqueue fill relay distribute notify drop direct proxy fan replicate"
_READ = "read consume poll pull take fetch receive get retrieve listen subscribe pick process handle dequeue"
_FRONT = "front serve expose protect guard secure watch monitor encrypt cache cover balance notify alert tell inform crawl scan restrict back"

VERBS: tuple[Verb, ...] = (
    # “Runs whenever a file is uploaded to the bucket”: what happens there sets it off.
    Verb("by", re.compile(r"\b(?:invoked|triggered|started|called|executed|run|runs|starts|launched|activated)(?: automatically)? (?:when|whenever|every time|each time|as soon as|after|if|by|on|for) [^.;,]{0,60}?\b(?:upload(?:ed|s)|arriv\w+|put|created|added|land\w*|written|stored|sent|published|dropped|saved|received|appear\w*)(?: to| in| into| on| from)\b")),
    Verb("by", re.compile(rf"{_past(_TRIGGER + ' ' + _FRONT + ' call feed write send publish upload deliver supply load forward use')}(?: automatically| directly| securely)? (?:by|from|via|through|with|when|whenever|on)\b")),
    Verb("by", re.compile(r"\b(?:subscribed to|fed (?:by|from)|subscribes? to|subscribing to|listen(?:s|ing)? to|react(?:s|ing)? to|respond(?:s|ing)? to|deployed from|consum(?:es|ing) from|registered (?:with|in)|accessible (?:through|via)|available (?:through|via)|reachable (?:through|via)|through)\b")),
    Verb("taken", re.compile(rf"{_past('consume process handle read poll pick query receive fetch')}(?: up)? (?:by|with)\b|\bread by\b")),
    Verb("acts", re.compile(r"\bbacked by\b|\bpoint(?:s|ing|ed) (?:to|at)\b|\b(?:connected|linked|integrated|attached|associated|wired|hooked)(?: up)? (?:to|with)\b|\bintegration with\b|\bconnects? to\b|\bwith (?:an? |the )?(?:\w+ )?(?:origin|backend|target)\b|\bsubscrib(?:ed|ing) (?:an? )?(?:e-?mail)\b|\bin front of\b|\bon top of\b")),
    Verb("acts", re.compile(rf"{_forms(_TRIGGER)}|\bkicks? off\b|\bruns\b"), "triggers"),
    Verb("writes", re.compile(rf"{_forms(_WRITE)}|\b(?:stored|saved|written|sent|published|put|delivered|archived|forwarded|routed|pushed|streamed|logged|placed|copied|uploaded|ingested|loaded|exported|recorded|queued|passed|moved)\b"), "writes"),
    Verb("reads", re.compile(rf"{_forms(_READ)}"), "reads"),
    Verb("acts", re.compile(rf"{_forms(_USE)}|{_forms(_FRONT)}|\btells\b")),
    Verb("behind", re.compile(r"\bbehind\b|\bbehind it\b")),
)  # fmt: skip

# Prepositions that connect by themselves, without taking anything away from a verb around them.
FROM_TO = re.compile(r"\bfrom\b|\bbetween\b")
# “An alarm on the queue”, “a WAF for the API”: said of what stands by something else.
ABOUT = re.compile(r"\b(?:on|over|for|of|against|across)\b")
STANDS_BY = frozenset(
    {
        "cloudwatch",
        "waf",
        "acm",
        "backup",
        "glue",
        "athena",
        "appsync",
        "route53",
        "kms",
        "synthetics",
        "cognito",
    }
)
