"""A new lesson visit and a new group session."""

import re
import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Regexp, StopValidation

from forms.messages import say
from forms.protection import ProtectedForm
from instruments.join_codes import read_join_code

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


def is_chosen(form: "NewLessonForm", field: SelectField) -> None:
    """Ask for a choice: nobody is visited by default; the lesson of a code has its teacher."""
    if not field.data and not form.code:
        raise ValidationError(say("Choose the teacher.").in_(form.meta.language))


HOUR = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)", re.ASCII)


def is_hour(form: ProtectedForm, field: StringField) -> None:
    """Read an hour as people write it; nobody has to say it."""
    found = HOUR.fullmatch(field.data or "")
    if found:
        field.data = f"{int(found[1]):02d}:{found[2]}"
    elif field.data:
        raise ValidationError(say("Write the time as 09:30.").in_(form.meta.language))


def is_code(form: ProtectedForm, field: StringField) -> None:
    """Refuse what is no code of a lesson."""
    if field.data and read_join_code(field.data) is None:
        raise ValidationError(UNREADABLE.in_(form.meta.language))


UNREADABLE = say("A lesson's code has six signs, such as 7K3-M9Q. Check them.")


def _stripped(text: str | None) -> str:
    return text.strip() if text else ""


def _choices(options: Options) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in options]


class NewLessonForm(ProtectedForm):
    """Which teacher is visited, in which wave, on which day; or whose lesson is joined."""

    lesson_id = HiddenField(validators=[is_uuid])
    wave = SelectField(validators=[InputRequired()])
    instrument = SelectField(validate_choice=False)
    teacher = SelectField(validators=[is_chosen])
    held_on = DateField(validators=[is_likely_day])
    starts_at = StringField(
        validators=[is_hour],
        filters=[_stripped],
        render_kw={"type": "time", "data-may": ""},
    )
    joins = StringField(
        validators=[is_code],
        filters=[_stripped],
        render_kw={"autocapitalize": "characters", "maxlength": "20", "data-may": ""},
    )
    unknown = BooleanField(render_kw={"data-may": ""})
    """The person knows that the lesson of the code has not come here yet."""
    asks_unknown = False
    """Whether the page asks for that."""
    today: date

    @property
    def code(self) -> str:
        """Give the code of the lesson that is joined; nothing for a lesson of one's own."""
        return read_join_code(self.joins.data or "") or ""

    def offer(
        self,
        waves: Options,
        instruments: Options,
        teachers: Sequence[tuple[str, Options]],
        now: datetime,
    ) -> None:
        """Offer waves, forms and teachers by school.

        A new form gets its id here, so that a double click is one.
        """
        nobody = SelectChoice("", say("Choose").in_(self.meta.language))
        self.wave.choices, self.instrument.choices = _choices(waves), _choices(instruments)
        self.teacher.choices = [
            nobody,
            *(
                SelectChoice(value, label, optgroup=school)
                for school, people in teachers
                for value, label in people
            ),
        ]
        self.joins.render_kw = {**self.joins.render_kw, "title": UNREADABLE.in_(self.meta.language)}
        self.today = now.date()
        self.lesson_id.data = self.lesson_id.data or str(uuid.uuid4())
        if self.held_on.data is None and not self.held_on.raw_data:
            self.held_on.data, self.starts_at.data = self.today, f"{now:%H:%M}"


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
