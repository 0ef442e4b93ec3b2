"""Whatever a person can type or set is named in the README."""

import re

import click
import pytest

from app.cli.main import main
from app.config import SETTINGS
from tests.laws.sources import ROOT, listed

README = ROOT / "README.md"


def commands(group: click.Group, before: str = "tolqyn"):
    """Name every command as it is typed."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}", command


def options():
    """Name every option of every command."""
    for typed, command in commands(main):
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                yield typed, parameter


@pytest.fixture(scope="module")
def readme() -> str:
    assert README.exists(), "README.md is missing: it is the first page that anybody opens."
    return README.read_text(encoding="utf-8")


def test_every_command_is_in_the_readme(readme):
    faults = [typed for typed, _ in commands(main) if typed not in readme]
    assert not faults, listed(faults, "Name the command in README.md and say what it is for.")


def test_every_command_says_what_it_does():
    faults = [typed for typed, command in commands(main) if not command.help]
    assert not faults, listed(faults, "Give the command's function a docstring of one sentence.")


def test_every_setting_is_in_the_readme(readme):
    faults = [setting.name for setting in SETTINGS if setting.name not in readme]
    assert not faults, listed(faults, "Name the setting in README.md with its default and help.")


def test_every_setting_has_one_line_of_help():
    assert all(re.fullmatch(r".{10,}\.", setting.help) for setting in SETTINGS)


def test_every_make_target_is_in_the_readme(readme):
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
    faults = [f"make {target}" for target in targets if f"make {target}" not in readme]
    assert targets and not faults, listed(faults, "Name the target in README.md.")


def test_every_setting_that_the_program_reads_is_declared():
    read = {
        name
        for path in [*ROOT.glob("app/**/*.py"), *ROOT.glob("exports/**/*.py")]
        for name in re.findall(r"TOLQYN_[A-Z_]+", path.read_text(encoding="utf-8"))
    }
    faults = sorted(read - {setting.name for setting in SETTINGS})
    assert not faults, listed(faults, "Declare it in app/config.py with a default and a help.")
