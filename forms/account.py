"""Signing in and the own account."""

from wtforms import PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from forms.protection import ProtectedForm
from instruments.wording import LANGUAGES

SHORTEST_PASSWORD = 10


class SignInForm(ProtectedForm):
    """Who signs in."""

    login = StringField(validators=[InputRequired(), Length(max=80)])
    password = PasswordField(validators=[InputRequired(), Length(max=200)])


class PasswordForm(ProtectedForm):
    """A new password."""

    present = PasswordField(validators=[InputRequired(), Length(max=200)])
    new = PasswordField(validators=[InputRequired(), Length(min=SHORTEST_PASSWORD, max=200)])


class LanguageForm(ProtectedForm):
    """The language in which one works."""

    language = SelectField(choices=[SelectChoice(code, code) for code in LANGUAGES])
