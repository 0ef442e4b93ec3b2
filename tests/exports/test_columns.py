"""Names that statistics programs take, and one table over all kinds."""

from hypothesis import given
from hypothesis import strategies as st

from exports.columns import SHAPES, item_columns
from exports.merging import merged
from exports.names import Names, sheet_name, shortened, spss_name
from instruments.definitions import CONTAINERS, UNANSWERED, Kind
from tests.exports.builders_source import item


def test_every_kind_of_item_has_its_columns():
    assert {*SHAPES} == {*Kind}


def test_every_kind_that_is_answered_can_be_shown_to_people():
    assert {kind for kind, shape in SHAPES.items() if shape.shown is None} == UNANSWERED


def test_a_kind_without_answers_has_no_column():
    for kind in Kind:
        made = item("a", kind, *(() if kind in CONTAINERS else ("1",)))
        assert bool(item_columns((made,), Names())) == (kind not in UNANSWERED)


def test_choices_that_differ_by_a_sign_have_different_columns():
    columns = item_columns((item("a", Kind.MULTIPLE, "x-y", "x_y"),), Names())

    assert [one.column.name for one in columns] == ["a", "a_x_y", "a_x_y_2"]


def test_an_item_of_an_older_version_stands_where_it_stood():
    older = (item("a"), item("old"), item("b"))
    newer = (item("a"), item("b"), item("new"))

    assert [one.code for one in merged([older, newer])] == ["a", "old", "b", "new"]


def test_a_choice_of_an_older_version_is_kept():
    older = (item("a", Kind.SINGLE, "1", "9"),)
    newer = (item("a", Kind.SINGLE, "1", "2"),)

    assert [one.code for one in merged([older, newer])[0].choices] == ["1", "2", "9"]


@given(st.text(min_size=1), st.integers(10, 40))
def test_a_shortened_name_is_short_and_the_same_every_time(name, limit):
    assert len(shortened(name, limit)) <= limit
    assert shortened(name, limit) == shortened(name, limit)


def test_names_that_begin_alike_stay_apart_when_shortened():
    first, second = ("a_long_name_" * 4 + end for end in "xy")

    assert shortened(first, 29) != shortened(second, 29)


def test_a_sheet_keeps_its_suffix():
    assert sheet_name("tried", "_long") == "tried_long"
    assert sheet_name("k" * 40, "_long").endswith("_long")
    assert len(sheet_name("k" * 40, "__" + "r" * 40)) <= 31


def test_spss_takes_the_names():
    assert spss_name("with") == "with_v"
    assert spss_name("1st") == "v1st"
    assert spss_name("ends_") == "ends"
    assert len(spss_name("a" * 90)) <= 64
