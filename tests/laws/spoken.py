"""What people read in Kazakh and Russian, from the catalogues and from files of data."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.laws.sentences import LANGUAGES, PLACE, catalogues
from tests.laws.sources import ROOT, files, named

GLOSSARY = ROOT / "CONTRIBUTING.md"
ROW = re.compile(
    r"^\| (?P<english>[^|]+) \| (?P<kk>[^|]+) \| (?P<ru>[^|]+) \| (?P<never>[^|]*) ?\|$"
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text in one language beside its English."""

    where: str
    language: str
    english: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text!r}"

    @property
    def bare(self) -> str:
        """The text as it is shown, with ◇ for each place."""
        return PLACE.sub("◇", self.text.replace("%%", "%"))


def spoken() -> Iterator[Spoken]:
    """Yield every text of the program and of the files that come with it."""
    for one in catalogues():
        for file, message in one.entries:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            for form in forms:
                yield Spoken(file, one.language, " ".join(ids), form)
    for path in files(".toml"):
        yield from _inside(path, tomllib.loads(path.read_text(encoding="utf-8")))


def _inside(path: Path, value: object) -> Iterator[Spoken]:
    if isinstance(value, list):
        for one in value:
            yield from _inside(path, one)
    elif isinstance(value, dict) and all(isinstance(value.get(key), str) for key in LANGUAGES):
        for language in LANGUAGES:
            yield Spoken(named(path), language, value.get("en", ""), value[language])
    if isinstance(value, dict):
        for one in value.values():
            yield from _inside(path, one)


def never_said() -> Iterator[tuple[str, str, str]]:
    """Yield (language, stem, the English word) for every stem that the glossary turns down."""
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        if row := ROW.match(line):
            for one in filter(None, map(str.strip, row["never"].split(";"))):
                language, _, stem = one.partition(": ")
                if language in LANGUAGES:
                    yield language, stem.strip(), row["english"].strip()
