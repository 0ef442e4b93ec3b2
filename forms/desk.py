"""The forms of the coordinator's desk: a study, its waves, its schools and its team."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from wtforms import DateField, Field, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from forms.messages import say
from forms.protection import ProtectedForm
from instruments.authors import wrong_orcids
from instruments.wording import LANGUAGES, Message, Text

LONGEST_LINE = 200
LONGEST_TEXT = 4000
DAYS = ("%Y-%m-%d", "%d.%m.%Y")
ROLES = ("coordinator", "observer", "moderator")


def trimmed(value: str | None) -> str:
    """Take off the spaces around what was typed."""
    return (value or "").strip()


class Wants:
    """Refuse a field left blank."""

    def __init__(self, message: Message) -> None:
        self.message = message

    def __call__(self, form: ProtectedForm, field: Field) -> None:
        """Say what is missing."""
        if not field.data:
            raise StopValidation(self.message.in_(form.meta.language))


class Fits:
    """Refuse what has another shape; a blank passes."""

    def __init__(self, pattern: str, message: Message) -> None:
        self.pattern, self.message = re.compile(pattern), message

    def __call__(self, form: ProtectedForm, field: Field) -> None:
        """Say what shape is wanted."""
        if field.data and not self.pattern.fullmatch(field.data):
            raise StopValidation(self.message.in_(form.meta.language))


class RightOrcids:
    """Refuse an ORCID iD with a mistyped sign."""

    def __call__(self, form: ProtectedForm, field: Field) -> None:
        """Name the first one."""
        wrong = wrong_orcids(field.data or "")
        if wrong:
            message = say("{orcid} is no ORCID iD: compare its digits.", orcid=wrong[0])
            raise StopValidation(message.in_(form.meta.language))


class AtMost:
    """Refuse a text that is too long; it is never cut."""

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def __call__(self, form: ProtectedForm, field: Field) -> None:
        """Say how long it may be and how long it is."""
        if len(field.data or "") > self.longest:
            message = say(
                "At most {longest} signs fit here; these are {number}. Shorten the text.",
                longest=self.longest,
                number=len(field.data),
            )
            raise StopValidation(message.in_(form.meta.language))


class DayField(DateField):  # type: ignore[misc]
    """A day, written 2026-11-22 or 22.11.2026; it may stay blank."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the day, or say how it is written."""
        self.data: date | None = None
        typed = trimmed(valuelist[0]) if valuelist else ""
        if not typed:
            return
        for pattern in DAYS:
            try:
                self.data = datetime.strptime(typed, pattern).date()  # noqa: DTZ007  (a day only)
            except ValueError:
                continue
            return
        raise ValueError(say("Write the day as 22.11.2026.").in_(self.meta.language))


def line(*validators: object) -> StringField:
    """Make a field of one line."""
    return StringField(filters=[trimmed], validators=[*validators, AtMost(LONGEST_LINE)])


def paragraph(*validators: object) -> TextAreaField:
    """Make a field of several lines."""
    return TextAreaField(filters=[trimmed], validators=[*validators, AtMost(LONGEST_TEXT)])


def refuse(form: ProtectedForm, field: Field, message: Message) -> None:
    """Put a sentence at a field, for faults that only the app can find."""
    field.errors = [*field.errors, message.in_(form.meta.language)]


NO_TITLE = say("Write the title in all three languages.")
NO_ABOUT = say("Write the text in all three languages: participants read it first.")


class StudyWordsForm(ProtectedForm):
    """What a study is called, what participants read first, and whom they may ask."""

    title_kk = line(Wants(NO_TITLE))
    title_ru = line(Wants(NO_TITLE))
    title_en = line(Wants(NO_TITLE))
    about_kk = paragraph(Wants(NO_ABOUT))
    about_ru = paragraph(Wants(NO_ABOUT))
    about_en = paragraph(Wants(NO_ABOUT))
    contact = line(
        Wants(say("Write whom a participant may ask: a telephone number or an address."))
    )

    authors = line(RightOrcids())

    @property
    def title(self) -> Text:
        """Give the title."""
        return Text(self.title_kk.data, self.title_ru.data, self.title_en.data)

    @property
    def about(self) -> Text:
        """Give what participants read first."""
        return Text(self.about_kk.data, self.about_ru.data, self.about_en.data)


