"""How the items of a protocol find the columns of the visits' layout."""

import pytest

from exports.layout import dated_items, named
from exports.observation import BY_NAME
from instruments.versions import newest


@pytest.mark.parametrize("key", ["lesson_intervals", "lesson_practices"])
def test_a_protocol_describes_its_visit_in_the_columns_of_the_layout(key):
    visit = dated_items(newest(key))
    assert [column for column in BY_NAME if not named(column, visit)] == []
