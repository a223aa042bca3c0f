"""What can keep a picture from being read."""


class NoPictureReading(Exception):
    """No picture can be read here; the message says why in a sentence for people."""
