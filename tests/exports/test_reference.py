"""The shipped study's statistics equal R's, number by number."""

import json
from pathlib import Path

import pytest

from tests.compare.groups import GROUPS, reason
from tests.compare.judge import judge

REFERENCES = {path.stem: path for path in (Path(__file__).parent / "reference").glob("*.json")}


def test_every_group_has_a_reference_and_every_reference_a_group():
    assert GROUPS.keys() == REFERENCES.keys()


@pytest.mark.parametrize("name", GROUPS)
def test_the_numbers_are_those_of_r(name):
    reference = json.loads(REFERENCES[name].read_text(encoding="utf-8"))
    assert reference["origin"].startswith("R ")
    verdict = judge(reference, GROUPS[name]())
    assert verdict.ok and not verdict.bad
    assert [key for key in verdict.missing if not reason(name, key)] == []


def test_the_judge_is_not_blind():
    wanted = {"tolerance": {"abs": 1e-6, "rel": 1e-6}, "values": {"a": {"b": 1.0, "c": 2}, "d": 3}}
    verdict = judge(wanted, {"a": {"b": 1.001, "c": 2}})
    assert (verdict.ok, len(verdict.bad), verdict.missing) == (1, 1, ["d"])
    assert judge(wanted, {"a": {"b": float("nan"), "c": None}}).ok == 0
