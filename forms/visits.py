"""A new lesson visit and a new group session."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from wtforms import DateField, HiddenField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Regexp, StopValidation

from forms.messages import say
from forms.protection import ProtectedForm

Options = Sequence[tuple[str, str]]


def is_uuid(form: ProtectedForm, field: HiddenField) -> None:
    """Refuse an id that no page of ours made."""
    try:
        uuid.UUID(field.data or "")
    except ValueError:
        message = say("This form was open for too long. Send it again.")
        raise ValidationError(message.in_(form.meta.language)) from None


FIRST_DAY = date(2000, 1, 1)
"""No visit was made before it: an earlier day is a slip."""


def is_likely_day(form: "NewLessonForm | NewGroupSessionForm", field: DateField) -> None:
    """Refuse a day on which no visit can have been: a slip of the finger in the year."""
    language = form.meta.language
    if field.data is None:
        field.errors = []  # WTForms' own sentence about it
        raise StopValidation(say("Write the day as 22.11.2026.").in_(language))
    if field.data > form.today + timedelta(days=1):
        raise ValidationError(say("This day has not come yet. Check the date.").in_(language))
    if field.data < FIRST_DAY:
        raise ValidationError(say("This day is too long ago. Check the year.").in_(language))


def is_chosen(form: ProtectedForm, field: SelectField) -> None:
    """Ask for a choice: nobody is visited by default."""
    if not field.data:
        raise ValidationError(say("Choose the teacher.").in_(form.meta.language))


def _choices(options: Options) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in options]


class NewLessonForm(ProtectedForm):
    """Which teacher is visited, in which wave, on which day."""

    lesson_id = HiddenField(validators=[is_uuid])
    wave = SelectField(validators=[InputRequired()])
    teacher = SelectField(validators=[is_chosen])
    held_on = DateField(validators=[is_likely_day])
    today: date

    def offer(self, waves: Options, teachers: Options, today: date) -> None:
        """Offer waves and teachers; a new form gets its id here, so that a double click is one."""
        nobody = ("", say("Choose").in_(self.meta.language))
        self.wave.choices, self.teacher.choices = _choices(waves), _choices([nobody, *teachers])
        self.today = today
        self.lesson_id.data = self.lesson_id.data or str(uuid.uuid4())
        if self.held_on.data is None and not self.held_on.raw_data:
            self.held_on.data = today


class NewGroupSessionForm(ProtectedForm):
    """Which guide is followed, in which wave, on which day, with which group."""

    session_id = HiddenField(validators=[is_uuid])
    wave = SelectField(validators=[InputRequired()])
    instrument = SelectField(validators=[InputRequired()])
    group = StringField(
        validators=[InputRequired(), Length(max=20), Regexp(r"^[\w-]+$")],
        filters=[lambda text: text.strip() if text else text],
    )
    held_on = DateField(validators=[is_likely_day])
    today: date

    def offer(self, waves: Options, instruments: Options, today: date) -> None:
        """Offer waves and guides."""
        self.wave.choices, self.instrument.choices = _choices(waves), _choices(instruments)
        self.today = today
        self.session_id.data = self.session_id.data or str(uuid.uuid4())
        if self.held_on.data is None and not self.held_on.raw_data:
            self.held_on.data = today
