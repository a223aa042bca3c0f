"""What helps against a failure."""

from typing import Literal, TypeAlias

Remedy: TypeAlias = Literal["change", "wait", "account"]
"""Another template, trying the same one again, or somebody with rights over the AWS account."""
