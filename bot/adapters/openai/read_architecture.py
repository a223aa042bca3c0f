"""Reading before writing: what is drawn or asked for, without a template yet (`read_architecture`)."""

from pydantic import Field

from bot.adapters.openai.drawn import TO_ASK, Drawn
from bot.adapters.openai.slips import Lines
from bot.adapters.openai.structure import structure_of

READ_ARCHITECTURE = "read_architecture"


class ReadArchitecture(Drawn):
    """What is drawn or asked for; the template comes after it."""

    assumptions: Lines = Field(
        default_factory=list,
        description="What you took for granted while reading, one short sentence each; the template's "
        "own come later.",
    )
    questions: Lines = TO_ASK

    def as_read(self) -> "ReadArchitecture":
        """The same call without its slips, so that what refers to it finds it. Raises ValidationError, Incomplete."""
        return ReadArchitecture.model_validate(
            {
                "title": self.titled(),
                **structure_of(self.architecture()),
                "region": self.region,
                "assumptions": self.assumptions,
                "questions": self.questions,
            }
        )
