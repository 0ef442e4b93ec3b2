"""A shell for whoever tries the command line."""

import shutil

import pytest

from tests.app.shells import Shell


@pytest.fixture
def shell(tmp_path) -> Shell:
    return Shell(tmp_path / "data")


@pytest.fixture
def demo(tmp_path, demo_folder) -> Shell:
    """A shell in a copy of the demo's house."""
    shutil.copytree(demo_folder, tmp_path / "data")
    return Shell(tmp_path / "data")
