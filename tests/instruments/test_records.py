"""Records as plain data: answers come back from their JSON as they were."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.records import canonical, from_json

SCALARS = st.text(max_size=5) | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
ROWS = st.lists(st.dictionaries(st.text(max_size=3), SCALARS, max_size=3), max_size=3)
ANSWERS = st.dictionaries(
    st.text(max_size=5),
    SCALARS | st.lists(st.text(max_size=3), max_size=3).map(tuple) | ROWS.map(tuple),
)


@given(ANSWERS)
def test_answers_come_back_as_they_were(answers):
    found = from_json(canonical(answers))

    assert found == answers
    assert canonical(found) == canonical(answers)


@pytest.mark.parametrize(
    "text",
    [
        f'{{"a":{10**20}}}',
        '{"a":123456789012345678901234567890,"b":"1"}',
        '{"a":[{"b":18446744073709551616}]}',
        '{"a":true,"b":-0.0,"c":1e-320}',
        '{"a":"\\ud800"}',
        "{}",
    ],
)
def test_no_digit_or_sign_is_lost(text):
    found = from_json(text)

    assert json.dumps(found) == json.dumps(json.loads(text))
