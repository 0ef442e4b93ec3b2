"""Run `analysis.R` on odd studies: few waves, many waves, one school, several records again."""

import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from exports.bundle import write_csv_zip
from exports.results import study_results
from tests.compare.r_coverage import Coverage, coverage
from tests.compare.r_run import run
from tests.exports.odd_sources import ZOO

ODD = (
    "one wave",
    "two waves",
    "five waves",
    "one school",
    "doubles",
    "two versions",
    "every source",
    "two raters",
    "pupils over four waves",
)


def odd_studies(program: str, names: tuple[str, ...] = ODD) -> Iterator[tuple[str, Coverage]]:
    """Give what is reproduced of each odd study; a script that fails ends the run."""
    for name in names:
        source = ZOO[name]()
        archive = BytesIO()
        write_csv_zip(source, archive)
        with tempfile.TemporaryDirectory() as folder:
            ZipFile(archive).extractall(folder)
            found = run(program, Path(folder))
        waves = tuple(wave.key for wave in source.frame.waves)
        yield name, coverage(study_results(source), found, waves)
