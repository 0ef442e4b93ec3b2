"""Sentences of the exports."""

from instruments.wording import Message, Text

Words = Text | Message
"""A wording of an instrument or of the program."""


def say(sentence: str, **values: object) -> Message:
    """Make a message of this package."""
    return Message("exports", sentence, values)


def joined(first: Text, second: Text, between: str = ": ") -> Text:
    """Put two wordings behind one another in each language."""
    return Text(
        kk=f"{first.in_('kk')}{between}{second.in_('kk')}",
        ru=f"{first.in_('ru')}{between}{second.in_('ru')}",
        en=f"{first.in_('en')}{between}{second.in_('en')}",
    )
