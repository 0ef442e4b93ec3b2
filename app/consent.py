"""What a participant reads before the first question, word for word."""

import hashlib

from app.store.studies import StudyView
from exports.source import Consent
from instruments.wording import Language, Text, catalogue


def consent_lines(study: StudyView, language: Language) -> tuple[str, ...]:
    """Give the text to which a participant agrees: the study's own words, then the promises."""
    _ = catalogue("app", language).gettext
    about: Text = study.about
    lines = (
        about.in_(language),
        _("Taking part is voluntary. You may refuse or stop at any time, without any consequence."),
        _("Answers are kept under a study code; your name is kept apart from them."),
        _("The head of your school does not see your answers."),
    )
    contact = _("Questions: %(contact)s") % {"contact": study.contact} if study.contact else ""
    return tuple(line for line in (*lines, contact) if line)


def printed_consent(study: StudyView, language: Language) -> Consent:
    """Give what participants agree to as a form prints it, with both decisions."""
    _ = catalogue("app", language).gettext
    words = (_("I agree and take part"), _("I do not take part"))
    return Consent(consent_lines(study, language), words)


def consent_sha256(lines: tuple[str, ...]) -> str:
    """Hash the text as it was shown."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
