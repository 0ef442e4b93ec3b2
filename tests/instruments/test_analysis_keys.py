"""What an instrument says of its own analysis."""

import pytest

from instruments.faults import BrokenInstrument
from instruments.loader import load
from tests.builders import instrument, toml_of

ITEMS = """
[[section.item]]
code = "points"
kind = "decimal"
words = "Points"
[[section.item]]
code = "who"
kind = "text"
words = "Who"
"""
INDEX = '[[index]]\nkey = "part"\nitems = [{items}]\nwords = "Taking part"\n'
NUMBER = "Name an item of kind integer, decimal or range outside repeats."


def test_what_is_analysed_is_read():
    head = 'outcome = "points"\nrater_item = "who"\ndistinct_by = ["who"]\n'
    columns = 'covariates = ["ses"]\ngroups = ["before"]\n'
    found = instrument(head + columns + ITEMS + INDEX.replace("{items}", '"points"'))
    assert (found.outcome, found.rater_item) == ("points", "who")
    assert (found.covariates, found.groups) == (("ses",), ("before",))
    (index,) = found.index
    assert (index.key, index.items, index.name.in_("ru")) == (
        "part",
        ("points",),
        "Taking part (ru)",
    )


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        ('outcome = "point"\n' + ITEMS, "instrument: Unknown item point. Did you mean points?"),
        ('outcome = "who"\n' + ITEMS, f"instrument: Item who is not one number. {NUMBER}"),
        (
            'rater_item = "who"\n' + ITEMS,
            "instrument: rater_item names who, which is not in distinct_by. "
            "Two raters of the same need records of their own: add it to distinct_by.",
        ),
        (
            'groups = ["a", "a"]\n' + ITEMS,
            "instrument: groups names a twice, or nothing. Name each column of the roster once.",
        ),
        (
            ITEMS + INDEX.replace("{items}", ""),
            "index part: An index without items. Name the codes of its items.",
        ),
        (
            ITEMS + INDEX.replace("{items}", '"who"'),
            f"index part: Item who is not one number. {NUMBER}",
        ),
    ],
)
def test_what_cannot_be_analysed_is_a_fault(toml, fault):
    with pytest.raises(BrokenInstrument) as broken:
        load(toml_of(toml))
    assert [str(one) for one in broken.value.faults] == [fault]
