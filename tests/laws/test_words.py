"""The instrument is data: no item's code stands in Python, templates or scripts."""

import re
from dataclasses import fields

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


def codes() -> set[str]:
    """Collect the codes of every item of the library, those inside repeats too.

    A code without a digit or an underscore is an ordinary English word and proves nothing.
    """

    def inside(items: tuple[Item, ...]):
        for item in items:
            yield item.code
            yield from inside(item.items)

    return {
        code
        for instrument in library().values()
        for section in instrument.sections
        for code in inside(section.items)
        if re.search(r"[\d_]", code) and code not in OWN_WORDS
    }


def test_the_library_has_codes_to_look_for():
    assert len(codes()) > 50


def test_no_item_is_named_in_the_program():
    wanted = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, sorted(codes()))) + r")(?![\w-])")
    faults = [
        f"{named(path)}:{number} names {found[0]!r}"
        for path in files(".py", ".html", ".js")
        for number, line in lines_of(path)
        if (found := wanted.search(line))
    ]
    assert not faults, listed(
        faults,
        "Ask the instrument instead: by kind, by role in the definition (date_item, distinct_by), "
        "or by a new property of the definition. A new question must be a new line in a file.",
    )
