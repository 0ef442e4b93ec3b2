"""What `analysis.R` calls for codes of speech and for several sources about the same people."""

from collections.abc import Iterator

from exports.columns import exported
from exports.r_words import call, comment, text, vector
from exports.recorded import Recorded
from exports.sessions import Turns
from instruments.definitions import Kind


def measured(name: str, value: str) -> str:
    """Keep what a source knows of participants, to be correlated at the end."""
    return f"measures[[{text(name)}]] <- {value}"


def talk(recorded: Recorded) -> Iterator[str]:
    """Write the calls for the coders of a guide; nothing where nobody codes."""
    coders = _coders(recorded)
    if not coders:
        return
    key = text(recorded.key)
    yield from ("", comment("Codes of what was said: the first coder, then two coders compared"))
    yield f"talk <- {call('coded_segments', key, vector(coders))}"
    yield call("count_codes", key, "talk")
    yield call("coders_agree", key, "talk")


def _coders(recorded: Recorded) -> list[str]:
    """Name the coders as the table of codes does, the first one first."""
    repeats = [Turns(one) for one in exported(recorded.items) if one.kind is Kind.REPEAT]
    most = max((one.coded for one in repeats), key=len, default=())
    return [item.code.partition("_")[2] for item in most]
