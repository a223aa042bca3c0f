"""How a process of ours ends."""

import signal


def end_on_sigterm() -> None:
    """Let SIGTERM, which supervisors send, end the program the way Ctrl-C does: tidily."""

    def end(_signal: int, _frame: object) -> None:
        # Whoever asks twice gets the same end; a second interrupt in the midst of it would tear it.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
