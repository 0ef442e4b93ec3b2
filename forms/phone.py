"""What the phone's judge says about a blank: the engine's own sentences, kind by kind."""

from collections.abc import Mapping

from instruments.answers import BLANKS
from instruments.definitions import Instrument
from instruments.wording import Language


def blank_words(instrument: Instrument, language: Language) -> Mapping[str, str]:
    """Give for each kind of the instrument what to do about a required item left blank."""
    kinds = {inner.kind for item in instrument.items.values() for inner in (item, *item.items)}
    return {kind.value: BLANKS[kind].in_(language) for kind in sorted(kinds & BLANKS.keys())}
