"""What every value of the domain has in common."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable domain value: equal by content, refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
