"""The form that freezes a wave."""

from collections.abc import Sequence

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from forms.desk import line
from forms.protection import ProtectedForm

EVERY = "*"
"""Every wave together."""


class FreezeForm(ProtectedForm):
    """Which wave is frozen, how the freeze is called, and why a running wave is frozen."""

    wave = SelectField()
    label = line()
    reason = line()

    def offer(self, waves: Sequence[tuple[str, str]]) -> None:
        """Say which waves there are: key and words."""
        self.wave.choices = [SelectChoice(key, words) for key, words in waves]

    @property
    def key(self) -> str | None:
        """Give the key of the wave; None for every wave."""
        return None if self.wave.data == EVERY else str(self.wave.data)
