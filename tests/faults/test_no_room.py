"""A backup for which there is no room says so and leaves nothing behind."""

import pytest
from click.testing import CliRunner

from app.cli.main import main
from tests.faults.room import SmallDisk, mounted, no_small_disk

pytestmark = pytest.mark.skipif(bool(no_small_disk()), reason=no_small_disk())


@pytest.mark.parametrize("left", [0, 200_000, 300_000])
def test_a_backup_onto_a_full_disk(tmp_path, left):
    environment = {"TOLQYN_DATA": str(tmp_path / "data"), "TOLQYN_DATABASE_URL": ""}
    assert CliRunner().invoke(main, ["verify"], env=environment).exit_code == 0
    small = tmp_path / "small"
    small.mkdir()
    with mounted(small):
        SmallDisk(small).tighten(left)
        done = CliRunner().invoke(main, ["backup", str(small / "b.zip")], env=environment)
        assert done.exit_code == 1 and "No backup was written" in done.stderr
        assert [file.name for file in small.iterdir()] == ["somebody-elses"]
