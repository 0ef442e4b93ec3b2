"""What the phone's judge says about a blank: the engine's own sentences, kind by kind."""

from collections.abc import Mapping

from instruments.answers import BLANKS
from instruments.wording import Language


def blank_words(language: Language) -> Mapping[str, str]:
    """Give for each kind what to do about a required item left blank."""
    return {kind.value: message.in_(language) for kind, message in BLANKS.items()}
