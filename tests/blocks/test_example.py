"""An example is a template with its remarks above it, for whoever writes one of his own."""

import yaml

from bot.blocks import compose
from bot.blocks.example import TITLE, example
from bot.domain.architecture import Architecture, Component, Container


def of(*services: str) -> Architecture:
    return Architecture(
        components=tuple(
            Component(id=f"part-{number}", service=service)
            for number, service in enumerate(services)
        )
    )


def test_it_is_the_template_under_what_it_takes_for_granted() -> None:
    composed = compose(of("s3"), title=TITLE)

    remarks = "".join(f"# Assumed: {one}\n" for one in composed.assumptions)

    assert example(of("s3")) == f"{remarks}{composed.template}"


def test_what_there_is_no_block_for_is_said_first() -> None:
    text = example(of("s3", "unknown", "unknown"))

    assert text.startswith("# There is no building block for Unknown service.\n# Assumed: ")
    assert text.count("no building block") == 1
    assert "AWS::S3::Bucket" in text


def test_of_nothing_there_is_a_block_for_only_that_is_said() -> None:
    assert example(of("unknown")) == "# There is no building block for Unknown service.\n"
    assert example(of("user", "client")) == ""


def test_a_network_alone_is_an_example_too() -> None:
    text = example(Architecture(containers=(Container(id="v", kind="vpc"),)))

    assert "AWS::EC2::VPC" in text


def test_its_remarks_are_comments_to_whoever_reads_yaml() -> None:
    architecture = Architecture(
        components=(Component(id="a", service="s3", label="line\nResources: {Evil: {}}"),)
    )

    class Loader(yaml.SafeLoader):
        """Takes CloudFormation's short forms for nothing."""

    Loader.add_multi_constructor("!", lambda *_: None)
    resources = yaml.load(example(architecture), Loader)["Resources"]  # noqa: S506 - a SafeLoader

    assert "Evil" not in resources
