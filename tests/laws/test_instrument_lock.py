"""A fielded version of an instrument never changes: answers were given to exactly these words."""

from instruments import versions


def next_version(name: str) -> str:
    """Name the file in which a change to a locked one belongs."""
    key = name.partition("/")[0]
    newest = max([number for own, number in versions.version_files() if own == key], default=0)
    return f"{key}/v{newest + 1}.toml"


def test_no_locked_version_has_changed() -> None:
    changed = versions.changed()
    advice = [
        f"{name} was fielded: put it back as it was (git checkout), "
        f"and write a new version {next_version(name)} instead"
        for name in changed
    ]
    assert not changed, "\n".join(advice)


def test_every_version_is_locked() -> None:
    missing = versions.unlocked()
    advice = (
        f"not in instruments/library/LOCK: {', '.join(missing)}. When the wording is final, run"
        " .venv/bin/python -m instruments.versions (it adds missing lines only)"
    )
    assert not missing, advice


def test_the_library_has_no_faults() -> None:
    assert versions.library()
