"""The forms of an import: what and which file, which column is what, and the last word."""

from collections.abc import Sequence

from wtforms import BooleanField, HiddenField, SelectChoice, SelectField
from wtforms.validators import InputRequired

from forms.protection import ProtectedForm

Choices = Sequence[tuple[str, str]]


def _listed(choices: Choices) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in choices]


class UploadForm(ProtectedForm):
    """What is imported and into which wave; the file itself comes beside it."""

    target = SelectField(validators=[InputRequired()])
    wave = SelectField()

    def offer(self, targets: Choices, waves: Choices) -> None:
        """Say what may be chosen."""
        self.target.choices = _listed(targets)
        self.wave.choices = _listed(waves)


class StepForm(ProtectedForm):
    """What to do with the previewed file."""

    step = HiddenField(validators=[InputRequired()])


def columns_form(columns: Sequence[tuple[str, str]], targets: Choices) -> type[ProtectedForm]:
    """Build a form with one select per unknown column; what is nearest to it stands first."""
    known = {value for value, _ in targets}
    fields = {
        f"column_{number}": SelectField(
            label=column, choices=_listed(targets), default=nearest if nearest in known else ""
        )
        for number, (column, nearest) in enumerate(columns)
    }
    return type("ColumnsForm", (ProtectedForm,), fields)


def attributes_form(columns: Sequence[tuple[str, bool]]) -> type[ProtectedForm]:
    """Build a form with a tick per unknown column of a roster, as it was ticked before."""
    fields = {
        f"column_{number}": BooleanField(label=column, default=ticked)
        for number, (column, ticked) in enumerate(columns)
    }
    return type("AttributesForm", (ProtectedForm,), fields)
