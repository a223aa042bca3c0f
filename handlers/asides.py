"""Tells who clicked why the click did not count."""

from bot.workflows.whisper import QueueWhisper
from handlers.payloads import Click


def answer_privately(whisper: QueueWhisper, click: Click, text: str) -> None:
    whisper(
        channel=click.channel,
        thread_ts=click.thread_ts,
        user=click.user,
        text=text,
        key=click.key,
    )
