"""Words in Kazakh, Russian and English: texts of instruments and messages of the program."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import Literal, get_args

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

Language = Literal["kk", "ru", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
SOURCE: Language = "en"
"""The language in which the program's own messages are written in the code."""


def language_or(value: str | None, otherwise: Language = "kk") -> Language:
    """Take a language code from outside, or the other one where it is none of ours."""
    return value if value in LANGUAGES else otherwise


@dataclass(frozen=True, slots=True)
class Text:
    """One wording in the three languages, side by side."""

    kk: str = ""
    ru: str = ""
    en: str = ""

    def in_(self, language: Language) -> str:
        """Give the wording in a language; a missing one falls back to Kazakh, Russian, English."""
        return str(getattr(self, language)) or self.kk or self.ru or self.en

    def __bool__(self) -> bool:
        return bool(self.kk or self.ru or self.en)


@cache
def catalogue(package: str, language: Language) -> NullTranslations:
    """Load the program's messages of a top-level package from its .po files."""
    merged: NullTranslations = NullTranslations()
    folder = files(package) / "translations" / language
    if language == SOURCE or not folder.is_dir():
        return merged
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".po"):
            compiled = BytesIO()
            with entry.open("rb") as source:
                write_mo(compiled, read_po(source, locale=language))
            compiled.seek(0)
            part = GNUTranslations(compiled)
            part.add_fallback(merged)
            merged = part
    return merged


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence of the program that is put into a language when it is shown.

    `sentence` is the English source with `{name}` places; `package` owns its translation.
    """

    package: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)

    def in_(self, language: Language) -> str:
        """Give the sentence in a language, its places filled in."""
        template = catalogue(self.package, language).gettext(self.sentence)
        filled = {
            name: value.in_(language) if isinstance(value, Text | Message) else value
            for name, value in self.values.items()
        }
        return template.format(**filled)

    def __str__(self) -> str:
        return self.in_(SOURCE)
