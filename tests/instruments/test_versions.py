"""The library gives instruments by key and version; the lock keeps what was fielded."""

from pathlib import Path

import pytest

from instruments import versions
from instruments.loader import BrokenInstrument, load
from tests.builders import toml_of

NOTE = (
    'key = "{key}"\nversion = {version}\n[[section.item]]\ncode = "a"\nkind = "note"\nwords = "x"'
)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a library of its own to a test, with two versions of one instrument and one other."""
    for key, version in (("log", 1), ("log", 10), ("log", 2), ("guide", 1)):
        put(tmp_path, key, version)
    monkeypatch.setattr(versions, "LIBRARY", tmp_path)
    return tmp_path


def put(shelf: Path, key: str, version: int, text: str = "") -> Path:
    """Write a version file."""
    path = shelf / key / f"v{version}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text or toml_of(NOTE.format(key=key, version=version)), "utf-8")
    return path


def test_versions_come_by_key_then_number(shelf: Path) -> None:
    assert list(versions.library()) == [("guide", 1), ("log", 1), ("log", 2), ("log", 10)]
    assert versions.keys() == ("guide", "log")
    assert versions.newest("log").version == 10


def test_the_source_of_a_version_can_be_read_again(shelf: Path) -> None:
    source = versions.library_source("log", 2)
    assert load(source) == versions.library()["log", 2]


@pytest.mark.parametrize(("key", "version"), [("log", 3), ("absent", 1), ("../log", 1)])
def test_what_is_not_in_the_library_has_no_source(shelf: Path, key: str, version: int) -> None:
    with pytest.raises(KeyError):
        versions.library_source(key, version)
    with pytest.raises(KeyError):
        versions.newest("absent")


def test_faults_of_all_files_come_at_once(shelf: Path) -> None:
    put(shelf, "log", 2, "key = ")
    put(shelf, "guide", 1, toml_of(NOTE.format(key="guide", version=7)))
    with pytest.raises(BrokenInstrument) as caught:
        versions.library()
    assert str(caught.value).splitlines() == [
        "guide/v1.toml: instrument: The file says guide, version 7; its place in the library says"
        " otherwise. Make key equal the folder and version the number in the file's name.",
        "log/v2.toml: line 1: The file is not valid TOML: Invalid value. "
        "Mend this line; quotes and brackets come in pairs, a key stands once.",
    ]


def test_locking_adds_missing_lines_in_order(shelf: Path) -> None:
    assert versions.lock(shelf) == ("guide/v1.toml", "log/v1.toml", "log/v2.toml", "log/v10.toml")
    assert versions.lock(shelf) == ()
    put(shelf, "diary", 1)
    assert versions.unlocked(shelf) == ("diary/v1.toml",)
    before = set((shelf / "LOCK").read_text("utf-8").splitlines())
    versions.lock(shelf)
    lines = (shelf / "LOCK").read_text("utf-8").splitlines()
    assert before < set(lines)
    names = [line.split("  ")[1] for line in lines]
    assert names == sorted(names) and "diary/v1.toml" in names
    assert all(len(line.split("  ")[0]) == 64 for line in lines)


def test_a_changed_version_is_named_and_never_locked_again(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    versions.lock(shelf)
    lock = (shelf / "LOCK").read_text("utf-8")
    path = put(shelf, "log", 2, toml_of(NOTE.format(key="log", version=2)) + "# changed")
    (shelf / "guide" / "v1.toml").unlink()
    put(shelf, "diary", 1)
    assert versions.changed(shelf) == ("guide/v1.toml", "log/v2.toml")
    assert versions.main() == 1
    assert "log/v2.toml was fielded and may not change" in capsys.readouterr().err
    assert (shelf / "LOCK").read_text("utf-8") == lock
    assert path.exists()


def test_windows_line_ends_are_no_change(shelf: Path) -> None:
    versions.lock(shelf)
    path = shelf / "log" / "v1.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert versions.changed(shelf) == ()


def test_the_command_says_what_it_locked(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert versions.main() == 0
    assert capsys.readouterr().out.splitlines()[0] == "locked guide/v1.toml"


def test_the_command_locks_no_broken_instrument(
    shelf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(shelf, "log", 11, "key = ")
    assert versions.main() == 1
    assert "log/v11.toml: line 1: " in capsys.readouterr().err
    assert versions.locked(shelf) == {}
