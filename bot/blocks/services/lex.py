"""Amazon Lex: a bot in English with a first intent, and a function that answers it where one is drawn."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref, own_name
from bot.blocks.permissions import keep_role, role
from bot.blocks.template import Template
from bot.domain.architecture import Component

LOCALE = "en_US"
_SECONDS = 300


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    acts = keep_role(template, component, role(template, f"{name}Role", "lexv2.amazonaws.com"))
    answered = bool(template.drawing.targets(component, "lambda"))
    greeting: dict[str, Any] = {
        "Name": "Greeting",
        "SampleUtterances": [{"Utterance": "Hello"}, {"Utterance": "Help me"}],
    }
    if answered:
        greeting["FulfillmentCodeHook"] = {"Enabled": True}
    template.add(
        name,
        "AWS::Lex::Bot",
        {
            "Name": own_name(template.short(component)),
            "Description": title,
            "RoleArn": GetAtt(acts, "Arn"),
            "DataPrivacy": {"ChildDirected": False},
            "IdleSessionTTLInSeconds": _SECONDS,
            "AutoBuildBotLocales": True,
            "BotLocales": [
                {
                    "LocaleId": LOCALE,
                    "NluConfidenceThreshold": 0.4,
                    "Intents": [
                        greeting,
                        {
                            "Name": "FallbackIntent",
                            "ParentIntentSignature": "AMAZON.FallbackIntent",
                        },
                    ],
                }
            ],
        },
    )
    template.assume(f"{title} understands a greeting in English; teach it more.")
    template.output(f"{name}Id", Ref(name), f"Id of the bot {title}")


BLOCK = Block("lex", "Bot", _build)
