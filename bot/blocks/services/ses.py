"""Amazon SES: the domain as a sender of e-mail, which its owner proves by DNS."""

from bot.blocks.block import Block
from bot.blocks.domain import domain, has_domain
from bot.blocks.intrinsics import Ref
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component


def _build(template: Template, component: Component) -> None:
    """A domain is a sender once, however often it is drawn."""
    name, host = template.id(component), domain(template.drawing, component)
    if sender(template, component) == name:
        template.add(name, "AWS::SES::EmailIdentity", {"EmailIdentity": host})
        template.output(f"{name}Domain", Ref(name), "The domain that e-mail is sent from")
    template.assume(
        f"E-mail from {host} is sent once the DNS records that SES names are set; "
        "a new account sends to proved addresses only.",
        Stake.ACT,
    )


def sender(template: Template, component: Component) -> str:
    """The identity that a component sends as."""
    host = domain(template.drawing, component)
    return template.remember(("sender", host), template.id(component))


BLOCK = Block("ses", "EmailIdentity", _build, stands=has_domain)
