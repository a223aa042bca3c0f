"""What is said of a file that is no diagram, or none that can be read."""

from bot.domain.errors import UserMistake

_WHAT_I_READ = "I read pictures (PNG, JPEG, WebP, GIF), SVG, draw.io, Excalidraw and Mermaid files."


def damaged(what: str) -> UserMistake:
    return UserMistake(
        f"This {what} is damaged or was not uploaded whole: I could not open it. "
        "Export or save it again and drop the new file here."
    )


def too_much_inside(what: str) -> UserMistake:
    return UserMistake(
        f"What is packed into this {what} is far larger than a diagram. "
        "Export it anew as a plain PNG and drop that here."
    )


def not_a_picture(what: str, instead: str) -> UserMistake:
    return UserMistake(
        f"This is {what}, not a picture of an architecture. {instead} {_WHAT_I_READ}"
    )


def nothing_drawn(what: str) -> UserMistake:
    return UserMistake(
        f"This {what} has nothing in it that I could build from. "
        "Draw the services and the arrows between them, save it, and drop it here again."
    )
