"""Codes of talk with their words, and what sets and codes are expected to go with."""

import pytest

from instruments.faults import BrokenInstrument
from instruments.loader import load
from instruments.versions import newest
from tests.builders import instrument, toml_of
from tests.instruments.test_any_of import with_set

CODE = '[[code]]\nkey = "ALONE"\n{more}\nwords = "Alone"\n'


def with_code(more: str = "", twice: str = "") -> str:
    return with_set('"quiz"') + CODE.replace("{more}", more) + twice


def test_a_code_has_words_and_says_what_it_goes_with():
    (found,) = instrument(with_code('goes_with = ["IS"]\ngoes_against = ["CO", "PC"]')).codes
    assert found.name.in_("kk") == "Alone (kk)"
    assert (found.goes_with, found.goes_against) == (("IS",), ("CO", "PC"))


def test_a_set_and_a_code_need_not_go_with_anything():
    made = instrument(with_code())
    assert made.codes[0].goes_with == made.any_of[0].goes_with == ()


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        (
            with_code('goes_with = ["IS"]\ngoes_against = ["IS"]'),
            "code ALONE: goes_against names IS a second time, or nothing. "
            "Name each scale, set or outcome once, in goes_with or in goes_against.",
        ),
        (
            with_set('"quiz"') + 'goes_with = ["IS", ""]\n',
            "any_of any_task: goes_with names a second time, or nothing. "
            "Name each scale, set or outcome once, in goes_with or in goes_against.",
        ),
        (
            with_code(twice=CODE.replace("{more}", "").replace("ALONE", "alone")),
            "code alone: alone stands twice, first at: code ALONE. "
            "Give each its own key; capital and small letters count as the same.",
        ),
    ],
)
def test_what_is_said_twice_is_a_fault(toml, fault):
    with pytest.raises(BrokenInstrument) as broken:
        load(toml_of(toml))
    assert [str(one) for one in broken.value.faults] == [fault]


def test_the_shipped_guide_names_every_code_of_its_book():
    codes = {code.key: code for code in newest("focus_group").codes}
    assert codes["ISOLATION"].goes_with == codes["ISOLATION_LESS"].goes_against == ("IS",)
    assert newest("lesson_observation").any_of[0].goes_with == ("TC", "PC")
