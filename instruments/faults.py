"""Faults in an instrument file, in its author's words."""

from dataclasses import dataclass

from instruments.wording import Language, Message


def say(sentence: str, **values: object) -> Message:
    """Make a message of the ground floor."""
    return Message("instruments", sentence, values)


@dataclass(frozen=True, slots=True)
class AuthorFault:
    """One thing to mend in an instrument file: where, what, and what to do."""

    file: str
    place: Message
    message: Message
    remedy: Message

    def in_(self, language: Language) -> str:
        """Give the fault as one line in a language."""
        place = self.place.in_(language)
        where = ": ".join(part for part in (self.file, place) if part)
        said = f"{self.message.in_(language)} {self.remedy.in_(language)}"
        return " ".join(f"{where}: {said}".split() if where else said.split())

    def __str__(self) -> str:
        return self.in_("en")


class BrokenInstrument(ValueError):
    """An instrument file cannot be used; `faults` names everything to mend in it."""

    def __init__(self, faults: tuple[AuthorFault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults

    def in_(self, language: Language) -> str:
        """Give every fault on a line of its own in a language."""
        return "\n".join(fault.in_(language) for fault in self.faults)


SHOWN = 60


def shown(value: object) -> str:
    """Show a value of the file within a sentence: on one line, a long one shortened with …"""
    try:
        text = value if isinstance(value, str) else repr(value)
    except (ValueError, RecursionError):
        text = "…"  # an integer of thousands of digits, or brackets without end
    line = "".join(sign if sign.isprintable() else "?" for sign in text)
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
