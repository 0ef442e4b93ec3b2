"""The words of the forms floor."""

from instruments.wording import Message


def say(sentence: str, **values: object) -> Message:
    """Make a message of this floor."""
    return Message("forms", sentence, values)
