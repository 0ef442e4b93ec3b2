"""Guard forms against forged posts without a session store: a token bound to who asks."""

import hmac
from dataclasses import dataclass
from hashlib import sha256

from wtforms import Form, ValidationError
from wtforms.csrf.core import CSRF, CSRFTokenField

from forms.messages import say
from instruments.wording import Language


@dataclass(frozen=True, slots=True)
class Protection:
    """A server's secret and to whom the form is bound: a personal link or a sign-in."""

    secret: bytes
    binding: str

    def token(self) -> str:
        """Make the token that the form carries."""
        return hmac.new(self.secret, f"form/{self.binding}".encode(), sha256).hexdigest()[:32]

    def key_for(self, code: str) -> str:
        """Give the key that opens what somebody of the team keeps on the own phone."""
        return hmac.new(self.secret, f"phone/{code}".encode(), sha256).hexdigest()

    def accepts(self, token: str) -> bool:
        """Say whether a token was made for this binding, in constant time."""
        return hmac.compare_digest(self.token().encode(), token.encode())


class BoundCSRF(CSRF):  # type: ignore[misc]
    """WTForms' hook: the token comes from the form's protection."""

    def setup_form(self, form: Form) -> list[tuple[str, CSRFTokenField]]:
        """Take the protection along from the form's meta."""
        self.protection: Protection = form.meta.protection
        self.language: Language = form.meta.language
        return list(super().setup_form(form))

    def generate_csrf_token(self, csrf_token_field: CSRFTokenField) -> str:
        """Make the token."""
        return self.protection.token()

    def validate_csrf_token(self, form: Form, field: CSRFTokenField) -> None:
        """Refuse a token of somebody else."""
        if not self.protection.accepts(field.data or ""):
            stale = say("This form was open for too long. Send it again.")
            raise ValidationError(stale.in_(self.language))


class ProtectedForm(Form):  # type: ignore[misc]
    """The parent of every form: protected, and in the language of the page.

    Make it with `meta={"protection": ..., "language": ...}`, or by `protected(...)`.
    """

    class Meta:
        """WTForms' settings of the form."""

        csrf = True
        csrf_class = BoundCSRF
        protection = Protection(b"", "")
        language: Language = "kk"


def protected(protection: Protection, language: Language) -> dict[str, object]:
    """Give the `meta` of a form: its protection, its language and WTForms' own words in it."""
    return {"protection": protection, "language": language, "locales": [language]}
