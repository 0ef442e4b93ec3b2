"""The instrument is data: no item's code or wording stands in Python, templates or scripts."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from instruments import records
from instruments.definitions import Item
from instruments.versions import library
from tests.laws.sources import files, lines_of, listed, named

OWN_WORDS = {
    field.name
    for noun in (records.Record, records.Lesson, records.GroupSession, records.Wave)
    for field in fields(noun)
}
"""Names that the program gives to its own nouns: an item may share one, such as held_on."""


OTHER_MEANINGS = {
    "at": ("when an event of the log was", ("app/store/audit.py",)),
    "lesson_no": ("a column of a layout, filled by the item of its name", ("exports/",)),
    "module": ("the type of a script", ("app/templates/",)),
    "notes": (
        "a column of a layout; a group of pages",
        ("exports/", "app/errors.py", "app/notes/"),
    ),
    "planned_start": ("a column of a layout, filled by the item of its name", ("exports/",)),
    "present": (
        "the password until now; a column of a layout",
        ("app/templates/account/", "exports/intervals.py"),
    ),
    "score": ("a column of a layout; what a result says of scores", ("exports/",)),
    "subject": (
        "a column of a layout; what a record is about",
        ("exports/observation.py", "app/store/", "app/templates/desk/"),
    ),
    "text": ("a kind of item, a field of a page, a style of paragraph", ("",)),
}
"""Words that are item codes too: what the program means by them, and where."""
SHORTEST_WORDING = 20
"""Letters: a shorter wording, such as Yes, may be anybody's."""


def every_item() -> Iterator[Item]:
    """Yield every item of the library, those inside repeats too."""

    def inside(items: tuple[Item, ...]) -> Iterator[Item]:
        for item in items:
            yield item
            yield from inside(item.items)

    for instrument in library().values():
        for section in instrument.sections:
            yield from inside(section.items)


def codes() -> set[str]:
    """Collect the codes that nobody writes by chance: with a digit or an underscore."""
    found = {item.code for item in every_item() if re.search(r"[\d_]", item.code)}
    return found - OWN_WORDS


def plain_words() -> set[str]:
    """Collect the codes that are ordinary words: they prove something as a whole literal only."""
    return {item.code for item in every_item()} - codes() - OWN_WORDS


def wordings() -> set[str]:
    """Collect the wording of every item in three languages."""
    return {
        words
        for item in every_item()
        for words in (item.label.kk, item.label.ru, item.label.en)
        if sum(map(str.isalpha, words)) >= SHORTEST_WORDING
    }


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, text) for every string literal of a file."""
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.lineno, node.value
        return
    for number, line in lines_of(path):
        for found in re.finditer(r"""(["'])([^"']*)\1""", line):
            yield number, found[2]


def program() -> list[Path]:
    """List the files that must not know an instrument; migrations name columns of tables."""
    return [path for path in files(".py", ".html", ".js") if "migrations" not in path.parts]


def is_meant_otherwise(word: str, path: Path) -> bool:
    _, places = OTHER_MEANINGS.get(word, ("", ()))
    return named(path).startswith(places) if places else False


REMEDY = (
    "Ask the instrument instead: by kind, by role in the definition (date_item, distinct_by), "
    "or by a new property of the definition. A new question must be a new line in a file."
)


def test_the_library_has_codes_to_look_for():
    assert len(codes()) > 50
    assert len(plain_words()) > 10
    assert len(wordings()) > 200


def test_no_item_is_named_in_the_program():
    wanted = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, sorted(codes()))) + r")(?![\w-])")
    faults = [
        f"{named(path)}:{number} names {found[0]!r}"
        for path in files(".py", ".html", ".js")
        for number, line in lines_of(path)
        for found in wanted.finditer(line)
        if not is_meant_otherwise(found[0], path)
    ]
    assert not faults, listed(faults, REMEDY)


def test_no_item_whose_code_is_a_plain_word_is_named_in_the_program():
    wanted = plain_words()
    faults = [
        f"{named(path)}:{number} names {word!r}"
        for path in program()
        for number, word in literals(path)
        if word in wanted and not is_meant_otherwise(word, path)
    ]
    assert not faults, listed(
        faults, f"{REMEDY}\nIf the word means something else here, say so in OTHER_MEANINGS."
    )


def test_no_wording_of_an_item_stands_in_the_program():
    wanted = wordings()
    faults = [
        f"{named(path)}: {words!r}"
        for path in program()
        for text in (path.read_text(encoding="utf-8"),)
        for words in sorted(wanted)
        if words in text
    ]
    assert not faults, listed(faults, "Take the wording from the instrument: item.label.")
