"""Sets of items of which at least one must be seen."""

import pytest

from instruments.faults import BrokenInstrument
from instruments.loader import load
from tests.builders import instrument, toml_of

HEAD = """
[[list]]
key = "yes_no"
choice = [
  { code = "1", kk = "Иә", ru = "Да", en = "Yes" },
  { code = "0", kk = "Жоқ", ru = "Нет", en = "No" },
]
[[section]]
key = "first"
title = { kk = "Бөлім", ru = "Раздел", en = "Section" }
"""
SEEN = '[[section.item]]\ncode = "{code}"\nkind = "single"\nlist = "yes_no"\nwords = "x"\n'
ITEMS = HEAD + "".join(SEEN.replace("{code}", code) for code in ("quiz", "pairs"))
SET = '[[any_of]]\nkey = "any_task"\nitems = [{items}]\nwords = "Any task"\n'


def with_set(items: str, more: str = "") -> str:
    return ITEMS + more + SET.replace("{items}", items)


def test_a_set_is_read_with_its_name():
    (found,) = instrument(with_set('"quiz", "pairs"')).any_of
    assert (found.key, found.items) == ("any_task", ("quiz", "pairs"))
    assert found.name.in_("kk") == "Any task (kk)"


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        (with_set(""), "any_of any_task: A set without items. Name the codes of its items."),
        (
            with_set('"quiz", "quiz"'),
            "any_of any_task: quiz stands twice in the set. List it once.",
        ),
        (with_set('"pair"'), "any_of any_task: Unknown item pair. Did you mean pairs?"),
        (
            with_set('"why"', '[[section.item]]\ncode = "why"\nkind = "text"\nwords = "x"\n'),
            "any_of any_task: Item why does not say yes or no. "
            "A set is made of single items whose choices are 1 and 0.",
        ),
        (
            with_set('"quiz"') + SET.replace("{items}", '"pairs"'),
            "any_of any_task: any_task stands twice, first at: any_of any_task. "
            "Give each its own key; capital and small letters count as the same.",
        ),
    ],
)
def test_a_set_that_cannot_be_counted_is_a_fault(toml, fault):
    with pytest.raises(BrokenInstrument) as broken:
        load(toml_of(toml))
    assert [str(one) for one in broken.value.faults] == [fault]
