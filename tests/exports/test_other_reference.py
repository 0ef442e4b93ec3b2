"""Statistics of data that nobody chose equal R's: other gaps, ties, waves, levels and sizes."""

import json

import pytest

from tests.compare import other
from tests.compare.families import FAMILIES

FILES = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in other.COPIED.glob("*.json")
}
CASES = [(name, case) for name, file in sorted(FILES.items()) for case in file["cases"]]


def test_every_family_has_cases():
    assert FILES.keys() == FAMILIES.keys()
    assert all(file["origin"].startswith("R 4.2.2") and file["r_call"] for file in FILES.values())


@pytest.mark.parametrize(("family", "case"), CASES, ids=[case["name"] for _, case in CASES])
def test_the_numbers_are_those_of_r(family, case):
    verdict = other.judged(family, FILES[family]["tolerance"], case)
    assert verdict.ok > 1 and not verdict.bad and not verdict.missing


def test_the_command_tells_what_differs(tmp_path, capsys):
    assert other.main([]) == 0
    assert "bad 0" in capsys.readouterr().out
    file = FILES["index"] | {"cases": [FILES["index"]["cases"][0] | {"values": {"index": [9]}}]}
    (tmp_path / "index.json").write_text(json.dumps(file))
    assert other.main([str(tmp_path)]) == 1
    assert "index|0: R 9, here" in capsys.readouterr().out