class StudyForm(StudyWordsForm):
    """A new study."""

    key = line(
        Wants(say("Give the study a short name for addresses and files.")),
        Fits(
            "[a-z0-9-]{2,30}",
            say("Use 2 to 30 small Latin letters, digits and hyphens, such as atyrau-2026."),
        ),
    )
    language = SelectField(choices=[SelectChoice(code, code) for code in LANGUAGES])


NO_LABEL = say("Write the name of the wave in all three languages.")


class WaveWordsForm(ProtectedForm):
    """What a wave is called and on which days it runs."""

    label_kk = line(Wants(NO_LABEL))
    label_ru = line(Wants(NO_LABEL))
    label_en = line(Wants(NO_LABEL))
    opens_on = DayField()
    closes_on = DayField()

    @property
    def label(self) -> Text:
        """Give the name of the wave."""
        return Text(self.label_kk.data, self.label_ru.data, self.label_en.data)

    def validate_closes_on(self, field: DayField) -> None:
        """Refuse a wave that ends before it begins."""
        opens_on = self.opens_on.data
        if field.data and opens_on and field.data < opens_on:
            message = say("The last day lies before the first day. Change one of them.")
            raise StopValidation(message.in_(self.meta.language))


class WaveForm(WaveWordsForm):
    """A new wave."""

    stage = SelectField()
    key = line(
        Wants(say("Give the wave a short name for tables and files.")),
        Fits(
            "[a-z][a-z0-9_]{0,29}",
            say("Use small Latin letters, digits and _, beginning with a letter: midyear_2."),
        ),
    )

    def offer(self, stages: Sequence[str]) -> None:
        """Say which stages there are."""
        self.stage.choices = [SelectChoice(stage, stage) for stage in stages]


class PlanForm(ProtectedForm):
    """Which instruments are asked in a wave."""

    instruments = SelectMultipleField()

    def offer(self, keys: Sequence[str]) -> None:
        """Say which instruments there are."""
        self.instruments.choices = [SelectChoice(key, key) for key in keys]


class StateForm(ProtectedForm):
    """Whether a wave takes answers."""

    state = SelectField()

    def offer(self, states: Sequence[str]) -> None:
        """Say which states there are."""
        self.state.choices = [SelectChoice(state, state) for state in states]


class SchoolForm(ProtectedForm):
    """A school: its code, and its name for the team."""

    code = line(
        Wants(say("Give the school a code: it stands for the name in every table.")),
        Fits(r"[\w.-]{1,30}", say("Use letters, digits, hyphens and dots, such as SCH1.")),
    )
    name = line()


class ColleagueForm(ProtectedForm):
    """Somebody of the team and what they do in this study."""

    login = line(
        Wants(say("Write the login with which the colleague signs in.")),
        Fits(
            r"[A-Za-z0-9][A-Za-z0-9.@_-]{1,59}",
            say("Use 2 to 60 Latin letters, digits, dots, hyphens or @, without spaces."),
        ),
    )
    code = line(
        Fits(r"[\w.-]{1,30}", say("Use letters, digits, hyphens and dots, such as OBS2.")),
    )
    role = SelectField(choices=[SelectChoice(role, role) for role in ROLES], default="observer")
    schools = line()

    @property
    def school_codes(self) -> tuple[str, ...]:
        """Give the codes of the schools, however they were separated."""
        return tuple(
            dict.fromkeys(code for code in re.split(r"[\s,;]+", self.schools.data) if code)
        )
