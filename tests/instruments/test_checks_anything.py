"""Whatever an author, or nobody in particular, writes: faults, and nothing else is raised."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from instruments import checks, checks_shape
from instruments.faults import BrokenInstrument
from instruments.loader import load
from instruments.wording import LANGUAGES

SHAPES = [value for value in vars(checks_shape).values() if isinstance(value, checks_shape.Shape)]
KEYS = st.sampled_from(sorted({key for shape in SHAPES for key in shape.known} | {"kz"}))
LEAVES = st.one_of(
    st.sampled_from(
        ["likert", "repeat", "group", "range", "lesson", "teacher", "A1", "1", "${A1} = 1", "yes"]
    ),
    st.text(max_size=8),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.just(10**400),
)


@given(
    st.dictionaries(
        KEYS | st.text(max_size=5),
        st.recursive(
            LEAVES,
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=6)
                | st.lists(st.dictionaries(KEYS, inner, max_size=6), max_size=3)
            ),
            max_leaves=25,
        ),
        max_size=10,
    )
)
@settings(suppress_health_check=list(HealthCheck), deadline=None)
def test_whatever_stands_in_a_file_is_answered_with_faults(table: dict[str, object]) -> None:
    found = checks.faults_of(table, "any.toml")
    assert found, "an arbitrary table is no instrument"
    assert all("\n" not in fault.in_(language) for fault in found for language in LANGUAGES)


@given(st.text(max_size=200) | st.text(alphabet='[]{}="#.\n\\a1', max_size=60))
@settings(deadline=None)
def test_whatever_text_is_loaded_only_a_broken_instrument_is_raised(source: str) -> None:
    with pytest.raises(BrokenInstrument):
        load(source)
