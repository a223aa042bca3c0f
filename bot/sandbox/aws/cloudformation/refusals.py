"""What CloudFormation answers when it does not do what it was asked."""

from moto.core.exceptions import ServiceException


class Refusal(ServiceException):
    """An error of the API. moto's serializer writes `code` and `message` as AWS does."""


class ValidationError(Refusal):
    code = "ValidationError"


class TemplateError(ValidationError):
    """The template itself is at fault, whatever it is asked to make."""

    def __init__(self, fault: str) -> None:
        super().__init__(f"Template format error: {fault}")


class AlreadyExists(Refusal):
    code = "AlreadyExistsException"


class InsufficientCapabilities(Refusal):
    code = "InsufficientCapabilitiesException"

    def __init__(self, missing: str) -> None:
        super().__init__(f"Requires capabilities : [{missing}]")


class ChangeSetNotFound(Refusal):
    code = "ChangeSetNotFound"

    def __init__(self, name: str) -> None:
        super().__init__(f"ChangeSet [{name}] does not exist")


class InvalidChangeSetStatus(Refusal):
    code = "InvalidChangeSetStatus"


class StackNotFound(ValidationError):
    def __init__(self, name: str) -> None:
        super().__init__(f"Stack with id {name} does not exist")


class NotSimulated(ValidationError):
    """AWS would do it; this stand-in says that it does not, rather than pretending."""

    def __init__(self, what: str) -> None:
        super().__init__(f"The simulated AWS does not do this: {what}")
