"""A planned visit: whom, with what, by whom, and when."""

from collections.abc import Sequence

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from forms.desk import DayField, Fits, Wants, line
from forms.messages import say
from forms.protection import ProtectedForm

Options = Sequence[tuple[str, str]]


class PlannedVisitForm(ProtectedForm):
    """Which teacher is to be visited, by whom, and who codes beside."""

    teacher = SelectField(validators=[Wants(say("Choose the teacher."))])
    instrument = SelectField(validators=[Wants(say("Choose what is filled in."))])
    observer = SelectField(validators=[Wants(say("Choose who goes."))])
    second = SelectField()
    planned_for = DayField()
    starts_at = line(Fits("([01][0-9]|2[0-3]):[0-5][0-9]", say("Write the hour as 09:30.")))

    def offer(self, teachers: Options, instruments: Options, observers: Options) -> None:
        """Say whom and what there is to choose from."""
        language = self.meta.language
        nobody = ("", say("Choose").in_(language))
        alone = ("", say("Nobody: one person codes").in_(language))
        self.teacher.choices = _choices([nobody, *teachers])
        self.instrument.choices = _choices(
            instruments if len(instruments) == 1 else [nobody, *instruments]
        )
        self.observer.choices = _choices([nobody, *observers])
        self.second.choices = _choices([alone, *observers])

    def validate_second(self, field: SelectField) -> None:
        """Refuse a second observer who is the first: two people code apart."""
        if field.data and field.data == self.observer.data:
            message = say("The second observer is somebody else: two people code apart.")
            raise StopValidation(message.in_(self.meta.language))


def _choices(options: Options) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in options]
