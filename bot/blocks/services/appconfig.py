"""AWS AppConfig: an application, an environment, and a first configuration kept by AppConfig itself."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref
from bot.blocks.template import Template
from bot.domain.architecture import Component


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    template.add(name, "AWS::AppConfig::Application", {"Name": title[:64]})
    template.add(
        f"{name}Environment",
        "AWS::AppConfig::Environment",
        {"ApplicationId": Ref(name), "Name": "live"},
    )
    template.add(
        f"{name}Profile",
        "AWS::AppConfig::ConfigurationProfile",
        {"ApplicationId": Ref(name), "Name": "settings", "LocationUri": "hosted"},
    )
    template.add(
        f"{name}Version",
        "AWS::AppConfig::HostedConfigurationVersion",
        {
            "ApplicationId": Ref(name),
            "ConfigurationProfileId": Ref(f"{name}Profile"),
            "ContentType": "application/json",
            "Content": "{}",
        },
    )
    template.output(f"{name}Id", Ref(name), f"Id of {title} in AppConfig")


BLOCK = Block("appconfig", "AppConfiguration", _build)
