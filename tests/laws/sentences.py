"""The program's sentences: those in the code, and those in the catalogues."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import read_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from tests.laws.sources import PACKAGES, ROOT, files, named

ONE = {"_", "gettext", "say", "Message"}
MANY = {"ngettext", "say_many"}
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
LANGUAGES = ("kk", "ru")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the code; `many` is its plural where it has one."""

    package: str
    one: str
    many: str
    where: str


def sentences() -> Iterator[Sentence]:
    """Yield every sentence of the program that a person may read."""
    for path in files(".py"):
        yield from _of_python(path)
    for path in files(".html", ".xml", ".svg", ".txt", within=("app/templates",)):
        yield from _of_template(path)


def _of_python(path: Path) -> Iterator[Sentence]:
    package = path.relative_to(ROOT).parts[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        words = [_constant(argument) for argument in node.args]
        where = f"{named(path)}:{node.lineno}"
        if name == "Message" and len(words) > 1 and words[1]:
            yield Sentence(words[0] or package, words[1], "", where)
        elif name in ONE - {"Message"} and words and words[0]:
            yield Sentence(package, words[0], "", where)
        elif name in MANY and len(words) > 1 and words[0] and words[1]:
            yield Sentence(package, words[0], words[1], where)


def _constant(node: ast.expr) -> str:
    """Read a literal string; adjacent literals are one in the tree already."""
    constant = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if constant else ""


def _of_template(path: Path) -> Iterator[Sentence]:
    environment = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)
    environment.newstyle_gettext = True
    tree = environment.parse(path.read_text(encoding="utf-8"), filename=str(path))
    for line, name, words in extract_from_ast(tree, ("_", "gettext", "ngettext")):
        where = f"{named(path)}:{line}"
        both = words if isinstance(words, tuple) else (words, "")
        if both[0]:
            yield Sentence("app", both[0], both[1] if name == "ngettext" else "", where)


@dataclass(frozen=True, slots=True)
class Catalogues:
    """All .po files of a package in one language."""

    package: str
    language: str
    parts: tuple[tuple[str, Catalog], ...]

    @property
    def entries(self):
        """Yield (file, message) for every translated sentence."""
        for name, catalog in self.parts:
            for message in catalog:
                if message.id:
                    yield name, message

    def find(self, one: str):
        """Find the translation of a sentence."""
        for _, message in self.entries:
            if one == (message.id[0] if isinstance(message.id, tuple) else message.id):
                return message
        return None


def catalogues() -> list[Catalogues]:
    """Read every catalogue."""
    return [
        Catalogues(package, language, tuple(_parts(package, language)))
        for package in PACKAGES
        for language in LANGUAGES
    ]


def _parts(package: str, language: str) -> Iterator[tuple[str, Catalog]]:
    for path in sorted((ROOT / package / "translations" / language).glob("*.po")):
        content = BytesIO(path.read_bytes())
        yield named(path), read_po(content, locale=language, abort_invalid=True)


def places(text: str) -> list[str]:
    """Name the places of a sentence that are filled in when it is shown."""
    return sorted(set(PLACE.findall(text)))
