"""The shipped study's statistics equal R's, number by number."""

import json
from pathlib import Path

import pytest

from tests.compare import __main__ as command
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


def test_the_command_writes_what_it_computed(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(command, "BUILT", tmp_path)
    assert command.main([str(command.COPIED)]) == 0
    assert capsys.readouterr().out.count("bad 0  missing 0") == len(GROUPS)
    written = json.loads((tmp_path / "atyrau_observer_agreement.json").read_text())
    assert written["values"]["any"]["n"] == 24
    assert command.main([str(tmp_path / "nowhere")]) == 0
    assert capsys.readouterr().out.count("no reference") == len(GROUPS)
