"""Amazon SES: the domain as a sender of e-mail, which its owner proves by DNS."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref
from bot.blocks.services.route53 import domain
from bot.blocks.template import Template
from bot.domain.architecture import Component


def _build(template: Template, component: Component) -> None:
    """A domain is a sender once, however often it is drawn."""
    name = template.id(component)
    first = template.remember(("sender",), name)
    if first == name:
        template.add(name, "AWS::SES::EmailIdentity", {"EmailIdentity": domain(template)})
        template.output(f"{name}Domain", Ref(name), "The domain that e-mail is sent from")
    template.assume(
        "E-mail is sent once the DNS records that SES names are set; a new account sends to proved addresses only."
    )


BLOCK = Block("ses", "EmailIdentity", _build)
