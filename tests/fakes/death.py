"""The process dies in the middle of something: no code after it runs, nothing is remembered."""

import threading


class Death(BaseException):
    """Raised by a fake; a BaseException, so that neither our code nor the engine treats it as a failure."""

    def __init__(self) -> None:
        super().__init__("the process died")
        self.struck = threading.Event()

    def strike(self) -> "Death":
        self.struck.set()
        return self


def struck(error: BaseException) -> BaseException:
    """An error about to be raised; a death is seen by whoever waits for it."""
    return error.strike() if isinstance(error, Death) else error
